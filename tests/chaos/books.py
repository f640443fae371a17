"""The books as anyone reads them over HTTP: they balance, and hold what the writers gave."""

from collections import defaultdict
from decimal import Decimal

from tests.chaos.asking import Line
from tests.chaos.deeds import Deed, Deeds
from tests.chaos.processes import until
from tests.chaos.verdict import place_of
from tests.chaos.world import BEGINNING, Account, World

LARGEST_PAGE = 1_000
LATEST_VIEWS_S = 60.0


def unbalanced(port: int, world: World, deeds: Deeds) -> set[str]:
    """What does not add up, while all writers rest. Raises Unanswered or Silent."""
    found: set[str] = set()
    line = Line(port)
    try:
        for account in world.accounts:
            own = [deed for deed in deeds.since(0) if deed.account == account.account]
            _wait_for_views(line, account, own)
            found |= _trial(line, account, own) | _journal(line, account)
    finally:
        line.close()
    return found


def _wait_for_views(line: Line, account: Account, own: list[Deed]) -> None:
    """Until they show the newest act. Raises Silent: late views are no wrong sum, but trouble of another kind."""
    newest = max((deed.position for deed in own), key=place_of, default=None)
    if newest is not None:
        path = f"{account.at}/trial-balance?min_position={newest}"
        until(lambda: line.get(path).status == 200, "the views did not show the newest act", LATEST_VIEWS_S)


def _trial(line: Line, account: Account, own: list[Deed]) -> set[str]:
    """Per unit the books add up to nothing, and what is held is what was given."""
    told = line.get(f"{account.at}/trial-balance")
    if told.status != 200:
        return {f"the trial balance of {account.account} was answered {told.status}"}
    sums: dict[str, Decimal] = defaultdict(Decimal)
    held = Decimal(0)
    for row in told.body["items"]:
        balance = Decimal(row["debit"]) - Decimal(row["credit"])
        sums[row["unit"]] += balance
        if row["code"].startswith("assets:"):
            held += balance
    given = Decimal(BEGINNING) + Decimal(sum(deed.amount_minor for deed in own)) / 100
    found = {f"{account.account} is off by {off} {unit}" for unit, off in sums.items() if off}
    if held != given:
        found.add(f"{account.account} holds {held} EUR, and its writers gave {given}")
    return found


def _journal(line: Line, account: Account) -> set[str]:
    """The postings of each event add up to nothing."""
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    path: str | None = f"{account.at}/journal?limit={LARGEST_PAGE}"
    while path is not None:
        told = line.get(path)
        if told.status != 200:
            return {f"the journal of {account.account} was answered {told.status}"}
        for row in told.body["items"]:
            sums[row["position"], row["unit"]] += Decimal(row["debit"]) - Decimal(row["credit"])
        link = told.headers.get("link")
        path = None if link is None else link[link.index("<") + 1 : link.index(">")]
    return {
        f"the postings of {position} are off by {off} {unit}" for (position, unit), off in sums.items() if off
    }
