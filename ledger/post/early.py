"""Messages that came too early: what they speak of is not known yet where they go, and may be so one day.

Order is not promised, so an honest message may overtake another, or the registrar who has yet to enter an account. It
is refused like any other, so that people see why it waits and nothing is held up behind it; but it is tried again
whenever its account has taken something in, and every few minutes.
"""

from collections.abc import Collection

from ledger.accounts.refusals import UnknownAccount
from ledger.calls.refusals import UnknownCall
from ledger.disbursements.refusals import StatusForbids, UnknownDisbursement
from ledger.identifiers import AccountId
from ledger.learning.refusals import UnknownExperience, UnknownLearningExchange
from ledger.post.refusals import MessageNotUnderstood, SenderNotRegistered
from ledger.refusals import UnknownUnit
from ledger.storage.store import FIRST, Outbox
from ledger.transfers.refusals import UnknownTransfer
from ledger.twinnings.refusals import TwinningNotAtThisStep, UnknownTwinning

AGAIN_SECONDS = 300.0
"""How often everything that came too early is tried again, whatever happened meanwhile."""

AT_ONCE = 500

EARLY = frozenset(
    refusal.slug
    for refusal in (
        # It is opened, or registered as one that lies elsewhere, later.
        UnknownAccount,
        SenderNotRegistered,
        # What it is about is told by another message, or is lost in a restore and told again.
        UnknownTwinning,
        TwinningNotAtThisStep,
        UnknownCall,
        UnknownTransfer,
        UnknownExperience,
        UnknownLearningExchange,
        UnknownDisbursement,
        # Whoever was given may pass it on before the word comes that it arrived.
        StatusForbids,
        # Until the other side has installed a version that knows it.
        MessageNotUnderstood,
        UnknownUnit,
    )
)
"""Refusals that the ledger takes back by itself once what was missing is there."""


def early_again(outbox: Outbox, accounts: Collection[AccountId] | None = None) -> int:
    """Make due what came too early for these accounts, or for any; how many messages that is."""
    after, again = FIRST, 0
    while True:
        refused = outbox.refused(EARLY, after, AT_ONCE)
        messages = [row.id for row in refused if accounts is None or row.to in accounts]
        if messages:
            outbox.release(messages)
        again += len(messages)
        if len(refused) < AT_ONCE:
            return again
        after = refused[-1].id
