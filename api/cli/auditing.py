"""`usf audit`: one plain sentence per event."""

from typing import Annotated, Any

import typer

from api.cli.common import AccountOption, Database, Json, as_json, reading, say
from api.cli.names import association_name, chosen
from ledger.context import moment_of
from ledger.identifiers import AccountId
from ledger.ledger import COMMONS
from projections import audit
from projections.sentences.language import Language

PAGE = 1_000


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("audit")(show_audit)


def show_audit(
    account: AccountOption = None,
    language: Annotated[Language, typer.Option("--language", "-l", help="Of the sentences.")] = Language.EN,
    after: Annotated[int, typer.Option(help="Number of the position to begin after.", min=0)] = 0,
    limit: Annotated[
        int | None, typer.Option(help="How many lines, at most.", min=1, show_default=False)
    ] = None,
    db: Database = None,
    json: Json = False,
) -> None:
    """Show who did what, when, and under which decision."""
    with reading(db) as (ledger, place), place.reading() as views:
        trails: list[tuple[str, str, AccountId | None]] = [
            (association_name(ledger, views, one), one.partition, one.account)
            for one in chosen(views, account)
        ]
        if account is None:
            trails.insert(0, ("The register", COMMONS, None))
        everything: list[dict[str, Any]] = []
        for title, partition, of in trails:
            told = _told(ledger.store, views, partition, of, after, limit, language)
            if json:
                everything += [_json(line, sentence) for line, sentence in told]
            else:
                say(title)
                for line, sentence in told:
                    recorded = f"{moment_of(line.recorded_us):%Y-%m-%d %H:%M}"
                    say(f"{line.partition}.{line.position}  {recorded}  {sentence}")
        if json:
            as_json(everything)
        elif not trails:
            say("Nothing is recorded in this database yet.")


def _told(
    source: Any,
    db: Any,
    partition: str,
    account: AccountId | None,
    after: int,
    limit: int | None,
    language: Language,
) -> list[tuple[audit.AuditLine, str]]:
    """The lines with their sentences; the register's own where no account is named."""
    told: list[tuple[audit.AuditLine, str]] = []
    while limit is None or len(told) < limit:
        if account is None:
            lines = audit.register(db, source, partition, after=after, limit=PAGE)
        else:
            lines = audit.page(db, source, partition, account=account, after=after, limit=PAGE)
        if not lines:
            break
        after = lines[-1].position
        # What the register says of an account is told in the register's own trail.
        mine = [line for line in lines if line.stream.startswith("account-") == (account is not None)]
        told += zip(mine, audit.sentences(mine, source, language), strict=True)
    return told[:limit]


def _json(line: audit.AuditLine, sentence: str) -> dict[str, Any]:
    return {
        "position": f"{line.partition}.{line.position}",
        "recorded": moment_of(line.recorded_us),
        "effective": line.effective,
        "account": line.account,
        "kind": line.kind,
        "actor": line.actor,
        "decision": line.decision,
        "sentence": sentence,
    }
