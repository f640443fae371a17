"""One side of a twinning tells the other how it knows the transfers between them, and nobody else is believed."""

from datetime import date
from typing import Any

import msgspec
import pytest

from ledger.accounts.state import Destination
from ledger.command import Fact
from ledger.delivery import Arrived, taken_in
from ledger.flows.commands import StateFlows
from ledger.flows.events import FlowsStated
from ledger.flows.messages import FlowsTelling
from ledger.flows.refusals import FlowsOutOfRange, TransferWithAnother
from ledger.flows.state import MOST_LINES, FlowDirection, FlowLine
from ledger.identifiers import AccountId, FlowStatementId, ProposalId, TransferId, TwinningId, stream_of
from ledger.refusals import AmountTooLarge, UnknownUnit
from ledger.transfers.events import TransferAcknowledged, TransferAnnounced, TransferSent
from ledger.transfers.refusals import UnknownTransfer
from ledger.transfers.state import TransferStatus, TransferTerms
from ledger.twinnings.commands import EndTwinning
from ledger.twinnings.refusals import MessageMalformed, NotTheTwins, UnknownTwinning
from tests.ledger.twins import CALDEIRAS, PLOUHA, twinned, villages
from tests.scenario import Scenario

GONE, COMING, ELSEWHERE = (TransferId(f"transfer-000000000000000{n}") for n in (1, 2, 3))
STRANGER = AccountId("account-0000000000057a4e")
TERMS = TransferTerms(
    unit="EUR",
    amount_minor=40_00,
    destination=Destination.TWINNED_AREA,
    decision=ProposalId("proposal-0000000000000001"),
    sent=date(2026, 2, 1),
)
LINE = FlowLine(
    transfer=GONE,
    direction=FlowDirection.IN,
    status=TransferStatus.RECEIVED,
    unit="EUR",
    amount_minor=40_00,
    fee_minor=1_00,
)


def with_transfers() -> tuple[Scenario, TwinningId]:
    """Caldeiras sent one transfer, which Plouha received with a fee; another comes, and a third went to a stranger."""
    scenario = villages()
    twinning = twinned(scenario)
    for transfer, event in (
        (GONE, TransferSent(to=PLOUHA, terms=TERMS)),
        (GONE, TransferAcknowledged(amount_minor=39_00, fee_minor=1_00, effective=date(2026, 2, 2))),
        (COMING, TransferAnnounced(sender=PLOUHA, terms=TERMS)),
        (ELSEWHERE, TransferSent(to=STRANGER, terms=TERMS)),
    ):
        scenario.given(Fact(stream_of(CALDEIRAS, transfer), event))
    scenario.outbox.clear()
    return scenario, twinning


def state(twinning: TwinningId, *transfers: str) -> StateFlows:
    """Caldeiras tells how these stand."""
    return StateFlows(account=CALDEIRAS, twinning=twinning, transfers=tuple(map(TransferId, transfers)))


def test_a_statement_says_what_the_ledger_holds_and_reaches_the_twin() -> None:
    """X2, K4"""
    scenario, twinning = with_transfers()
    statement = scenario.done(state(twinning, GONE, COMING))
    assert scenario.delivered() == 1
    ((_, stated),) = scenario.events(stream_of(CALDEIRAS, statement))
    ((_, told),) = scenario.events(stream_of(PLOUHA, statement))
    assert isinstance(stated, FlowsStated)
    gone, coming = told.lines
    assert gone == msgspec.structs.replace(LINE, direction=FlowDirection.OUT)
    assert (coming.direction, coming.status) == (FlowDirection.IN, TransferStatus.IN_TRANSIT)
    assert (told.other, told.stated_us) == (CALDEIRAS, stated.stated_us)


def test_that_nothing_passed_can_be_stated_and_also_after_the_end() -> None:
    """W6, X2"""
    scenario, twinning = with_transfers()
    scenario.done(EndTwinning(account=PLOUHA, twinning=twinning))
    scenario.delivered()
    statement = scenario.done(state(twinning))
    scenario.delivered()
    ((_, told),) = scenario.events(stream_of(PLOUHA, statement))
    assert told.lines == ()


def test_a_statement_is_of_transfers_with_this_twin_each_once_and_not_too_many() -> None:
    """X2"""
    scenario, twinning = with_transfers()
    scenario.when(state(twinning, ELSEWHERE)).then_refused(TransferWithAnother)
    scenario.when(state(twinning, GONE, GONE)).then_refused(FlowsOutOfRange)
    many = (f"transfer-{n:016}" for n in range(MOST_LINES + 1))
    scenario.when(state(twinning, *many)).then_refused(FlowsOutOfRange)
    for unknown in ("transfer-0000000000000009", "proposal-one", "transfer-x/y"):
        scenario.when(state(twinning, unknown)).then_refused(UnknownTransfer)
    scenario.when(state(TwinningId("twinning-0000000000000009"))).then_refused(UnknownTwinning)


def tell(scenario: Scenario, twinning: TwinningId, sender: AccountId = PLOUHA, **changes: Any) -> Scenario:
    """Plouha's statement reaches Caldeiras."""
    said = {
        "statement": FlowStatementId("flows-0000000000000001"),
        "stated_us": 7,
        "lines": (LINE,),
        **changes,
    }
    message = FlowsTelling(twinning=twinning, **said)
    return scenario.when(taken_in(Arrived(sender=sender, to=CALDEIRAS, message=message)), by=sender)


def test_a_statement_that_comes_twice_changes_nothing_and_only_the_twin_makes_one() -> None:
    """X3, W1"""
    scenario, twinning = with_transfers()
    tell(scenario, twinning, STRANGER).then_refused(NotTheTwins)
    tell(scenario, twinning).then_kinds("flows-told")
    tell(scenario, twinning).then()


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ((LINE, LINE), FlowsOutOfRange),
        ((msgspec.structs.replace(LINE, transfer=TransferId("for Maria")),), MessageMalformed),
        ((msgspec.structs.replace(LINE, unit="Maria"),), UnknownUnit),
        ((msgspec.structs.replace(LINE, amount_minor=-1),), AmountTooLarge),
        ((msgspec.structs.replace(LINE, amount_minor=2**63),), AmountTooLarge),
        ((msgspec.structs.replace(LINE, fee_minor=41_00),), AmountTooLarge),
    ],
)
def test_what_cannot_be_a_statement_is_not_kept(lines: tuple[FlowLine, ...], refusal: type) -> None:
    """L3, L4, X2, W4"""
    scenario, twinning = with_transfers()
    tell(scenario, twinning, lines=lines).then_refused(refusal)


def test_a_statement_under_another_kind_of_id_is_not_kept() -> None:
    """W4"""
    scenario, twinning = with_transfers()
    tell(scenario, twinning, statement=FlowStatementId("Maria's")).then_refused(MessageMalformed)
