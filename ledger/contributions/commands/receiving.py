"""Receiving: money came in."""

from datetime import date

from ledger.accounts.look import effective_in, founded, known_purpose
from ledger.command import AccountCommand, Context, Decision, Fact, Person, Reads, Seen
from ledger.contributions.carbon import carbon_stated
from ledger.contributions.events import ContributionReceived
from ledger.contributions.look import Giver, given_by, giver_marks, known_contribution
from ledger.contributions.refusals import (
    NotMoney,
    PledgeInOtherUnit,
    PledgeNamesGiver,
    PledgeNotOpen,
    ReferenceAlreadyBooked,
)
from ledger.contributions.state import (
    ContributionRecord,
    GiverKind,
    Motive,
    contribution_mark,
    hash_of_reference,
    reference_mark,
)
from ledger.disbursements.state import Party, PartyKind
from ledger.identifiers import UNRESTRICTED, ContributionId, KeyedHash, PartyToken, PlaceId, PurposeId
from ledger.money import checked, to_minor
from ledger.places.look import where_to
from ledger.promises.honouring import Given, HonoursGiven, honoured, honoured_fact
from ledger.promises.refusals import (
    GiverIsNotBeneficiary,
    OnlyPassOnHonours,
    PassOnIsNotPledged,
    PassOnNamesNothing,
)
from ledger.promises.state import Honours
from ledger.refusals import Refused
from ledger.units import is_money

PEOPLE = frozenset({PartyKind.PERSON, PartyKind.HOUSEHOLD})
"""Beneficiaries who give as a person."""


class ReceiveContribution(AccountCommand, frozen=True, kw_only=True):
    """Book a contribution that came in; with an earmark it waits until that is accepted (C5)."""

    unit: str
    amount: str
    giver: Giver | PartyToken | None = None
    """A new giver or the token of a known one; with a pledge, none: the pledge says who gives."""
    anonymous: bool = False
    """Anonymous to the public, never to the auditor (C6)."""
    motive: Motive | None = None
    """The pledge's unless given, or a gift."""
    earmark: PurposeId | None = None
    """The pledge's unless given, or unrestricted."""
    reference: str | None = None
    """What names this entry outside, such as the line of a bank statement (C2)."""
    pledge: ContributionId | None = None
    """The pledge that is kept; the contribution goes on under its id, and its amount may differ."""
    honours: HonoursGiven | None = None
    """For a pass-on, the promise that it honours; who benefited of that gives (C7)."""
    carbon_kg: str | None = None
    """Kg of CO2e that a carbon offset offsets."""
    place: PlaceId | None = None
    """Where the money lies since; the unit's main place unless given (L12)."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        marks = giver_marks(self.account, self.giver)
        if self.pledge is not None:
            marks += (contribution_mark(self.account, self.pledge),)
        if self.reference is not None:
            marks += (reference_mark(hash_of_reference(self.account, self.reference, context)),)
        promise = () if self.honours is None else self.honours.streams(self.account)
        return Reads(streams=(self.account, *promise), marks=marks)

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        amount_minor = to_minor(self.amount, self.unit)
        if not is_money(self.unit):
            raise NotMoney(unit=self.unit)
        checked(account.ever_received(self.unit) + amount_minor)
        effective = effective_in(account, self.effective, context)
        place = where_to(account, self.place, self.unit, amount_minor)
        giver, anonymous, motive, earmark = self.giver, self.anonymous, self.motive, self.earmark
        honours: Honours | None = None
        if self.pledge is not None:
            pledged = self._open_pledge(seen, self.pledge)
            terms = pledged.pledge
            assert terms is not None, "an open pledge keeps its terms"
            giver, anonymous = PartyToken(terms.giver), anonymous or terms.anonymous
            kind, person = terms.giver_kind, None
            motive = motive or terms.motive
            earmark = pledged.purpose if earmark is None else earmark
        elif self.honours is None:
            giver, kind, person = given_by(seen, self.account, giver, anonymous, context)
        else:
            passing = Given(unit=self.unit, amount_minor=amount_minor, effective=effective)
            honours, beneficiary = honoured(seen, self.account, self.honours, passing)
            giver, kind, person = self._passing_on(seen, beneficiary, context)
            motive = motive or Motive.PASS_ON
        if (motive is Motive.PASS_ON) != (honours is not None):
            raise self._unlike(motive)
        earmark = known_purpose(account, UNRESTRICTED if earmark is None else earmark)
        keyed: KeyedHash | None = None
        if self.reference is not None:
            reference = context.reference(self.reference)
            keyed = hash_of_reference(self.account, self.reference, context)
            if seen.holds(reference_mark(keyed)):
                raise ReferenceAlreadyBooked
            yield reference
        if person is not None:
            yield person
        contribution = self.pledge or ContributionId(
            context.numbered("contribution", seen.version(self.account) + 1)
        )
        yield Fact(
            self.account,
            ContributionReceived(
                contribution=contribution,
                giver=giver,
                giver_kind=kind,
                anonymous=anonymous,
                motive=motive or Motive.GIFT,
                unit=self.unit,
                amount_minor=amount_minor,
                earmark=earmark,
                reference=keyed,
                honours=honours,
                place=place,
                effective=effective,
            ),
        )
        yield from honoured_fact(self.account, contribution, honours)
        if motive is Motive.CARBON_OFFSET or self.carbon_kg is not None:
            given = motive or Motive.GIFT
            yield from carbon_stated(self.account, contribution, given, self.carbon_kg, effective)
        return contribution

    def _passing_on(
        self, seen: Seen, beneficiary: Party | None, context: Context
    ) -> tuple[PartyToken, GiverKind, Person | None]:
        """Who passes on: the beneficiary, under the same token; of another account's only that account knows (K2)."""
        if beneficiary is None:
            return given_by(seen, self.account, self.giver, self.anonymous, context)
        if beneficiary.kind is PartyKind.LOCAL_ACCOUNT or self.giver not in {None, beneficiary.token}:
            raise GiverIsNotBeneficiary
        kind = GiverKind.PERSON if beneficiary.kind in PEOPLE else GiverKind(beneficiary.kind.value)
        return PartyToken(beneficiary.token), kind, None

    def _unlike(self, motive: Motive | None) -> Refused:
        """Why motive and promise do not go together (C7)."""
        if motive is not Motive.PASS_ON:
            return OnlyPassOnHonours()
        return PassOnNamesNothing() if self.honours is None else PassOnIsNotPledged()

    def _open_pledge(self, seen: Seen, pledge: ContributionId) -> ContributionRecord:
        record = known_contribution(seen, self.account, pledge)
        if record.pledge is None:
            raise PledgeNotOpen
        if record.unit != self.unit:
            raise PledgeInOtherUnit(unit=record.unit)
        if self.giver is not None and self.giver != record.pledge.giver:
            raise PledgeNamesGiver
        return record
