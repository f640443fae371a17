"""Twinnings: proposed, accepted by both, suspended, resumed and ended, whatever order the messages come in."""

from itertools import permutations

import msgspec
import pytest

from ledger.accounts.refusals import UnknownAccount
from ledger.command import Command, Paper
from ledger.context import seal_of
from ledger.delivery import Arrived, taken_in
from ledger.identifiers import AccountId, Seal, TerritoryId, TwinningId, stream_of
from ledger.message import Message
from ledger.refusals import DateBeforeAccount, TextEmpty
from ledger.twinnings.commands import (
    AcceptTwinning,
    DeclineTwinning,
    EndTwinning,
    ProposeTwinning,
    ResumeTwinning,
    SuspendTwinning,
    WithdrawTwinning,
)
from ledger.twinnings.look import TwinningCommand
from ledger.twinnings.messages import (
    TwinningAcceptance,
    TwinningDeclining,
    TwinningEnding,
    TwinningOffer,
    TwinningResumption,
    TwinningSuspension,
    TwinningWithdrawal,
)
from ledger.twinnings.refusals import (
    AgreementDoesNotFit,
    MessageMalformed,
    NotTheTwins,
    TerritoryMissing,
    TwinAccountMalformed,
    TwinnedWithItself,
    TwinningNotAtThisStep,
    TwinningNotSuspended,
    TwinningSuspendedAlready,
    UnknownTwinning,
)
from ledger.twinnings.state import Side, TwinningStatus
from tests.ledger.twins import (
    AGREEMENT,
    BRITTANY,
    CALDEIRAS,
    NOON,
    OPENED,
    PLOUHA,
    SANTO_ANTAO,
    offered,
    proposed,
    side,
    twinned,
    villages,
)
from tests.scenario import Scenario

BOTH = (CALDEIRAS, PLOUHA)
STRANGER = AccountId("account-0000000000000bad")


def statuses(scenario: Scenario, twinning: TwinningId) -> tuple[TwinningStatus, ...]:
    """How the twinning stands on both sides."""
    return tuple(side(scenario, account, twinning).status for account in BOTH)


def test_a_twinning_is_active_on_both_sides_once_the_other_accepts() -> None:
    """W1"""
    scenario = villages()
    twinning = offered(scenario)
    assert statuses(scenario, twinning) == (TwinningStatus.PROPOSED, TwinningStatus.OFFERED)
    scenario.done(AcceptTwinning(account=PLOUHA, twinning=twinning))
    scenario.delivered()
    assert statuses(scenario, twinning) == (TwinningStatus.ACTIVE, TwinningStatus.ACTIVE)
    ours, theirs = (side(scenario, account, twinning) for account in BOTH)
    assert (ours.other, theirs.other) == (PLOUHA, CALDEIRAS)
    assert (ours.territory, ours.other_territory) == (SANTO_ANTAO, BRITTANY)
    assert (theirs.territory, theirs.other_territory) == (BRITTANY, SANTO_ANTAO)


def test_both_sides_hold_the_same_id_and_agreement_and_its_text_travels() -> None:
    """W2"""
    scenario = villages()
    twinning = proposed(scenario)
    (arrived,) = scenario.outbox
    scenario.papers.clear()
    scenario.delivered()
    ours, theirs = (side(scenario, account, twinning) for account in BOTH)
    assert ours.agreement == theirs.agreement
    held = scenario.papers[theirs.agreement]
    assert held.text == AGREEMENT
    assert arrived.papers == (held,)


@pytest.mark.parametrize("text", ["We stand apart.", None])
def test_an_agreement_whose_text_does_not_fit_its_seal_is_not_taken_in(text: str | None) -> None:
    """W2"""
    scenario = villages()
    proposed(scenario)
    arrived = scenario.outbox.popleft()
    (paper,) = arrived.papers
    papers = () if text is None else (Paper(paper.seal, paper.salt, text),)
    scenario.when(taken_in(msgspec.structs.replace(arrived, papers=papers)), by=CALDEIRAS)
    scenario.then_refused(AgreementDoesNotFit)


@pytest.mark.parametrize(
    "changes",
    [
        {"twinning": "twinning-of-Maria-Lima"},
        {"territory": "the school of Ribeirão"},
        {"agreement": "Maria"},
    ],
)
def test_what_stands_in_place_of_an_id_in_a_message_is_not_kept(changes: dict[str, str]) -> None:
    """W2, W4"""
    scenario = villages()
    proposed(scenario)
    arrived = scenario.outbox.popleft()
    message = msgspec.structs.replace(arrived.message, **changes)
    scenario.when(taken_in(msgspec.structs.replace(arrived, message=message)))
    scenario.then_refused(MessageMalformed)


def test_an_acceptance_names_a_territory_and_nothing_else() -> None:
    """W2, W4"""
    scenario = villages()
    twinning = offered(scenario)
    message = TwinningAcceptance(twinning=twinning, territory=TerritoryId("Maria"), effective=OPENED)
    scenario.when(taken_in(Arrived(sender=PLOUHA, to=CALDEIRAS, message=message)))
    scenario.then_refused(MessageMalformed)


def test_nobody_accepts_for_the_other_side() -> None:
    """W1"""
    scenario = villages()
    twinning = offered(scenario)
    scenario.when(AcceptTwinning(account=CALDEIRAS, twinning=twinning)).then_refused(TwinningNotAtThisStep)
    acceptance = TwinningAcceptance(twinning=twinning, territory=SANTO_ANTAO, effective=OPENED)
    for sender, to in ((STRANGER, CALDEIRAS), (CALDEIRAS, PLOUHA)):
        scenario.when(taken_in(Arrived(sender=sender, to=to, message=acceptance)))
        scenario.then_refused(NotTheTwins)


def test_an_offer_under_the_id_of_another_twinning_is_not_taken_in() -> None:
    """W1, W2"""
    scenario = villages()
    twinning = offered(scenario)
    text = Paper(seal_of("0" * 32, "Ours."), "0" * 32, "Ours.")
    offer = TwinningOffer(twinning=twinning, territory=SANTO_ANTAO, agreement=text.seal, effective=OPENED)
    scenario.when(taken_in(Arrived(sender=STRANGER, to=PLOUHA, message=offer, papers=(text,))))
    scenario.then_refused(NotTheTwins)


def test_whoever_is_asked_may_decline() -> None:
    """W1"""
    scenario = villages()
    twinning = offered(scenario)
    scenario.done(DeclineTwinning(account=PLOUHA, twinning=twinning))
    scenario.delivered()
    assert statuses(scenario, twinning) == (TwinningStatus.DECLINED, TwinningStatus.DECLINED)
    scenario.when(AcceptTwinning(account=PLOUHA, twinning=twinning)).then_refused(TwinningNotAtThisStep)


def test_whoever_proposes_may_withdraw_until_an_acceptance_comes() -> None:
    """W1"""
    scenario = villages()
    twinning = offered(scenario)
    scenario.done(WithdrawTwinning(account=CALDEIRAS, twinning=twinning))
    scenario.delivered()
    assert statuses(scenario, twinning) == (TwinningStatus.WITHDRAWN, TwinningStatus.WITHDRAWN)
    active = twinned(scenario)
    scenario.when(WithdrawTwinning(account=CALDEIRAS, twinning=active)).then_refused(TwinningNotAtThisStep)


def test_an_acceptance_that_crosses_a_withdrawal_leaves_no_twinning() -> None:
    """W1"""
    scenario = villages()
    twinning = offered(scenario)
    scenario.done(WithdrawTwinning(account=CALDEIRAS, twinning=twinning))
    scenario.done(AcceptTwinning(account=PLOUHA, twinning=twinning))
    scenario.delivered()
    assert statuses(scenario, twinning) == (TwinningStatus.WITHDRAWN, TwinningStatus.WITHDRAWN)


def test_a_withdrawal_that_overtakes_its_proposal_stands() -> None:
    """W1"""
    scenario = villages()
    twinning = proposed(scenario)
    scenario.done(WithdrawTwinning(account=CALDEIRAS, twinning=twinning))
    scenario.outbox.reverse()
    scenario.delivered()
    assert statuses(scenario, twinning) == (TwinningStatus.WITHDRAWN, TwinningStatus.WITHDRAWN)


def test_only_who_proposed_withdraws_and_only_who_was_asked_answers() -> None:
    """W1"""
    scenario = villages()
    twinning = offered(scenario)
    for command in (
        WithdrawTwinning(account=PLOUHA, twinning=twinning),
        DeclineTwinning(account=CALDEIRAS, twinning=twinning),
        EndTwinning(account=PLOUHA, twinning=twinning),
        SuspendTwinning(account=CALDEIRAS, twinning=twinning),
        ResumeTwinning(account=CALDEIRAS, twinning=twinning),
    ):
        scenario.when(command).then_refused(TwinningNotAtThisStep)


@pytest.mark.parametrize("ending", BOTH)
def test_either_side_ends_a_twinning(ending: AccountId) -> None:
    """W1"""
    scenario = villages()
    twinning = twinned(scenario)
    scenario.done(EndTwinning(account=ending, twinning=twinning))
    scenario.delivered()
    assert statuses(scenario, twinning) == (TwinningStatus.ENDED, TwinningStatus.ENDED)
    for account in BOTH:
        scenario.when(EndTwinning(account=account, twinning=twinning)).then_refused(TwinningNotAtThisStep)


def test_a_twinning_rests_until_whoever_suspended_it_resumes() -> None:
    """W1"""
    scenario = villages()
    twinning = twinned(scenario)
    for account in BOTH:
        scenario.done(SuspendTwinning(account=account, twinning=twinning))
    scenario.delivered()
    assert statuses(scenario, twinning) == (TwinningStatus.SUSPENDED, TwinningStatus.SUSPENDED)
    scenario.when(SuspendTwinning(account=PLOUHA, twinning=twinning)).then_refused(TwinningSuspendedAlready)
    scenario.done(ResumeTwinning(account=PLOUHA, twinning=twinning))
    scenario.delivered()
    assert statuses(scenario, twinning) == (TwinningStatus.SUSPENDED, TwinningStatus.SUSPENDED)
    scenario.when(ResumeTwinning(account=PLOUHA, twinning=twinning)).then_refused(TwinningNotSuspended)
    scenario.done(ResumeTwinning(account=CALDEIRAS, twinning=twinning))
    scenario.delivered()
    assert statuses(scenario, twinning) == (TwinningStatus.ACTIVE, TwinningStatus.ACTIVE)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_in_whatever_order_the_answers_come_both_sides_hold_the_same(order: tuple[int, ...]) -> None:
    """W1: acceptance, suspension, resumption and a second suspension reach the proposer, each twice."""
    scenario = villages()
    twinning = offered(scenario)
    scenario.done(AcceptTwinning(account=PLOUHA, twinning=twinning))
    scenario.done(SuspendTwinning(account=PLOUHA, twinning=twinning))
    scenario.done(ResumeTwinning(account=PLOUHA, twinning=twinning))
    scenario.done(SuspendTwinning(account=PLOUHA, twinning=twinning))
    sent = list(scenario.outbox)
    scenario.outbox.clear()
    scenario.outbox.extend(sent[place] for place in (*order, *reversed(order)))
    scenario.delivered()
    assert statuses(scenario, twinning) == (TwinningStatus.SUSPENDED, TwinningStatus.SUSPENDED)
    assert side(scenario, CALDEIRAS, twinning).turns == {Side.TWIN: 3}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_an_ending_holds_whatever_is_told_after_it(order: tuple[int, ...]) -> None:
    """W1"""
    scenario = villages()
    twinning = offered(scenario)
    scenario.done(AcceptTwinning(account=PLOUHA, twinning=twinning))
    scenario.done(SuspendTwinning(account=PLOUHA, twinning=twinning))
    scenario.done(EndTwinning(account=PLOUHA, twinning=twinning))
    sent = list(scenario.outbox)
    scenario.outbox.clear()
    scenario.outbox.extend(sent[place] for place in order)
    scenario.delivered()
    assert statuses(scenario, twinning) == (TwinningStatus.ENDED, TwinningStatus.ENDED)


def test_every_message_that_comes_twice_changes_nothing() -> None:
    """W1, W2"""
    scenario = villages()
    twinning = twinned(scenario)
    told = []
    for command in (SuspendTwinning, ResumeTwinning, EndTwinning):
        scenario.done(command(account=PLOUHA, twinning=twinning))
        told += list(scenario.outbox)
        scenario.delivered()
    for arrived in told:
        scenario.when(taken_in(arrived)).then()


def test_a_territory_is_not_twinned_with_itself() -> None:
    """W5"""
    scenario = villages()
    propose = ProposeTwinning(account=CALDEIRAS, other=CALDEIRAS, agreement=AGREEMENT)
    scenario.when(propose).then_refused(TwinnedWithItself)
    neighbours = villages(other=SANTO_ANTAO)
    twinning = offered(neighbours)
    neighbours.when(AcceptTwinning(account=PLOUHA, twinning=twinning)).then_refused(TwinnedWithItself)


def test_a_territory_has_several_twinnings() -> None:
    """W5"""
    scenario = villages()
    assert len({twinned(scenario), twinned(scenario)}) == 2


def test_a_twinning_joins_two_territories() -> None:
    """W1, W5"""
    homeless = villages(territory=None)
    propose = ProposeTwinning(account=CALDEIRAS, other=PLOUHA, agreement=AGREEMENT)
    homeless.when(propose).then_refused(TerritoryMissing)
    scenario = villages(other=None)
    twinning = offered(scenario)
    scenario.when(AcceptTwinning(account=PLOUHA, twinning=twinning)).then_refused(TerritoryMissing)


def test_a_twinning_is_proposed_to_an_account_with_a_text_on_a_day_since_the_opening() -> None:
    """W1, W2, L10"""
    scenario = villages()
    propose = ProposeTwinning(account=CALDEIRAS, other=PLOUHA, agreement=AGREEMENT)
    for changes, refusal in (
        ({"other": "the mayor"}, TwinAccountMalformed),
        ({"agreement": " "}, TextEmpty),
        ({"effective": OPENED.replace(year=2025)}, DateBeforeAccount),
        ({"account": STRANGER}, UnknownAccount),
    ):
        scenario.when(msgspec.structs.replace(propose, **changes)).then_refused(refusal)


@pytest.mark.parametrize("unknown", ["twinning-0000000000000000", "proposal-x", "", "x/y"])
@pytest.mark.parametrize(
    "command",
    [AcceptTwinning, DeclineTwinning, WithdrawTwinning, SuspendTwinning, ResumeTwinning, EndTwinning],
)
def test_an_unknown_twinning_is_said_to_be_so(command: type[TwinningCommand], unknown: str) -> None:
    """W2"""
    villages().when(command(account=CALDEIRAS, twinning=TwinningId(unknown))).then_refused(UnknownTwinning)


def test_an_offer_to_an_account_that_is_not_here_is_not_taken_in() -> None:
    """W1"""
    scenario = villages()
    offer = TwinningOffer(
        twinning=TwinningId("twinning-0000000000000000"),
        territory=BRITTANY,
        agreement=Seal("0" * 64),
        effective=NOON.date(),
    )
    scenario.when(taken_in(Arrived(sender=PLOUHA, to=STRANGER, message=offer))).then_refused(UnknownAccount)
    assert scenario.workspace.keep(stream_of(STRANGER)).version == 0


def test_a_withdrawal_tells_a_twinnings_id_to_an_account_that_is_here() -> None:
    """W2, W4"""
    scenario = villages()
    scenario.when(told("Maria", TwinningWithdrawal(twinning=TwinningId("twinning-of-Maria-Lima"))))
    scenario.then_refused(MessageMalformed)
    withdrawal = TwinningWithdrawal(twinning=TwinningId("twinning-0000000000000000"))
    scenario.when(told(CALDEIRAS, withdrawal, to=STRANGER)).then_refused(UnknownAccount)


def test_nobody_withdraws_or_declines_for_the_other_side() -> None:
    """W1"""
    scenario = villages()
    twinning = offered(scenario)
    scenario.when(told(PLOUHA, TwinningWithdrawal(twinning=twinning), to=CALDEIRAS))
    scenario.then_refused(NotTheTwins)
    scenario.when(told(CALDEIRAS, TwinningDeclining(twinning=twinning))).then_refused(NotTheTwins)
    assert statuses(scenario, twinning) == (TwinningStatus.PROPOSED, TwinningStatus.OFFERED)


def test_whoever_has_no_answer_yet_neither_suspends_nor_resumes_nor_ends() -> None:
    """W1"""
    scenario = villages()
    twinning = offered(scenario)
    for message in (
        TwinningSuspension(twinning=twinning, turn=1, effective=OPENED),
        TwinningResumption(twinning=twinning, turn=2, effective=OPENED),
        TwinningEnding(twinning=twinning, effective=OPENED),
    ):
        scenario.when(told(CALDEIRAS, message)).then_refused(TwinningNotAtThisStep)


def told(sender: str, message: Message, to: AccountId = PLOUHA) -> Command:
    """A message as its command takes it in."""
    return taken_in(Arrived(sender=sender, to=to, message=message))
