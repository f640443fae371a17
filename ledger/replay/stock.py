"""The figures of gifts in kind and work, from their events alone."""

from ledger.contributions.events import CarbonOffsetStated, ContributionRefunded, ContributionReversed
from ledger.contributions.state import carbon_mark
from ledger.event import Recorded
from ledger.goods.events import (
    GoodsAccepted,
    GoodsDelivered,
    GoodsLent,
    GoodsLoanReturned,
    GoodsRefused,
    StockChanged,
)
from ledger.identifiers import account_of
from ledger.replay.figures import Tell
from ledger.replay.marks import RemadeMarks
from ledger.valuations.events import ValuationStated
from ledger.work.events import WorkDayConfirmed, WorkDayRecorded, WorkDayRefused
from ledger.work.state import SheetStatus

OF_STOCK = frozenset(
    {
        CarbonOffsetStated,
        ContributionRefunded,
        ContributionReversed,
        GoodsAccepted,
        GoodsDelivered,
        GoodsLent,
        GoodsLoanReturned,
        GoodsRefused,
        StockChanged,
        ValuationStated,
        WorkDayConfirmed,
        WorkDayRecorded,
        WorkDayRefused,
    }
)
"""The kinds of events that have such figures."""


def tell_of_stock(recorded: Recorded, marks: RemadeMarks, tell: Tell) -> None:
    """What an event adds to deliveries, loans, changes and sheets, and to what stands beside balances."""
    event, account = recorded.event, account_of(recorded.stream)
    match event:
        case GoodsDelivered():
            tell(f"deliveries/{account}/{event.contribution}/amount", event.amount_minor)
        case GoodsAccepted():
            tell(f"deliveries/{account}/{event.contribution}/accepted", event.amount_minor)
        case GoodsRefused():
            tell(f"deliveries/{account}/{event.contribution}/refused", event.amount_minor)
        case StockChanged():
            tell(f"stock_changes/{account}/{event.change}/amount", event.amount_minor)
        case GoodsLent():
            tell(f"loans/{account}/{event.loan}/amount", event.amount_minor)
        case GoodsLoanReturned():
            tell(f"loans/{account}/{event.loan}/returned", event.amount_minor)
            tell(f"loans/{account}/{event.loan}/missing", event.missing_minor)
        case WorkDayRecorded():
            name = f"sheets/{account}/{event.sheet}"
            tell(f"{name}/minutes", sum(line.minutes for line in event.lines))
            tell(f"{name}/{SheetStatus.RECORDED}", 1)
            for line in event.lines:
                tell(f"{name}/{line.contribution}/minutes", line.minutes)
        case WorkDayConfirmed() | WorkDayRefused():
            name = f"sheets/{account}/{event.sheet}"
            confirmed = isinstance(event, WorkDayConfirmed)
            tell(f"{name}/{SheetStatus.RECORDED}", -1)
            tell(f"{name}/{SheetStatus.CONFIRMED if confirmed else SheetStatus.REFUSED}", 1)
        case _:
            _tell_of_overlays(recorded, marks, tell)


def _tell_of_overlays(recorded: Recorded, marks: RemadeMarks, tell: Tell) -> None:
    """What an event adds to valuations and carbon offsets; reversal and refund in whole end an offset (L6)."""
    event, account = recorded.event, account_of(recorded.stream)
    match event:
        case ValuationStated():
            tell(f"valuations/{account}/{event.valuation}/amount", event.amount_minor)
            tell(f"valuations/{account}/{event.valuation}/value", event.value_minor)
        case CarbonOffsetStated():
            tell(f"carbon/{account}/{event.about}/grams", event.carbon_grams)
        case ContributionReversed() | ContributionRefunded(ends_offset=True):
            grams = marks.before(carbon_mark(account, event.contribution), int)
            tell(f"carbon/{account}/{event.contribution}/grams", -(grams or 0))
        case _:
            pass
