"""What can be asked of promises."""

from ledger.promises.forgiving import ForgivePromise

__all__ = ["ForgivePromise"]
