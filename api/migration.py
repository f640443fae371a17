"""Everything that a PostgreSQL database needs: the ledger's tables."""

from ledger.storage import postgresql


def migrate(address: str, *, partitions: int = 0, role: str | None = None) -> tuple[str, ...]:
    """Make what is missing, as the database's owner, in one transaction; what was made. Raises StoreUnavailable."""
    return postgresql.migrate(address, partitions=partitions, role=role)
