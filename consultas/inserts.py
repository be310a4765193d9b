"""Rows written by bare statements, composed once per model and kind of database."""

from functools import cache
from typing import NamedTuple

from django.db import connections, models

from .asking import answer_later


def insert(instance: models.Model, *, using: str = "default") -> None:
    """Write a new row as `save(force_insert=True)` does, defaults and constraints included.

    For models without signals and without parents; raises IntegrityError likewise. A key that the
    database makes is put on the instance, within `one_journey` when that ends; one that stands on
    it already is written (`next_key`).
    """
    connection, model = connections[using], type(instance)
    has_key = instance.pk is not None
    fields, makes_key = _fields(model, has_key=has_key)
    values = [
        field.get_db_prep_save(field.pre_save(instance, add=True), connection) for field in fields
    ]

    def read(cursor):
        if makes_key:
            instance.pk = cursor.fetchone()[0]
        instance._state.adding, instance._state.db = False, using

    answer_later(connection, _statement(model, has_key=has_key), values, read)


class next_key:  # noqa: N801 — asked as what is `composed`
    """The question for the key of a row that is still to be written, for `ask_together`.

    What tells of the row can then be written in the same journey. Its one answer is None where
    nobody travels, on SQLite: the key is there as soon as the row is.
    """

    def __init__(self, model: type[models.Model]):
        self._table, self._column = model._meta.db_table, model._meta.pk.column

    def statement(self, using: str) -> "_NextKey":
        if connections[using].vendor != "postgresql":
            return _NextKey("SELECT NULL")
        sequence = f"pg_get_serial_sequence('\"{self._table}\"', '{self._column}')"
        return _NextKey(f"SELECT nextval({sequence})")


class _NextKey(NamedTuple):
    sql: str

    def parameters(self, values: dict, connection) -> list:
        return []

    def read(self, cursor, connection) -> list:
        return [row[0] for row in cursor.fetchall()]


def insert_all(instances: list[models.Model], *, using: str = "default") -> None:
    """Write many new rows of one model in one statement; keys that are made are not put on them.

    Five times as fast as `bulk_create`, which composes a statement for every few hundred rows.
    """
    if not instances:
        return
    connection, model = connections[using], type(instances[0])
    fields, _ = _fields(model, has_key=False)
    rows = [
        [field.get_db_prep_save(field.pre_save(one, add=True), connection) for field in fields]
        for one in instances
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_plain(model, has_key=False), rows)


def update_all(instances: list[models.Model], names: list[str], *, using="default") -> None:
    """Write the fields `names` of rows that exist, by their keys."""
    if not instances:
        return
    connection, model = connections[using], type(instances[0])
    fields = [model._meta.get_field(name) for name in names]
    rows = [
        [field.get_db_prep_save(getattr(one, field.attname), connection) for field in fields]
        + [one.pk]
        for one in instances
    ]
    told = ", ".join(f'"{field.column}" = %s' for field in fields)
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.executemany(f'UPDATE "{table}" SET {told} WHERE "{key}" = %s', rows)


@cache
def _fields(model, *, has_key: bool) -> tuple[list[models.Field], bool]:
    """The fields that are written, and whether the database makes the key."""
    key = model._meta.pk
    makes_key = isinstance(key, models.AutoField) and not has_key
    return [f for f in model._meta.concrete_fields if not (makes_key and f is key)], makes_key


@cache
def _plain(model, *, has_key: bool) -> str:
    fields, _ = _fields(model, has_key=has_key)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places})'


@cache
def _statement(model, *, has_key: bool) -> str:
    _, makes_key = _fields(model, has_key=has_key)
    returning = f' RETURNING "{model._meta.pk.column}"' if makes_key else ""
    return _plain(model, has_key=has_key) + returning
