"""All that can be asked of payment files, in the order in which it happens to one."""

from ledger.payment_files.answering import AnswerGiven, TakeBankAnswer, TakeBankLine
from ledger.payment_files.making import (
    HandInPaymentFile,
    MakePaymentFile,
    PaymentGiven,
    WithdrawPaymentFile,
)

__all__ = [
    "AnswerGiven",
    "HandInPaymentFile",
    "MakePaymentFile",
    "PaymentGiven",
    "TakeBankAnswer",
    "TakeBankLine",
    "WithdrawPaymentFile",
]
