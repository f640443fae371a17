"""`usf key`: callers' keys, issued, listed and revoked."""

import os
from typing import Annotated

import typer

from api.cli.common import Database, Json, as_json, as_table, give_up, reading, recording, say
from ledger.identifiers import AccountId, KeyId, MemberToken
from ledger.keys.commands import IssueKey, RevokeKey
from ledger.keys.secret import hash_of, new_secret
from ledger.keys.state import Grant, Role
from ledger.ledger import Ledger

OPERATOR = "operator"
"""The actor of what is done on the command line, by whoever may open the database."""

Roles = Annotated[
    list[Role] | None,
    typer.Option("--role", help="A role in the account; may be repeated.", show_default=False),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    keys = typer.Typer(help="Issue, list and revoke callers' keys.", no_args_is_help=True)
    keys.command("issue")(issue)
    keys.command("list")(listing)
    keys.command("revoke")(revoke)
    app.add_typer(keys, name="key")


def issue(
    account: Annotated[str | None, typer.Option(help="Account of the person.", show_default=False)] = None,
    member: Annotated[str | None, typer.Option(help="The person's member token.", show_default=False)] = None,
    role: Roles = None,
    registrar: Annotated[
        bool, typer.Option(help="May register associations and accounts, and issue keys.")
    ] = False,
    demonstration: Annotated[bool, typer.Option(help="Every right on the demonstration's accounts.")] = False,
    db: Database = None,
    json: Json = False,
) -> None:
    """Issue a key. Its secret is shown once, now, and stored nowhere."""
    with recording(db) as (ledger, _):
        registrar_too, grants = registrar, _grants(ledger, account, member, role or [])
        if demonstration:
            # Only here: other commands need no season, and begin sooner without it.
            from api.demonstration import full_rights_grants  # noqa: PLC0415

            registrar_too, grants = full_rights_grants(ledger)
        secret = new_secret(os.urandom)
        command = IssueKey(secret_hash=hash_of(secret), registrar=registrar_too, grants=grants)
        answer = ledger.handle(command, by=OPERATOR)
        if json:
            as_json({"key": answer.created, "secret": secret, "position": answer.position})
        else:
            say(f"Key {answer.created}. Its secret, shown this once:")
            say(secret)


def _grants(ledger: Ledger, account: str | None, member: str | None, roles: list[Role]) -> tuple[Grant, ...]:
    if account is None:
        if member is not None or roles:
            give_up("Say which account with --account.", 2)
        return ()
    ledger.partition_of(AccountId(account))
    if member is not None and MemberToken(member) not in ledger.members_of(AccountId(account)):
        give_up(
            "There is no such member in this account: `usf` shows members with their tokens in the audit trail."
        )
    return (Grant(AccountId(account), MemberToken(member) if member else None, tuple(roles)),)


def listing(db: Database = None, json: Json = False) -> None:
    """List the keys that were issued; secrets are not kept."""
    with reading(db) as (ledger, _):
        keys = ledger.keys()
    if json:
        as_json(keys)
        return
    rows = [
        (
            record.key,
            "yes" if record.registrar else "",
            "\n".join(
                f"{grant.account} {grant.member or '-'} {', '.join(grant.roles)}" for grant in record.grants
            ),
        )
        for record in keys
    ]
    as_table("Keys in force", ("key", "registrar", "account, member, roles"), rows)


def revoke(
    key: Annotated[str, typer.Argument(help="Id of the key, such as key-….", show_default=False)],
    db: Database = None,
    json: Json = False,
) -> None:
    """Revoke a key: it opens nothing any more."""
    with reading(db) as (ledger, _):
        answer = ledger.handle(RevokeKey(key=KeyId(key)), by=OPERATOR)
        if json:
            as_json({"key": answer.created, "position": answer.position})
        else:
            say(f"Revoked: {key}.")
