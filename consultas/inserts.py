"""A new row by one bare INSERT, whose SQL is composed once per model and kind of database."""

from functools import cache

from django.db import connections, models

from .asking import answered


def insert(instance: models.Model, *, using: str = "default") -> None:
    """Write a new row as `save(force_insert=True)` does, defaults and constraints included.

    For models without signals and without parents; raises IntegrityError likewise. A key that the
    database makes is put on the instance.
    """
    connection, model = connections[using], type(instance)
    fields, makes_key = _fields(model)
    values = [
        field.get_db_prep_save(field.pre_save(instance, add=True), connection) for field in fields
    ]
    with answered(connection, _statement(model, connection.vendor), values) as cursor:
        if makes_key:
            instance.pk = cursor.fetchone()[0]
    instance._state.adding, instance._state.db = False, using


@cache
def _fields(model) -> tuple[list[models.Field], bool]:
    key = model._meta.pk
    makes_key = isinstance(key, models.AutoField)
    return [f for f in model._meta.concrete_fields if not (makes_key and f is key)], makes_key


@cache
def _statement(model, vendor: str) -> str:
    fields, makes_key = _fields(model)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    sql = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places})'
    return f'{sql} RETURNING "{model._meta.pk.column}"' if makes_key else sql
