"""What an elector says on a ballot, and what a round asks of it."""

from collections.abc import Iterable

import msgspec

from ledger.context import canonical
from ledger.rounds.terms import BallotType


class Choices(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one ballot chooses: labels of options, or one of yes, no and abstain."""

    labels: tuple[str, ...]
    """A ranked ballot names the preferred option first; every other one is sorted as text, so that the order in which
    somebody named the options tells nothing of them."""
    points: tuple[int, ...] = ()
    """One for each label, on cumulative and score ballots; none on others."""

    def parts(self) -> list[tuple[str, ...] | tuple[int, ...]]:
        """Labels and, where there are any, points: what is written down of them."""
        return [self.labels, self.points] if self.points else [self.labels]

    def written(self) -> str:
        """The one way to write them down."""
        return canonical(self.parts())


def choices_of(ballot_type: BallotType, labels: Iterable[str], points: Iterable[int] = ()) -> Choices:
    """The choices as they are kept: in the order of preference where the ballot is ranked, else sorted by label."""
    named, given = tuple(labels), tuple(points)
    if ballot_type is BallotType.RANKED:
        return Choices(named, given)
    if not given:
        return Choices(tuple(sorted(named)))
    pairs = sorted(zip(named, given, strict=True))
    return Choices(tuple(label for label, _ in pairs), tuple(point for _, point in pairs))


def sealed_ballot(number: int, choices: Choices) -> str:
    """What a ballot's seal is over with its salt, as anyone may write it down again."""
    return canonical([number, *choices.parts()])


def read_sealed(text: str) -> Choices:
    """The choices of what a ballot's seal is over, which was compared with the seal before."""
    _, labels, *points = msgspec.json.decode(text)
    return Choices(tuple(labels), tuple(points[0]) if points else ())


def read_choices(written: str) -> Choices:
    """The choices that were written down so."""
    labels, *points = msgspec.json.decode(written)
    return Choices(tuple(labels), tuple(points[0]) if points else ())
