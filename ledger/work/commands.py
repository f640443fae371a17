"""All that can be asked of work days."""

from ledger.work.confirming import ConfirmWorkDay, RefuseWorkDay
from ledger.work.recording import HoursGiven, RecordWorkDay

__all__ = ["ConfirmWorkDay", "HoursGiven", "RecordWorkDay", "RefuseWorkDay"]
