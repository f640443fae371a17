"""Who decides on what a round decided: the body whose round it is, in an assembly, or the auditor (R8)."""

from collections.abc import Iterable

from ledger.accounts.state import Account
from ledger.associations.rules import Office
from ledger.command import Context, Log
from ledger.identifiers import AccountId, MemberToken, MinutesId
from ledger.minutes.look import minutes_stream
from ledger.minutes.state import Minutes
from ledger.proposals.state import Proposal
from ledger.rounds.refusals import AssemblyTooEarly, AssemblyTooSmall
from ledger.rounds.state import Round


def require_assembly(found: Round, minutes: Minutes, *, since_us: int) -> None:
    """An assembly that could know what it decided on, and in which as many were as the round itself asks for: of its
    electors, less those who were recused (R3).

    Raises AssemblyTooEarly or AssemblyTooSmall: what many decided, a few do not undo.
    """
    if minutes.began_us < since_us:
        raise AssemblyTooEarly
    assert found.terms is not None, "a draft needs no assembly to be given up, and nobody objects to it"
    needed = -(-found.terms.quorum_percent * found.electors // 100)
    if minutes.attendance < needed:
        raise AssemblyTooSmall(present=minutes.attendance, needed=needed)


def recorder_of(log: Log, account: AccountId, minutes: MinutesId | None) -> str:
    """Who recorded these minutes; nobody where there are none."""
    if minutes is None or not minutes.startswith("minutes-") or "/" in minutes:
        return ""
    for recorded in log.read(minutes_stream(account, minutes)):
        return recorded.envelope.actor
    return ""


def acts_as_auditor(account: Account, context: Context, member: MemberToken | None) -> bool:
    """Whether it is this member who acts, and who holds the auditor's office now."""
    return member is not None and member == context.actor == account.officers.get(Office.AUDITOR)


def is_concerned(member: MemberToken | None, found: Round, items: Iterable[Proposal]) -> bool:
    """Whether somebody was recused from a round, or proposed one of these items or has an interest in it (P3)."""
    return member in found.recused or any(
        member == item.proposer or member in item.interests for item in items
    )
