"""All that the accounts of a ledger ever told each other, as it was told and as a liar would tell it."""

from collections.abc import Iterator
from random import Random
from typing import Any

import msgspec

from ledger.delivery import Arrived
from ledger.identifiers import account_of
from ledger.ledger import Ledger
from ledger.post.abroad import _understood
from ledger.post.parcel import LARGEST_NUMBER, _require_sound
from ledger.post.refusals import MessageNotUnderstood
from ledger.refusals import Refused

PLANTED = "Rosa Lima, Rua Direita 7"
"""What must never be kept, since an event can never be erased."""

HOSTILE: tuple[Any, ...] = (
    PLANTED,
    f"EUR:{PLANTED}",
    "",
    "/",
    ":",
    "unrestricted",
    "awaiting",
    "contributions",
    "account",
    "account-/",
    "../account-0000000000000000",
    "transfer-x/y",
    "purpose-0000000000000000",
    "EUR:piece",
    "x" * 200,
    "cement:kg",
    "goat:piece",
    "ZZZ",
    "é\u202e\u0001",
    "0001-01-01",
    "9999-12-31",
    "1e308",
    "0",
    "-1",
    "NaN",
    0,
    1,
    -1,
    LARGEST_NUMBER,
    -LARGEST_NUMBER,
    None,
    True,
    False,
    [],
    {},
)
"""What stands in the place of something honest."""


def told(ledger: Ledger) -> list[Arrived]:
    """Every message that any event sends, in the order of the log."""
    found = []
    for partition in ledger.store.partitions():
        for recorded in ledger.store.read(partition, 0, 1_000_000):
            for sending in recorded.event.sends(recorded.stream):
                papers = (ledger.papers.paper(seal) for seal in sending.papers)
                arrived = Arrived(
                    sender=account_of(recorded.stream),
                    to=sending.to,
                    message=sending.message,
                    papers=tuple(paper for paper in papers if paper is not None),
                )
                found.append(arrived)
    return found


def lies(arrived: Arrived, chance: Random) -> Iterator[Arrived]:
    """The same with each of its values in turn exchanged for a hostile one, as far as a parcel can carry that."""
    honest = msgspec.to_builtins(arrived.message)
    for place in _places(honest):
        if place == ("kind",):
            continue
        for value in HOSTILE:
            said = _with(_of_something_new(honest, chance), place, value)
            try:
                _require_sound([said])
                message = _understood(said)
            except (MessageNotUnderstood, ValueError, Refused):
                continue
            yield msgspec.structs.replace(
                arrived, message=message, papers=arrived.papers if chance.random() < 0.8 else ()
            )


def _of_something_new(said: dict[str, Any], chance: Random) -> dict[str, Any]:
    """The same told of an id that nobody knows yet, so that the lie is not passed over as a repeat."""
    for name in ("link", "transfer", "exchange", "adoption", "statement", "call", "contribution", "twinning"):
        if name in said:
            fresh = "".join(chance.choices("0123456789abcdefghjkmnpqrstvwxyz", k=16))
            return said | {name: f"{said[name].split('-')[0]}-{fresh}"}
    return said


def _places(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    match value:
        case dict():
            for key, part in value.items():
                yield (*before, key)
                yield from _places(part, (*before, key))
        case list() | tuple():
            for number, part in enumerate(value):
                yield (*before, number)
                yield from _places(part, (*before, number))
        case _:
            pass


def _with(value: Any, place: tuple[Any, ...], new: Any) -> Any:
    if not place:
        return new
    first, *rest = place
    if isinstance(value, dict):
        return value | {first: _with(value[first], tuple(rest), new)}
    parts = list(value)
    parts[first] = _with(parts[first], tuple(rest), new)
    return parts
