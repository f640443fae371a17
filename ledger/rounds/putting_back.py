"""What a round decides nothing on that stands is put back, so that another round may take it up."""

from collections.abc import Iterable, Iterator

from ledger.calls.events import CallPutBack
from ledger.calls.state import OpenCall, open_call_mark, open_calls_group
from ledger.command import Fact, Seen
from ledger.identifiers import AccountId, RoundId, stream_of
from ledger.proposals.events import ProposalPutBack
from ledger.rounds.terms import Option


def put_back(seen: Seen, account: AccountId, round_id: RoundId, options: Iterable[Option]) -> Iterator[Fact]:
    """Their proposals are admitted again, and the calls that they meet wait again.

    A call that was withdrawn meanwhile waits no more. The command declares the group of open calls.
    """
    waiting = seen.group(open_calls_group(account), OpenCall)
    for option in options:
        yield Fact(stream_of(account, option.proposal), ProposalPutBack(round=round_id))
        call = waiting.get(open_call_mark(account, option.call)) if option.call else None
        if option.call is not None and call is not None:
            yield Fact(stream_of(account, option.call), CallPutBack(asking=call.asking, round=round_id))
