"""What happens to contributions. All of it stands in the account's own stream."""

from datetime import date

import msgspec

from ledger.accounts.state import Account
from ledger.contributions.state import (
    ContributionRecord,
    ContributionStatus,
    GiverKind,
    Motive,
    PledgeTerms,
    carbon_mark,
    contribution_mark,
    giver_mark,
    minutes_mark,
    reference_mark,
)
from ledger.event import Event, Marks, Sealed
from ledger.identifiers import (
    AWAITING,
    UNRESTRICTED,
    ContributionId,
    KeyedHash,
    MemberToken,
    PartyToken,
    PlaceId,
    PurposeId,
    Seal,
    SheetId,
    Stream,
    account_of,
)
from ledger.message import Sending
from ledger.promises.messages import passed_on
from ledger.promises.state import Honours


class ContributionPledged(Event, frozen=True, kw_only=True, tag="contribution-pledged"):
    """Somebody says that they will give; no balance rises (C1)."""

    makes = "contribution"

    contribution: ContributionId
    giver: PartyToken
    giver_kind: GiverKind
    anonymous: bool = False
    """Anonymous to the public, never to the auditor (C6)."""
    motive: Motive
    unit: str
    amount_minor: int
    purpose: PurposeId = UNRESTRICTED
    effective: date

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        account = account_of(stream)
        if not marks.finds(self.contribution):
            marks.point(contribution_mark(account, self.contribution), self._record())
        marks.put_first(giver_mark(account, self.giver), self.giver_kind)

    def _record(self) -> ContributionRecord:
        return ContributionRecord(
            status=ContributionStatus.PLEDGED,
            unit=self.unit,
            left_minor=self.amount_minor,
            purpose=self.purpose,
            effective=self.effective,
            pledge=PledgeTerms(self.giver, self.giver_kind, self.anonymous, self.motive),
        )


class PledgeWithdrawn(Event, frozen=True, kw_only=True, tag="pledge-withdrawn"):
    """A pledge will not come; it was never a debt."""

    contribution: ContributionId
    effective: date

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        amend(
            marks, stream, self.contribution, status=ContributionStatus.WITHDRAWN, left_minor=0, pledge=None
        )


class ContributionReceived(Event, frozen=True, kw_only=True, tag="contribution-received"):
    """Money came in. With an earmark it waits under the purpose `awaiting` until that is accepted (C5)."""

    makes = "contribution"

    contribution: ContributionId
    giver: PartyToken
    giver_kind: GiverKind = GiverKind.PERSON
    anonymous: bool = False
    """Anonymous to the public, never to the auditor (C6)."""
    motive: Motive = Motive.GIFT
    unit: str
    amount_minor: int
    earmark: PurposeId = UNRESTRICTED
    reference: KeyedHash | None = None
    """Of the outside reference, such as a bank line (C2); the papers store has its text, for the auditor."""
    honours: Honours | None = None
    """The promise that a pass-on honours, and how much of it (C7)."""
    place: PlaceId | None = None
    """Where the money lies since (L12)."""
    effective: date

    @property
    def purpose(self) -> PurposeId:
        """Where the money lies at first."""
        return UNRESTRICTED if self.earmark == UNRESTRICTED else AWAITING

    def apply(self, state: Account) -> None:
        state.at(self.unit, self.purpose).received += self.amount_minor
        if self.place is not None:
            state.lay(self.place, self.unit, self.amount_minor)

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        account = account_of(stream)
        if not marks.finds(self.contribution):
            marks.point(contribution_mark(account, self.contribution), self._record())
        marks.put_first(giver_mark(account, self.giver), self.giver_kind)
        if self.reference is not None:
            marks.point(reference_mark(self.reference), self.contribution)

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        return () if self.honours is None else passed_on(stream, self.contribution, self.honours)

    def _record(self) -> ContributionRecord:
        unrestricted = self.earmark == UNRESTRICTED
        return ContributionRecord(
            status=ContributionStatus.RECEIVED if unrestricted else ContributionStatus.AWAITING,
            unit=self.unit,
            left_minor=self.amount_minor,
            purpose=self.earmark,
            effective=self.effective,
            reference=self.reference,
            honours=self.honours,
            place=self.place,
        )


class EarmarkAccepted(Event, frozen=True, kw_only=True, tag="earmark-accepted"):
    """The association takes the gift for its purpose (C5)."""

    contribution: ContributionId
    purpose: PurposeId
    unit: str
    amount_minor: int
    effective: date

    def apply(self, state: Account) -> None:
        state.at(self.unit, AWAITING).received -= self.amount_minor
        state.at(self.unit, self.purpose).received += self.amount_minor

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        amend(marks, stream, self.contribution, status=ContributionStatus.RECEIVED)


class EarmarkLifted(Event, frozen=True, kw_only=True, tag="earmark-lifted"):
    """The donor consents that what is left of the gift serves without restriction (L5)."""

    contribution: ContributionId
    purpose: PurposeId
    """The purpose that it leaves."""
    unit: str
    amount_minor: int
    consent: Seal
    effective: date

    def apply(self, state: Account) -> None:
        state.at(self.unit, self.purpose).received -= self.amount_minor
        state.at(self.unit, UNRESTRICTED).received += self.amount_minor

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        amend(marks, stream, self.contribution, purpose=UNRESTRICTED)


class ContributionReversed(Event, frozen=True, kw_only=True, tag="contribution-reversed"):
    """It was booked by mistake: what is left of it is taken out, and its reference is free for one booking (L6).

    Or it bounced: it had come, its bank line stays booked, and it left again by another line. Either way the purpose
    may fall into shortfall when the money was reserved or spent (L2).
    """

    contribution: ContributionId
    purpose: PurposeId
    """Where the money lay."""
    unit: str
    amount_minor: int
    reason: Seal
    effective: date
    honours: Honours | None = None
    """What it honours after that, where it honoured a promise: nothing is left of it."""
    place: PlaceId | None = None
    """Where it was booked to lie, or which it left when it bounced (L12)."""
    bounced: bool = False
    """The money had come, and the bank took it back: an entry out with a bank line of its own."""
    reference: KeyedHash | None = None
    """Of the bank line by which it left (C2)."""

    def apply(self, state: Account) -> None:
        state.at(self.unit, self.purpose).received -= self.amount_minor
        state.lay(self.place, self.unit, -self.amount_minor)

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        return passed_on(stream, self.contribution, self.honours)

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        record = amend(
            marks,
            stream,
            self.contribution,
            status=ContributionStatus.BOUNCED if self.bounced else ContributionStatus.REVERSED,
            left_minor=0,
            honours=self.honours,
        )
        if record.reference is not None and not self.bounced:
            marks.put(reference_mark(record.reference), None)
        if self.reference is not None:
            marks.point(reference_mark(self.reference), self.contribution)
        carbon = carbon_mark(account_of(stream), self.contribution)
        if marks.get(carbon, int) is not None:
            marks.put(carbon, None)
        if record.worker is not None:
            # The day has room for them again: who was not there may have been elsewhere (C4).
            give_back_minutes(marks, stream, record.worker, record.effective, record.left_minor)


class ContributionRefunded(Event, frozen=True, kw_only=True, tag="contribution-refunded"):
    """Money went back to who gave it, at most what was left of the gift and available in its purpose (C9)."""

    contribution: ContributionId
    purpose: PurposeId
    """Where the money lay: `awaiting` when an earmark is not accepted (C5)."""
    unit: str
    amount_minor: int
    reason: Seal
    effective: date
    honours: Honours | None = None
    """What it honours after that, where it honours a promise."""
    ends_offset: bool = False
    """Nothing is left of a carbon offset: it offsets nothing either. While anything is left, what was stated stands."""
    place: PlaceId | None = None
    """Out of which it was paid back (L12)."""

    def apply(self, state: Account) -> None:
        state.at(self.unit, self.purpose).received -= self.amount_minor
        state.lay(self.place, self.unit, -self.amount_minor)

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        return passed_on(stream, self.contribution, self.honours)

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        mark = contribution_mark(account_of(stream), self.contribution)
        record = marks.get(mark, ContributionRecord)
        assert record is not None, "a contribution is received before it is refunded"
        left = record.left_minor - self.amount_minor
        amend(
            marks,
            stream,
            self.contribution,
            left_minor=left,
            status=record.status if left else ContributionStatus.REFUNDED,
            honours=self.honours,
        )
        if self.ends_offset:
            marks.put(carbon_mark(account_of(stream), self.contribution), None)


class CarbonOffsetStated(Event, frozen=True, kw_only=True, tag="carbon-offset-stated"):
    """How much CO2e a contribution that came in offsets; it is in no balance."""

    about: ContributionId | SheetId
    """The contribution, or the attendance sheet whose hours offset it together."""
    carbon_grams: int
    effective: date

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        marks.point(carbon_mark(account_of(stream), self.about), self.carbon_grams)


def give_back_minutes(
    marks: Marks, stream: Stream, worker: PartyToken | MemberToken, day: date, minutes: int
) -> None:
    """Hours that were not worked no longer count among that person's of that day (C4)."""
    count = minutes_mark(account_of(stream), worker, day)
    marks.put(count, (marks.get(count, int) or 0) - minutes or None)


def amend(
    marks: Marks, stream: Stream, contribution: ContributionId, **changes: object
) -> ContributionRecord:
    """Leave a contribution's mark with something changed."""
    mark = contribution_mark(account_of(stream), contribution)
    record = marks.get(mark, ContributionRecord)
    assert record is not None, "a contribution is recorded before anything else happens to it"
    marks.put(mark, msgspec.structs.replace(record, **changes))
    return record
