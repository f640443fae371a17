"""Backwards: where a part of an axis, or of a disbursement, came from."""

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from ledger.event import Event
from ledger.identifiers import AccountId, account_of
from ledger.promises.state import Honours
from ledger.work.events import WorkDayConfirmed
from projections.base import Database
from projections.chains.finding import Part, parcels_between, partition_of
from projections.chains.forwards import paid_minor
from projections.chains.links import Link, LinkKind
from projections.chains.rows import (
    Arrival,
    Paid,
    arrival_at,
    carried_back,
    honourings_of,
    next_arrival,
    promised_by,
    unit_of,
    uses_about,
)


class Step(NamedTuple):
    """A link, and what lies before it; nothing where it begins."""

    link: Link
    before: tuple[Part | Paid, ...] = ()


def backwards(db: Database, begins: Part | Paid) -> Iterator[Link]:
    """All links, those that are nearest first; as many are looked for as are asked for."""
    waiting: deque[tuple[int, Part | Paid]] = deque([(0, begins)])
    while waiting:
        depth, at = waiting.popleft()
        if isinstance(at, Paid):
            uses = uses_about(db, at.disbursement, at.begins, at.ends, at.account)
            waiting.extendleft((depth, use.part) for use in reversed(list(uses)))
            continue
        for step in before(db, at, depth):
            yield step.link
            waiting.extend((step.link.depth, before) for before in step.before)


def before(db: Database, part: Part, depth: int = 0) -> Iterator[Step]:
    """What came into a part of an axis, in order."""
    fund, at, ends = part
    while at < ends:
        arrival = arrival_at(db, fund, at)
        if arrival is not None:
            until = min(ends, arrival.part.ends)
            yield from _arrived(db, depth, arrival, Part(fund, at, until))
            at = until
            continue
        following = next_arrival(db, fund, at)
        until = ends if following is None else min(ends, following)
        yield from _given(db, depth, Part(fund, at, until))
        at = until


def _given(db: Database, depth: int, part: Part) -> Iterator[Step]:
    """Contributions that have no row. What is gone before it came has none yet (L2)."""
    account, unit = account_of(part.fund), unit_of(part.fund)
    partition = partition_of(db, account)
    for parcel in parcels_between(db, partition, part) if partition else ():
        begins, ends = max(part.begins, parcel.part.begins), min(part.ends, parcel.part.ends)
        contribution = parcel.event.contribution
        link = Link(LinkKind.CONTRIBUTION, depth, account, contribution, unit, ends - begins)
        yield Step(link)
        yield from _honours(db, depth, parcel.part, Part(part.fund, begins, ends), contribution, parcel.event)


def _told(event: Event | None, contribution: str) -> Honours | None:
    """What an event says that a contribution honours; of an attendance sheet, what that line of it does."""
    if isinstance(event, WorkDayConfirmed):
        return next((line.honours for line in event.lines if line.contribution == contribution), None)
    honours = getattr(event, "honours", None)
    return honours if isinstance(honours, Honours) else None


def _arrived(db: Database, depth: int, arrival: Arrival, part: Part) -> Iterator[Step]:
    account, unit, about = account_of(part.fund), unit_of(part.fund), arrival.about
    amount, length = part.ends - part.begins, arrival.part.ends - arrival.part.begins
    begins, ends = part.begins - arrival.part.begins, part.ends - arrival.part.begins
    if arrival.moved:
        taken = carried_back(begins, ends, length, arrival.moved)
        uses = uses_about(db, about, *taken, account, (arrival.position, arrival.pair))
        link = Link(LinkKind.MOVED, depth, account, about, unit, amount)
        yield Step(link, tuple(use.part for use in uses))
    elif about.startswith("disbursement-"):
        whole = paid_minor(db, Paid(account, about, begins, ends))
        paid = Paid(account, about, *carried_back(begins, ends, length, whole))
        yield Step(Link(LinkKind.RETURNED, depth, account, about, unit, amount), (paid,))
    elif about.startswith("transfer-"):
        yield _transferred(db, depth, arrival, part)
        yield from _honours(db, depth, arrival.part, part, about, None)
    elif about.startswith("contribution-"):
        yield Step(Link(LinkKind.CONTRIBUTION, depth, account, about, unit, amount))
        partition = partition_of(db, account)
        found = db.log.events_at(partition, [arrival.position]) if partition else ()
        yield from _honours(db, depth, arrival.part, part, about, found[0].event if found else None)
    else:
        yield Step(Link(LinkKind.CAME, depth, account, about, unit, amount))


def _transferred(db: Database, depth: int, arrival: Arrival, part: Part) -> Step:
    """The other account's disbursement; where that is not here, its id is what to ask there for."""
    disbursement = f"disbursement-{arrival.about.removeprefix('transfer-')}"
    amount, unit = part.ends - part.begins, unit_of(part.fund)
    sent = next(uses_about(db, disbursement, 0, 2**63 - 1), None)
    if sent is None:
        here = account_of(part.fund)
        return Step(Link(LinkKind.ELSEWHERE, depth, here, arrival.about, unit, amount))
    there = account_of(sent.part.fund)
    begins, ends = part.begins - arrival.part.begins, part.ends - arrival.part.begins
    taken = carried_back(begins, ends, arrival.part.ends - arrival.part.begins, sent.whole)
    link = Link(LinkKind.TRANSFERRED, depth, there, arrival.about, unit, amount)
    return Step(link, (Paid(there, disbursement, *taken),))


def _honours(
    db: Database, depth: int, whole: Part, part: Part, contribution: str, event: Event | None
) -> Iterator[Step]:
    """The promise that a contribution honours, and what of the disbursement this part of it passes on."""
    query = "SELECT account, disbursement FROM chain_honourings WHERE elsewhere = ? AND contribution = ?"
    row = db.execute(query, (account_of(whole.fund), contribution)).fetchone()
    if row is None:
        honours = _told(event, contribution)
        if honours is not None:
            amount = honours.amount_minor - honours.taken_back_minor
            link = Link(
                LinkKind.PASSED_ON,
                depth + 1,
                honours.account,
                honours.disbursement,
                honours.unit,
                amount,
            )
            yield Step(link)
        return
    holder, disbursement = AccountId(row[0]), str(row[1])
    promised = promised_by(db, holder, disbursement)
    assert promised is not None, "what is honoured was authorised"
    for honouring in honourings_of(db, holder, disbursement, promised.promised):
        if (honouring.elsewhere, honouring.contribution) == (account_of(whole.fund), contribution):
            begins, ends = carried_back(
                part.begins - whole.begins,
                part.ends - whole.begins,
                whole.ends - whole.begins,
                honouring.ends - honouring.begins,
            )
            begins, ends = honouring.begins + begins, min(honouring.begins + ends, promised.promised)
            if begins < ends:
                link = Link(LinkKind.PASSED_ON, depth + 1, holder, disbursement, promised.unit, ends - begins)
                yield Step(link, (Paid(holder, disbursement, begins, ends),))
