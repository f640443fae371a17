"""A second call: the count missed the quorum, and the rules let the same be asked once more, of fewer.

The first round is final by then, and its proposals are admitted again. The second asks exactly what the first one did,
once; its quorum is the one that the first one froze for it.
"""

from ledger.command import Reads, Seen
from ledger.identifiers import AccountId, RoundId, stream_of
from ledger.rounds.events import RoundDrafted
from ledger.rounds.refusals import UnknownRound
from ledger.rounds.second_call_refusals import (
    AmendedSinceFirstCall,
    FirstCallNotFinal,
    FirstCallReachedQuorum,
    NoSecondCall,
    SecondCallAsksElse,
    SecondCallHeld,
)
from ledger.rounds.state import Round, RoundStatus, second_call_mark
from ledger.rounds.terms import Option, Terms, rule_of


def reads_first_call(account: AccountId, first: RoundId | None) -> Reads:
    """What `first_call` looks at."""
    if first is None or not _is_id(first):
        return Reads()
    return Reads(streams=(stream_of(account, first),), marks=(second_call_mark(account, first),))


def first_call(seen: Seen, account: AccountId, first: RoundId) -> Terms:
    """What the first call froze, where it may be called again.

    Raises UnknownRound, FirstCallNotFinal, FirstCallReachedQuorum, NoSecondCall or SecondCallHeld.
    """
    return _found(seen, account, first)[1]


def quorum_of_second_call(first: Terms) -> int:
    """As the first call froze it, whatever the rules say by now (R1, A4)."""
    percent = first.second_call_quorum_percent
    assert percent is not None, "what is called again has a quorum for it"
    return percent


def require_same(seen: Seen, account: AccountId, drafted: RoundDrafted) -> None:
    """A second call asks what the first one asked. Raises SecondCallAsksElse, and what `first_call` raises."""
    if drafted.second_call_of is None:
        return
    first, _ = _found(seen, account, drafted.second_call_of)
    same = (
        drafted.ballot_type is first.ballot_type
        and rule_of(drafted.ballot_type, drafted.rule) == rule_of(first.ballot_type, first.rule)
        and drafted.bounds == first.bounds
        and drafted.body is first.body
        and drafted.confidentiality is first.confidentiality
        and set(drafted.items) == set(first.items)
        and sorted(drafted.budget, key=str) == sorted(first.budget, key=str)
    )
    if not same:
        raise SecondCallAsksElse


def require_unamended(first: Terms, option: Option) -> None:
    """Fewer may decide what was asked before, and nothing else. Raises AmendedSinceFirstCall."""
    if option.seal not in {before.seal for before in first.options}:
        raise AmendedSinceFirstCall(label=option.label)


def is_called_again(terms: Terms, *, quorum_reached: bool) -> bool:
    """Whether a count leaves the proposals open for a second call, instead of rejecting them."""
    return not quorum_reached and terms.second_call_quorum_percent is not None


def _found(seen: Seen, account: AccountId, first: RoundId) -> tuple[Round, Terms]:
    found = seen.find(stream_of(account, first), Round) if _is_id(first) else None
    if found is None:
        raise UnknownRound
    if found.status is not RoundStatus.FINAL or found.terms is None or found.result is None:
        raise FirstCallNotFinal(status=found.status.value)
    if found.result.quorum_reached:
        raise FirstCallReachedQuorum
    if not is_called_again(found.terms, quorum_reached=False):
        raise NoSecondCall
    if seen.holds(second_call_mark(account, first)):
        raise SecondCallHeld
    return found, found.terms


def _is_id(round_id: str) -> bool:
    """What is no round's id names a stream of something else, or none at all: it is not looked up."""
    return round_id.startswith("round-") and "/" not in round_id
