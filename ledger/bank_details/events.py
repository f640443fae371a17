"""What happens to bank details. It stands in the account's own stream, and says nothing of the numbers themselves."""

from ledger.bank_details.state import BankDetailsRecord, Holder, bank_details_mark
from ledger.event import Event, Marks, Sealed
from ledger.identifiers import BankDetailsId, Seal, Stream, account_of


class BankDetailsNoted(Event, frozen=True, kw_only=True, tag="bank-details-noted"):
    """From now on this is the bank account of a payee, or of a place of money."""

    holder: Holder
    details: BankDetailsId
    """Under which the people store keeps them."""
    seal: Seal

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        marks.put(
            bank_details_mark(account_of(stream), self.holder), BankDetailsRecord(self.details, self.seal)
        )
