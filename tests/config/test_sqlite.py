"""Writers of SQLite stand in line: who holds the turn is alone, and always gives it back."""

import fcntl
import os

import pytest
from django.db import IntegrityError, connections


@pytest.fixture
def database(tmp_path, db):
    """A database in a file, as on a real site; the tests' own is in memory."""

    settings = {**connections["default"].settings_dict, "NAME": str(tmp_path / "a.sqlite3")}
    settings |= {"ENGINE": "config.sqlite", "OPTIONS": {"transaction_mode": "IMMEDIATE"}}
    from config.sqlite.base import DatabaseWrapper

    wrapper = DatabaseWrapper(settings, alias="default")
    with wrapper.cursor() as cursor:
        cursor.execute("CREATE TABLE t (n INTEGER UNIQUE)")
    yield wrapper
    wrapper.close()


def is_taken(database) -> bool:
    """Whether somebody else would have to wait."""
    other = os.open(f"{database.settings_dict['NAME']}-line", os.O_RDWR)
    try:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(other)
    return False


def begin(database) -> None:
    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def test_a_transaction_holds_the_turn_until_it_is_committed(database):
    seen = [is_taken(database)]
    begin(database)
    seen.append(is_taken(database))
    database.commit()
    seen.append(is_taken(database))
    assert seen == [False, True, False]


def test_and_until_it_is_rolled_back(database):
    begin(database)
    database.rollback()
    assert is_taken(database) is False


def test_a_single_write_gives_the_turn_back_even_when_it_fails(database):
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO t VALUES (1)")
        with pytest.raises(IntegrityError):
            cursor.execute("INSERT INTO t VALUES (1)")
    assert is_taken(database) is False


def test_reading_needs_no_turn(database):
    other = os.open(f"{database.settings_dict['NAME']}-line", os.O_RDWR)
    fcntl.flock(other, fcntl.LOCK_EX)
    with database.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM t")
        assert cursor.fetchone() == (0,)
    os.close(other)


def test_a_connection_that_ends_in_the_middle_gives_the_turn_back(database):
    begin(database)
    database.close()
    assert is_taken(database) is False
