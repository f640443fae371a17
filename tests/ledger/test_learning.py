"""Learning: sheets, exchanges and adoptions; every direction counts alike, and nothing of it has a price."""

from datetime import date
from typing import Any, get_type_hints

import pytest

from ledger.delivery import Arrived, taken_in
from ledger.identifiers import (
    AccountId,
    AdoptionId,
    ExperienceId,
    LearningExchangeId,
    Seal,
    TerritoryId,
    TwinningId,
    stream_of,
)
from ledger.learning import events, messages
from ledger.learning.commands import (
    AdoptPractice,
    AmendExperience,
    ConfirmLearningExchange,
    DeclineLearningExchange,
    HoldLearningExchange,
    ShareExperience,
    WithdrawExperience,
)
from ledger.learning.look import MOST_MINUTES, MOST_PARTICIPANTS
from ledger.learning.messages import ExchangeAnswered, ExchangeTold, PracticeTold
from ledger.learning.refusals import (
    AdoptedAlready,
    ExchangeAnsweredAlready,
    ExperienceIsWithdrawn,
    MinutesOutOfRange,
    NotThisTwinsPractice,
    OwnExchange,
    OwnPractice,
    ParticipantsOutOfRange,
    PlaceMalformed,
    PlaceMissing,
    ThemesOutOfRange,
    UnknownExperience,
    UnknownLearningExchange,
)
from ledger.learning.state import (
    Adoption,
    ExchangeStatus,
    Experience,
    LearningDirection,
    LearningExchange,
    Theme,
)
from ledger.twinnings.commands import EndTwinning
from ledger.twinnings.refusals import MessageMalformed, NotTheTwins, TwinningNotActive
from tests.ledger.twins import BRITTANY, CALDEIRAS, PLOUHA, SANTO_ANTAO, twinned, villages
from tests.scenario import Scenario

STRANGER = AccountId("account-0000000000057a4e")


def shared(scenario: Scenario, account: AccountId = CALDEIRAS) -> ExperienceId:
    """Caldeiras tells how it saves water."""
    share = ShareExperience(account=account, theme=Theme.WATER, text="We catch the fog in nets.")
    return ExperienceId(scenario.done(share))


def exchange(twinning: TwinningId, account: AccountId = CALDEIRAS, **changes: Any) -> HoldLearningExchange:
    """Nine people of both sides spend a morning with the wine makers of Caldeiras."""
    said = {
        "direction": LearningDirection.FROM_US,
        "participants": 9,
        "minutes": 180,
        "themes": (Theme.FARMING, Theme.FOOD_AND_DRINK),
        **changes,
    }
    return HoldLearningExchange(account=account, twinning=twinning, **said)


def adoption(
    experience: ExperienceId, twinning: TwinningId | None = None, **changes: object
) -> AdoptPractice:
    """Plouha takes the practice over."""
    said = {
        "account": PLOUHA,
        "origin": CALDEIRAS,
        "theme": Theme.WATER,
        "text": "Nets on the cliff.",
        **changes,
    }
    return AdoptPractice(experience=experience, twinning=twinning, **said)  # type: ignore[arg-type]


def of(scenario: Scenario, account: AccountId, learned: str) -> LearningExchange:
    """An exchange as one side holds it."""
    state = scenario.state(stream_of(account, learned), LearningExchange)
    assert isinstance(state, LearningExchange)
    return state


def test_a_practice_sheet_is_shared_written_anew_and_withdrawn() -> None:
    """E1"""
    scenario = villages()
    sheet = shared(scenario)
    scenario.done(
        AmendExperience(account=CALDEIRAS, experience=sheet, theme=Theme.ENVIRONMENT, text="And clean them.")
    )
    scenario.done(WithdrawExperience(account=CALDEIRAS, experience=sheet))
    assert scenario.state(stream_of(CALDEIRAS, sheet), Experience) == Experience(version=2, withdrawn=True)
    amend = AmendExperience(account=CALDEIRAS, experience=sheet, theme=Theme.WATER, text="Again.")
    for again in (amend, WithdrawExperience(account=CALDEIRAS, experience=sheet)):
        scenario.when(again).then_refused(ExperienceIsWithdrawn)


def test_a_sheet_says_where_it_is_practised_at_home_unless_it_names_another_territory() -> None:
    """T1"""
    share = ShareExperience(account=CALDEIRAS, theme=Theme.WATER, text="Fog nets.")
    for territory, expected in ((None, SANTO_ANTAO), (BRITTANY, BRITTANY)):
        scenario = villages().when(
            ShareExperience(account=CALDEIRAS, theme=Theme.WATER, text="x", territory=territory)
        )
        assert scenario.recorded[-1].event.territory == expected  # type: ignore[attr-defined]
    villages(territory=None).when(share).then_refused(PlaceMissing)
    named = ShareExperience(
        account=CALDEIRAS, theme=Theme.WATER, text="x", territory=TerritoryId("The valley")
    )
    villages().when(named).then_refused(PlaceMalformed)


@pytest.mark.parametrize("unknown", ["experience-0000000000000000", "experience-x/y", "proposal-one", ""])
def test_only_a_sheet_of_this_account_is_amended(unknown: str) -> None:
    """E1"""
    amend = AmendExperience(account=CALDEIRAS, experience=ExperienceId(unknown), theme=Theme.WATER, text="x")
    villages().when(amend).then_refused(UnknownExperience)


@pytest.mark.parametrize("recorder", [CALDEIRAS, PLOUHA])
@pytest.mark.parametrize("direction", list(LearningDirection))
def test_an_exchange_is_told_to_the_twin_which_confirms_it_whoever_taught(
    recorder: AccountId, direction: LearningDirection
) -> None:
    """E1"""
    scenario = villages()
    twinning = twinned(scenario)
    other = PLOUHA if recorder == CALDEIRAS else CALDEIRAS
    learned = LearningExchangeId(scenario.done(exchange(twinning, recorder, direction=direction)))
    scenario.delivered()
    (told,) = [event for _, event in scenario.events(stream_of(other, learned))]
    assert told.direction is direction.mirrored
    assert direction.mirrored.mirrored is direction
    scenario.done(ConfirmLearningExchange(account=other, exchange=learned))
    scenario.delivered()
    for side in (recorder, other):
        assert of(scenario, side, learned).status is ExchangeStatus.CONFIRMED


def test_an_exchange_that_was_not_so_is_declined_and_answered_once() -> None:
    """E1"""
    scenario = villages()
    learned = LearningExchangeId(scenario.done(exchange(twinned(scenario))))
    scenario.delivered()
    scenario.when(ConfirmLearningExchange(account=CALDEIRAS, exchange=learned)).then_refused(OwnExchange)
    scenario.done(DeclineLearningExchange(account=PLOUHA, exchange=learned))
    scenario.delivered()
    assert of(scenario, CALDEIRAS, learned).status is ExchangeStatus.DECLINED
    scenario.when(ConfirmLearningExchange(account=PLOUHA, exchange=learned)).then_refused(
        ExchangeAnsweredAlready
    )
    unknown = LearningExchangeId("learning-0000000000000000")
    scenario.when(ConfirmLearningExchange(account=PLOUHA, exchange=unknown)).then_refused(
        UnknownLearningExchange
    )


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"themes": ()}, ThemesOutOfRange),
        ({"themes": (Theme.WATER, Theme.WATER)}, ThemesOutOfRange),
        ({"themes": tuple(Theme)}, ThemesOutOfRange),
        ({"participants": 0}, ParticipantsOutOfRange),
        ({"participants": MOST_PARTICIPANTS + 1}, ParticipantsOutOfRange),
        ({"minutes": 0}, MinutesOutOfRange),
        ({"minutes": MOST_MINUTES + 1}, MinutesOutOfRange),
    ],
)
def test_an_exchange_says_what_it_was_about_with_how_many_and_how_long(
    changes: dict[str, Any], refusal: type
) -> None:
    """E1"""
    scenario = villages()
    scenario.when(exchange(twinned(scenario), **changes)).then_refused(refusal)


def test_exchanges_are_recorded_under_an_active_twinning() -> None:
    """W6, E1"""
    scenario = villages()
    twinning = twinned(scenario)
    learned = LearningExchangeId(scenario.done(exchange(twinning)))
    scenario.done(EndTwinning(account=PLOUHA, twinning=twinning))
    scenario.delivered()
    scenario.when(exchange(twinning)).then_refused(TwinningNotActive)
    scenario.done(ConfirmLearningExchange(account=PLOUHA, exchange=learned))
    scenario.delivered()
    assert of(scenario, CALDEIRAS, learned).status is ExchangeStatus.CONFIRMED, (
        "what was before the end still counts"
    )


def test_a_northern_twin_adopts_a_southern_practice_and_the_origin_hears_of_it() -> None:
    """E1"""
    scenario = villages()
    twinning = twinned(scenario)
    sheet = shared(scenario)
    adopted = AdoptionId(scenario.done(adoption(sheet, twinning)))
    scenario.delivered()
    for side in (CALDEIRAS, PLOUHA):
        assert scenario.state(stream_of(side, adopted), Adoption).experience == sheet
    (told,) = [event for _, event in scenario.events(stream_of(CALDEIRAS, adopted))]
    assert (told.adopter, told.territory) == (PLOUHA, BRITTANY)
    assert told.text in scenario.papers
    scenario.when(adoption(sheet)).then_refused(AdoptedAlready)


def test_a_practice_of_the_network_is_adopted_without_a_twinning_and_never_ones_own() -> None:
    """E1"""
    scenario = villages()
    sheet = shared(scenario)
    scenario.when(adoption(sheet, account=CALDEIRAS)).then_refused(OwnPractice)
    scenario.when(adoption(ExperienceId("Fog nets"))).then_refused(UnknownExperience)
    scenario.when(adoption(sheet, origin=AccountId("Caldeiras"))).then_refused(UnknownExperience)
    scenario.done(WithdrawExperience(account=CALDEIRAS, experience=sheet))
    adopted = scenario.done(adoption(sheet))
    assert scenario.delivered() == 1, "what was withdrawn meanwhile may still have been adopted"
    assert scenario.state(stream_of(CALDEIRAS, adopted), Adoption).experience == sheet


def test_an_adoption_names_the_twinning_with_whom_shared_it_or_none() -> None:
    """E1"""
    scenario = villages()
    twinning = twinned(scenario)
    strange = adoption(ExperienceId("experience-0000000000057a4e"), twinning, origin=STRANGER)
    scenario.when(strange).then_refused(NotThisTwinsPractice)


def arrive(scenario: Scenario, message: object, sender: AccountId = PLOUHA) -> Scenario:
    """A message reaches Caldeiras."""
    arrived = Arrived(sender=sender, to=CALDEIRAS, message=message)  # type: ignore[arg-type]
    return scenario.when(taken_in(arrived), by=sender)


def told_exchange(twinning: TwinningId, **changes: object) -> ExchangeTold:
    """Plouha says that it held an exchange with Caldeiras."""
    said = {
        "exchange": LearningExchangeId("learning-0000000000000001"),
        "twinning": twinning,
        "direction": LearningDirection.FROM_US,
        "participants": 2,
        "minutes": 60,
        "themes": (Theme.SCHOOL,),
        "effective": date(2026, 2, 1),
        **changes,
    }
    return ExchangeTold(**said)  # type: ignore[arg-type]


def told_practice(experience: ExperienceId, **changes: object) -> PracticeTold:
    """Plouha says that it adopted a practice of Caldeiras."""
    said = {
        "adoption": AdoptionId("adoption-0000000000000001"),
        "experience": experience,
        "theme": Theme.WATER,
        "territory": BRITTANY,
        "text": Seal("5ea1" * 16),
        "effective": date(2026, 2, 1),
        **changes,
    }
    return PracticeTold(**said)  # type: ignore[arg-type]


def test_messages_that_come_twice_or_late_change_nothing() -> None:
    """E1, X3"""
    scenario = villages()
    twinning, sheet = twinned(scenario), shared(scenario)
    for message in (told_exchange(twinning), told_practice(sheet, twinning=twinning)):
        arrive(scenario, message)
        assert len(scenario.recorded) == 1
        arrive(scenario, message).then()
    learned = LearningExchangeId(scenario.done(exchange(twinning)))
    yes, no = (ExchangeAnswered(exchange=learned, confirmed=word) for word in (True, False))
    arrive(scenario, yes).then_kinds("learning-exchange-confirmed")
    for late in (yes, no):
        arrive(scenario, late).then()
    assert of(scenario, CALDEIRAS, learned).status is ExchangeStatus.CONFIRMED, "the first word counts"


def test_nobody_but_the_twin_tells_of_exchanges_and_their_confirmation() -> None:
    """E1, W1"""
    scenario = villages()
    twinning, sheet = twinned(scenario), shared(scenario)
    learned = LearningExchangeId(scenario.done(exchange(twinning)))
    answered = ExchangeAnswered(exchange=learned, confirmed=True)
    for message in (told_exchange(twinning), told_practice(sheet, twinning=twinning), answered):
        arrive(scenario, message, STRANGER).then_refused(NotTheTwins)
    arrive(scenario, told_practice(sheet), STRANGER).then_kinds("practice-adoption-told")
    arrive(scenario, told_exchange(twinning)).then_kinds("learning-exchange-told")
    own_word = ExchangeAnswered(exchange=LearningExchangeId("learning-0000000000000001"), confirmed=True)
    arrive(scenario, own_word).then_refused(OwnExchange)


def test_what_a_message_writes_in_the_place_of_an_id_is_not_kept() -> None:
    """W4, E1"""
    scenario = villages()
    twinning, sheet = twinned(scenario), shared(scenario)
    for message in (
        told_exchange(twinning, exchange=LearningExchangeId("learning-With Maria Lima")),
        told_practice(sheet, adoption=AdoptionId("Maria")),
        told_practice(sheet, territory=TerritoryId("Maria's house")),
        told_practice(sheet, text=Seal("Maria")),
    ):
        arrive(scenario, message).then_refused(MessageMalformed)
    arrive(scenario, told_practice(ExperienceId("Maria's"))).then_refused(UnknownExperience)
    arrive(scenario, told_exchange(twinning, participants=0)).then_refused(ParticipantsOutOfRange)


def test_no_money_value_is_put_on_learning() -> None:
    """E2"""
    kinds = [kind for room in (events, messages) for kind in vars(room).values() if isinstance(kind, type)]
    fields = {
        name
        for kind in kinds
        if kind.__module__.startswith("ledger.learning") and kind.__module__ != "ledger.learning.state"
        for name in get_type_hints(kind)
    }
    assert "participants" in fields
    assert not {
        name for name in fields if "unit" in name or "amount" in name or "minor" in name or "value" in name
    }
