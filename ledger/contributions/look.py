"""How commands look at a contribution and at who gives it."""

from datetime import date

import msgspec

from ledger.accounts.look import person
from ledger.accounts.state import MemberRecord, member_mark
from ledger.command import Context, Person, Seen, effective_date
from ledger.contributions.refusals import (
    DateBeforeContribution,
    GiverUnnamed,
    UnknownContribution,
    UnknownGiver,
)
from ledger.contributions.state import (
    ContributionRecord,
    ContributionStatus,
    GiverKind,
    contribution_mark,
    giver_mark,
)
from ledger.disbursements.state import PartyKind, party_mark
from ledger.identifiers import (
    AWAITING,
    AccountId,
    ContributionId,
    Mark,
    MemberToken,
    PartyToken,
    PurposeId,
    is_member_token,
)

STILL_BOOKED = (ContributionStatus.AWAITING, ContributionStatus.RECEIVED)


GIVES_AS = {
    PartyKind.PERSON: GiverKind.PERSON,
    PartyKind.HOUSEHOLD: GiverKind.PERSON,
    PartyKind.ASSOCIATION: GiverKind.ASSOCIATION,
    PartyKind.COMPANY: GiverKind.COMPANY,
    PartyKind.PUBLIC_BODY: GiverKind.PUBLIC_BODY,
}
"""What kind of giver a payee or beneficiary is, who passes on."""


class Giver(msgspec.Struct, frozen=True, kw_only=True):
    """Who gives, when the account meets them for the first time."""

    kind: GiverKind = GiverKind.PERSON
    name: str | None = None
    contact: str | None = None
    public: bool = True
    """Whether an organisation lets its name be public; a person's never is."""


def known_contribution(seen: Seen, account: AccountId, contribution: ContributionId) -> ContributionRecord:
    """What is remembered of a contribution. Raises UnknownContribution."""
    record = seen.mark(contribution_mark(account, contribution), ContributionRecord)
    if record is None:
        raise UnknownContribution
    return record


def lies_under(record: ContributionRecord) -> PurposeId:
    """The purpose under which what is left of a contribution is booked (C5)."""
    return AWAITING if record.status is ContributionStatus.AWAITING else record.purpose


def day_after(record: ContributionRecord, given: date | None, context: Context) -> date:
    """The effective date given, or today's. Raises DateInFuture or DateBeforeContribution (L10)."""
    day = effective_date(given, context)
    if day < record.effective:
        raise DateBeforeContribution(since=record.effective.isoformat())
    return day


def giver_marks(account: AccountId, giver: "Giver | PartyToken | None") -> tuple[Mark, ...]:
    """What is read to know a giver."""
    return (giver_mark(account, giver),) if isinstance(giver, str) else ()


def given_by(
    seen: Seen, account: AccountId, giver: "Giver | PartyToken | None", anonymous: bool, context: Context
) -> tuple[PartyToken, GiverKind, Person | None]:
    """The giver's token and kind, and who it is when that is new. Raises UnknownGiver or GiverUnnamed (C6)."""
    if isinstance(giver, str):
        kind = seen.mark(giver_mark(account, giver), GiverKind)
        if kind is None:
            raise UnknownGiver
        return giver, kind, None
    if giver is None or not (giver.name or "").strip():
        raise GiverUnnamed
    token = PartyToken(context.fresh("giver"))
    public = giver.public and giver.kind is not GiverKind.PERSON and not anonymous
    return token, giver.kind, person(token, giver.name, giver.contact, public=public)


def giver_or_member_marks(
    account: AccountId, giver: "Giver | PartyToken | MemberToken | None"
) -> tuple[Mark, ...]:
    """What is read to know a giver of goods or work, who may be a member."""
    if isinstance(giver, str) and is_member_token(giver):
        return (member_mark(account, MemberToken(giver)),)
    if isinstance(giver, str):
        token = PartyToken(giver)
        return giver_mark(account, token), party_mark(account, token)
    return ()


def giver_or_member(
    seen: Seen,
    account: AccountId,
    giver: "Giver | PartyToken | MemberToken | None",
    anonymous: bool,
    context: Context,
) -> tuple[PartyToken | MemberToken, GiverKind, Person | None]:
    """The same for who gives goods or work: a member, payee or beneficiary keeps the same token.

    Raises UnknownGiver or GiverUnnamed (C6).
    """
    if isinstance(giver, str) and is_member_token(giver):
        member = MemberToken(giver)
        if seen.mark(member_mark(account, member), MemberRecord) is None:
            raise UnknownGiver
        return member, GiverKind.PERSON, None
    if isinstance(giver, str) and seen.mark(giver_mark(account, PartyToken(giver)), GiverKind) is None:
        token = PartyToken(giver)
        party = seen.mark(party_mark(account, token), PartyKind)
        if party is None or party is PartyKind.LOCAL_ACCOUNT:
            raise UnknownGiver
        return token, GIVES_AS[party], None
    known = PartyToken(giver) if isinstance(giver, str) else giver
    return given_by(seen, account, known, anonymous, context)
