"""What every command of the command line shares: the database, the output, and what an error looks like."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Annotated, Any, NoReturn

import msgspec
import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from api.placing import placement_from_environment
from ledger.context import Clock
from ledger.ledger import Ledger
from ledger.refusals import Refused
from ledger.storage import open_store
from ledger.storage.store import Store, StoreUnavailable
from projections.follower import Follower
from projections.rebuild import prepare
from projections.shelf import Shelf, open_shelf
from projections.views import VIEWS

REFUSED = 1
UNAVAILABLE = 3

Database = Annotated[
    str | None,
    typer.Option(
        "--db", help="Path or URL of the database; else USF_DATABASE, else usf.db here.", show_default=False
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output, for programs.")]
AccountOption = Annotated[
    str | None,
    typer.Option("--account", help="Id of one local account; all of them unless given.", show_default=False),
]

_errors = Console(stderr=True, highlight=False)


def database(given: str | None) -> str:
    """The database meant: what is given, else what the environment says, else `usf.db` in this folder."""
    return given or os.environ.get("USF_DATABASE") or "usf.db"


def shown(given: str | None) -> str:
    """The database meant, without the user and the password that its address may hold."""
    scheme, separator, rest = database(given).partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}" if separator else scheme


@contextmanager
def recording(db: str | None, clock: Clock | None = None) -> Iterator[tuple[Ledger, Shelf]]:
    """A ledger to record in, made where there is none, and its views; these are caught up at the end."""
    with opened(db, clock=clock) as (ledger, shelf):
        prepare(VIEWS, shelf)
        yield ledger, shelf
        caught_up(shelf)


@contextmanager
def reading(db: str | None) -> Iterator[tuple[Ledger, Shelf]]:
    """A ledger that exists, and its views, caught up first, so that what is shown is what is recorded."""
    with opened(db, create=False) as (ledger, shelf):
        caught_up(shelf)
        yield ledger, shelf


@contextmanager
def opened(
    db: str | None, *, clock: Clock | None = None, create: bool = True
) -> Iterator[tuple[Ledger, Shelf]]:
    """A ledger, and its views as they are."""
    with (
        answered(),
        Ledger.open(
            database(db), clock=clock, create=create, placement=placement_from_environment()
        ) as ledger,
        closing(open_shelf(ledger.store)) as shelf,
    ):
        yield ledger, shelf


@contextmanager
def storing(db: str | None) -> Iterator[Store]:
    """The database alone, without a ledger or views over it."""
    with answered(), closing(open_store(database(db), create=False)) as store:
        yield store


def caught_up(shelf: Shelf) -> None:
    """Bring the views up to the end of the log. Raises StoreUnavailable."""
    prepare(VIEWS, shelf)
    follower = Follower(shelf, VIEWS)
    while not follower.catch_up():
        for parked in follower.parked():
            give_up(
                f"The view {parked.view} could not be brought up to date ({parked.reason}): run `usf rebuild`."
            )


@contextmanager
def answered() -> Iterator[None]:
    """Refusals and a database that cannot serve become one sentence and an exit code."""
    try:
        yield
    except Refused as refusal:
        give_up(f"Refused ({refusal.slug}): {refusal}")
    except StoreUnavailable as error:
        give_up(str(error), UNAVAILABLE)


def give_up(sentence: str, code: int = REFUSED) -> NoReturn:
    """Say why on stderr, and end with this exit code."""
    _errors.print(sentence, markup=False, soft_wrap=True)
    raise typer.Exit(code)


def as_json(value: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")


def as_table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[str] = ()
) -> None:
    """A table for people; the named columns are set to the right."""
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    console().print(table)


def console() -> Console:
    """Standard output; as wide as it must be where nobody looks at a terminal."""
    return Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 200)


def say(sentence: str) -> None:
    """A sentence on standard output."""
    console().print(sentence, soft_wrap=True)


class Bar:
    """A progress bar on stderr, for work that takes long; silent where stderr is no terminal."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=_errors,
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> "Bar":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def __call__(self, what: str, done: int, of: int) -> None:
        """So much of this is done."""
        task = self._tasks.get(what)
        if task is None:
            task = self._tasks[what] = self._progress.add_task(what, total=of)
        self._progress.update(task, completed=done, total=of)
