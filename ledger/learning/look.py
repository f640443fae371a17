"""How commands look at what was learned, and what every sheet, exchange and adoption must say."""

from ledger.accounts.state import Account
from ledger.command import Seen
from ledger.identifiers import (
    AccountId,
    ExperienceId,
    LearningExchangeId,
    TerritoryId,
    is_id,
    stream_of,
)
from ledger.learning.refusals import (
    ExperienceIsWithdrawn,
    MinutesOutOfRange,
    ParticipantsOutOfRange,
    PlaceMalformed,
    PlaceMissing,
    ThemesOutOfRange,
    UnknownExperience,
    UnknownLearningExchange,
)
from ledger.learning.state import Experience, LearningExchange, Theme

MOST_THEMES = 5
MOST_PARTICIPANTS = 100_000
MOST_MINUTES = 100_000
"""Some seventy days, longer than any one exchange."""


def offered(seen: Seen, account: AccountId, experience_id: ExperienceId) -> Experience:
    """An experience that was not withdrawn. Raises UnknownExperience or ExperienceIsWithdrawn."""
    experience = shared(seen, account, experience_id)
    if experience.withdrawn:
        raise ExperienceIsWithdrawn
    return experience


def shared(seen: Seen, account: AccountId, experience_id: ExperienceId) -> Experience:
    """An experience of an account. Raises UnknownExperience, also for the id of something else."""
    known = is_id(Experience.prefix, experience_id)
    experience = seen.find(stream_of(account, experience_id), Experience) if known else None
    if experience is None:
        raise UnknownExperience
    return experience


def exchange_in(seen: Seen, account: AccountId, exchange_id: LearningExchangeId) -> LearningExchange:
    """An exchange that an account knows of. Raises UnknownLearningExchange, also for the id of something else."""
    known = is_id(LearningExchange.prefix, exchange_id)
    exchange = seen.find(stream_of(account, exchange_id), LearningExchange) if known else None
    if exchange is None:
        raise UnknownLearningExchange
    return exchange


def place(given: TerritoryId | None, account: Account) -> TerritoryId:
    """The territory given, or where the association is at home. Raises PlaceMalformed or PlaceMissing."""
    territory = given or account.territory
    if territory is None:
        raise PlaceMissing
    if not is_id("territory", territory):
        raise PlaceMalformed
    return territory


def require_an_exchange(themes: tuple[Theme, ...], participants: int, minutes: int) -> None:
    """Raises ThemesOutOfRange, ParticipantsOutOfRange or MinutesOutOfRange."""
    if not 1 <= len(themes) <= MOST_THEMES or len(set(themes)) < len(themes):
        raise ThemesOutOfRange(most=MOST_THEMES)
    if not 1 <= participants <= MOST_PARTICIPANTS:
        raise ParticipantsOutOfRange(most=MOST_PARTICIPANTS)
    if not 1 <= minutes <= MOST_MINUTES:
        raise MinutesOutOfRange(most=MOST_MINUTES)
