"""What PostgreSQL's errors mean to the person who sees them."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import psycopg
from psycopg.conninfo import conninfo_to_dict

from ledger.storage.store import StoreUnavailable

UNREADABLE_EVENT = (
    "{where} holds an event that this version cannot read: install the version that wrote it, "
    "or restore the database from a copy."
)

_SENTENCES = {
    "25006": "{where} is read-only: address the server that may be written to.",
    "28": "{where} does not let this user in: check the user and the password in its address.",
    "3D000": "There is no such database as {where}: make it, then run `usf migrate`.",
    "42501": "This user may not do that in {where}: let its owner run `usf migrate --role` with this user's name.",
    "42P01": "{where} is not a complete database of the ledger: let its owner run `usf migrate`.",
    "3F000": "{where} is not a complete database of the ledger: let its owner run `usf migrate`.",
    "53100": "The disk with {where} is full, and nothing more was recorded: make room, then try again.",
    "53300": "{where} takes no more connections: raise its max_connections, or run fewer programs.",
    "55P03": "Another program holds {where}: try again, or stop that program.",
    "57014": "{where} took too long, and nothing was recorded: try again.",
    "57P": "{where} is being stopped or started: try again in a moment.",
    "58": "The disk with {where} reports an error: nothing more was recorded.",
    "XX": "{where} is damaged: restore it from a copy, and compare the copy with `usf replay`.",
}
"""By the beginning of the error's code (https://www.postgresql.org/docs/current/errcodes-appendix.html)."""


def place(address: str) -> str:
    """Where a database is, without the user and the password that its address may hold. Raises StoreUnavailable."""
    try:
        said = conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        # What the library says of it repeats the address, and with it a password.
        raise StoreUnavailable(
            "The address of the database cannot be read: write it as postgresql://USER@HOST:PORT/DATABASE, with %40, "
            "%3A and %2F for @, : and / in a user or a password."
        ) from None
    return f"postgresql://{said.get('host', 'localhost')}:{said.get('port', 5432)}/{said.get('dbname', '')}"


def silence(where: str) -> str:
    """The sentence for a database that does not answer."""
    return f"{where} does not answer: nothing was recorded, so try again in a moment."


@contextmanager
def said_plainly(where: str) -> Iterator[None]:
    """Turn a database's errors into a sentence. Raises StoreUnavailable."""
    try:
        yield
    except (psycopg.OperationalError, psycopg.InternalError, psycopg.ProgrammingError) as error:
        raise StoreUnavailable(sentence(error, where)) from error
    except msgspec.MsgspecError as error:
        raise StoreUnavailable(UNREADABLE_EVENT.format(where=where)) from error


def sentence(error: psycopg.Error, where: str) -> str:
    """What to say of an error."""
    code = error.sqlstate
    if code is None:
        return silence(where)
    for beginning, found in _SENTENCES.items():
        if code.startswith(beginning):
            return found.format(where=where)
    return f"{where} cannot serve (SQLSTATE {code})."
