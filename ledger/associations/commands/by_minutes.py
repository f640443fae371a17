"""What the minutes of an assembly do where nobody is left whose key could: they fill a vacant office (A3)."""

from datetime import date

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
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen
from ledger.identifiers import MemberToken, MinutesId
from ledger.minutes.look import minutes_in, minutes_stream


class FillOfficeByMinutes(AccountCommand, frozen=True, kw_only=True):
    """An assembly gave a vacant office to a member, as its minutes attest; no key of who left is needed (A3)."""

    minutes: MinutesId
    office: Office
    member: MemberToken

    def reads(self, context: Context) -> Reads:
        return Reads(
            streams=(self.account, minutes_stream(self.account, self.minutes)),
            marks=(
                member_mark(self.account, self.member),
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
        member = current_member(seen, self.account, self.member)
        if not member.on(minutes.day):
            raise AppointedBeforeMembership(since=member.since.isoformat())
        if member.suspended:
            raise SuspendedFromOffice
        for office in account.offices_of(self.member):
            raise HoldsAnotherOffice(office=office.value)
        yield Fact(
            self.account,
            OfficerAppointed(
                office=self.office, member=self.member, effective=minutes.day, minutes=self.minutes
            ),
        )
        return self.account
