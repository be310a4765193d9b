"""One statement that is asked again and again: on PostgreSQL its plan is kept as well."""

from contextlib import contextmanager

import psycopg


@contextmanager
def answered(connection, sql: str, parameters: list):
    """A cursor that has executed `sql`.

    PostgreSQL plans a statement anew each time Django sends it, with its values written in: whom an
    event is for took 1.6 ms so, and takes 0.2 ms once it is prepared. Values must go apart for it,
    which Django's own cursor does not do.
    """
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            yield cursor
        return

    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(sql, parameters)
        yield cursor
