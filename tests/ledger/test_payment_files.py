"""Payment files: made for what two have signed off, handed in, and answered by the bank, each of it once."""

from datetime import date

import msgspec
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from ledger.accounts.state import Account
from ledger.bank_details.commands import NoteBankDetails
from ledger.bank_details.events import BankDetailsNoted
from ledger.bank_details.refusals import (
    BankDetailsHolderUnknown,
    BicMalformed,
    IbanMalformed,
    PlaceIsNoBankAccount,
)
from ledger.bank_details.state import BankDetails, read_details
from ledger.command import Paper, Person
from ledger.contributions.refusals import ReferenceAlreadyBooked
from ledger.disbursements.commands import CancelDisbursement, FailDisbursement, SettleDisbursement
from ledger.disbursements.refusals import (
    AnswerIsReceivers,
    ReservationMissing,
    SignOffsMissing,
    StatusForbids,
    UnknownDisbursement,
)
from ledger.disbursements.state import Disbursement, DisbursementStatus, Party, PartyKind
from ledger.identifiers import (
    AccountId,
    BankDetailsId,
    DisbursementId,
    MemberToken,
    PartyToken,
    PaymentFileId,
    PlaceId,
    stream_of,
)
from ledger.payment_files.commands import (
    AnswerGiven,
    HandInPaymentFile,
    MakePaymentFile,
    PaymentGiven,
    TakeBankAnswer,
    TakeBankLine,
    WithdrawPaymentFile,
)
from ledger.payment_files.refusals import (
    AnswerUnclear,
    BankDetailsChanged,
    BankDetailsMissing,
    BankDetailsNotSignedOff,
    BankLineDiffers,
    BankLineTwice,
    CameBackTooSoon,
    ExecutionInPast,
    FileIsEmpty,
    FileNotHandedIn,
    FileTooLarge,
    NotOrdered,
    PaymentFileStatusForbids,
    PaymentGone,
    PaymentNotInEuro,
    PaymentOrdered,
    SentFromElsewhere,
    UnknownPaymentFile,
)
from ledger.payment_files.state import (
    BankAnswer,
    PaymentFile,
    PaymentFileStatus,
    end_to_end_id,
    file_of,
)
from ledger.places.commands import OpenPlace
from ledger.places.state import PlaceKind
from tests.ledger.test_disbursements import (
    CALDEIRAS,
    SIGNATORY,
    TREASURER,
    accepted,
    authorise,
    cancel,
    disbursement_in,
    fail,
    founded,
    send,
    sign,
    sums,
)
from tests.scenario import Scenario

OURS = "FR14 2004 1010 0505 0001 3M02 606"
COOPERS = "DE89 3704 0044 0532 0130 00"
ANOTHER = "NL91ABNA0417164300"
FILE = PaymentFileId("payment-file-aaaabbbbccccdddd")
SECOND_FILE = PaymentFileId("payment-file-eeeeffffgggghhhh")
TODAY = date(2026, 3, 1)


class Bank:
    """A scenario with a bank account, and payments that two have signed off with their payees' bank details."""

    def __init__(self, *amounts: str, noted: bool = True) -> None:
        self.scenario = accepted()
        open_bank = OpenPlace(account=CALDEIRAS, kind=PlaceKind.BANK_ACCOUNT, label="bank")
        self.place = PlaceId(self.scenario.done(open_bank))
        self.debtor = self.note(self.place, OURS)
        self.payments = tuple(
            self.signed_off(amount, tranche, noted=noted) for tranche, amount in enumerate(amounts, 1)
        )

    def note(self, holder: str, iban: str) -> BankDetailsId:
        """Bank details that an officer writes down."""
        return BankDetailsId(
            self.scenario.done(NoteBankDetails(account=CALDEIRAS, holder=PartyToken(holder), iban=iban))
        )

    def signed_off(self, amount: str, tranche: int, *, noted: bool = True) -> PaymentGiven:
        """A payment, with where it goes to."""
        own = self.scenario.done(authorise(amount, tranche=tranche))
        payee = disbursement_in(self.scenario, own).payee.token
        details = self.note(payee, COOPERS) if noted else BankDetailsId("")
        for officer in (TREASURER, SIGNATORY):
            self.scenario.done(sign(own), by=officer)
        return PaymentGiven(DisbursementId(own), details)

    def making(self, *payments: PaymentGiven, file: PaymentFileId = FILE) -> MakePaymentFile:
        """The command that makes a file, of all payments unless some are named."""
        return MakePaymentFile(
            account=CALDEIRAS,
            file=file,
            place=self.place,
            debtor=self.debtor,
            execution=TODAY,
            payments=payments or self.payments,
            text="<Document>DE89370400440532013000</Document>",
        )

    def made(self) -> Scenario:
        """The file is made."""
        self.scenario.done(self.making(), by=TREASURER)
        return self.scenario

    def handed_in(self) -> Scenario:
        """The bank has it."""
        self.made().done(HandInPaymentFile(account=CALDEIRAS, file=FILE), by=TREASURER)
        return self.scenario

    def disbursement(self, number: int = 1) -> Disbursement:
        """A payment as it stands."""
        return disbursement_in(self.scenario, self.payments[number - 1].disbursement)

    def file(self, file: PaymentFileId = FILE) -> PaymentFile:
        """The file as it stands."""
        state = self.scenario.state(stream_of(CALDEIRAS, file), PaymentFile)
        assert isinstance(state, PaymentFile)
        return state


def hand_in(day: date | None = None) -> HandInPaymentFile:
    """The file goes to the bank."""
    return HandInPaymentFile(account=CALDEIRAS, file=FILE, effective=day)


def withdraw() -> WithdrawPaymentFile:
    """The file never went to the bank."""
    return WithdrawPaymentFile(account=CALDEIRAS, file=FILE, reason="There was no connection.")


def answer(bank: Bank, *answers: BankAnswer, code: str | None = "AC04") -> TakeBankAnswer:
    """What the bank says of each payment, in order."""
    return TakeBankAnswer(
        account=CALDEIRAS,
        file=FILE,
        answers=tuple(
            AnswerGiven(
                given.disbursement, one, code if one is BankAnswer.REJECTED else None, "Account closed"
            )
            for given, one in zip(bank.payments, answers, strict=False)
        ),
    )


def line(
    amount_minor: int,
    number: int = 1,
    *,
    reference: str = "BANK-1",
    unit: str = "EUR",
    day: date | None = None,
    end_to_end: str | None = None,
) -> TakeBankLine:
    """A line of the bank's statement."""
    return TakeBankLine(
        account=CALDEIRAS,
        file=FILE,
        end_to_end=end_to_end or end_to_end_id(FILE, number),
        unit=unit,
        amount_minor=amount_minor,
        reference=reference,
        reason="AC04",
        effective=day,
    )


# Bank details


def test_bank_details_stand_with_peoples_names_and_the_event_has_nothing_but_their_seal() -> None:
    """L9"""
    bank = Bank("100.00")
    payee = bank.disbursement().payee.token
    bank.scenario.when(NoteBankDetails(account=CALDEIRAS, holder=payee, iban=ANOTHER, bic="ABNANL2A"))
    person = next(outcome for outcome in bank.scenario.outcomes if isinstance(outcome, Person))
    (fact,) = bank.scenario.recorded
    assert isinstance(fact.event, BankDetailsNoted)
    assert (fact.event.holder, fact.event.details) == (payee, person.token)
    assert ANOTHER not in msgspec.json.encode(fact.event).decode()
    kept = BankDetails(ANOTHER, "ABNANL2A")
    assert read_details(person.contact, fact.event.seal) == kept
    assert read_details(None, fact.event.seal) is None
    assert read_details("somebody's telephone", fact.event.seal) is None
    assert person.contact is not None
    assert read_details(person.contact.replace(ANOTHER, "NL02ABNA0123456789"), fact.event.seal) is None


@pytest.mark.parametrize(
    "iban", ["", "FR14 2004 1010 0505 0001 3M02 607", "DE89", "ZZ8937040044053201300", "ï" * 20, "D" * 900]
)
def test_what_cannot_be_a_bank_accounts_number_is_not_noted(iban: str) -> None:
    """B1"""
    bank = Bank("100.00")
    note = NoteBankDetails(account=CALDEIRAS, holder=bank.place, iban=iban)
    refused = bank.scenario.when(note).then_refused(IbanMalformed)
    assert refused.refusal is not None
    assert not refused.refusal.about


@pytest.mark.parametrize("bic", ["", "COBADE", "BNPAFRPP", "é" * 8, "C" * 900])
def test_what_cannot_be_the_bank_of_that_country_is_not_noted(bic: str) -> None:
    """B1"""
    bank = Bank("100.00")
    note = NoteBankDetails(account=CALDEIRAS, holder=bank.place, iban=COOPERS, bic=bic)
    bank.scenario.when(note).then_refused(BicMalformed)


@pytest.mark.parametrize(
    ("iban", "bic"), [(COOPERS, "COBADEFF"), ("MC5811222000010123456789030", "BNPAFRPP")]
)
def test_a_bank_is_of_the_accounts_country_or_serves_a_small_neighbour(iban: str, bic: str) -> None:
    """B1"""
    bank = Bank("100.00")
    note = NoteBankDetails(account=CALDEIRAS, holder=bank.place, iban=iban, bic=bic)
    bank.scenario.when(note).then_kinds("bank-details-noted")


def test_nobody_who_is_not_known_here_has_bank_details_here() -> None:
    """B1"""
    note = NoteBankDetails(account=CALDEIRAS, holder=PartyToken("payee-0000000000000000"), iban=OURS)
    founded().when(note).then_refused(BankDetailsHolderUnknown)


def test_a_member_is_paid_by_bank_under_the_members_own_token() -> None:
    """B1"""
    note = NoteBankDetails(account=CALDEIRAS, holder=MemberToken("member-0000000000000rui"), iban=COOPERS)
    founded().when(note).then_kinds("bank-details-noted")


def test_a_cash_box_has_no_number_at_a_bank() -> None:
    """L12"""
    scenario = founded()
    box = PlaceId(scenario.done(OpenPlace(account=CALDEIRAS, kind=PlaceKind.CASH_BOX, label="box")))
    scenario.when(NoteBankDetails(account=CALDEIRAS, holder=box, iban=OURS)).then_refused(
        PlaceIsNoBankAccount
    )


# Making


def test_a_file_orders_what_two_have_signed_off_and_pays_nothing_by_itself() -> None:
    """B3"""
    bank = Bank("100.00", "50.00")
    before = sums(bank.scenario)
    bank.scenario.when(bank.making(), by=TREASURER).then_kinds("payment-file-made")
    file = bank.file()
    assert [one.amount_minor for one in file.payments] == [100_00, 50_00]
    assert [one.end_to_end for one in file.payments] == ["aaaabbbbccccdddd-1", "aaaabbbbccccdddd-2"]
    assert (file.place, file.status) == (bank.place, PaymentFileStatus.MADE)
    assert sums(bank.scenario) == before
    assert bank.disbursement().status is DisbursementStatus.SIGNED_OFF


def test_what_a_file_says_goes_to_the_papers_store_and_the_event_has_its_seal() -> None:
    """L9"""
    bank = Bank("100.00")
    bank.scenario.when(bank.making())
    paper = next(outcome for outcome in bank.scenario.outcomes if isinstance(outcome, Paper))
    (fact,) = bank.scenario.recorded
    assert fact.event.file == paper.seal  # type: ignore[attr-defined]
    assert "DE89" not in msgspec.json.encode(fact.event).decode()


def test_one_signature_orders_nothing() -> None:
    """B3"""
    bank = Bank("100.00")
    own = DisbursementId(bank.scenario.done(authorise("20.00", tranche=2)))
    bank.scenario.when(bank.making(PaymentGiven(own, BankDetailsId("")))).then_refused(SignOffsMissing)


def test_what_failed_is_ordered_no_more() -> None:
    """B3"""
    bank = Bank("100.00")
    bank.scenario.done(send(bank.payments[0].disbursement))
    bank.scenario.done(fail(bank.payments[0].disbursement))
    bank.scenario.when(bank.making()).then_refused(StatusForbids)


def test_a_payment_stands_in_one_file_alone() -> None:
    """B4"""
    bank = Bank("100.00", "50.00")
    bank.made().when(bank.making(bank.payments[1], file=SECOND_FILE)).then_refused(PaymentOrdered)


def test_a_file_that_was_never_handed_in_frees_its_payments_for_another() -> None:
    """B4"""
    bank = Bank("100.00")
    bank.made().done(withdraw(), by=TREASURER)
    bank.scenario.when(bank.making(file=SECOND_FILE)).then_kinds("payment-file-made")
    assert bank.file(SECOND_FILE).payments[0].end_to_end == end_to_end_id(SECOND_FILE, 1)


def test_a_file_that_the_bank_has_is_not_withdrawn() -> None:
    """B4"""
    Bank("100.00").handed_in().when(withdraw()).then_refused(PaymentFileStatusForbids)


def test_a_payment_names_one_file_and_a_file_names_it_once() -> None:
    """B4"""
    bank = Bank("100.00")
    bank.scenario.when(bank.making(*bank.payments * 2)).then_refused(FileTooLarge)
    many = tuple(PaymentGiven(DisbursementId(f"disbursement-{n:016}"), bank.debtor) for n in range(201))
    bank.scenario.when(bank.making(*many)).then_refused(FileTooLarge)


def test_a_file_without_payments_is_none() -> None:
    """B3"""
    bank = Bank()
    bank.scenario.when(bank.making()).then_refused(FileIsEmpty)


def test_an_id_names_one_file_for_ever() -> None:
    bank = Bank("100.00")
    bank.made().done(withdraw())
    bank.scenario.when(bank.making()).then_refused(UnknownPaymentFile)
    bank.scenario.when(bank.making(file=PaymentFileId("payment-file-Rui"))).then_refused(UnknownPaymentFile)


def test_a_payment_that_is_not_there_is_not_ordered() -> None:
    bank = Bank("100.00")
    for nobodys in ("disbursement-0000000000000000", "proposal-00000000000wine", "x/y"):
        given = PaymentGiven(DisbursementId(nobodys), bank.debtor)
        bank.scenario.when(bank.making(given)).then_refused(UnknownDisbursement)


def test_only_a_bank_account_pays_by_file() -> None:
    """L12"""
    bank = Bank("100.00")
    box = PlaceId(bank.scenario.done(OpenPlace(account=CALDEIRAS, kind=PlaceKind.CASH_BOX, label="box")))
    making = msgspec.structs.replace(bank.making(), place=box)
    bank.scenario.when(making).then_refused(PlaceIsNoBankAccount)


def test_what_was_sent_from_another_place_is_not_ordered_from_this_one() -> None:
    """L12"""
    bank = Bank("100.00")
    bank.scenario.done(send(bank.payments[0].disbursement))
    bank.scenario.when(bank.making()).then_refused(SentFromElsewhere)


def test_what_was_sent_from_this_bank_account_may_be_ordered_after() -> None:
    """B3"""
    bank = Bank("100.00")
    sending = msgspec.structs.replace(send(bank.payments[0].disbursement), place=bank.place)
    bank.scenario.done(sending)
    bank.made().when(hand_in()).then_kinds("payment-file-handed-in")


def test_a_bank_is_not_asked_to_pay_yesterday() -> None:
    """L10"""
    bank = Bank("100.00")
    yesterday = msgspec.structs.replace(bank.making(), execution=date(2026, 2, 28))
    bank.scenario.when(yesterday).then_refused(ExecutionInPast)


def test_only_euros_are_ordered() -> None:
    """C10"""
    bank = Bank("100.00")
    state = bank.disbursement()
    state.line = msgspec.structs.replace(state.line, unit="CVE")
    bank.scenario.when(bank.making()).then_refused(PaymentNotInEuro)


def test_whose_bank_account_is_not_known_is_not_paid_by_file() -> None:
    """B3"""
    bank = Bank("100.00", noted=False)
    bank.scenario.when(bank.making()).then_refused(BankDetailsMissing)


def test_bank_details_that_change_after_the_signatures_were_not_signed_off() -> None:
    """B3: whoever may write numbers down alone cannot lead a payment elsewhere that two have signed off."""
    bank = Bank("100.00")
    changed = bank.note(bank.disbursement().payee.token, ANOTHER)
    given = PaymentGiven(bank.payments[0].disbursement, changed)
    bank.scenario.when(bank.making(given)).then_refused(BankDetailsNotSignedOff)


def test_bank_details_that_only_one_of_two_signed_off_were_not_signed_off() -> None:
    """B3"""
    bank = Bank()
    own = DisbursementId(bank.scenario.done(authorise("20.00")))
    bank.scenario.done(sign(own), by=TREASURER)
    details = bank.note(disbursement_in(bank.scenario, own).payee.token, COOPERS)
    bank.scenario.done(sign(own), by=SIGNATORY)
    bank.scenario.when(bank.making(PaymentGiven(own, details))).then_refused(BankDetailsNotSignedOff)


def test_a_file_that_was_written_from_older_bank_details_is_not_recorded() -> None:
    """B3"""
    bank = Bank("100.00")
    older = PaymentGiven(bank.payments[0].disbursement, BankDetailsId("bank-details-0000000000000000"))
    bank.scenario.when(bank.making(older)).then_refused(BankDetailsChanged)
    bank.note(bank.place, ANOTHER)
    bank.scenario.when(bank.making()).then_refused(BankDetailsChanged)


def test_a_payment_in_a_file_is_not_cancelled_before_that_is_withdrawn() -> None:
    """B4: cancelled, it could be authorised anew, and the bank would pay both."""
    bank = Bank("100.00")
    own = bank.payments[0].disbursement
    bank.made().when(cancel(own)).then_refused(PaymentOrdered)
    bank.scenario.done(withdraw())
    bank.scenario.when(cancel(own)).then_kinds("disbursement-cancelled")


# Handing in


def test_what_is_handed_in_leaves_its_reservation_out_of_that_bank_account() -> None:
    """B3, L12"""
    bank = Bank("100.00", "50.00")
    bank.made().when(hand_in(), by=TREASURER).then_kinds(
        "payment-file-handed-in", *("disbursement-sent", "payment-booked") * 2
    )
    assert sums(bank.scenario) == (400_00, 450_00, 150_00)
    account = bank.scenario.state(CALDEIRAS, Account)
    assert account.lies_at(bank.place) == {"EUR": -150_00}


def test_a_file_is_handed_in_once() -> None:
    """B4"""
    Bank("100.00").handed_in().when(hand_in()).then_refused(PaymentFileStatusForbids)


def test_what_failed_meanwhile_keeps_its_file_from_the_bank() -> None:
    """B4"""
    bank = Bank("100.00")
    own = bank.payments[0].disbursement
    bank.made().done(msgspec.structs.replace(send(own), place=bank.place))
    bank.scenario.done(fail(own))
    bank.scenario.when(hand_in()).then_refused(PaymentGone)


def test_payments_that_leave_together_are_reserved_together() -> None:
    """L2"""
    bank = Bank("100.00", "50.00")
    account = bank.made().state(CALDEIRAS, Account)
    (holding,) = account.holdings["proposal-00000000000wine"]
    holding.amount_minor = 120_00
    bank.scenario.when(hand_in()).then_refused(ReservationMissing)


def test_a_file_that_is_not_there_is_neither_handed_in_nor_withdrawn_nor_answered() -> None:
    for nobodys in ("payment-file-zzzzyyyyxxxxwwww", "disbursement-0000000000000000"):
        file = PaymentFileId(nobodys)
        for command in (
            HandInPaymentFile(account=CALDEIRAS, file=file),
            WithdrawPaymentFile(account=CALDEIRAS, file=file, reason="Why not."),
            TakeBankAnswer(account=CALDEIRAS, file=file, answers=()),
            TakeBankLine(
                account=CALDEIRAS, file=file, end_to_end="x", unit="EUR", amount_minor=1, reference="B"
            ),
        ):
            founded().when(command).then_refused(UnknownPaymentFile)


# Answers


def test_what_the_bank_rejects_has_failed_and_is_reserved_again() -> None:
    """B5"""
    bank = Bank("100.00", "50.00")
    bank.handed_in().when(answer(bank, BankAnswer.ACCEPTED, BankAnswer.REJECTED)).then_kinds(
        "payment-file-answered", "disbursement-failed", "payment-restored"
    )
    assert sums(bank.scenario) == (400_00, 500_00, 100_00)
    assert bank.scenario.state(CALDEIRAS, Account).lies_at(bank.place) == {"EUR": -100_00}
    assert "AC04 Account closed" in {paper.text for paper in bank.scenario.papers.values()}


def test_the_same_answer_again_changes_nothing_and_an_older_one_neither() -> None:
    """B5"""
    bank = Bank("100.00", "50.00")
    first = answer(bank, BankAnswer.ACCEPTED, BankAnswer.ACCEPTED)
    later = answer(bank, BankAnswer.ACCEPTED, BankAnswer.REJECTED)
    bank.handed_in().done(first)
    bank.scenario.when(first).then_kinds()
    bank.scenario.done(later)
    bank.scenario.when(later).then_kinds()
    bank.scenario.when(first).then_kinds()
    assert bank.file().answers[bank.payments[1].disbursement] is BankAnswer.REJECTED


def test_what_was_not_handed_in_is_not_answered() -> None:
    """B3"""
    bank = Bank("100.00")
    bank.made().when(answer(bank, BankAnswer.ACCEPTED)).then_refused(FileNotHandedIn)
    bank.scenario.when(line(-100_00)).then_refused(FileNotHandedIn)


def test_a_withdrawn_file_is_answered_by_nobody() -> None:
    """B4"""
    bank = Bank("100.00")
    bank.made().done(withdraw())
    bank.scenario.when(answer(bank, BankAnswer.ACCEPTED)).then_refused(PaymentFileStatusForbids)
    bank.scenario.when(line(-100_00)).then_refused(PaymentFileStatusForbids)


@pytest.mark.parametrize(
    "answers",
    [
        (),
        (AnswerGiven(DisbursementId("x"), BankAnswer.ACCEPTED),) * 2,
    ],
    ids=["nothing", "one payment twice"],
)
def test_an_answer_says_one_thing_of_each_payment(answers: tuple[AnswerGiven, ...]) -> None:
    """B5"""
    bank = Bank("100.00")
    take = TakeBankAnswer(account=CALDEIRAS, file=FILE, answers=answers)
    bank.handed_in().when(take).then_refused(AnswerUnclear)


def test_only_a_rejection_has_a_reason_and_that_is_a_code() -> None:
    """B5"""
    bank = Bank("100.00")
    bank.handed_in()
    own = bank.payments[0].disbursement
    for unclear in (
        AnswerGiven(own, BankAnswer.ACCEPTED, "AC04"),
        AnswerGiven(own, BankAnswer.REJECTED, "Rui has moved"),
    ):
        take = TakeBankAnswer(account=CALDEIRAS, file=FILE, answers=(unclear,))
        bank.scenario.when(take).then_refused(AnswerUnclear)


def test_an_answer_to_a_payment_of_no_file_is_looked_up_by_hand() -> None:
    """C2"""
    bank = Bank("100.00")
    stranger = AnswerGiven(DisbursementId("disbursement-0000000000000000"), BankAnswer.ACCEPTED)
    take = TakeBankAnswer(account=CALDEIRAS, file=FILE, answers=(stranger,))
    bank.handed_in().when(take).then_refused(NotOrdered)
    bank.scenario.when(line(-100_00, 2)).then_refused(NotOrdered)


# Lines


def test_a_line_with_our_end_to_end_id_settles_the_payment_by_the_banks_reference() -> None:
    """C2"""
    bank = Bank("100.00")
    bank.handed_in().when(line(-100_00, day=TODAY)).then_kinds("disbursement-settled", "promise-opened")
    settled = bank.scenario.recorded[0].event
    assert settled.reference is not None  # type: ignore[attr-defined]
    assert bank.disbursement().status is DisbursementStatus.SETTLED


def test_the_same_line_again_changes_nothing() -> None:
    """C2"""
    bank = Bank("100.00")
    bank.handed_in().done(line(-100_00))
    bank.scenario.when(line(-100_00)).then_kinds()
    bank.scenario.when(line(-100_00, end_to_end=" AAAABBBBCCCCDDDD-1 ")).then_kinds()


def test_a_second_line_for_the_same_payment_is_asked_about_and_not_swallowed() -> None:
    """C2, B4"""
    bank = Bank("100.00")
    bank.handed_in().done(line(-100_00))
    bank.scenario.when(line(-100_00, reference="BANK-2")).then_refused(BankLineTwice)


def test_a_line_that_something_else_was_booked_by_settles_nothing() -> None:
    """C2"""
    bank = Bank("100.00", "50.00")
    bank.handed_in().done(line(-100_00))
    bank.scenario.when(line(-50_00, 2)).then_refused(ReferenceAlreadyBooked)


@pytest.mark.parametrize(("amount_minor", "unit"), [(-99_99, "EUR"), (-100_00, "USD"), (100_01, "EUR")])
def test_a_line_of_another_amount_is_asked_about(amount_minor: int, unit: str) -> None:
    """C2"""
    Bank("100.00").handed_in().when(line(amount_minor, unit=unit)).then_refused(BankLineDiffers)


def test_what_comes_back_is_reserved_again() -> None:
    """B5"""
    bank = Bank("100.00")
    bank.handed_in().done(line(-100_00))
    bank.scenario.when(line(100_00, reference="BANK-2")).then_kinds(
        "disbursement-returned", "payment-restored"
    )
    assert sums(bank.scenario) == (400_00, 600_00, 0)
    assert bank.scenario.state(CALDEIRAS, Account).lies_at(bank.place) == {}
    for again in (line(-100_00), line(100_00, reference="BANK-2")):
        bank.scenario.when(again).then_kinds()
    bank.scenario.when(line(100_00, reference="BANK-3")).then_refused(BankLineTwice)
    bank.scenario.when(line(-100_00, reference="BANK-4")).then_refused(BankLineTwice)


def test_what_comes_back_has_left_before() -> None:
    """B5"""
    Bank("100.00").handed_in().when(line(100_00)).then_refused(CameBackTooSoon)


def test_a_line_by_which_something_came_back_is_never_booked_once_more() -> None:
    """C2"""
    bank = Bank("100.00", "50.00")
    bank.handed_in().done(line(-100_00))
    bank.scenario.done(line(100_00, reference="BANK-2"))
    settle = SettleDisbursement(
        account=CALDEIRAS, disbursement=bank.payments[1].disbursement, reference="BANK-2"
    )
    bank.scenario.when(settle).then_refused(ReferenceAlreadyBooked)
    bank.scenario.done(line(-50_00, 2, reference="BANK-3"))
    bank.scenario.when(line(50_00, 2, reference="BANK-2")).then_refused(ReferenceAlreadyBooked)


def test_a_transfer_is_paid_by_the_bank_and_settled_by_the_account_that_it_goes_to() -> None:
    """X6"""
    bank = Bank("100.00")
    bank.handed_in()
    bank.disbursement().payee = Party(PartyKind.LOCAL_ACCOUNT, AccountId("account-0000000000000002"))
    bank.scenario.when(line(-100_00)).then_refused(AnswerIsReceivers)
    bank.scenario.when(line(100_00)).then_refused(AnswerIsReceivers)
    bank.scenario.when(answer(bank, BankAnswer.REJECTED)).then_kinds("payment-file-answered")


def test_what_the_bank_rejects_after_an_officer_wrote_it_down_as_failed_fails_once() -> None:
    """B5"""
    bank = Bank("100.00")
    own = bank.payments[0].disbursement
    bank.handed_in().done(FailDisbursement(account=CALDEIRAS, disbursement=own, reason="The bank called."))
    bank.scenario.when(answer(bank, BankAnswer.REJECTED)).then_kinds("payment-file-answered")
    bank.scenario.when(CancelDisbursement(account=CALDEIRAS, disbursement=own, reason="No.")).then_refused(
        StatusForbids
    )


@examples(st.integers(1, 200))
def test_a_file_is_found_by_each_of_its_end_to_end_ids(number: int) -> None:
    """C2"""
    assert file_of(end_to_end_id(FILE, number)) == FILE
    assert file_of(f" {end_to_end_id(FILE, number).upper()} ") == FILE


@examples(st.text())
def test_an_end_to_end_id_that_somebody_else_gave_leads_to_no_stream_but_a_files(text: str) -> None:
    """C2"""
    found = file_of(text)
    assert found is None or (found.startswith("payment-file-") and "/" not in found and len(found) == 29)
