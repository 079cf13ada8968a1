"""The second wall between tenants: row-level security on PostgreSQL.

`lib.tenancy` is the first: every manager filters by the open tenant. Should a query ever come around
it, the database itself shows the application's role no row of another tenant, and none at all when
no tenant is open. Tables are found by their `tenant_id`, so a new one cannot be forgotten. The role
that owns the tables (the migrations' role) is not held by it; a house that runs on one role only has
the first wall alone, and `alongside history prepare` gives it the second.
"""

from __future__ import annotations

from collections.abc import Callable
from types import EllipsisType
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

from alongside.lib import tenancy

SETTING = "alongside.tenant"
IDLE = 0  # PQTRANS_IDLE of libpq; psycopg is not loaded where SQLite serves

POLICY = """
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    DROP POLICY IF EXISTS only_the_open_tenant ON {table};
    CREATE POLICY only_the_open_tenant ON {table}
        USING (tenant_id = nullif(current_setting('alongside.tenant', true), '')::integer);
"""

# History has walls of its own: nobody but its owner writes there, and verifying reads every tenant.
OUTSIDE = ("history",)


def build(connection: BaseDatabaseWrapper) -> None:
    """Put the wall around every table of tenants; may be done again at any time."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(POLICY.format(table=connection.ops.quote_name(table)))


def tables() -> list[str]:
    """The tables whose rows belong to a tenant."""
    return [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in OUTSIDE
        and any(field.column == "tenant_id" for field in model._meta.local_concrete_fields)
    ]


def tell_the_database(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Wrapper of every statement: first say which tenant is open, unless the connection knows.

    A request reads its session first, so it is told once, and a connection that comes back from the pool to
    the same tenant not at all.
    """
    connection: BaseDatabaseWrapper = context["connection"]
    link = connection.connection
    if sql.startswith("ROLLBACK"):  # a transaction in which a statement failed takes nothing else
        _forget(link)
    elif _told(connection) != (wanted := tenancy.open_tenant()):
        with link.cursor() as cursor:
            said = "" if wanted is None else str(wanted)
            cursor.execute("SELECT set_config(%s, %s, false)", [SETTING, said])
        link.told_tenant, link.told_within = wanted, connection.in_atomic_block
    return execute(sql, params, many, context)


def _told(connection: BaseDatabaseWrapper) -> int | EllipsisType | None:
    """The tenant that the server knows of, None for no tenant; an ellipsis when that is not sure."""
    link = connection.connection
    if not connection.in_atomic_block or link.pgconn.transaction_status == IDLE:
        _forget(link)  # the transaction before this statement has ended, who knows how
    told: int | EllipsisType | None = getattr(link, "told_tenant", ...)
    return told


def _forget(link: Any) -> None:
    """What was said within a transaction is undone when that, or a part of it, is rolled back."""
    if getattr(link, "told_within", False):
        link.told_tenant, link.told_within = ..., False


def stand(connection: BaseDatabaseWrapper) -> None:
    """Have this connection told of the tenant from now on."""
    if connection.vendor == "postgresql" and tell_the_database not in connection.execute_wrappers:
        connection.execute_wrappers.append(tell_the_database)
