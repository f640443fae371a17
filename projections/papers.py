"""Papers: which evidence files an account has, and what became of them. Their bytes lie in the papers store."""

from collections.abc import Iterator

import msgspec

from ledger.event import Recorded
from ledger.identifiers import AccountId, MemberToken, PaperId, account_of
from ledger.papers.events import PaperFiled, PaperForgotten
from ledger.papers.state import MediaType, PaperKind
from projections.base import Database, Table, View, fetch


class Papers(View):
    """One row per paper."""

    name = "papers"
    tables = (
        Table(
            "filed_papers",
            "account TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, media_type TEXT NOT NULL, "
            "size_bytes INTEGER NOT NULL, seal TEXT NOT NULL, public INTEGER NOT NULL, filed_by TEXT NOT NULL, "
            "forgotten_us INTEGER, forgotten_by TEXT, confirmed_by TEXT, reason TEXT, "
            "recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (account, id)",
            indexes={"papers_by_position": "account, position"},
        ),
    )
    reacts_to = frozenset({PaperFiled, PaperForgotten})

    def react(self, recorded: Recorded, db: Database) -> None:
        event, account = recorded.event, account_of(recorded.stream)
        at_us, actor = recorded.envelope.recorded_us, recorded.envelope.actor
        match event:
            case PaperFiled():
                what = event.paper_kind, event.media_type, event.size_bytes, event.seal, int(event.public)
                row = (account, event.paper, *what, actor, *(None,) * 4, at_us, recorded.position)
                db.insert("filed_papers", [row])
            case PaperForgotten():
                db.execute(
                    "UPDATE filed_papers SET forgotten_us = ?, forgotten_by = ?, confirmed_by = ?, reason = ?"
                    " WHERE account = ? AND id = ?",
                    (at_us, actor, event.confirmed_by, event.reason, account, event.paper),
                )
            case _:
                pass

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """The size of every paper, and whether its bytes are to be there still."""
        query = "SELECT account, id, size_bytes, forgotten_us FROM filed_papers ORDER BY account, id"
        for account, own, size_bytes, forgotten_us in db.execute(query):
            yield f"papers/{account}/{own}/bytes", size_bytes
            yield f"papers/{account}/{own}/forgotten", int(forgotten_us is not None)


class FiledPaper(msgspec.Struct, frozen=True):
    """A paper."""

    id: PaperId
    kind: PaperKind
    media_type: MediaType
    size_bytes: int
    seal: str
    """SHA-256 over a salt, a newline and the bytes' SHA-256, hexadecimal."""
    public: bool
    filed_by: str
    """Token or key id of who filed it."""
    forgotten_us: int | None
    """When its bytes were taken away on purpose; None where they are to be there."""
    forgotten_by: str | None
    confirmed_by: MemberToken | None
    """The second officer."""
    reason: str | None
    """Seal of the reason."""
    recorded_us: int
    position: int


def page(
    db: Database, account: AccountId, *, kind: PaperKind | None = None, after: int = 0, limit: int = 100
) -> list[FiledPaper]:
    """An account's papers in the order of filing, after the position of the page before."""
    wanted = "" if kind is None else "AND kind = :kind"
    rest = (
        f"FROM filed_papers WHERE account = :account AND position > :after {wanted}"
        " ORDER BY position LIMIT :limit"
    )
    return fetch(db, FiledPaper, rest, {"account": account, "after": after, "kind": kind, "limit": limit})


def find(db: Database, account: AccountId, paper: PaperId) -> FiledPaper | None:
    """One paper; None where the account has no such."""
    found = fetch(db, FiledPaper, "FROM filed_papers WHERE account = ? AND id = ?", (account, paper))
    return found[0] if found else None
