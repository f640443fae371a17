"""Keys that were lost with a telephone, and opened nothing any more once two officers had said so (A5)."""

import os

from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.associations.rules import Office
from ledger.identifiers import MemberToken
from ledger.keys.replacing import AskKeyReplacement, ConfirmKeyReplacement
from ledger.keys.secret import hash_of, new_secret


def replaced(village: Village) -> Chapter:
    """The second signatory's was in a pocket that went through the wash.

    The new key's secret is drawn at random and forgotten at once, so that it opens nothing for anybody.
    """
    yield 263
    member = village.officers[Office.SECOND_SIGNATORY]
    ask(village, member, Office.TREASURER)
    yield 264
    confirm = ConfirmKeyReplacement(
        account=village.account, member=member, secret_hash=hash_of(new_secret(os.urandom))
    )
    village.do(confirm, by=village.officers[Office.AUDITOR])


def asked(village: Village) -> Chapter:
    """Another was left on the boat: one officer has said so, and a second one should."""
    yield 299
    village.ids["member_without_key"] = member = village.people["Leonilde Cruz"]
    ask(village, member, Office.SECOND_SIGNATORY)


def ask(village: Village, member: MemberToken, office: Office) -> None:
    """An officer says that a member's key is lost."""
    command = AskKeyReplacement(account=village.account, member=member)
    village.do(command, by=village.officers[office])
