"""Everything that happens to payment files: one that was never handed in, and one of which a payment is rejected."""

from ledger.bank_details.commands import NoteBankDetails
from ledger.disbursements.commands import AuthoriseDisbursement, PartyGiven, SignOffDisbursement
from ledger.disbursements.state import PartyKind
from ledger.identifiers import UNRESTRICTED, BankDetailsId, DisbursementId, PaymentFileId, PlaceId, ProposalId
from ledger.payment_files.commands import (
    AnswerGiven,
    HandInPaymentFile,
    MakePaymentFile,
    PaymentGiven,
    TakeBankAnswer,
    TakeBankLine,
    WithdrawPaymentFile,
)
from ledger.payment_files.state import BankAnswer, end_to_end_id
from ledger.places.commands import OpenPlace
from ledger.places.state import PlaceKind
from tests.season import Season

OURS = "FR14 2004 1010 0505 0001 3M02 606"
THEIRS = "DE89 3704 0044 0532 0130 00"


def tour(season: Season) -> None:
    """The season's association pays by its bank."""
    account = season.account
    season.receive("80.00")
    place = PlaceId(season.do(OpenPlace(account=account, kind=PlaceKind.BANK_ACCOUNT, label="bank")))
    debtor = BankDetailsId(season.do(NoteBankDetails(account=account, holder=place, iban=OURS)))
    proposal = season.accepted_proposal("30.00")
    payments = [signed_off(season, proposal, amount, 900 + n) for n, amount in enumerate(("9.00", "8.00"))]
    dropped, kept = (
        MakePaymentFile(
            account=account,
            file=PaymentFileId(f"payment-file-{n}000000000000000"),
            place=place,
            debtor=debtor,
            execution=season.now().date(),
            payments=tuple(payments),
            text="<Document/>",
        )
        for n in (1, 2)
    )
    season.do(dropped)
    season.do(WithdrawPaymentFile(account=account, file=dropped.file, reason="The line was down."))
    season.do(kept)
    season.do(HandInPaymentFile(account=account, file=kept.file))
    first, second = (payment.disbursement for payment in payments)
    answers = (
        AnswerGiven(disbursement=first, answer=BankAnswer.ACCEPTED),
        AnswerGiven(disbursement=second, answer=BankAnswer.REJECTED, code="AC04"),
    )
    season.do(TakeBankAnswer(account=account, file=kept.file, answers=answers))
    for amount_minor, reference in ((-9_00, "BANK-9"), (9_00, "BANK-10")):
        season.do(
            TakeBankLine(
                account=account,
                file=kept.file,
                end_to_end=end_to_end_id(kept.file, 1),
                unit="EUR",
                amount_minor=amount_minor,
                reference=reference,
            )
        )


def signed_off(season: Season, proposal: ProposalId, amount: str, tranche: int) -> PaymentGiven:
    """A payment that two have signed off, with the bank account that it goes to."""
    authorise = AuthoriseDisbursement(
        account=season.account,
        proposal=proposal,
        tranche=tranche,
        unit="EUR",
        purpose=UNRESTRICTED,
        amount=amount,
        payee=PartyGiven(kind=PartyKind.PERSON, name="Rui Mason"),
    )
    disbursement = DisbursementId(season.do(authorise))
    payee = season.disbursement(disbursement).payee.token
    noted = season.do(NoteBankDetails(account=season.account, holder=payee, iban=THEIRS))
    for officer in (season.treasurer, season.second_signatory):
        season.do(SignOffDisbursement(account=season.account, disbursement=disbursement), by=officer)
    return PaymentGiven(disbursement, BankDetailsId(noted))
