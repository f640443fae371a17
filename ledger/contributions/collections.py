"""A collection: one receiving without givers, which two members counted. It stands in the account's own stream."""

from datetime import date

from ledger.accounts.state import Account
from ledger.bookings.state import Counters
from ledger.contributions.state import ContributionRecord, ContributionStatus, Motive, contribution_mark
from ledger.event import Event, Marks, Sealed
from ledger.identifiers import UNRESTRICTED, ContributionId, PaperId, PlaceId, PurposeId, Stream, account_of


class CollectionReceived(Event, frozen=True, kw_only=True, tag="collection-received"):
    """Money was collected from people whom nobody wrote down, and two members counted it (C6).

    Who collects for a purpose has accepted it: nothing waits, and nobody is there to whom it could be returned (C5).
    """

    makes = "contribution"

    contribution: ContributionId
    motive: Motive = Motive.GIFT
    unit: str
    amount_minor: int
    purpose: PurposeId = UNRESTRICTED
    counted_by: Counters
    place: PlaceId | None = None
    """Where the money lies since (L12)."""
    scan: PaperId | None = None
    """Of the slip on which the two signed."""
    effective: date

    def apply(self, state: Account) -> None:
        state.at(self.unit, self.purpose).received += self.amount_minor
        state.lay(self.place, self.unit, self.amount_minor)

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        if not marks.finds(self.contribution):
            record = ContributionRecord(
                status=ContributionStatus.RECEIVED,
                unit=self.unit,
                left_minor=self.amount_minor,
                purpose=self.purpose,
                effective=self.effective,
                place=self.place,
                collected=True,
            )
            marks.point(contribution_mark(account_of(stream), self.contribution), record)
