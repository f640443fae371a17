"""The audit trail: who recorded what, when, and under which decision; the sentence is made when it is read."""

from projections.audit.queries import AuditLine, events, page, register, sentences
from projections.audit.view import Audit, account_about

__all__ = ["Audit", "AuditLine", "account_about", "events", "page", "register", "sentences"]
