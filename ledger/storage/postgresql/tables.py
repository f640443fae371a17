"""The schemas and tables of a PostgreSQL database, and what the service's role may do with them."""

from psycopg.sql import SQL, Identifier

from ledger.storage.postgresql.connections import Connection
from ledger.storage.postgresql.recorder import event_table
from ledger.storage.store import StoreUnavailable

SCHEMA = 4
"""Version of the tables, kept in `usf.installation`."""

OLDEST = 2
"""A database of this version is brought up to date by `usf migrate`: tables are added to it, and none is changed."""

FIRST = "main"
"""The partition that every database has; the others are for accounts."""

OLDEST_SERVER = 150_000

TEXT = 'text COLLATE "C"'
"""Texts are compared by their bytes, as SQLite does, whatever the database's own language."""

ADDED = {
    3: (
        f"CREATE TABLE usf.paper_files (seal {TEXT} PRIMARY KEY, salt {TEXT}, content bytea)",
        # Photographs and PDFs are packed already: large values lie apart from the rows, and unpacked.
        "ALTER TABLE usf.paper_files ALTER COLUMN content SET STORAGE EXTERNAL",
    ),
    4: (
        f"CREATE TABLE usf.confidential_links (round {TEXT}, member {TEXT}, token {TEXT},"
        " PRIMARY KEY (round, member))",
        f"CREATE TABLE usf.round_peppers (round {TEXT} PRIMARY KEY, pepper {TEXT})",
        f"CREATE TABLE usf.sealed_ballots (round {TEXT}, number bigint, salt {TEXT}, text {TEXT},"
        " PRIMARY KEY (round, number))",
    ),
}
"""What each version of the tables added to those before."""

COMMON_TABLES = (
    f"CREATE TABLE usf.installation (name {TEXT} PRIMARY KEY, value bytea, number bigint)",
    f"CREATE TABLE usf.partitions (name {TEXT} PRIMARY KEY)",
    f"CREATE TABLE usf.people (token {TEXT} PRIMARY KEY, name {TEXT}, contact {TEXT}, public boolean NOT NULL)",
    f"CREATE TABLE usf.elector_links (round {TEXT}, member {TEXT}, token {TEXT}, PRIMARY KEY (round, member))",
    f"CREATE TABLE usf.papers (seal {TEXT} PRIMARY KEY, salt {TEXT}, text {TEXT})",
    *ADDED[3],
    *ADDED[4],
    f"CREATE TABLE usf.outbox (partition {TEXT}, position bigint, number bigint, receiver {TEXT} NOT NULL,"
    f" installation {TEXT}, refusal {TEXT}, PRIMARY KEY (partition, position, number))",
    "CREATE INDEX outbox_waiting ON usf.outbox (installation, partition, position, number) WHERE refusal IS NULL",
)
PARTITION_TABLES = (
    f"CREATE TABLE {{schema}}.marks (mark {TEXT} PRIMARY KEY, position bigint, value bytea)",
    f"CREATE TABLE {{schema}}.reference_texts (position bigint PRIMARY KEY, text {TEXT})",
    f"CREATE TABLE {{schema}}.snapshots (stream {TEXT}, version bigint, shape {TEXT}, state bytea,"
    " PRIMARY KEY (stream, version))",
    f"CREATE TABLE {{schema}}.listings (seal {TEXT} PRIMARY KEY, salt {TEXT}, items bytea)",
)

CONFIDENTIAL = ("confidential_links", "round_peppers", "sealed_ballots")
"""What confidential rounds keep beside the log, each by its round, and forget."""

COMMON_RIGHTS = {
    "SELECT": ("installation", "partitions"),
    "SELECT, INSERT": ("elector_links", "papers"),
    "SELECT, INSERT, UPDATE": ("people",),
    "SELECT, INSERT, DELETE": ("paper_files", *CONFIDENTIAL),
    "SELECT, INSERT, UPDATE, DELETE": ("outbox",),
}
PARTITION_RIGHTS = {
    "SELECT, INSERT": ("events", "reference_texts", "listings"),
    "SELECT, INSERT, UPDATE": ("snapshots",),
    "SELECT, INSERT, UPDATE, DELETE": ("marks",),
}
"""What has happened can be added to, and neither changed nor taken away."""


def schema_of(partition: str) -> str:
    """The schema in which a partition lies."""
    return f"partition_{partition}"


def sequence_of(partition: str) -> str:
    """What gives out a partition's positions."""
    return f"{schema_of(partition)}.events_notification_id_seq"


def create_common(connection: Connection, secret: bytes) -> None:
    """What all partitions share, and the installation's secret."""
    connection.execute("CREATE SCHEMA usf")
    for statement in COMMON_TABLES:
        connection.execute(statement)
    connection.execute(
        "INSERT INTO usf.installation VALUES ('secret', $1, NULL), ('schema', NULL, $2)", (secret, SCHEMA)
    )


def bring_up_to_date(connection: Connection, version: int) -> None:
    """Add what a database of an older version lacks."""
    for added in range(version + 1, SCHEMA + 1):
        for statement in ADDED[added]:
            connection.execute(statement)
    connection.execute("UPDATE usf.installation SET number = $1 WHERE name = 'schema'", (SCHEMA,))


def create_partition(connection: Connection, name: str) -> None:
    """The log, marks, snapshots and sealed lists of one partition."""
    schema = schema_of(name)
    connection.execute(f"CREATE SCHEMA {schema}")
    for statement in (*event_table(schema), *PARTITION_TABLES):
        connection.execute(statement.format(schema=schema))
    connection.execute("INSERT INTO usf.partitions VALUES ($1)", (name,))


def grant(connection: Connection, role: str, partitions: tuple[str, ...]) -> None:
    """Let a role use all of it."""
    to = SQL(" TO ") + Identifier(role)
    allowed = {"usf": COMMON_RIGHTS} | {schema_of(name): PARTITION_RIGHTS for name in partitions}
    for schema, rights in allowed.items():
        connection.execute(SQL(f"GRANT USAGE ON SCHEMA {schema}") + to)
        for verbs, tables in rights.items():
            names = ", ".join(f"{schema}.{table}" for table in tables)
            connection.execute(SQL(f"GRANT {verbs} ON {names}") + to)
    for name in partitions:
        connection.execute(SQL(f"GRANT SELECT, UPDATE ON SEQUENCE {sequence_of(name)}") + to)


def partitions_in(connection: Connection) -> tuple[str, ...]:
    """The names of all partitions."""
    return tuple(name for (name,) in connection.execute("SELECT name FROM usf.partitions ORDER BY name"))


def unused_partitions(connection: Connection) -> set[str]:
    """The partitions for accounts in which nothing was ever recorded."""
    found = connection.execute(
        "SELECT name FROM usf.partitions JOIN pg_sequences ON schemaname = 'partition_' || name"
        " WHERE sequencename = 'events_notification_id_seq' AND last_value IS NULL AND name <> $1",
        (FIRST,),
    )
    return {name for (name,) in found}


def require_server(connection: Connection, where: str) -> None:
    """Raises StoreUnavailable where the server is too old."""
    version = connection.info.server_version
    if version < OLDEST_SERVER:
        raise StoreUnavailable(f"{where} runs PostgreSQL {version // 10_000}: version 15 or newer is needed.")


def schema_version(connection: Connection, where: str) -> int:
    """The version of the tables; 0 where there are none. Raises StoreUnavailable where they are not ours."""
    found = connection.execute(
        "SELECT to_regclass('usf.installation') IS NOT NULL, to_regnamespace('usf') IS NOT NULL"
    )
    tables, schema = found.fetchone() or (False, False)
    if not tables:
        if schema:
            raise StoreUnavailable(
                f"{where} has a schema usf that is another program's: choose another database."
            )
        return 0
    row = connection.execute("SELECT number FROM usf.installation WHERE name = 'schema'").fetchone()
    return row[0] if row else 0


def require_migrated(connection: Connection, where: str) -> None:
    """Raises StoreUnavailable where the tables are missing, or are those of another version."""
    require_server(connection, where)
    version = schema_version(connection, where)
    if version == 0:
        raise StoreUnavailable(f"{where} was never prepared for the ledger: let its owner run `usf migrate`.")
    require_known(version, where)
    if version < SCHEMA:
        raise StoreUnavailable(
            f"{where} was prepared by an older version (schema {version}; this version knows {SCHEMA}): "
            "let its owner run `usf migrate`, which adds what is missing."
        )


def require_known(version: int, where: str) -> None:
    """Raises StoreUnavailable where a version made the tables that this one can neither use nor bring up to date."""
    if 0 < version < OLDEST:
        raise StoreUnavailable(
            f"{where} was prepared by an older trial version (schema {version}; this version knows {SCHEMA}), "
            "from before there was a promise to read it: choose a new database."
        )
    if version > SCHEMA:
        raise StoreUnavailable(
            f"{where} was prepared by a newer version (schema {version}; this version knows {SCHEMA}): "
            "install that version, or choose another database."
        )
