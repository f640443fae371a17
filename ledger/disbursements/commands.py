"""All that can be asked of disbursements, in the order in which it happens to one."""

from ledger.disbursements.authorising import AuthoriseDisbursement
from ledger.disbursements.outcome import (
    CancelDisbursement,
    FailDisbursement,
    ReturnDisbursement,
)
from ledger.disbursements.parties import PartyGiven
from ledger.disbursements.paying import SendDisbursement, SettleDisbursement, SignOffDisbursement
from ledger.disbursements.showing import AcknowledgeDisbursement, EvidenceDisbursement

__all__ = [
    "AcknowledgeDisbursement",
    "AuthoriseDisbursement",
    "CancelDisbursement",
    "EvidenceDisbursement",
    "FailDisbursement",
    "PartyGiven",
    "ReturnDisbursement",
    "SendDisbursement",
    "SettleDisbursement",
    "SignOffDisbursement",
]
