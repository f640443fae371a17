"""What the minutes of an assembly do where nobody is left whose key could: they fill a vacant office (A3)."""

from datetime import date
from typing import Any

import msgspec

from ledger.accounts.look import founded
from ledger.accounts.state import member_mark
from ledger.associations.events import OfficerAppointed, filled_mark, vacated_mark
from ledger.associations.membership import current_member
from ledger.associations.refusals import (
    AppointedBeforeMembership,
    AssemblyBeforeVacancy,
    HoldsAnotherOffice,
    MinutesUsed,
    OfficeNotVacant,
    SuspendedFromOffice,
)
from ledger.associations.rules import Office
from ledger.command import AccountCommand, Context, Decision, Fact, Log, Reads, Seen
from ledger.identifiers import MemberToken, MinutesId, TwinningId, stream_of
from ledger.lent_offices.look import offer_of, require_accepted
from ledger.lent_offices.state import Offer, offer_mark
from ledger.minutes.look import minutes_in, minutes_stream


class FillOfficeByMinutes(AccountCommand, frozen=True, kw_only=True):
    """An assembly gave a vacant office to a member or to somebody lent; no key of who left is needed (A3)."""

    minutes: MinutesId
    office: Office
    member: MemberToken
    twinning: TwinningId | None = None
    """Gathered, not given: under which somebody is lent."""

    def gather(self, log: Log) -> Any:
        offer = log.mark(offer_mark(self.account, self.member), Offer)
        return msgspec.structs.replace(self, twinning=None if offer is None else offer.twinning)

    def reads(self, context: Context) -> Reads:
        twinning = () if self.twinning is None else (stream_of(self.account, self.twinning),)
        return Reads(
            streams=(self.account, minutes_stream(self.account, self.minutes), *twinning),
            marks=(
                member_mark(self.account, self.member),
                offer_mark(self.account, self.member),
                vacated_mark(self.account, self.office),
                filled_mark(self.account, self.minutes, self.office),
            ),
        )

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        minutes = minutes_in(seen, self.account, self.minutes)
        if self.office in account.officers:
            raise OfficeNotVacant(office=self.office.value)
        if seen.holds(filled_mark(self.account, self.minutes, self.office)):
            raise MinutesUsed(office=self.office.value)
        vacated = seen.mark(vacated_mark(self.account, self.office), date)
        if vacated is not None and minutes.day < vacated:
            raise AssemblyBeforeVacancy(office=self.office.value, vacated=vacated.isoformat())
        offer = offer_of(seen, self.account, self.member)
        if offer is not None:
            require_accepted(seen, self.account, offer, self.office, minutes.day)
        else:
            self._require_member(seen, minutes.day)
        for office in account.offices_of(self.member):
            raise HoldsAnotherOffice(office=office.value)
        yield Fact(
            self.account,
            OfficerAppointed(
                office=self.office,
                member=self.member,
                effective=minutes.day,
                minutes=self.minutes,
                lender=None if offer is None else offer.lender,
            ),
        )
        return self.account

    def _require_member(self, seen: Seen, day: date) -> None:
        """Raises UnknownMember, MemberHasLeft, AppointedBeforeMembership or SuspendedFromOffice."""
        member = current_member(seen, self.account, self.member)
        if not member.on(day):
            raise AppointedBeforeMembership(since=member.since.isoformat())
        if member.suspended:
            raise SuspendedFromOffice
