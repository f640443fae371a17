"""Two sides' words on the transfers between them: zero, on its way, or a difference that is named with its events."""

import pytest

from ledger.flows.state import FlowDirection
from ledger.identifiers import TransferId
from ledger.transfers.state import TransferStatus
from projections.flows import Difference, Flow, Reconciliation, Settling, reconciliation, sums

OUT, IN = FlowDirection.OUT, FlowDirection.IN
TRANSIT, RECEIVED = TransferStatus.IN_TRANSIT, TransferStatus.RECEIVED
REFUSED, VOIDED = TransferStatus.REFUSED, TransferStatus.VOIDED
ONE = TransferId("transfer-0000000000000001")


def flow(
    direction: FlowDirection,
    status: TransferStatus,
    amount_minor: int = 100_00,
    fee_minor: int = 0,
    unit: str = "EUR",
    changed_us: int = 1,
) -> Flow:
    """One side's word on the one transfer."""
    events = ("main.7",) if direction is OUT else ("north.9",)
    return Flow(ONE, direction, status, unit, amount_minor, fee_minor, changed_us, events)


def compared(ours: Flow | None, theirs: Flow | None) -> Reconciliation:
    """The two ledgers side by side."""
    return reconciliation({ONE: ours} if ours else {}, {ONE: theirs} if theirs else {})


@pytest.mark.parametrize(
    ("sent", "came", "settling"),
    [
        (flow(OUT, TRANSIT), None, Settling.IN_TRANSIT),
        (flow(OUT, TRANSIT), flow(IN, TRANSIT), Settling.IN_TRANSIT),
        (flow(OUT, TRANSIT), flow(IN, RECEIVED, fee_minor=1_50), Settling.ANSWER_UNDER_WAY),
        (flow(OUT, TRANSIT), flow(IN, REFUSED), Settling.ANSWER_UNDER_WAY),
        (flow(OUT, RECEIVED, fee_minor=1_50), flow(IN, RECEIVED, fee_minor=1_50), None),
        (flow(OUT, REFUSED), flow(IN, REFUSED), None),
        (flow(OUT, VOIDED), flow(IN, VOIDED), None),
        (flow(OUT, VOIDED), None, None),
        (None, flow(IN, REFUSED), None),
        (None, flow(IN, VOIDED), None),
    ],
)
def test_what_left_is_in_transit_or_was_received_or_went_in_fees(
    sent: Flow | None, came: Flow | None, settling: Settling | None
) -> None:
    """X2, X6"""
    for ours, theirs in ((sent, came), (came, sent)):
        found = compared(ours, theirs)
        assert found.agrees
        assert [flow.settling for flow in found.settling] == ([settling] if settling else [])
        assert all(unit.difference_minor == 0 for unit in found.units)
        assert {unit.direction for unit in found.units} <= {OUT if ours is sent else IN}


@pytest.mark.parametrize(
    ("sent", "came", "differs", "by_minor"),
    [
        (None, flow(IN, TRANSIT), Difference.UNKNOWN_TO_SENDER, 0),
        (None, flow(IN, RECEIVED), Difference.UNKNOWN_TO_SENDER, -100_00),
        (flow(OUT, RECEIVED), None, Difference.UNKNOWN_TO_RECEIVER, 100_00),
        (flow(OUT, REFUSED), None, Difference.UNKNOWN_TO_RECEIVER, 0),
        (flow(OUT, RECEIVED), flow(IN, RECEIVED, 90_00), Difference.AMOUNT, 10_00),
        (flow(OUT, RECEIVED, fee_minor=1_00), flow(IN, RECEIVED, fee_minor=2_00), Difference.FEE, 0),
        (flow(OUT, RECEIVED), flow(IN, TRANSIT), Difference.STATUS, 100_00),
        (flow(OUT, REFUSED), flow(IN, RECEIVED), Difference.STATUS, -100_00),
        (flow(OUT, RECEIVED), flow(IN, VOIDED), Difference.STATUS, 100_00),
        (flow(OUT, VOIDED), flow(IN, RECEIVED), Difference.STATUS, -100_00),
    ],
)
def test_a_transfer_on_which_the_sides_differ_is_named_with_its_events_and_by_how_much(
    sent: Flow | None, came: Flow | None, differs: Difference, by_minor: int
) -> None:
    """X2, X6"""
    for ours, theirs in ((sent, came), (came, sent)):
        found = compared(ours, theirs)
        (named,) = found.differing
        assert (named.transfer, named.differs, named.ours, named.theirs) == (ONE, differs, ours, theirs)
        assert not found.agrees
        assert sum(unit.difference_minor for unit in found.units) == by_minor


def test_units_that_differ_and_both_sides_having_sent_are_named_too() -> None:
    """L3, X2"""
    other_unit = compared(flow(OUT, RECEIVED), flow(IN, RECEIVED, 11_026, unit="CVE"))
    assert [named.differs for named in other_unit.differing] == [Difference.UNIT]
    assert [(unit.unit, unit.difference_minor) for unit in other_unit.units] == [
        ("CVE", -11_026),
        ("EUR", 100_00),
    ]
    both_sent = compared(flow(OUT, TRANSIT), flow(OUT, TRANSIT))
    assert [named.differs for named in both_sent.differing] == [Difference.DIRECTION]


def test_what_happened_after_the_twins_statement_is_no_difference_until_it_states_anew() -> None:
    """X2"""
    ours = {ONE: flow(OUT, RECEIVED, fee_minor=1_00, changed_us=20)}
    stated = {ONE: flow(IN, TRANSIT, changed_us=10)}
    before = reconciliation(ours, stated, told=True, told_us=10)
    assert [flow.settling for flow in before.settling] == [Settling.AFTER_STATEMENT]
    assert before.agrees
    assert all(unit.difference_minor == 0 for unit in before.units)
    later = reconciliation(ours, {ONE: flow(IN, TRANSIT, changed_us=30)}, told=True, told_us=30)
    assert [named.differs for named in later.differing] == [Difference.STATUS]
    assert reconciliation(ours, {}, told=True, told_us=10).agrees
    assert not reconciliation(ours, {}, told=True, told_us=30).agrees


def test_the_sums_of_a_side_are_per_unit_and_direction_and_never_added() -> None:
    """L3, X2"""
    flows = (
        flow(OUT, RECEIVED, fee_minor=1_00),
        flow(OUT, TRANSIT, 5_00),
        flow(OUT, REFUSED, 7_00),
        flow(IN, RECEIVED, 3, unit="goat:piece"),
    )
    goats, euros = sorted(sums(flows), key=lambda total: total.unit, reverse=True)
    assert (goats.unit, goats.direction, goats.received_minor) == ("goat:piece", IN, 3)
    assert euros.sent_minor == 112_00
    parts = euros.in_transit_minor, euros.received_minor, euros.fees_minor, euros.returned_minor
    assert parts == (5_00, 99_00, 1_00, 7_00)
    assert sum(parts) == euros.sent_minor
