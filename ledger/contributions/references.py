"""How an outside reference is told apart, for every subject that books one (C2).

Who types a bank line a second time types it a little differently: with wider spaces, in capitals, in full-width
signs. All of these are one reference.
"""

import unicodedata

from ledger.command import Context
from ledger.contributions.state import reference_mark
from ledger.identifiers import AccountId, Mark


def reference_of(account: AccountId, text: str, context: Context) -> Mark:
    """The mark of a reference such as a bank line, in contributions and disbursements alike.

    It never fails, as commands declare it before they decide: a text that cannot be read is refused by its paper.
    """
    readable = text.encode(errors="replace").decode()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", readable).casefold())
    return reference_mark(account, context.keyed(" ".join(folded.split())))
