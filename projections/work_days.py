"""Work days: attendance sheets, who stands on them, and who confirmed them."""

from collections.abc import Iterator
from datetime import date

import msgspec

from ledger.contributions.state import Motive
from ledger.event import Recorded
from ledger.identifiers import AccountId, ContributionId, MemberToken, PurposeId, SheetId, account_of
from ledger.work.events import WorkDayConfirmed, WorkDayRecorded, WorkDayRefused
from ledger.work.state import SheetStatus
from projections.base import Database, Table, View, fetch


class WorkDays(View):
    """One row per sheet and one per line of it."""

    name = "work_days"
    tables = (
        Table(
            "sheets",
            "account TEXT NOT NULL, id TEXT NOT NULL, status TEXT NOT NULL, effective TEXT NOT NULL, "
            "leader TEXT NOT NULL, people INTEGER NOT NULL, minutes INTEGER NOT NULL, purpose TEXT NOT NULL, "
            "motive TEXT NOT NULL, judged_by TEXT, recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, "
            "PRIMARY KEY (account, id)",
            indexes={"sheets_by_position": "account, position"},
        ),
        Table(
            "sheet_lines",
            "account TEXT NOT NULL, sheet TEXT NOT NULL, place INTEGER NOT NULL, contribution TEXT NOT NULL, "
            "worker TEXT NOT NULL, minutes INTEGER NOT NULL, PRIMARY KEY (account, sheet, place)",
        ),
    )
    reacts_to = frozenset({WorkDayConfirmed, WorkDayRecorded, WorkDayRefused})

    def react(self, recorded: Recorded, db: Database) -> None:
        event, account = recorded.event, account_of(recorded.stream)
        match event:
            case WorkDayRecorded():
                sums = len(event.lines), sum(line.minutes for line in event.lines)
                how = SheetStatus.RECORDED, event.effective.isoformat(), event.leader, *sums
                rest = event.purpose, event.motive, None, recorded.envelope.recorded_us, recorded.position
                db.execute(
                    "INSERT INTO sheets VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (account, event.sheet, *how, *rest),
                )
                rows = [
                    (account, event.sheet, place, line.contribution, line.worker, line.minutes)
                    for place, line in enumerate(event.lines, 1)
                ]
                db.insert("sheet_lines", rows)
            case WorkDayConfirmed():
                self._judge(db, account, event.sheet, SheetStatus.CONFIRMED, event.confirmed_by)
            case WorkDayRefused():
                self._judge(db, account, event.sheet, SheetStatus.REFUSED, event.refused_by)
            case _:
                pass

    def _judge(
        self, db: Database, account: AccountId, sheet: SheetId, status: SheetStatus, by: MemberToken
    ) -> None:
        query = "UPDATE sheets SET status = ?, judged_by = ? WHERE account = ? AND id = ?"
        db.execute(query, (status, by, account, sheet))

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """By account and sheet, and by line."""
        for account, own, status, minutes in db.execute("SELECT account, id, status, minutes FROM sheets"):
            yield f"sheets/{account}/{own}/minutes", minutes
            yield f"sheets/{account}/{own}/{status}", 1
        for account, sheet, contribution, minutes in db.execute(
            "SELECT account, sheet, contribution, minutes FROM sheet_lines"
        ):
            yield f"sheets/{account}/{sheet}/{contribution}/minutes", minutes


class Sheet(msgspec.Struct, frozen=True):
    """An attendance sheet."""

    id: SheetId
    status: SheetStatus
    effective: date
    """The day of the work."""
    leader: MemberToken
    people: int
    minutes: int
    purpose: PurposeId
    motive: Motive
    judged_by: MemberToken | None
    """Who confirmed or refused it (C4)."""
    recorded_us: int
    position: int


class SheetLine(msgspec.Struct, frozen=True):
    """One person's time."""

    contribution: ContributionId
    worker: str
    minutes: int


def page(
    db: Database,
    account: AccountId,
    *,
    status: SheetStatus | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[Sheet]:
    """An account's sheets in the order of recording, after the position of the page before."""
    wanted = "" if status is None else "AND status = :status"
    rest = (
        f"FROM sheets WHERE account = :account AND position > :after {wanted} ORDER BY position LIMIT :limit"
    )
    return fetch(db, Sheet, rest, {"account": account, "after": after, "status": status, "limit": limit})


def find(db: Database, account: AccountId, sheet: SheetId) -> Sheet | None:
    """One sheet; None where the account has no such."""
    found = fetch(db, Sheet, "FROM sheets WHERE account = ? AND id = ?", (account, sheet))
    return found[0] if found else None


def lines(db: Database, account: AccountId, sheet: SheetId) -> list[SheetLine]:
    """Who stands on a sheet, in its order."""
    rest = "FROM sheet_lines WHERE account = ? AND sheet = ? ORDER BY place"
    return fetch(db, SheetLine, rest, (account, sheet))
