"""What is held back from raw events and states, in this one place.

Before a round is counted, a ballot is its number and its seal (V8): its choices, the salt, and the round token, which
would tell who voted twice, are left out; a proxy is that one was given or withdrawn, and a show of hands is its minutes
and its seal. Afterwards all are whole.
Callers' keys never show the hash of their secret. That one promise was opened or forgiven is for those with a role in
its account: the public has totals (K4). How many children a small sponsorship supports is for the account's auditor
alone (W4).
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from api.http.positions import written
from api.http.presenting import moment
from ledger.event import Event, Recorded
from ledger.identifiers import Stream
from ledger.keys.events import KeyIssued, KeyRevoked
from ledger.keys.state import Key
from ledger.ledger import Ledger
from ledger.links.events import LinkBegun
from ledger.links.state import FEWEST_SHOWN, is_small
from ledger.promises.events import PromiseForgiven, PromiseOpened
from ledger.rounds.events import BallotCast, ProxyGiven, ProxyWithdrawn, RoundExtended, ShowOfHandsEntered
from ledger.rounds.state import Round
from ledger.state import State

OF_ONE_PROMISE = frozenset({PromiseOpened.kind(), PromiseForgiven.kind()})
"""Kinds of events that tell the public who has not passed on yet, or could not; what was passed on is public."""

OF_ELECTORS = BallotCast, ProxyGiven, ProxyWithdrawn, RoundExtended
"""What electors do under their round tokens, or bring about by it."""
_KINDS_OF_ELECTORS = frozenset(event.kind() for event in OF_ELECTORS)


class Redaction:
    """Shows events and states of one log as far as they may be seen now. One object serves one request."""

    def __init__(self, ledger: Ledger, *, audits: bool) -> None:
        self._ledger = ledger
        self._audits = audits
        self._counted: dict[Stream, bool] = {}

    def event(self, recorded: Recorded) -> dict[str, Any]:
        """An event with its place and envelope. What makes repeated requests recognisable stays inside."""
        votes = isinstance(recorded.event, (*OF_ELECTORS, ShowOfHandsEntered))
        uncounted = votes and not self._is_counted(recorded.stream)
        of_elector = uncounted and isinstance(recorded.event, OF_ELECTORS)
        return {
            "position": written(recorded.partition, recorded.position),
            "stream": recorded.stream,
            "version": recorded.version,
            "kind": recorded.event.kind(),
            "recorded": moment(recorded.envelope.recorded_us),
            "actor": None if of_elector else recorded.envelope.actor,
            "cause": recorded.envelope.cause,
            "schema": recorded.envelope.schema,
            "data": _closed(recorded.event) if uncounted else self._data(recorded.event),
        }

    def actor(self, stream: str, kind: str, actor: str) -> str | None:
        """Who acted; before counting, not who cast a ballot or gave a proxy."""
        if kind in _KINDS_OF_ELECTORS and not self._is_counted(Stream(stream)):
            return None
        return actor

    def _data(self, event: Event) -> dict[str, Any]:
        fields: dict[str, Any] = msgspec.to_builtins(event)
        fields.pop("kind")
        if isinstance(event, KeyIssued | KeyRevoked):
            fields.pop("secret")
        if isinstance(event, LinkBegun) and is_small(event.group) and not self._audits:
            fields["group"] = {"fewer_than": FEWEST_SHOWN}
        return fields

    def _is_counted(self, stream: Stream) -> bool:
        """Whether a round is counted now; asked of the ledger, which is never behind."""
        if stream not in self._counted:
            found = self._ledger.state(stream)
            state = found[0] if found is not None else None
            self._counted[stream] = isinstance(state, Round) and state.result is not None
        return self._counted[stream]


def _closed(event: Event) -> dict[str, Any]:
    """What may be seen of votes before their round is counted."""
    if isinstance(event, ShowOfHandsEntered):
        return {"minutes": event.minutes, "seal": event.seal}
    if isinstance(event, RoundExtended):
        return {"closes_us": event.closes_us}
    return {"number": event.number, "seal": event.seal} if isinstance(event, BallotCast) else {}


def state_shown(state: State) -> dict[str, Any]:
    """A state as JSON can say it: amounts in minor units, what is kept under several names as a list of its own.

    No state holds choices or tallies before counting, so that nothing of them has to be left out.
    """
    fields = {name: getattr(state, name) for name in state.__struct_fields__}
    if isinstance(state, Key):
        fields.pop("mark")
    return {name: _plain(value) for name, value in fields.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping) and any(isinstance(name, tuple) for name in value):
        named = ((list(name), msgspec.to_builtins(item)) for name, item in value.items())
        return [{"of": of, **(it if isinstance(it, Mapping) else {"amount_minor": it})} for of, it in named]
    return msgspec.to_builtins(value)
