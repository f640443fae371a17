"""`usf papers`: evidence files filed, listed and fetched, and all papers checked by their seals."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.common import (
    AccountOption,
    Bar,
    Database,
    Json,
    as_json,
    as_table,
    give_up,
    reading,
    recording,
    say,
    storing,
)
from api.cli.names import chosen
from ledger.context import moment_of
from ledger.identifiers import AccountId, PaperId
from ledger.papers.checking import Finding, PapersCheck, Trouble
from ledger.papers.commands import FilePaper
from ledger.papers.media import LARGEST_BYTES, examined
from ledger.papers.state import PaperKind
from projections import papers
from projections.base import Database as Views

OPERATOR = "operator"
"""The actor of what is done on the command line, by whoever may open the database."""

PAGE = 1_000

Account = Annotated[str, typer.Option("--account", help="Id of the local account.", show_default=False)]
Paper = Annotated[str, typer.Argument(help="Id of the paper, such as paper-….", show_default=False)]

WHAT_TO_DO = {
    Trouble.ALTERED: "file the same file again, or restore a copy",
    Trouble.MISSING: "file the same file again, or restore a copy",
    Trouble.STILL_THERE: "it was forgotten: take it out of the restored database",
}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="File, list, fetch and check papers.", no_args_is_help=True)
    group.command("file")(file)
    group.command("list")(listing)
    group.command("fetch")(fetch)
    group.command("check")(check)
    app.add_typer(group, name="papers")


def file(
    path: Annotated[Path, typer.Argument(help="The file.", show_default=False)],
    account: Account,
    kind: Annotated[PaperKind, typer.Option(help="What it is.", show_default=False)],
    public: Annotated[bool, typer.Option(help="For everybody to read.")] = False,
    db: Database = None,
    json: Json = False,
) -> None:
    """File a paper; the same bytes again are the same paper, and heal one that was lost or altered."""
    with recording(db) as (ledger, _):
        command = FilePaper(account=AccountId(account), kind=kind, file=examined(_bytes(path)), public=public)
        answer = ledger.handle(command, by=OPERATOR)
    if json:
        as_json({"paper": answer.created, "position": answer.position, "new": bool(answer.kinds)})
    elif answer.kinds:
        say(f"Filed: {answer.created}.")
    else:
        say(f"These bytes are filed already, as {answer.created}: nothing was recorded.")


def _bytes(path: Path) -> bytes:
    """A file's bytes, and of one that is too large one more than may be filed."""
    try:
        with path.open("rb") as opened:
            return opened.read(LARGEST_BYTES + 1)
    except OSError:
        give_up(f"{path} cannot be read: check the path, and that this user may read it.", 2)


def listing(account: AccountOption = None, db: Database = None, json: Json = False) -> None:
    """List papers: what each is, how large, and since when."""
    with reading(db) as (_, shelf), shelf.reading() as views:
        found = [
            (one.account, paper)
            for one in chosen(views, account)
            for paper in _all_of(views, AccountId(one.account))
        ]
    if json:
        as_json([{"account": where, **_plain(paper)} for where, paper in found])
        return
    rows = [
        (
            where,
            paper.id,
            paper.kind,
            paper.media_type,
            str(paper.size_bytes),
            "everybody" if paper.public else "",
            f"{moment_of(paper.recorded_us):%Y-%m-%d}",
            "" if paper.forgotten_us is None else f"{moment_of(paper.forgotten_us):%Y-%m-%d}",
        )
        for where, paper in found
    ]
    columns = ("account", "paper", "kind", "type", "bytes", "public", "filed", "forgotten")
    as_table("Papers", columns, rows, numbers=("bytes",))


def _all_of(views: Views, account: AccountId) -> list[papers.FiledPaper]:
    found: list[papers.FiledPaper] = []
    while more := papers.page(views, account, after=found[-1].position if found else 0, limit=PAGE):
        found.extend(more)
    return found


def _plain(paper: papers.FiledPaper) -> dict[str, object]:
    forgotten = None if paper.forgotten_us is None else moment_of(paper.forgotten_us)
    return {
        "paper": paper.id,
        "kind": paper.kind,
        "media_type": paper.media_type,
        "size_bytes": paper.size_bytes,
        "seal": paper.seal,
        "public": paper.public,
        "recorded": moment_of(paper.recorded_us),
        "forgotten": forgotten,
    }


def fetch(
    paper: Paper,
    to: Annotated[
        Path, typer.Argument(help="Where to write it; never over another file.", show_default=False)
    ],
    account: Account,
    db: Database = None,
) -> None:
    """Write a paper's bytes into a file, once they are checked by their seal."""
    with reading(db) as (ledger, _):
        content = ledger.bytes_of(ledger.paper(AccountId(account), PaperId(paper)))
        try:
            with to.open("xb") as opened:
                opened.write(content)
        except FileExistsError:
            give_up(f"{to} is there already: choose another name.", 2)
        except OSError:
            give_up(f"{to} cannot be written: check the path, and that this user may write there.", 2)
    say(f"Written: {to}.")


def check(db: Database = None, json: Json = False) -> None:
    """Compare every text and file with the seal in its event: all sound, or exit code 1 and the events concerned."""
    with storing(db) as store, Bar() as bar:
        looked = PapersCheck(store, lambda done, of: bar("checking papers", done, of))
        found = list(looked.findings())
    if json:
        as_json(
            {"sound": looked.sound, "forgotten": looked.forgotten, "findings": [_told(one) for one in found]}
        )
    elif found:
        rows = [
            (f"{one.partition}.{one.position}", one.kind, one.field, one.trouble, one.seal) for one in found
        ]
        as_table("Papers that are not as they were sealed", ("event", "kind", "field", "paper", "seal"), rows)
    counted = f"{looked.sound} sound, {looked.forgotten} forgotten on purpose"
    if found:
        troubles = sorted({one.trouble for one in found})
        said = "; ".join(f"{trouble}: {WHAT_TO_DO[trouble]}" for trouble in troubles)
        give_up(f"{len(found)} of the papers are not as they were sealed ({counted}). {said}.")
    if not json:
        say(f"Every paper is as it was sealed: {counted}.")


def _told(one: Finding) -> dict[str, str]:
    return {
        "event": f"{one.partition}.{one.position}",
        "kind": one.kind,
        "field": one.field,
        "seal": one.seal,
        "trouble": one.trouble,
    }
