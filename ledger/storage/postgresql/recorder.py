"""The eventsourcing library's event table, as its recorder makes it."""

from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

EVENTS = "events"


class _Disconnected(PostgresDatastore):
    """A datastore that is asked for statements alone."""

    def register_type_adapters(self) -> None:
        """The types belong to ways of inserting that are not taken here."""


def event_table(schema: str) -> list[str]:
    """The statements that make the library's event table and its index, with texts compared by their bytes."""
    datastore = _Disconnected("", "", 0, "", "", schema=schema, originator_id_type="text")
    recorder = PostgresApplicationRecorder(datastore, events_table_name=EVENTS)
    statements = [statement.as_string() for statement in recorder.sql_create_statements]
    table, index = (
        next(statement for statement in statements if statement.startswith(beginning))
        for beginning in ("CREATE TABLE", "CREATE UNIQUE INDEX")
    )
    for column in ('originator_id "text"', "topic text"):
        assert column in table, f"the library's table has changed: {table}"
        table = table.replace(column, f'{column} COLLATE "C"')
    return [table, index]
