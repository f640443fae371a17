"""Electors object to what was decided on an item, and the body that the rules name decides (R8, R10)."""

from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.accounts.events import Award, BudgetAwarded, left_to_authorise_mark
from ledger.accounts.state import Destination
from ledger.associations.events import RulesChanged
from ledger.associations.rules import ObjectionBody
from ledger.disbursements.commands import AuthoriseDisbursement
from ledger.disbursements.parties import PartyGiven
from ledger.disbursements.refusals import DecisionStillOpen, NothingDecided
from ledger.disbursements.state import PartyKind
from ledger.event import Event
from ledger.identifiers import UNRESTRICTED, MemberToken, MinutesId, Stream, stream_of
from ledger.minutes.refusals import UnknownMinutes
from ledger.proposals.commands import DeclareInterest
from ledger.proposals.events import ProposalAccepted, ProposalPutBack, ProposalRejected, Tie
from ledger.refusals import StaleVersion, TextEmpty
from ledger.rounds.events import ItemMadeFinal, ObjectionDecided, RoundMadeFinal
from ledger.rounds.refusals import (
    AlreadyObjected,
    AssemblyTooEarly,
    AssemblyTooSmall,
    AuditorConcerned,
    DecidedByAuditor,
    DecidedByBody,
    DecidedByRecorder,
    ElectorRecused,
    ItemAlreadyAnnulled,
    ItemNotSuspended,
    NoSuchItem,
    NotAnElector,
    ObjectionClosed,
    ObjectionLapsed,
    ObjectionPending,
    ObjectionWindowOver,
    RoundNotAtThisStep,
    UnknownObjection,
)
from tests.ledger.deciding import (
    ACCOUNT,
    ANA,
    BIA,
    CATY,
    DEADLINE,
    DUDA,
    EVA,
    MEMBERS,
    admitted,
    asks,
    available,
    in_account,
    line,
    nobody,
    opened,
    round_of,
    shares_out,
    status_of,
)
from tests.ledger.objecting import BY_AUDITOR, BY_BODY, DAYS, WINDOW_ENDS, Window

HOME = Destination.DISADVANTAGED_AT_HOME


def pays(window: Window, label: str) -> AuthoriseDisbursement:
    """A payment under what was decided on an item."""
    return AuthoriseDisbursement(
        account=ACCOUNT,
        proposal=window.proposals[label],
        tranche=1,
        unit="EUR",
        purpose=UNRESTRICTED,
        amount="1.00",
        payee=PartyGiven(kind=PartyKind.COMPANY, name="Vans Ltd"),
    )


# Objecting


def test_an_elector_objects_once_with_reason_whether_they_voted_or_not() -> None:
    """R8"""
    window = Window()
    window.scenario.when(window.objects(EVA, "bus")).then_kinds("objection-raised")
    window.scenario.when(window.objects(EVA, "van")).then_refused(AlreadyObjected)
    window.scenario.when(window.objects(ANA, "van", reason=" ")).then_refused(TextEmpty)
    assert window.objected(ANA, "well") == 2


def test_an_objection_names_an_item_of_the_round_and_an_elector_of_it() -> None:
    """R8, V1"""
    window = Window()
    window.scenario.when(window.objects(ANA, "boat")).then_refused(NoSuchItem)
    stranger = msgspec.structs.replace(window.objects(ANA, "bus"), elector=nobody())
    window.scenario.when(stranger).then_refused(NotAnElector)


def test_whoever_was_recused_while_the_round_was_open_holds_up_no_item_of_it() -> None:
    """R8, R3, M3"""
    window = Window(recused=(EVA,))
    window.scenario.when(window.objects(EVA, "van")).then_refused(ElectorRecused)
    assert window.objected(DUDA, "van") == 1


def test_who_objected_stands_in_no_event_but_by_round_token_and_why_in_none() -> None:
    """R8, V7, L9"""
    window = Window()
    window.scenario.done(window.objects(EVA, "bus", reason="I know the driver."))
    (fact,) = window.scenario.recorded
    written = msgspec.json.encode(fact.event).decode()
    assert EVA not in written
    assert "driver" not in written
    assert window.scenario.links[window.round][EVA] in written
    assert b"elector-" not in msgspec.json.encode(round_of(window.scenario, window.round).undecided)


def test_objections_are_raised_while_the_round_is_counted_and_its_window_open() -> None:
    """R8, R10"""
    window = Window()
    last = WINDOW_ENDS - timedelta(microseconds=1)
    window.scenario.at(WINDOW_ENDS).when(window.objects(ANA, "bus")).then_refused(ObjectionWindowOver)
    window.scenario.at(last).when(window.objects(ANA, "bus")).then_kinds("objection-raised")
    window.scenario.done(window.final())
    window.scenario.when(window.objects(BIA, "van")).then_refused(RoundNotAtThisStep)


def test_an_open_round_takes_no_objections_and_a_window_of_zero_leaves_no_time_for_any() -> None:
    """R8, R10"""
    window = Window()
    again = opened(
        window.scenario, msgspec.structs.replace(asks(admitted(window.scenario)), closes=WINDOW_ENDS)
    )
    elector = window.scenario.links[again][ANA]
    early = msgspec.structs.replace(window.objects(ANA, "van"), round=again, elector=elector)
    window.scenario.when(early).then_refused(RoundNotAtThisStep)
    window = Window(msgspec.structs.replace(BY_BODY, objection_days=0))
    window.scenario.when(window.objects(ANA, "bus")).then_refused(ObjectionWindowOver)


# Deciding


def test_the_deciding_body_decides_in_an_assembly_that_met_since_the_objection() -> None:
    """R8, A2"""
    window = Window()
    before = window.met()
    number = window.objected(ANA, "bus")
    early = window.decides(number, upheld=True, minutes=before)
    window.scenario.when(early).then_refused(AssemblyTooEarly)
    window.scenario.when(window.decides(number, upheld=True)).then_refused(DecidedByBody)
    by_auditor = window.decides(number, upheld=True, auditor=CATY)
    window.scenario.when(by_auditor, by=CATY).then_refused(DecidedByBody)
    unknown = window.decides(number, upheld=True, minutes=MinutesId("minutes-unknown"))
    window.scenario.when(unknown).then_refused(UnknownMinutes)
    held = window.met()
    window.scenario.when(window.decides(number, upheld=False, minutes=held))
    window.scenario.then_kinds("objection-decided")
    decided = window.scenario.recorded[0].event
    assert isinstance(decided, ObjectionDecided)
    assert (decided.upheld, decided.minutes, decided.label) == (False, held, "bus")


def test_as_many_must_be_at_that_assembly_as_the_round_itself_asked_for() -> None:
    """R8, R3"""
    window = Window(msgspec.structs.replace(BY_BODY, quorum_percent=60))
    number = window.objected(ANA, "bus")
    few = window.decides(number, upheld=True, minutes=window.met(attendance=2))
    window.scenario.when(few).then_refused(AssemblyTooSmall)
    assert str(window.scenario.refusal).startswith("2 members were present, and 3 must be")
    enough = window.decides(number, upheld=True, minutes=window.met(attendance=3))
    window.scenario.when(enough).then_kinds("objection-decided")


@pytest.mark.parametrize("upheld", [False, True])
def test_who_recorded_the_minutes_does_not_decide_on_an_objection_by_them(upheld: bool) -> None:
    """R8, A3"""
    window = Window()
    decision = window.decides(window.objected(ANA, "bus"), upheld=upheld, minutes=window.met(recorder=ANA))
    window.scenario.when(decision, by=ANA).then_refused(DecidedByRecorder)
    window.scenario.when(decision, by=BIA).then_kinds("objection-decided")


def test_of_those_recused_none_is_asked_for_at_that_assembly() -> None:
    """R8, R3: three of the five electors are left, and 80 in a hundred of them are three at least."""
    window = Window(msgspec.structs.replace(BY_BODY, quorum_percent=80), recused=(DUDA, EVA))
    number = window.objected(ANA, "bus")
    few = window.decides(number, upheld=True, minutes=window.met(attendance=2))
    window.scenario.when(few).then_refused(AssemblyTooSmall)
    enough = window.decides(number, upheld=True, minutes=window.met(attendance=3))
    window.scenario.when(enough).then_kinds("objection-decided")


def test_where_the_rules_name_the_auditor_the_auditor_decides_in_person() -> None:
    """R8"""
    window = Window(BY_AUDITOR)
    number = window.objected(ANA, "bus")
    act = window.decides(number, upheld=False, auditor=CATY)
    for wrong, by in (
        (act, ANA),
        (msgspec.structs.replace(act, auditor=ANA), ANA),
        (msgspec.structs.replace(act, auditor=None), CATY),
        (msgspec.structs.replace(act, minutes=window.met()), CATY),
    ):
        window.scenario.when(wrong, by=by).then_refused(DecidedByAuditor)
    window.scenario.when(act, by=CATY).then_kinds("objection-decided")


def test_an_auditor_who_objected_or_has_an_interest_does_not_decide() -> None:
    """R8, P3"""
    window = Window(BY_AUDITOR)
    own, other = window.objected(CATY, "van"), window.objected(ANA, "bus")
    window.scenario.when(window.decides(own, upheld=True, auditor=CATY), by=CATY).then_refused(
        AuditorConcerned
    )
    interest = DeclareInterest(
        account=ACCOUNT, proposal=window.proposals["bus"], member=CATY, tie=Tie.CLOSE_TIE
    )
    window.scenario.done(interest)
    window.scenario.when(window.decides(other, upheld=True, auditor=CATY), by=CATY).then_refused(
        AuditorConcerned
    )


def test_an_objection_that_came_while_its_decision_was_read_is_decided_next_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """R8"""
    window = Window(BY_AUDITOR)
    early = list(window.scenario.events(stream_of(ACCOUNT, window.round)))
    act = window.decides(window.objected(ANA, "bus"), upheld=True, auditor=CATY)

    def before_it_came(stream: Stream) -> Iterator[tuple[int, Event]]:
        return iter(early)

    monkeypatch.setattr(window.scenario, "events", before_it_came)
    window.scenario.when(act, by=CATY).then_refused(StaleVersion)
    monkeypatch.undo()
    window.scenario.done(act, by=CATY)


@pytest.mark.parametrize("named", [0, 2, -1])
def test_an_objection_that_nobody_raised_is_not_decided(named: int) -> None:
    """R8"""
    window = Window()
    window.objected(ANA, "bus")
    window.scenario.when(window.decides(named, upheld=True)).then_refused(UnknownObjection)


def test_an_objection_is_decided_once() -> None:
    """R8"""
    window = Window()
    number = window.objected(ANA, "bus")
    window.decided(number, upheld=False)
    again = window.decides(number, upheld=True, minutes=window.met())
    window.scenario.when(again).then_refused(ObjectionClosed)


def test_an_objection_lapses_after_its_days() -> None:
    """R8"""
    window = Window()
    number = window.objected(ANA, "bus")
    held = window.met()
    end = DEADLINE + DAYS
    late = window.decides(number, upheld=True, minutes=held)
    window.scenario.at(end).when(late).then_refused(ObjectionLapsed)
    window.scenario.at(end - timedelta(microseconds=1)).when(late).then_kinds("objection-decided")


# Finality


def test_only_the_item_that_was_objected_to_is_suspended() -> None:
    """R8, R10, R6"""
    window = Window()
    window.objected(ANA, "bus")
    window.scenario.when(window.final()).then(
        RoundMadeFinal(suspended=("bus",)),
        BudgetAwarded(
            round=window.round,
            awards=(Award(window.proposals["van"], HOME, (line(100_00),)),),
            freed=(line(50_00),),
        ),
        ProposalAccepted(round=window.round, decided=WINDOW_ENDS.date(), rules_version=1),
        ProposalRejected(round=window.round),
    )
    assert window.held() == {"round": 200_00, "van": 100_00}
    assert available(window.scenario) == 1000_00 - 300_00
    assert status_of(window.scenario, window.proposals["bus"]) == "on-ballot"


def test_a_suspended_item_becomes_final_once_what_was_objected_is_dismissed() -> None:
    """R8, B2"""
    window = Window()
    number = window.objected(ANA, "bus")
    window.scenario.done(window.final())
    window.scenario.when(window.item_final("bus")).then_refused(ObjectionPending)
    window.decided(number, upheld=False)
    today = WINDOW_ENDS.date()
    window.scenario.when(window.item_final("bus")).then(
        ItemMadeFinal(label="bus"),
        BudgetAwarded(
            round=window.round,
            awards=(Award(window.proposals["bus"], HOME, (line(200_00),)),),
            freed=(),
        ),
        ProposalAccepted(round=window.round, decided=today, rules_version=1),
    )
    assert window.held() == {"bus": 200_00, "van": 100_00}
    window.scenario.when(window.item_final("bus")).then_refused(ItemNotSuspended)


def test_a_suspended_item_becomes_final_once_the_objection_lapses() -> None:
    """R8"""
    window = Window()
    window.objected(ANA, "well")
    window.scenario.done(window.final())
    last = DEADLINE + DAYS - timedelta(microseconds=1)
    window.scenario.at(last).when(window.item_final("well")).then_refused(ObjectionPending)
    window.scenario.at(DEADLINE + DAYS).when(window.item_final("well"))
    window.scenario.then(ItemMadeFinal(label="well"), ProposalRejected(round=window.round))


def test_a_round_that_is_made_final_late_suspends_nothing_whose_objection_lapsed() -> None:
    """R8, R10"""
    window = Window()
    window.objected(ANA, "bus")
    window.scenario.at(DEADLINE + DAYS).when(window.final())
    window.scenario.then_kinds(
        "round-made-final", "budget-awarded", "proposal-accepted", "proposal-accepted", "proposal-rejected"
    )
    assert round_of(window.scenario, window.round).undecided == {}
    assert window.held() == {"bus": 200_00, "van": 100_00}


def test_an_objection_upheld_before_finality_annuls_its_item_with_the_rest_final() -> None:
    """R8"""
    window = Window()
    number, other = window.objected(ANA, "bus"), window.objected(BIA, "bus")
    window.decided(number, upheld=True)
    window.scenario.when(window.objects(CATY, "bus")).then_refused(ItemAlreadyAnnulled)
    moot = window.decides(other, upheld=False, minutes=window.met())
    window.scenario.when(moot).then_refused(ObjectionClosed)
    assert window.held() == {"round": 350_00}
    window.scenario.when(window.final()).then(
        RoundMadeFinal(),
        BudgetAwarded(
            round=window.round,
            awards=(Award(window.proposals["van"], HOME, (line(100_00),)),),
            freed=(line(250_00),),
        ),
        ProposalAccepted(round=window.round, decided=WINDOW_ENDS.date(), rules_version=1),
        ProposalRejected(round=window.round),
        ProposalPutBack(round=window.round),
    )
    assert status_of(window.scenario, window.proposals["bus"]) == "admitted"


def test_an_objection_upheld_after_finality_frees_what_was_kept_for_its_item() -> None:
    """R8, L2"""
    window = Window()
    number = window.objected(ANA, "bus")
    window.scenario.done(window.final())
    window.scenario.when(window.decides(number, upheld=True, minutes=window.met()))
    window.scenario.then_kinds("objection-decided", "budget-awarded", "proposal-put-back")
    assert window.scenario.recorded[1].event == BudgetAwarded(
        round=window.round, awards=(), freed=(line(200_00),)
    )
    assert window.held() == {"van": 100_00}
    assert available(window.scenario) == 900_00
    window.scenario.when(window.item_final("bus")).then_refused(ItemNotSuspended)


def test_an_upheld_objection_to_what_was_rejected_puts_it_back_as_well() -> None:
    """R8"""
    window = Window()
    number = window.objected(ANA, "well")
    window.scenario.done(window.final())
    window.scenario.when(window.decides(number, upheld=True, minutes=window.met()))
    window.scenario.then_kinds("objection-decided", "proposal-put-back")
    drafted = shares_out("300.00", well=window.proposals["well"])
    again = opened(window.scenario, msgspec.structs.replace(drafted, closes=WINDOW_ENDS + timedelta(days=9)))
    assert status_of(window.scenario, window.proposals["well"]) == "on-ballot"
    assert again != window.round


def test_of_several_objections_to_an_item_all_must_be_dismissed_or_lapse() -> None:
    """R8"""
    window = Window()
    first = window.objected(ANA, "bus")
    window.scenario.at(DEADLINE + timedelta(days=1))
    second = window.objected(BIA, "bus")
    window.scenario.done(window.final())
    window.decided(first, upheld=False)
    window.scenario.when(window.item_final("bus")).then_refused(ObjectionPending)
    window.scenario.at(DEADLINE + timedelta(days=1) + DAYS)
    window.scenario.when(window.decides(second, upheld=True, minutes=window.met())).then_refused(
        ObjectionLapsed
    )
    window.scenario.when(window.item_final("bus")).then_kinds(
        "item-made-final", "budget-awarded", "proposal-accepted"
    )


def test_an_item_of_a_round_that_is_not_final_is_not_made_final() -> None:
    """R8, R10"""
    window = Window()
    window.objected(ANA, "bus")
    window.scenario.when(window.item_final("bus")).then_refused(RoundNotAtThisStep)


# Money


def test_nothing_is_paid_under_a_suspended_or_annulled_item() -> None:
    """B1, B2, R8"""
    window = Window()
    upheld, pending = window.objected(ANA, "bus"), window.objected(BIA, "van")
    for label in ("bus", "van"):
        window.scenario.when(pays(window, label)).then_refused(DecisionStillOpen)
    window.scenario.done(window.final())
    window.decided(upheld, upheld=True)
    for label, refusal in (("bus", NothingDecided), ("van", DecisionStillOpen), ("well", NothingDecided)):
        window.scenario.when(pays(window, label)).then_refused(refusal)
        mark = left_to_authorise_mark(ACCOUNT, window.proposals[label], "EUR", UNRESTRICTED)
        assert window.scenario.workspace.marks.get(mark, int) is None
    window.decided(pending, upheld=False)
    window.scenario.done(window.item_final("van"))
    assert "disbursement-authorised" in [
        fact.event.kind() for fact in window.scenario.when(pays(window, "van")).recorded
    ]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["object", "uphold", "dismiss", "final", "item", "annul", "wait"]),
        st.sampled_from(MEMBERS),
        st.sampled_from(["bus", "van", "well"]),
    ),
    max_size=25,
)


@settings(max_examples=60)
@given(STEPS)
def test_whatever_is_objected_and_decided_money_is_held_once_and_paid_for_final_items_alone(
    steps: list[tuple[str, MemberToken, str]],
) -> None:
    """R8, R10, B1, B2, L2"""
    window = Window()
    costs = {"bus": 200_00, "van": 100_00, "well": 300_00}
    for what, member, label in steps:
        scenario, number = window.scenario, MEMBERS.index(member) + 1
        if what == "object":
            scenario.when(window.objects(member, label))
        elif what in {"uphold", "dismiss"}:
            scenario.when(window.decides(number, upheld=what == "uphold", minutes=window.met()))
        elif what == "final":
            scenario.when(window.final())
        elif what == "item":
            scenario.when(window.item_final(label))
        elif what == "annul":
            scenario.when(window.annuls(minutes=window.met()), by=BIA)
        else:
            scenario.at(DEADLINE + DAYS)
        found, held = round_of(scenario, window.round), window.held()
        accepted = {
            name for name, proposal in window.proposals.items() if status_of(scenario, proposal) == "accepted"
        }
        kept = {"counted": 350_00, "annulled": 0}.get(
            found.status, sum(costs[name] for name in found.suspended if name != "well")
        )
        assert held == {**{name: costs[name] for name in accepted}, **({"round": kept} if kept else {})}
        assert available(scenario) == 1000_00 - sum(held.values())
        for name, proposal in window.proposals.items():
            mark = left_to_authorise_mark(ACCOUNT, proposal, "EUR", UNRESTRICTED)
            left = scenario.workspace.marks.get(mark, int) or 0
            assert left == (costs[name] if name in accepted else 0)
            assert name not in accepted or name not in {*found.suspended, *found.annulled}


# Rules


def test_a_change_of_the_rules_leaves_a_round_alone_that_is_open() -> None:
    """A4, R2, R8"""
    window = Window()
    number = window.objected(ANA, "bus")
    rules = msgspec.structs.replace(BY_AUDITOR, objection_days=1, objection_decision_days=1)
    changed = RulesChanged(version=2, rules=rules, decision=window.proposals["van"])
    window.scenario.given(*in_account(changed))
    by_auditor = window.decides(number, upheld=True, auditor=CATY)
    window.scenario.when(by_auditor, by=CATY).then_refused(DecidedByBody)
    window.scenario.at(DEADLINE + timedelta(days=2)).when(window.objects(BIA, "van"))
    window.scenario.then_kinds("objection-raised")
    terms = round_of(window.scenario, window.round).terms
    assert terms is not None
    assert (terms.rules_version, terms.objection_body, terms.objection_decision_days) == (
        1,
        ObjectionBody.DECIDING_BODY,
        DAYS.days,
    )
