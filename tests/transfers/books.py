"""What the logs say of transfers, added up by a few lines of arithmetic that share nothing with the ledger's own.

A cut takes so many events of each account's log. It is causally consistent where, with every message that was taken in,
it has the event that sent it. The rules are held on such cuts: at the end of every step, and on others drawn at random.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from random import Random
from typing import NamedTuple

from ledger.accounts.events import PaymentBooked, PaymentRestored
from ledger.event import Event
from ledger.identifiers import AccountId, TransferId, part_of
from ledger.transfers.events import (
    TransferAcknowledged,
    TransferAnnounced,
    TransferBooked,
    TransferReceived,
    TransferRefused,
    TransferReturned,
    TransferSent,
    TransferVoidAsked,
    TransferVoided,
)


class Told(NamedTuple):
    """An event of a log."""

    stream: str
    event: Event
    begins: bool
    """Whether it is the first of its command, all of whose events are there or none."""


class Broken(AssertionError):  # noqa: N818 - said as people say it
    """A rule does not hold."""


class Account(NamedTuple):
    """One account's log, as far as a cut has it, added up by transfer."""

    left: Counter[str]
    """Paid out and not restored, by transfer."""
    booked: Counter[str]
    fees: Counter[str]
    facts: dict[str, list[str]]
    """Kinds of events, by transfer."""


def added_up(events: Iterable[Told]) -> Account:
    """An account's events so far."""
    left: Counter[str] = Counter()
    booked: Counter[str] = Counter()
    fees: Counter[str] = Counter()
    facts: dict[str, list[str]] = defaultdict(list)
    for stream, event, _ in events:
        match event:
            case PaymentBooked():
                left[event.disbursement.replace("disbursement-", "transfer-")] += event.line.amount_minor
            case PaymentRestored():
                left[event.disbursement.replace("disbursement-", "transfer-")] -= event.line.amount_minor
            case TransferBooked():
                booked[event.transfer] += event.line.amount_minor
            case TransferReceived():
                fees[part_of(stream)] += event.fee_minor
            case _:
                pass
        if "/transfer-" in stream:
            facts[part_of(stream)].append(event.kind())
    return Account(left, booked, fees, facts)


def require_rules(accounts: Mapping[AccountId, Iterable[Told]]) -> None:
    """X2, X3 and X6 on one causally consistent cut. Raises Broken."""
    books = {account: added_up(events) for account, events in accounts.items()}
    sent = {
        TransferId(part_of(stream)): (account, event)
        for account, events in accounts.items()
        for stream, event, _ in events
        if isinstance(event, TransferSent)
    }
    left = in_transit = arrived = 0
    for transfer, (sender, event) in sent.items():
        here, there = books[sender], books[event.to]
        amount = event.terms.amount_minor
        answers = [kind for kind in there.facts.get(transfer, ()) if kind in _ANSWERS]
        known = [kind for kind in here.facts[transfer] if kind in _KNOWN]
        if len(answers) > 1 or len(known) > 1:
            raise Broken(f"X3: {transfer} was answered {answers}, known as {known}")
        received = "transfer-received" in answers
        if received is not bool(there.booked[transfer] + there.fees[transfer]):
            raise Broken(f"X3: {transfer} is {answers} and booked with {there.booked[transfer]}")
        if "transfer-returned" in known and answers not in (["transfer-refused"], ["transfer-voided"]):
            raise Broken(f"X6: {transfer} came back, and over there it is {answers}")
        if here.left[transfer] != (0 if "transfer-returned" in known else amount):
            raise Broken(f"X6: {here.left[transfer]} of {amount} are away with {transfer}, known as {known}")
        left += here.left[transfer]
        in_transit += amount if not received and "transfer-returned" not in known else 0
    for account in books.values():
        arrived += account.booked.total() + account.fees.total()
        if strays := set(account.booked) - set(sent):
            raise Broken(f"X2: {strays} came from nowhere")
    if left != in_transit + arrived:
        raise Broken(f"X2: {left} left, {in_transit} are in transit, {arrived} arrived")


_ANSWERS = {"transfer-received", "transfer-refused", "transfer-voided"}
_KNOWN = {"transfer-acknowledged", "transfer-returned"}


def a_cut(logs: Mapping[AccountId, list[Told]], random: Random) -> dict[AccountId, list[Told]]:
    """A causally consistent cut: some of each log, and whatever what was taken in stands upon."""
    ends = {account: random.randint(0, len(log)) for account, log in logs.items()}
    sendings = _sendings(logs)
    while True:
        needed = {
            place
            for account, log in logs.items()
            for stream, event, _ in log[: ends[account]]
            for place in _stands_upon(account, stream, event, sendings)
        }
        more = {
            account: _whole(log, max([ends[account], *(n for a, n in needed if a == account)]))
            for account, log in logs.items()
        }
        if more == ends:
            return {account: log[: ends[account]] for account, log in logs.items()}
        ends = more


def _whole(log: list[Told], end: int) -> int:
    """An end that cuts through no command."""
    while end < len(log) and not log[end].begins:
        end += 1
    return end


Sendings = Mapping[tuple[str, str], list[tuple[AccountId, int]]]
"""By transfer and kind: which account's log must reach how far."""


def _sendings(logs: Mapping[AccountId, list[Told]]) -> Sendings:
    found: dict[tuple[str, str], list[tuple[AccountId, int]]] = defaultdict(list)
    for account, log in logs.items():
        for place, (stream, event, _) in enumerate(log, 1):
            if "/transfer-" in stream:
                found[part_of(stream), event.kind()].append((account, place))
    return found


def _stands_upon(
    account: AccountId, stream: str, event: Event, sendings: Sendings
) -> Iterable[tuple[AccountId, int]]:
    """The event whose message an event took in."""
    match event:
        case TransferAnnounced():
            kinds: tuple[str, ...] = (TransferSent.kind(),)
        case TransferVoided():
            kinds = (TransferVoidAsked.kind(),)
        case TransferAcknowledged():
            kinds = (TransferReceived.kind(),)
        case TransferReturned():
            kinds = (TransferRefused.kind(), TransferVoided.kind())
        case _:
            return ()
    return [
        place for kind in kinds for place in sendings.get((part_of(stream), kind), ()) if place[0] != account
    ]
