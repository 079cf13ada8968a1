"""Querysets that are asked again and again, turned into SQL once.

Between a queryset and its rows Django's ORM spends most of a millisecond on building SQL that is the
same every time; SQLite answers it in a hundredth of that. `compiled` keeps the SQL and the reading of
rows, so that only the values travel:

    @compiled
    def own(sitting: uuid.UUID, agent: int) -> models.QuerySet[Assistance]:
        return Assistance.objects.with_people().filter(pk=sitting, agent_id=agent)

    found = own(sitting, agent)  # a list

The queryset stays the only place where the rule is written; `docs/decisions/0007-…` says more.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, ParamSpec, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

from alongside.lib import tenancy

Asked = ParamSpec("Asked")
Row = TypeVar("Row")


class NotTheSame(AssertionError):
    """A queryset says something else with values than with places for them: it cannot be kept."""


class Spot(NamedTuple):
    """Stands among a statement's parameters for an argument, or for one item of a tuple of them."""

    argument: int
    item: int | None = None


TENANT = -1  # the argument that nobody gives: the open tenant


SINGLE = "(\0%s)"  # the ORM puts brackets around an expression that has none; a value needs none


class Place(Expression):
    """A place in a queryset for a value that comes later; for as many as `size`, where it is a tuple."""

    def __init__(self, argument: int, size: int | None = None) -> None:
        super().__init__()
        self.argument, self.size = argument, size

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        if self.size is None:
            return SINGLE, (Spot(self.argument),)
        marks = ", ".join(["%s"] * self.size)
        return f"({marks})", tuple(Spot(self.argument, item) for item in range(self.size))


class Compiled(Generic[Asked, Row]):
    """A function that makes a queryset, and the statements that came of it.

    Called with the same arguments it gives the queryset's rows, as a list. What decides how the SQL reads
    has a statement for each of its values: True, False, None, and the length of a tuple (for `__in`).
    """

    def __init__(self, queryset: Callable[Asked, models.QuerySet[Any, Row]]) -> None:
        self.queryset: Callable[..., models.QuerySet[Any, Row]] = queryset
        self.statements: dict[tuple[object, ...], Statement] = {}

    def __call__(self, *values: Asked.args, **named: Asked.kwargs) -> list[Row]:
        if named:
            raise TypeError("arguments are given in their order, without their names")
        connection = connections[DEFAULT_DB_ALIAS]
        shape = (connection.vendor, *map(_shape, values))
        statement = self.statements.get(shape)
        if statement is None:
            try:
                statement = self._statement(connection, shape[1:], values)
            except EmptyResultSet:  # the ORM knows without asking: nothing is in an empty tuple
                return []
            if len(self.statements) < MOST_SHAPES:
                self.statements[shape] = statement
        return cast("list[Row]", statement.rows(connection, values))

    def first(self, *values: Asked.args, **named: Asked.kwargs) -> Row | None:
        """The first row, or None."""
        return next(iter(self(*values, **named)), None)

    def _statement(
        self, connection: BaseDatabaseWrapper, shapes: Sequence[Any], values: Sequence[Any]
    ) -> Statement:
        """The statement with places for values of these shapes, held against the queryset itself."""
        places: list[Any] = [_place(number, shape) for number, shape in enumerate(shapes)]
        with tenancy.within(cast(int, Place(TENANT))):
            kept = Statement(self.queryset(*places))
        sql, parameters = self.queryset(*values).query.sql_with_params()
        if (kept.sql, kept.bound(connection, values)) != (sql, parameters):
            raise NotTheSame(
                f"{self.queryset.__qualname__}: {kept.sql} {kept.parameters} is not {sql} {parameters}"
            )
        kept.say_what_is_fixed()
        return kept


def _shape(value: Any) -> Any:
    """What of an argument decides how the SQL reads."""
    if isinstance(value, tuple) and value:
        return range(len(value))
    if isinstance(value, int) and value.bit_length() > LARGEST:
        return value
    return value if value in (None, ()) or isinstance(value, bool) else VALUE


def _place(argument: int, shape: Any) -> Any:
    if shape is VALUE:
        return Place(argument)
    return Place(argument, len(shape)) if isinstance(shape, range) else shape


LARGEST = 63  # bits of a number; the ORM knows that no column holds a larger one
VALUE = object()  # the shape of whatever travels beside the SQL
MOST_SHAPES = 50  # of one queryset; whatever comes after them is put together each time
PLAIN = re.compile(r"[A-Za-z0-9_.]+")  # words that mean the same as SQL and as a parameter


class Statement:
    """The SQL of a queryset with spots among its parameters, and how its rows are read."""

    def __init__(self, queryset: models.QuerySet[Any, Any]) -> None:
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        self.sql, self.parameters = sql.replace(SINGLE, "%s"), tuple(parameters)
        self.locks = queryset.query.select_for_update
        columns = [column for column, *_ in compiler.select]
        self.converters = list(compiler.get_converters(columns).items())
        self.read = _reader(queryset, compiler)

    def rows(self, connection: BaseDatabaseWrapper, values: Sequence[Any]) -> list[Any]:
        if self.locks and not connection.in_atomic_block:
            raise TransactionManagementError("rows can be locked within a transaction only")
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.bound(connection, values))
            found = cursor.fetchall()
        return self.read([self._converted(connection, row) for row in found])

    def bound(self, connection: BaseDatabaseWrapper, values: Sequence[Any]) -> tuple[Any, ...]:
        """The parameters, with the values in their places."""
        return tuple(
            [
                adapted(connection, _at(parameter, values)) if isinstance(parameter, Spot) else parameter
                for parameter in self.parameters
            ]
        )

    def say_what_is_fixed(self) -> None:
        """Write words that are the same each time into the SQL. SQLite plans a statement anew each time that
        a value could decide whether a partial index serves it, which costs more than the answer."""
        parts = self.sql.split("%s")  # a percentage would stand there as %%
        marks = [
            f"'{parameter}'" if isinstance(parameter, str) and PLAIN.fullmatch(parameter) else "%s"
            for parameter in self.parameters
        ]
        self.sql = "".join(part + mark for part, mark in zip(parts, [*marks, ""], strict=True))
        self.parameters = tuple(
            parameter for parameter, mark in zip(self.parameters, marks, strict=True) if mark == "%s"
        )

    def _converted(self, connection: BaseDatabaseWrapper, row: Sequence[Any]) -> Sequence[Any]:
        """A row as Python has it: what the database cannot keep, such as JSON, is kept as something else."""
        converted = list(row)
        for place, (converters, expression) in self.converters:
            for convert in converters:
                converted[place] = convert(converted[place], expression, connection)
        return converted


def _reader(
    queryset: models.QuerySet[Any, Any], compiler: SQLCompiler
) -> Callable[[list[Sequence[Any]]], list[Any]]:
    """What makes of rows what the queryset would make of them."""
    asked: Any = queryset  # what its types do not say
    if asked._prefetch_related_lookups or asked._iterable_class not in _READERS:
        raise TypeError("a statement that is kept reads models or tuples, and nothing after them")
    return _READERS[asked._iterable_class](compiler)


def _models(compiler: SQLCompiler) -> Callable[[list[Sequence[Any]]], list[Any]]:
    """As Django's `ModelIterable` does it; what depends on the statement alone is done beforehand."""
    described: Any = compiler.klass_info
    model, own = described["model"], described["select_fields"]
    start, end = own[0], own[-1] + 1
    names = [column.target.attname for column, *_ in compiler.select[start:end]]
    related = get_related_populators(described, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # the types are of a later Django
    annotations = list((compiler.annotation_col_map or {}).items())

    def read(rows: list[Sequence[Any]]) -> list[Any]:
        found = []
        for row in rows:
            thing = model.from_db(DEFAULT_DB_ALIAS, names, row[start:end])
            for populator in related:
                populator.populate(row, thing)
            for name, place in annotations:
                setattr(thing, name, row[place])
            found.append(thing)
        return found

    return read


_READERS: dict[type, Callable[[SQLCompiler], Callable[[list[Sequence[Any]]], list[Any]]]] = {
    ModelIterable: _models,
    ValuesListIterable: lambda _: lambda rows: [tuple(row) for row in rows],
    FlatValuesListIterable: lambda _: lambda rows: [row[0] for row in rows],
}


def _at(spot: Spot, values: Sequence[Any]) -> Any:
    if spot.argument == TENANT:
        return tenancy.current()
    value = values[spot.argument]
    return value if spot.item is None else value[spot.item]


def adapted(connection: BaseDatabaseWrapper, value: Any) -> Any:
    """A value as the database's driver takes it."""
    if value is None:
        raise TypeError("nothing is equal to NULL, so it cannot be one of several")
    if isinstance(value, uuid.UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def compiled(queryset: Callable[Asked, models.QuerySet[Any, Row]]) -> Compiled[Asked, Row]:
    """Keep what becomes of this queryset; the function must do nothing but make it from its arguments."""
    return Compiled(queryset)


def prefetched(instance: models.Model, name: str, rows: Sequence[models.Model]) -> None:
    """Let `instance.<name>.all()` answer rows that were read otherwise, as after `prefetch_related`."""
    related = getattr(instance, name)
    answer = related.get_queryset()
    answer._result_cache, answer._prefetch_done = list(rows), True
    for row in rows:
        related.field.set_cached_value(row, instance)
    instance.__dict__.setdefault("_prefetched_objects_cache", {})[name] = answer
