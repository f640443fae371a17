"""Forwards: what became of a part of an axis, through payments, transfers and what was passed on."""

from collections import deque
from collections.abc import Iterator

from ledger.identifiers import AccountId, ContributionId, account_of
from projections.base import Database
from projections.chains.finding import Part, parcel_of, partition_of
from projections.chains.links import Link, LinkKind
from projections.chains.rows import (
    Paid,
    Use,
    arrivals_about,
    carried,
    honourings_of,
    promised_by,
    unit_of,
    uses_of,
)

Step = tuple[Link, Part | Paid | None]
"""A link, and from where it goes on; None where it ends."""


def forwards(db: Database, begins: Part | Paid) -> Iterator[Link]:
    """All links, those that are nearest first; as many are looked for as are asked for."""
    for link, _ in steps(db, begins):
        yield link


def steps(db: Database, begins: Part | Paid) -> Iterator[Step]:
    """The same, with from where each goes on."""
    waiting: deque[tuple[int, Part | Paid]] = deque([(0, begins)])
    while waiting:
        depth, at = waiting.popleft()
        for link, following in (
            _from_paid(db, depth, at) if isinstance(at, Paid) else _from_part(db, depth, at)
        ):
            yield link, following
            if following is not None:
                waiting.append((link.depth, following))


def _from_part(db: Database, depth: int, part: Part) -> Iterator[Step]:
    for use in uses_of(db, part):
        account, unit = account_of(use.part.fund), unit_of(use.part.fund)
        amount = use.part.ends - use.part.begins
        kind, following = _went(use, account)
        yield Link(kind, depth, account, use.about, unit, amount), following


def _went(use: Use, account: AccountId) -> tuple[LinkKind, Part | Paid | None]:
    ends = use.offset + use.part.ends - use.part.begins
    if use.into is not None:
        return LinkKind.MOVED, carried(use.offset, ends, use.whole, use.into)
    if use.about.startswith("disbursement-"):
        return LinkKind.DISBURSED, Paid(account, use.about, use.offset, ends)
    return LinkKind.GIVEN_BACK if use.about.startswith("contribution-") else LinkKind.GONE, None


def _from_paid(db: Database, depth: int, paid: Paid) -> Iterator[Step]:
    row = promised_by(db, paid.account, paid.disbursement)
    transfer = f"transfer-{paid.disbursement.removeprefix('disbursement-')}"
    whole = paid_minor(db, paid)
    for arrival in arrivals_about(db, paid.disbursement, paid.account):
        yield _arrived(LinkKind.RETURNED, depth, paid, whole, arrival.part, paid.disbursement)
    arrivals = [] if row is None or not row.payee_account else arrivals_about(db, transfer, row.payee_account)
    for arrival in arrivals[:1]:
        yield _arrived(LinkKind.TRANSFERRED, depth, paid, whole, arrival.part, transfer)
    if row is not None and row.payee_account and not arrivals:
        there, amount = AccountId(row.payee_account), paid.ends - paid.begins
        yield Link(LinkKind.ELSEWHERE, depth, there, transfer, row.unit, amount), None
    for honouring in honourings_of(db, paid.account, paid.disbursement, row.promised) if row else ():
        assert row is not None
        begins, ends = (
            max(paid.begins, honouring.begins),
            min(paid.ends, honouring.ends, row.promised),
        )
        if begins >= ends:
            continue
        given = gift_of(db, honouring.elsewhere, honouring.contribution)
        if given is None:
            there = honouring.elsewhere
            yield (
                Link(LinkKind.PASSED_ON, depth + 1, there, honouring.contribution, row.unit, ends - begins),
                None,
            )
            continue
        offset, length = honouring.begins, honouring.ends - honouring.begins
        part = carried(begins - offset, ends - offset, length, given)
        if part.begins < part.ends:
            yield (
                Link(
                    LinkKind.PASSED_ON,
                    depth + 1,
                    honouring.elsewhere,
                    honouring.contribution,
                    unit_of(part.fund),
                    part.ends - part.begins,
                ),
                part,
            )


def _arrived(kind: LinkKind, depth: int, paid: Paid, whole: int, into: Part, about: str) -> Step:
    part = carried(paid.begins, paid.ends, whole, into)
    link = Link(kind, depth, account_of(part.fund), about, unit_of(part.fund), part.ends - part.begins)
    return link, part if part.begins < part.ends else None


def paid_minor(db: Database, paid: Paid) -> int:
    """How much a disbursement took in all; what was sent by itself at the least."""
    query = "SELECT whole_minor FROM chain_uses WHERE about = ? LIMIT 1"
    row = db.execute(query, (paid.disbursement,)).fetchone()
    return int(row[0]) if row else max(paid.ends, 1)


def gift_of(db: Database, account: AccountId, contribution: str) -> Part | None:
    """Where a contribution, or a transfer that passes on, first came in; None where that is not here."""
    arrivals = arrivals_about(db, contribution, account)
    if arrivals:
        return arrivals[0].part
    partition = partition_of(db, account)
    if partition is None:
        return None
    parcel = parcel_of(db, partition, account, ContributionId(contribution))
    return parcel.part if parcel else None
