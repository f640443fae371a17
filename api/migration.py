"""Everything that a PostgreSQL database needs: the ledger's tables, and those of the views."""

from contextlib import closing

from ledger.storage import open_store, postgresql
from projections.rebuild import prepare
from projections.shelf import open_shelf
from projections.shelf.migration import make_schemas
from projections.views import VIEWS


def migrate(address: str, *, partitions: int = 0, role: str | None = None) -> tuple[str, ...]:
    """Make what is missing, as the database's owner; what was made. Raises StoreUnavailable.

    Tables are made in one transaction. Where another version of the program made the views' tables, new ones are then
    filled from the log while the service goes on, and take over.
    """

    def step() -> tuple[str, ...]:
        return postgresql.migrate(
            address, partitions=partitions, role=role, further=lambda db, role: make_schemas(db, role, VIEWS)
        )

    made = step()
    with closing(open_store(address)) as store, closing(open_shelf(store)) as shelf:
        replaced = prepare(VIEWS, shelf)
    # What was replaced is made anew too, so that the service can rebuild its views by itself.
    return (*made, *step()) if replaced else made
