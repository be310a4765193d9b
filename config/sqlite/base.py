import fcntl
import os
from functools import lru_cache

from django.db.backends.sqlite3 import base

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
_LONG = 8_000  # statements with so many values are seldom the same


class DatabaseWrapper(base.DatabaseWrapper):
    _line: int | None = None  # the file of the lock; none where the database is in memory
    _has_turn = False

    def get_new_connection(self, conn_params):
        connection = super().get_new_connection(conn_params)
        path = str(conn_params["database"])
        if ":memory:" not in path and "mode=memory" not in path:
            self._line = os.open(f"{path}-line", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return connection

    def create_cursor(self, name=None):
        return self.connection.cursor(factory=lambda connection: _Cursor(connection, self))

    def _start_transaction_under_autocommit(self):
        self.take_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self.end_turn()
            raise

    def _commit(self):
        super()._commit()  # what cannot be committed is rolled back next
        self.end_turn()

    def _rollback(self):
        try:
            super()._rollback()
        finally:
            self.end_turn()

    def _close(self):
        try:
            super()._close()
        finally:
            self.end_turn()
            if self._line is not None:
                os.close(self._line)
                self._line = None

    def take_turn(self):
        if self._line is not None and not self._has_turn:
            fcntl.flock(self._line, fcntl.LOCK_EX)
            self._has_turn = True

    def end_turn(self):
        if self._has_turn:
            self._has_turn = False
            fcntl.flock(self._line, fcntl.LOCK_UN)


@lru_cache(maxsize=1_000)
def _with_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class _Cursor(base.SQLiteCursorWrapper):
    """Takes a turn for a single write as well, one outside any transaction."""

    def __init__(self, connection, database: DatabaseWrapper):
        super().__init__(connection)
        self._database = database

    def execute(self, query, params=None):
        return self._in_turn(query, super().execute, params)

    def executemany(self, query, param_list):
        return self._in_turn(query, super().executemany, param_list)

    def convert_query(self, query, *, param_names=None):
        # Django looks for the places of the values anew each time, in a long text.
        if param_names is None and len(query) < _LONG:
            return _with_marks(query)
        return super().convert_query(query, param_names=param_names)

    def _in_turn(self, query, run, params):
        database = self._database
        alone = not database._has_turn and query.lstrip()[:7].upper().startswith(_WRITES)
        if not alone:
            return run(query, params)
        database.take_turn()
        try:
            return run(query, params)
        finally:
            database.end_turn()
