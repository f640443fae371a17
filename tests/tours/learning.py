"""What two twinned territories learn from each other."""

from ledger.identifiers import AdoptionId, ExperienceId, LearningExchangeId
from ledger.learning.commands import (
    AdoptPractice,
    AmendExperience,
    ConfirmLearningExchange,
    DeclineLearningExchange,
    HoldLearningExchange,
    ShareExperience,
    WithdrawExperience,
)
from ledger.learning.state import LearningDirection, Theme
from tests.season import Season
from tests.tours.post import carried
from tests.tours.twinnings import at_home, twinned


def tour(season: Season) -> None:
    """A sheet is shared and adopted by the twin; of two exchanges one is confirmed."""
    twin = Season(season.ledger, season.clock).found()
    at_home(twin, "Valbrune", "FR")
    twinning = twinned(season, twin)
    account = season.account
    share = ShareExperience(account=account, theme=Theme.WATER, text="We catch the fog in nets.")
    kept, dropped = (ExperienceId(season.do(share)) for _ in range(2))
    season.do(
        AmendExperience(account=account, experience=kept, theme=Theme.ENVIRONMENT, text="And clean them.")
    )
    season.do(WithdrawExperience(account=account, experience=dropped))
    adopted = AdoptPractice(
        account=twin.account,
        experience=kept,
        origin=account,
        twinning=twinning,
        theme=Theme.WATER,
        text="Nets on the ridge.",
    )
    carried(season.ledger, twin.account, AdoptionId(twin.do(adopted)))
    held = HoldLearningExchange(
        account=account,
        twinning=twinning,
        direction=LearningDirection.FROM_US,
        participants=9,
        minutes=180,
        themes=(Theme.FARMING, Theme.FOOD_AND_DRINK),
    )
    for answer in (ConfirmLearningExchange, DeclineLearningExchange):
        exchange = LearningExchangeId(season.do(held))
        carried(season.ledger, account, exchange)
        twin.do(answer(account=twin.account, exchange=exchange))
        carried(season.ledger, twin.account, exchange)
