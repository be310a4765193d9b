"""An UPDATE whose SQL is composed the first time and kept: `composed` for what writes.

@composed_update(pk=models.BigAutoField(), now=models.DateTimeField())
def _seen(pk, now):
    return Message.objects.pending().filter(pk=pk), {"seen_at": now}

_seen.run(pk=1, now=timezone.now())  # how many rows there were
"""

from collections.abc import Callable
from typing import Any

from django.db import connections, models
from django.db.models import sql

from .asking import answer
from .composed import Slot


class composed_update:  # noqa: N801 — a decorator
    """Decorate a function that returns a queryset and what its rows get, a dict.

    It is called once per kind of database, with a slot for each value: see `composed`.
    """

    def __init__(self, **slots: models.Field):
        self._slots = {name: Slot(name, field) for name, field in slots.items()}
        self._statements: dict[str, tuple[str, tuple]] = {}

    def __call__(self, build: Callable[..., tuple[models.QuerySet, dict]]) -> "composed_update":
        self._build = build
        self.__doc__ = build.__doc__
        return self

    def run(self, *, using: str = "default", **values) -> int:
        """Write these values; return how many rows were changed."""
        connection = connections[using]
        statement, places = self._statement(using)
        parameters: list[Any] = [
            one.output_field.get_db_prep_save(values[one.name], connection)
            if isinstance(one, Slot)
            else one
            for one in places
        ]
        return answer(connection, statement, parameters, lambda cursor: cursor.rowcount)

    def _statement(self, using: str) -> tuple[str, tuple]:
        vendor = connections[using].vendor
        if vendor not in self._statements:
            queryset, fields = self._build(**self._slots)
            query = queryset.using(using).query.chain(sql.UpdateQuery)
            query.add_update_values(fields)
            self._statements[vendor] = query.get_compiler(using).as_sql()
        return self._statements[vendor]
