"""Finding entries by what only their header says, and by when they were written."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, TextField
from django.db.models.sql.compiler import SQLCompiler

# Entries stand in the order in which they were committed; when each was decided may differ by as long as
# a transaction takes, or as a clock is put right.
DISORDER = timedelta(hours=1)


class RuleOf(Func):
    """The rule in an entry's header, read by the database, which has an index of it: headers are of one
    spelling, their fields in one order, and none holds a quotation mark (`leaf.Unseemly`)."""

    output_field = TextField()
    arity = 1

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **rest: Any) -> Any:
        begins = """instr(%(expressions)s, '"rule":"') + 8"""
        rest_of_it = f"substr(%(expressions)s, {begins}, 200)"
        template = f"substr(%(expressions)s, {begins}, instr({rest_of_it}, '\"') - 1)"
        return self.as_sql(compiler, connection, template=template)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **rest: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="""substring(%(expressions)s from '"rule":"([^"]*)"')"""
        )


def first_at(tenant_id: int, at: datetime) -> int:
    """A number before which everything was decided earlier than this, and not much more than that: found
    by halving, in one statement, because an index of times would cost every deed."""
    moment = connection.ops.adapt_datetimefield_value(at - DISORDER)
    with connection.cursor() as cursor:
        cursor.execute(_HALVING, [tenant_id, tenant_id, moment, tenant_id, moment])
        found = cursor.fetchone()
    return 0 if found is None else int(found[0])


def end_at(tenant_id: int, at: datetime) -> int:
    """A number from which on nothing was decided before this."""
    return first_at(tenant_id, at + 2 * DISORDER)


_MIDDLE_IS_EARLIER = "(SELECT at FROM history_entry WHERE tenant_id = %s AND number = (low + high) / 2) < %s"
_HALVING = f"""
WITH RECURSIVE half(low, high) AS (
  SELECT CAST(0 AS bigint), (SELECT size FROM history_head WHERE tenant_id = %s)
  UNION ALL
  SELECT CASE WHEN {_MIDDLE_IS_EARLIER} THEN (low + high) / 2 + 1 ELSE low END,
         CASE WHEN {_MIDDLE_IS_EARLIER} THEN high ELSE (low + high) / 2 END
  FROM half WHERE low < high)
SELECT low FROM half WHERE low >= high
"""  # noqa: S608 (no value stands in it)
