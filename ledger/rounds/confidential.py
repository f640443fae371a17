"""Confidential rounds: what ballots choose lies beside the log, sealed, until it is counted.

With the count the choices that count come into the log as one list, shuffled, and the numbers of the ballots that count
as another. The first says nothing of whose a choice is, the second proves that a slip counted (V5). Once the round is
final, sealed parts, pepper and links from token to member are destroyed, and nobody can put the two together any more.
"""

from collections.abc import Collection, Iterator

import msgspec

from ledger.command import Context, ForgetRound, Listing, Log
from ledger.context import seal_of
from ledger.identifiers import AccountId, RoundId, RoundToken
from ledger.rounds.ballots import Choices, read_sealed
from ledger.rounds.counting import electronic
from ledger.rounds.events import BallotCast
from ledger.rounds.gathering import Gathered, set_aside
from ledger.rounds.hands import attendance_list
from ledger.rounds.state import Round
from ledger.rounds.terms import Confidentiality, Terms

FEWEST_LISTED = 20
"""Electors from which on everybody may read the list of choices; of fewer the public has totals."""


class Opened(msgspec.Struct, frozen=True):
    """The ballots that count, opened."""

    numbers: tuple[int, ...] = ()
    choices: tuple[Choices, ...] = ()
    """In the order of the numbers: it is not written down so."""
    unsound: int = 0
    """The first ballot whose sealed part is missing or does not fit its seal; 0: there is none."""

    def listings(self, context: Context) -> tuple[Listing, Listing]:
        """The choices, unlinked, and the numbers, as they are committed with the count."""
        # Sorted first, so that even whoever could foretell the shuffling learns nothing of the order of the ballots.
        written = tuple(sorted(choices.written() for choices in self.choices))
        return context.listing(context.shuffled(written)), context.listing(tuple(map(str, self.numbers)))


def is_confidential(terms: Terms) -> bool:
    """Whether nobody is told who chose what, not even after counting."""
    return terms.confidentiality is Confidentiality.CONFIDENTIAL


def shows_totals_alone(terms: Terms) -> bool:
    """Whether the public is told totals and nothing else: among few electors a list tells too much of each."""
    return is_confidential(terms) and terms.electorate < FEWEST_LISTED


def forgotten(found: Round, round_id: RoundId, suspended: Collection[str] = ()) -> Iterator[ForgetRound]:
    """What joins electors and choices goes, unless items are suspended: whoever objected is known by token."""
    if found.confidentiality is Confidentiality.CONFIDENTIAL and not suspended:
        yield ForgetRound(round_id)


def lists_fit(
    terms: Terms,
    latest: Collection[BallotCast],
    lists: tuple[Collection[str], Collection[str]],
    *,
    by_hand: int,
    recused: int,
) -> bool:
    """Whether choices and numbers that were committed with a count can be of the ballots that electors cast last.

    There are as many of one as of the other, and no number twice. Whose ballots are left out nobody can tell any more
    (V7), but how many at most: those of whoever voted by hand, and those that recused electors cast for themselves and
    as holders of proxies.
    """
    choices, numbers = lists
    counting = frozenset(numbers)
    most = by_hand + recused * (1 + terms.proxies_per_holder)
    return (
        len(choices) == len(numbers) == len(counting)
        and counting <= {str(cast.number) for cast in latest}
        and len(latest) - len(counting) <= most
    )


def opened(log: Log, account: AccountId, round_id: RoundId, found: Gathered) -> Opened:
    """Open the ballots that count, each compared with its seal."""
    parts = log.sealed_parts(round_id)
    without = frozenset((*_present(log, account, round_id, found), *set_aside(log, found)))
    numbers, choices = [], []
    for cast in sorted(electronic(found.latest, without), key=lambda cast: cast.number):
        part = parts.get(cast.number)
        if part is None or seal_of(part.salt, part.text) != cast.seal:
            return Opened(unsound=cast.number)
        numbers.append(cast.number)
        choices.append(read_sealed(part.text))
    return Opened(tuple(numbers), tuple(choices))


def _present(log: Log, account: AccountId, round_id: RoundId, found: Gathered) -> tuple[RoundToken, ...]:
    """The tokens of the electors on the attendance list: worked out now, and written down nowhere."""
    if found.hands is None:
        return ()
    attending = attendance_list(log, account, found.hands.minutes)
    return () if attending is None else log.tokens_in(round_id, attending)
