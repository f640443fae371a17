"""What is asked of chains: a page of links from a contribution or disbursement, what they come to, and totals."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from ledger.identifiers import AccountId, account_of
from projections.base import Database, fetch
from projections.chains.backwards import backwards
from projections.chains.finding import Part
from projections.chains.forwards import forwards, gift_of, steps
from projections.chains.links import Link, LinkKind, PromiseTotals, Sum, Summary
from projections.chains.rows import Paid, honourings_of, promised_by

LARGEST_WALK = 1_000
"""Links that a summary follows."""


def begins_at(db: Database, account: AccountId, about: str) -> Part | Paid | None:
    """Where the chain of a contribution, disbursement or transfer begins; None where nothing came or went under it."""
    if about.startswith("disbursement-"):
        query = "SELECT whole_minor FROM chain_uses WHERE about = ? AND fund > ? AND fund < ? LIMIT 1"
        row = db.execute(query, (about, f"{account}/", f"{account}0")).fetchone()
        return Paid(account, about, 0, int(row[0])) if row else None
    return gift_of(db, account, about)


def page(
    db: Database, begins: Part | Paid, *, back: bool = False, after: int = 0, limit: int = 100
) -> list[Link]:
    """Links forwards or backwards, the nearest first, after so many."""
    links: Iterator[Link] = backwards(db, begins) if back else forwards(db, begins)
    return list(islice(links, after, after + limit))


def summary(
    db: Database, begins: Part | Paid, most: int = LARGEST_WALK, open_of: AccountId | None = None
) -> Summary:
    """What became of a contribution or disbursement; after so many links it is not followed any further.

    What is open is told of one account's promises where `open_of` names it, else of all.
    """
    depth = links = 0
    disbursed: Counter[str] = Counter()
    honoured: Counter[str] = Counter()
    open_: Counter[str] = Counter()
    gifts: set[object] = set()
    disbursements: set[tuple[str, str]] = set()
    accounts: set[str] = set()
    if isinstance(begins, Paid):
        accounts.add(begins.account)
        disbursements.add((begins.account, begins.disbursement))
        _promised(db, begins, honoured, open_, open_of)
    else:
        accounts.add(account_of(begins.fund))
        gifts.add(begins)
    for link, following in islice(steps(db, begins), most):
        links += 1
        depth = max(depth, link.depth)
        accounts.add(link.account)
        if link.kind is LinkKind.DISBURSED and isinstance(following, Paid):
            disbursed[link.unit] += link.amount_minor
            disbursements.add((link.account, link.about))
            _promised(db, following, honoured, open_, open_of)
        elif link.kind is LinkKind.PASSED_ON:
            gifts.add((link.account, link.about))
    return Summary(
        depth=depth,
        gifts=len(gifts),
        disbursements=len(disbursements),
        accounts=len(accounts),
        disbursed=_sums(disbursed),
        honoured=_sums(honoured),
        open=_sums(open_),
        whole=links < most,
    )


def _promised(
    db: Database, paid: Paid, honoured: Counter[str], open_: Counter[str], open_of: AccountId | None
) -> None:
    """What of a part of a disbursement was passed on, and what of it still is to be."""
    row = promised_by(db, paid.account, paid.disbursement)
    if row is None or not row.promised:
        return
    ends = min(paid.ends, row.promised)
    passed_on = sum(
        max(0, min(ends, honouring.ends) - max(paid.begins, honouring.begins))
        for honouring in honourings_of(db, paid.account, paid.disbursement, row.promised)
    )
    honoured[row.unit] += passed_on
    if not row.ended and open_of in {None, paid.account}:
        open_[row.unit] += max(0, ends - paid.begins) - passed_on


def _sums(totals: Counter[str]) -> tuple[Sum, ...]:
    return tuple(Sum(unit, amount) for unit, amount in sorted(totals.items()) if amount)


def promise_totals(db: Database, account: AccountId) -> list[PromiseTotals]:
    """An account's promises by unit (K4)."""
    return fetch(db, PromiseTotals, "FROM promise_totals WHERE account = ? ORDER BY unit", (account,))
