"""The founding minutes."""

import unicodedata
from collections import Counter
from datetime import date

import msgspec

from ledger.accounts.look import effective_in, opened, person
from ledger.associations.events import AssociationFounded, MemberEnrolled, OfficerAppointed
from ledger.associations.given import RulesGiven, rules_of
from ledger.associations.refusals import (
    AlreadyFounded,
    FirstOfficersMissing,
    FounderNamedTwice,
    NotAttestedByTwo,
    OfficeGivenTwice,
)
from ledger.associations.rules import Office
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen
from ledger.identifiers import MemberToken


class Founder(msgspec.Struct, frozen=True, kw_only=True):
    """One of the first members."""

    name: str
    contact: str | None = None
    of_age: bool = True
    office: Office | None = None
    attests: bool = False
    """Attests the minutes; exactly two founders do."""


class FoundAssociation(AccountCommand, frozen=True, kw_only=True):
    """Record the founding minutes: statutes, first rules, first members and officers, two attesting members (A5)."""

    statutes: str
    rules: RulesGiven = RulesGiven()
    founders: tuple[Founder, ...]
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = opened(seen, self.account)
        if account.rules is not None:
            raise AlreadyFounded
        effective = effective_in(account, self.effective, context)
        self._require_sound_minutes()
        statutes = context.paper(self.statutes)
        yield statutes
        rules = yield from rules_of(self.rules, context)
        members = [(MemberToken(context.fresh("member")), founder) for founder in self.founders]
        for member, founder in members:
            yield person(member, founder.name, founder.contact)
        one, other = (member for member, founder in members if founder.attests)
        yield Fact(
            self.account,
            AssociationFounded(
                statutes=statutes.seal, rules=rules, attesting=(one, other), effective=effective
            ),
        )
        for member, founder in members:
            event = MemberEnrolled(member=member, effective=effective, of_age=founder.of_age)
            yield Fact(self.account, event)
        for member, founder in members:
            if founder.office is not None:
                appointed = OfficerAppointed(office=founder.office, member=member, effective=effective)
                yield Fact(self.account, appointed)
        return self.account

    def _require_sound_minutes(self) -> None:
        if sum(founder.attests for founder in self.founders) != 2:
            raise NotAttestedByTwo
        people = {(_plain(founder.name), _plain(founder.contact or "")) for founder in self.founders}
        if len(people) < len(self.founders):
            raise FounderNamedTwice
        offices = Counter(founder.office for founder in self.founders if founder.office is not None)
        if not offices:
            raise FirstOfficersMissing
        office, holders = offices.most_common(1)[0]
        if holders > 1:
            raise OfficeGivenTwice(office=office.value)


def _plain(text: str) -> str:
    """A name or contact without what people, and keyboards, write differently each time."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
