"""Rows written by SQL that is put together once, where something often waits for it.

    written.insert(task)
    written.update(instance, ("state", "tokens"))

They do to one row of a model with a tenant what `save(force_insert=True)` and `save(update_fields=…)` do,
with the columns and conversions of its fields, but say nothing to anybody (signals) and read nothing back: a
row that is inserted knows its id beforehand, or nobody asks for it.
"""

from __future__ import annotations

from typing import Any, cast

from django.db import DatabaseError, connection, models

from alongside.lib import tenancy

_inserts: dict[tuple[str, type[models.Model]], tuple[str, list[Any]]] = {}
_updates: dict[tuple[str, type[models.Model], tuple[str, ...]], tuple[str, list[Any]]] = {}


def insert(row: models.Model) -> None:
    """Keep a new row. Raises what the database raises."""
    known = _inserts.get((connection.vendor, type(row)))
    if known is None:
        known = _inserts[connection.vendor, type(row)] = _insert_of(type(row))
    sql, fields = known
    with connection.cursor() as cursor:
        cursor.execute(sql, [_told(row, field, adding=True) for field in fields])
    row._state.adding, row._state.db = False, connection.alias


def update(row: models.Model, names: tuple[str, ...]) -> None:
    """Keep these fields of a row of the open tenant. Raises `DatabaseError` where there is no such row."""
    known = _updates.get((connection.vendor, type(row), names))
    if known is None:
        known = _updates[connection.vendor, type(row), names] = _update_of(type(row), names)
    sql, fields = known
    whose = [_told(row, cast(Any, row._meta.pk), adding=False), tenancy.current()]
    with connection.cursor() as cursor:
        cursor.execute(sql, [_told(row, field, adding=False) for field in fields] + whose)
        if cursor.rowcount != 1:
            raise DatabaseError(f"There is no {row._meta.verbose_name} {row.pk} to keep.")


def _insert_of(model: type[models.Model]) -> tuple[str, list[Any]]:
    """Every column but an id that the database gives."""
    fields: list[Any] = [one for one in model._meta.concrete_fields if not isinstance(one, models.AutoField)]
    columns = ", ".join(_quoted(one.column) for one in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = _quoted(model._meta.db_table)
    return f"INSERT INTO {table} ({columns}) VALUES ({marks})", fields  # noqa: S608  # the names are the model's own


def _update_of(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, list[Any]]:
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(f"{_quoted(one.column)} = %s" for one in fields)
    key, tenant = _quoted(cast(Any, model._meta.pk).column), _quoted("tenant_id")
    table = _quoted(model._meta.db_table)
    return f"UPDATE {table} SET {columns} WHERE {key} = %s AND {tenant} = %s", fields  # noqa: S608  # likewise


def _told(row: models.Model, field: Any, *, adding: bool) -> Any:
    return field.get_db_prep_save(field.pre_save(row, adding), connection)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
