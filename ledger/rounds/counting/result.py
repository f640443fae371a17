"""What a count gives: tallies and what is accepted."""

from collections.abc import Callable
from hashlib import sha256

import msgspec

from ledger.context import canonical
from ledger.rounds.counting.trace import Trace


class Tally(msgspec.Struct, frozen=True, omit_defaults=True):
    """How many counting ballots chose this: an option's label, or yes, no, abstain."""

    label: str
    votes: int
    """Ballots that name it."""
    score: int | None = None
    """Points together, or those of its ranks; None where the rule goes by votes alone."""


class Hands(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an assembly chose by show of hands: totals that count as the votes of those present (R9)."""

    present: int
    """Electors present; one who raised no hand is among them, as one who hands in an empty ballot."""
    totals: tuple[Tally, ...]
    """One for each option of the ballot, or for yes, no and abstain, in the ballot's order."""
    represented: int = 0
    """Electors for whom somebody present raised a hand, by proxy (M6)."""

    @property
    def voting(self) -> int:
        """Electors whose votes these are."""
        return self.present + self.represented


def sealed_as(hands: Hands) -> str:
    """What is sealed of a show of hands, as anyone may write it down again."""
    totals = [[total.label, total.votes] for total in hands.totals]
    return canonical([hands.present, totals, *([hands.represented] if hands.represented else [])])


class Result(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a round decided."""

    ballots_counted: int
    """Electors who took part: one counting ballot each, or present at a show of hands."""
    by_hand: int = 0
    """How many of these were present, or represented, at a show of hands (R9)."""
    quorum_reached: bool
    tallies: tuple[Tally, ...]
    """In the order of the result: what the rule takes first, ties in the declared order."""
    accepted: tuple[str, ...]
    """Labels of the accepted options, sorted as text."""
    tie_decided: bool
    """Another order of options that are equal for the rule would accept other options (R7)."""


def result_bytes(result: Result) -> bytes:
    """What a recount is compared with, byte for byte (R4)."""
    return msgspec.json.encode(result)


def result_hash(result: Result) -> str:
    """Of these bytes, for whoever compares results by telephone: SHA-256 in hexadecimal."""
    return sha256(result_bytes(result)).hexdigest()


class Outcome(msgspec.Struct, frozen=True):
    """What a rule makes of the ballots, before anybody asks whether enough took part."""

    tallies: tuple[Tally, ...]
    accepted: tuple[str, ...]
    """Labels, in the order in which they were accepted."""
    tie_decided: bool
    why: Callable[[], Trace]
    """Works out the trace, which only who asks for it needs."""
