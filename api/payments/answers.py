"""A bank's answer, from the file to the books: what it accepts, rejects, settles and brings back, each of it once.

Every payment is booked by itself: one that cannot be booked keeps no other from it, and is told with the reason. Taking
the same file in again books what could not be booked before, and changes nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeAlias

import msgspec

from api.bank.reading import LARGEST_BYTES, read_bank_file
from api.bank.refusals import BankFileTooLarge
from api.bank.statement import BankLine, BankStatement
from api.bank.whose import is_number_of
from api.bank.xml_tree import xml_tree
from api.payments.report import Report, is_report, report_of
from ledger.command import Command
from ledger.context import moment_of
from ledger.identifiers import AccountId, DisbursementId, PaymentFileId, PlaceId, is_id, stream_of
from ledger.ledger import Answer, Ledger
from ledger.payment_files.commands import (
    AnswerGiven,
    HandInPaymentFile,
    TakeBankAnswer,
    TakeBankLine,
)
from ledger.payment_files.refusals import UnknownPaymentFile
from ledger.payment_files.state import BankAnswer, PaymentFile, PaymentFileStatus, file_of
from ledger.refusals import Refused


class Became(StrEnum):
    """What an answer made of a payment."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SETTLED = "settled"
    RETURNED = "returned"
    KNOWN = "known"
    """It was booked before."""
    OPEN = "open"
    """It could not be booked; the refusal says why."""


class Taken(msgspec.Struct, frozen=True):
    """What came of one answer, or of one line of a statement."""

    account: AccountId
    file: PaymentFileId
    disbursement: DisbursementId | None
    """None: the file does not order what this answers."""
    became: Became
    refusal: Refused | None = None
    position: str | None = None
    """Where the log stood after it."""


Numbers: TypeAlias = Mapping[AccountId, Mapping[PlaceId, str]]
"""Of the bank accounts of local accounts, by place."""


def take(ledger: Ledger, raw: bytes, *, numbers: Numbers, by: str) -> list[Taken]:
    """Take in a pain.002, camt.053 or camt.054, for the files of these accounts.

    Raises what cannot be read, and UnknownPaymentFile where it answers a file that none of them has; lines that answer
    no file of ours, or stand in another's statement, are passed over: the payee's bank writes our end-to-end ids too.
    """
    taking = Taking(ledger, by)
    if len(raw) > LARGEST_BYTES:
        raise BankFileTooLarge(largest_bytes=LARGEST_BYTES)
    if raw.lstrip().startswith(b"<"):
        document = xml_tree(raw.lstrip())
        if is_report(document):
            return taking.report(report_of(document), numbers)
    return taking.statements(read_bank_file(raw), numbers)


class Taking:
    """Takes answers in, in somebody's name."""

    def __init__(self, ledger: Ledger, by: str) -> None:
        self._ledger = ledger
        self._by = by

    def report(self, report: Report, accounts: Iterable[AccountId]) -> list[Taken]:
        """What a pain.002 says. Raises UnknownPaymentFile."""
        own = PaymentFileId(report.message.strip().lower())
        account, file = self._owner(own, accounts)
        answers = []
        for payment in file.payments:
            said = report.of_each.get(payment.end_to_end, report.of_all)
            if said is not None:
                answers.append(AnswerGiven(payment.disbursement, said.answer, said.code, said.words))
        if not answers:
            return []
        day = self._day(report.day)
        self._handed_in(account, own, file, day)
        before = dict(file.answers)
        take = TakeBankAnswer(account=account, file=own, answers=tuple(answers), effective=day)
        done, refusal = self._done(take)
        position = None if done is None else done.position
        return [
            Taken(account, own, one.disbursement, _answered(one, before, refusal), refusal, position)
            for one in answers
        ]

    def statements(self, statements: Iterable[BankStatement], numbers: Numbers) -> list[Taken]:
        """What the lines of statements and notices say, in the order in which the money moved."""
        return [
            taken
            for statement in statements
            for line in sorted(statement.lines, key=lambda line: (line.booked, line.amount_minor > 0))
            for taken in self._line(statement, line, numbers)
        ]

    def _line(self, statement: BankStatement, line: BankLine, numbers: Numbers) -> Iterator[Taken]:
        own = None if line.charge else file_of(line.end_to_end)
        if own is None:
            return
        try:
            account, file = self._owner(own, numbers)
        except UnknownPaymentFile:
            # Others' end-to-end ids may look like ours.
            return
        if not is_number_of(statement.account, numbers[account].get(file.place, "")):
            return
        day = self._day(line.booked)
        self._handed_in(account, own, file, day)
        end_to_end = line.end_to_end.strip().lower()
        ordered = file.ordered(end_to_end)
        take = TakeBankLine(
            account=account,
            file=own,
            end_to_end=end_to_end,
            unit=statement.unit,
            amount_minor=line.amount_minor,
            reference=line.bank_reference or f"{end_to_end}/{'in' if line.amount_minor > 0 else 'out'}",
            reason=line.return_reason or None,
            effective=day,
        )
        disbursement = None if ordered is None else ordered.disbursement
        done, refusal = self._done(take)
        if done is None:
            yield Taken(account, own, disbursement, Became.OPEN, refusal)
            return
        moved = Became.RETURNED if line.amount_minor > 0 else Became.SETTLED
        became = moved if done.kinds else Became.KNOWN
        yield Taken(account, own, disbursement, became, position=done.position)

    def _owner(self, own: PaymentFileId, accounts: Iterable[AccountId]) -> tuple[AccountId, PaymentFile]:
        """Whose file this is, and the file. Raises UnknownPaymentFile."""
        if is_id("payment-file", own):
            for account in accounts:
                found = self._ledger.state(stream_of(account, own))
                if found is not None and isinstance(found[0], PaymentFile):
                    return account, found[0]
        raise UnknownPaymentFile

    def _handed_in(self, account: AccountId, own: PaymentFileId, file: PaymentFile, day: date) -> None:
        """A bank that answers has the file, whether or not anybody wrote that down.

        Where that cannot be recorded, the answer is refused for the same reason, and told so.
        """
        if file.status is PaymentFileStatus.MADE:
            self._done(HandInPaymentFile(account=account, file=own, effective=day))

    def _done(self, command: Command) -> tuple[Answer | None, Refused | None]:
        """Carry it out; what came of it, or why it was refused."""
        try:
            return self._ledger.handle(command, by=self._by), None
        except Refused as refusal:
            return None, refusal

    def _day(self, said: date | None) -> date:
        """The bank's day, and never one that has not come yet here: clocks differ."""
        today = moment_of(self._ledger.clock.now_us()).date()
        return today if said is None else min(said, today)


def _answered(
    given: AnswerGiven, before: dict[DisbursementId, BankAnswer], refusal: Refused | None
) -> Became:
    if refusal is not None:
        return Became.OPEN
    if before.get(given.disbursement) in {given.answer, BankAnswer.REJECTED}:
        return Became.KNOWN
    return Became(given.answer.value)
