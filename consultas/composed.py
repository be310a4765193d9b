"""A queryset whose SQL is composed the first time and kept.

At the rush hour most of the time of a request is the ORM composing, again and again, statements
that differ in nothing but their values. Here the rule stays where it is (a word of a queryset), and
only its composing is spared:

    @composed(slug=models.SlugField())
    def _published(slug):
        return Event.objects.published().filter(slug=slug)

    _published.first(slug="jornada-1")

The function gets a slot for each value and is called once per kind of database, so it must not look
at what it gets, nor at the clock: a moment is a value like any other. Instances come with what
`select_related` and `only` say; a `prefetch_related` is not followed.
"""

from collections.abc import Callable
from typing import Any, Protocol

from django.db import connections, models
from django.db.models.query import ModelIterable, get_related_populators

from .asking import answer, answer_later, one_journey


class Slot(models.Expression):
    """The place of a value that is known when the question is asked."""

    def __init__(self, name: str, output_field: models.Field):
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


class composed:  # noqa: N801 — a decorator
    """Decorate a function that returns a queryset; each value it takes is a field by its name."""

    def __init__(self, **slots: models.Field):
        self._slots = {name: Slot(name, field) for name, field in slots.items()}
        self._statements: dict[str, _Statement] = {}

    def __call__(self, build: Callable[..., models.QuerySet]) -> "composed":
        self._build = build
        self.__doc__ = build.__doc__
        return self

    def rows(self, *, using: str = "default", **values) -> list[Any]:
        """The whole answer: instances, or tuples where the queryset is one of `values_list`."""
        connection = connections[using]
        statement = self.statement(using)
        read = lambda cursor: statement.read(cursor, connection)  # noqa: E731 — a name for one use
        return answer(connection, statement.sql, statement.parameters(values, connection), read)

    def first(self, *, using: str = "default", **values) -> Any:
        """The first of the answer, or None."""
        rows = self.rows(using=using, **values)
        return rows[0] if rows else None

    def statement(self, using: str) -> "_Statement":
        vendor = connections[using].vendor
        if vendor not in self._statements:
            self._statements[vendor] = _Statement(self._build(**self._slots), using)
        return self._statements[vendor]


class Asked(Protocol):
    """What can be asked together: `composed`, `next_key`. A statement is as `_Statement`."""

    def statement(self, using: str) -> Any: ...


# What is asked, and the values it is asked with.
Question = tuple[Asked, dict[str, Any]]


def ask_together(*questions: Question, using: str = "default") -> list[list[Any]]:
    """The answers of several questions that do not need each other's, from one journey.

    Each is asked after the one before it, and sees what that one waited for.
    """
    connection, answers = connections[using], []
    with one_journey(using):
        for question, values in questions:
            statement = question.statement(using)
            read = lambda cursor, of=statement: answers.append(of.read(cursor, connection))  # noqa: E731
            answer_later(connection, statement.sql, statement.parameters(values, connection), read)
    return answers


class _Statement:
    """SQL for one kind of database, and how its rows become what the queryset would give."""

    def __init__(self, queryset: models.QuerySet, using: str):
        compiler = queryset.using(using).query.get_compiler(using)
        self.sql, self._parameters = compiler.as_sql()
        self._count = compiler.col_count
        columns = [column for column, *_ in compiler.select[: self._count]]
        self._converters = list(compiler.get_converters(columns).items())
        is_model = queryset._iterable_class is ModelIterable
        self._instance = _Instance(compiler, using) if is_model else None

    def parameters(self, values: dict, connection) -> list[Any]:
        return [
            one.output_field.get_db_prep_value(values[one.name], connection)
            if isinstance(one, Slot)
            else one
            for one in self._parameters
        ]

    def read(self, cursor, connection) -> list[Any]:
        return [self._read(row, connection) for row in cursor.fetchall()]

    def _read(self, row, connection):
        row = list(row[: self._count])
        for at, (converters, column) in self._converters:
            for convert in converters:
                row[at] = convert(row[at], column, connection)
        return self._instance.of(row) if self._instance else tuple(row)


class _Instance:
    """A row as an instance with its relations, as Django's own ModelIterable makes it."""

    def __init__(self, compiler, using: str):
        info, select, self._using = compiler.klass_info, compiler.select, using
        chosen = info["select_fields"]
        self._model, self._from, self._to = info["model"], chosen[0], chosen[-1] + 1
        self._names = [field[0].target.attname for field in select[self._from : self._to]]
        self._populators = get_related_populators(info, select, using)
        self._annotations = list((compiler.annotation_col_map or {}).items())

    def of(self, row: list) -> models.Model:
        instance = self._model.from_db(self._using, self._names, row[self._from : self._to])
        for populate in self._populators:
            populate.populate(row, instance)
        for name, at in self._annotations:
            setattr(instance, name, row[at])
        return instance


def hold(instance: models.Model, relation: str, rows: list) -> None:
    """Let `instance.relation.all()` answer with `rows`, as `prefetch_related` would."""
    queryset = getattr(instance, relation).get_queryset()
    queryset._result_cache, queryset._prefetch_done = rows, True
    if not hasattr(instance, "_prefetched_objects_cache"):
        instance._prefetched_objects_cache = {}
    instance._prefetched_objects_cache[relation] = queryset
