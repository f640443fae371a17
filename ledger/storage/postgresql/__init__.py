"""The server's store: PostgreSQL, made once by `usf migrate` and then used by a role that may create nothing.

Each partition is a schema, `partition_<name>`, so that an engine which shards by schema can place it on a node. Its
table `events` is the one of the eventsourcing library's recorder, which can read it. What all partitions share lies in
the schema `usf`.
"""

from ledger.storage.postgresql.connections import Connection, Connections
from ledger.storage.postgresql.migrating import migrate
from ledger.storage.postgresql.store import PostgreSQLStore

__all__ = ["Connection", "Connections", "PostgreSQLStore", "migrate"]
