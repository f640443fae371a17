"""What a bank says of a payment file before it carries it out: pain.002, all versions, by the elements' local names."""

from datetime import date
from typing import NamedTuple

from api.bank.figures import day_of
from api.bank.tree import Element
from api.payments.refusals import BankAnswerUnknown
from ledger.payment_files.answering import CODE
from ledger.payment_files.state import BankAnswer

REJECTED = frozenset({"RJCT", "CANC"})
ACCEPTED = frozenset({"ACCP", "ACTC", "ACFC", "ACSP", "ACSC", "ACWC", "ACWP", "ACCC", "ACIS"})
"""What else a bank says, such as pending or received, is not an answer yet."""
UNNAMED = "NARR"
"""The reason code for what is said in words: for what a bank writes without a code, or with one of its own."""


class Said(NamedTuple):
    """An answer, and why it is what it is."""

    answer: BankAnswer
    code: str | None = None
    words: str = ""


class Report(NamedTuple):
    """A status report."""

    message: str
    """Under which we sent the file."""
    day: date | None
    of_all: Said | None
    """Of every payment that is not named."""
    of_each: dict[str, Said]
    """By end-to-end id, as the bank writes it."""


def is_report(document: Element) -> bool:
    """Whether this is a pain.002."""
    return document.first("CstmrPmtStsRpt") is not None


def report_of(document: Element) -> Report:
    """The report. Raises BankAnswerUnknown, and BankDayUnreadable with its line."""
    report = document.first("CstmrPmtStsRpt")
    group = None if report is None else report.first("OrgnlGrpInfAndSts")
    if report is None or group is None:
        raise BankAnswerUnknown
    of_all = _said(group, "GrpSts", None)
    of_each: dict[str, Said] = {}
    batches = list(report.all("OrgnlPmtInfAndSts"))
    for batch in batches:
        of_batch = _said(batch, "PmtInfSts", of_all)
        for transaction in batch.all("TxInfAndSts"):
            said = _said(transaction, "TxSts", of_batch)
            if said is not None:
                of_each[transaction.said("OrgnlEndToEndId")] = said
        if len(batches) == 1:
            # Our files hold one batch: what is said of it is said of all.
            of_all = of_batch
    created = report.first("GrpHdr", "CreDtTm")
    day = None if created is None else day_of(created.text, created.line, "CreDtTm")
    return Report(group.said("OrgnlMsgId"), day, of_all, of_each)


def _said(element: Element, status: str, otherwise: Said | None) -> Said | None:
    said = element.said(status)
    if not said:
        return otherwise
    if said in ACCEPTED:
        return Said(BankAnswer.ACCEPTED)
    if said not in REJECTED:
        return None
    code = element.said("StsRsnInf", "Rsn", "Cd") or element.said("StsRsnInf", "Rsn", "Prtry")
    words = " ".join(" ".join(part.text.split()) for part in element.all("StsRsnInf", "AddtlInf"))
    if not CODE.fullmatch(code):
        words = " ".join(filter(None, (code, words)))
        code = UNNAMED
    return Said(BankAnswer.REJECTED, code, words)
