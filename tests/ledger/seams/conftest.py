"""Where the seams are tested on PostgreSQL, what is about SQLite's files is left out."""

from tests.stores import ON_POSTGRESQL

collect_ignore = ["test_storage.py"] if ON_POSTGRESQL else []
