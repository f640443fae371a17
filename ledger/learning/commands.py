"""All that can be asked of learning, in the order in which it happens."""

from ledger.learning.adopting import AdoptPractice
from ledger.learning.exchanging import (
    ConfirmLearningExchange,
    DeclineLearningExchange,
    HoldLearningExchange,
)
from ledger.learning.sharing import AmendExperience, ShareExperience, WithdrawExperience

__all__ = [
    "AdoptPractice",
    "AmendExperience",
    "ConfirmLearningExchange",
    "DeclineLearningExchange",
    "HoldLearningExchange",
    "ShareExperience",
    "WithdrawExperience",
]
