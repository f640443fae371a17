"""What can be asked of bank details: to note them, for a payee or for a place of money."""

from ledger.accounts.look import founded
from ledger.accounts.state import Account, member_mark
from ledger.bank_details.events import BankDetailsNoted
from ledger.bank_details.numbers import checked
from ledger.bank_details.refusals import BankDetailsHolderUnknown, PlaceIsNoBankAccount
from ledger.bank_details.state import Holder, bank_details_mark
from ledger.command import AccountCommand, Context, Decision, Fact, Person, Reads, Seen
from ledger.disbursements.state import party_mark
from ledger.identifiers import BankDetailsId, MemberToken, PartyToken, PlaceId
from ledger.places.look import open_place
from ledger.places.state import PlaceKind


class NoteBankDetails(AccountCommand, frozen=True, kw_only=True):
    """Say which bank account is a payee's, or our own, by its place of money (B1).

    Payments that were signed off before keep the details that were signed off with them (B3).
    """

    holder: Holder
    iban: str
    bic: str | None = None
    """Of the bank; in euros the IBAN alone suffices."""
    name: str | None = None
    """In whose name the bank account stands, where that is another name than is known here."""

    def reads(self, context: Context) -> Reads:
        return Reads(
            streams=(self.account,),
            marks=(
                bank_details_mark(self.account, self.holder),
                party_mark(self.account, PartyToken(self.holder)),
                member_mark(self.account, MemberToken(self.holder)),
            ),
        )

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        self._require_holder(account, seen)
        details = checked(self.iban, self.bic, self.name)
        own, salt = BankDetailsId(context.fresh("bank-details")), context.salt()
        yield Person(own, contact=details.kept(salt))
        yield Fact(self.account, BankDetailsNoted(holder=self.holder, details=own, seal=details.seal(salt)))
        return own

    def _require_holder(self, account: Account, seen: Seen) -> None:
        place = PlaceId(self.holder)
        if place in account.places:
            if open_place(account, place).kind is not PlaceKind.BANK_ACCOUNT:
                raise PlaceIsNoBankAccount
            return
        is_party = seen.holds(party_mark(self.account, PartyToken(self.holder)))
        if not is_party and not seen.holds(member_mark(self.account, MemberToken(self.holder))):
            raise BankDetailsHolderUnknown
