"""Statements that are asked again and again: on PostgreSQL their plans are kept as well.

PostgreSQL plans a statement anew each time Django sends it, with its values written in: whom an
event is for took 1.6 ms so, and takes 0.2 ms once it is prepared. Values must go apart for it,
which Django's own cursor does not do.
"""

from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connections

if TYPE_CHECKING:
    import psycopg


def answer(connection, sql: str, parameters: list, read: Callable[[Any], Any]) -> Any:
    """What `read` takes from the cursor that has executed `sql`."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return read(cursor)
    _be_connected(connection)
    with connection.wrap_database_errors, _cursor(connection) as cursor:
        cursor.execute(sql, parameters)
        return read(cursor)


def answer_later(connection, sql: str, parameters: list, read: Callable[[Any], Any]) -> None:
    """The same, but within `one_journey` what `sql` says is read when the journey ends."""
    journey = getattr(connection, "journey", None)
    if journey is None:
        answer(connection, sql, parameters, read)
        return
    cursor = _cursor(connection)
    cursor.execute(sql, parameters)
    journey.append((cursor, read))


@contextmanager
def one_journey(using: str = "default"):
    """Rows inserted within do not wait for each other's answers: one journey instead of many.

    Who holds a lock while others wait holds it for as long as words travel to PostgreSQL and back.
    The first statement that fails ends the journey with its error; keys that the database makes are
    there when it has ended. SQLite is in the process: nobody travels.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        yield
        return
    _be_connected(connection)
    connection.journey = journey = []
    try:
        with connection.wrap_database_errors, connection.connection.pipeline():
            yield
    finally:
        connection.journey = None
    for cursor, read in journey:
        with cursor:
            read(cursor)


def _cursor(connection) -> "psycopg.Cursor":
    # Here, so that a site on SQLite does not hold it: it takes 23 MB.
    import psycopg

    return psycopg.Cursor(connection.connection)


def _be_connected(connection) -> None:
    """As Django's own cursor makes sure: a server that was restarted is connected to again."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
