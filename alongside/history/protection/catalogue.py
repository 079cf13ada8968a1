"""Whether the protection stands as it was put up, read from the database's own catalogue."""

from __future__ import annotations

import re
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from alongside.history.protection import postgres, sqlite
from alongside.history.protection.postgres import OWNER


def gaps(connection: BaseDatabaseWrapper) -> list[str]:
    """What is missing, changed or added, a sentence each."""
    return _gaps_here(connection) if connection.vendor == "sqlite" else _gaps_there(connection)


def advice(connection: BaseDatabaseWrapper) -> list[str]:
    """What an administrator could still do, where nothing is wrong."""
    if connection.vendor == "sqlite" or postgres.app_role(connection):
        return []
    owner = _rows(
        connection, "SELECT relowner::regrole::text FROM pg_class WHERE oid = 'history_entry'::regclass"
    )
    return [
        f"One PostgreSQL role, {owner[0][0]}, both serves the application and owns history, so whoever holds"
        " its password can take the protection away. An administrator separates them: see"
        " “alongside history prepare”."
    ]


def _gaps_here(connection: BaseDatabaseWrapper) -> list[str]:
    found = dict(
        _rows(
            connection,
            "SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')"
            " AND tbl_name IN ('history_entry', 'history_head', 'history_append')",
        )
    )
    expected = {_name(statement): statement for statement in sqlite.statements()}
    return [
        *(f"the protection “{name}” is missing" for name in sorted(expected.keys() - found.keys())),
        *(f"a trigger “{name}” was added to history" for name in sorted(found.keys() - expected.keys())),
        *(
            f"the protection “{name}” was changed"
            for name in sorted(expected.keys() & found.keys())
            if _flat(expected[name]) != _flat(found[name])
        ),
    ]


def _gaps_there(connection: BaseDatabaseWrapper) -> list[str]:
    app = postgres.app_role(connection)
    return [
        *_triggers(connection),
        *_functions(connection),
        *(_ownership(connection, app) if app else []),
    ]


def _triggers(connection: BaseDatabaseWrapper) -> list[str]:
    found = dict(
        _rows(
            connection,
            "SELECT tgname::text, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal"
            " AND tgrelid IN ('history_entry'::regclass, 'history_head'::regclass)",
        )
    )
    rules = _rows(
        connection,
        "SELECT rulename::text FROM pg_rewrite"
        " WHERE ev_class IN ('history_entry'::regclass, 'history_head'::regclass)",
    )
    return [
        *(f"the protection “{name}” is missing" for name in postgres.TRIGGERS if name not in found),
        *(f"a trigger “{name}” was added to history" for name in found if name not in postgres.TRIGGERS),
        *(f"a rule “{name}” was added to history" for (name,) in rules),
        *(
            f"the protection “{name}” is switched off"
            for name, enabled in found.items()
            if name in postgres.TRIGGERS and enabled != "A"
        ),
    ]


def _functions(connection: BaseDatabaseWrapper) -> list[str]:
    schema = postgres.schema_of(connection)
    found = {
        name: (source, definer, config)
        for name, source, definer, config in _rows(
            connection,
            "SELECT proname::text, prosrc, prosecdef, coalesce(array_to_string(proconfig, ' '), '')"
            " FROM pg_proc WHERE pronamespace = %s::regnamespace AND proname LIKE 'history@_%%' ESCAPE '@'",
            postgres.identifier(schema),
        )
    }
    expected = {
        name: (body, name == "history_append", "search_path=pg_catalog, pg_temp")
        for name, body in postgres.bodies(schema).items()
    }
    return [
        f"the function “{name}” is {'changed' if name in found else 'missing'}"
        for name in sorted(expected)
        if found.get(name) != expected[name]
    ]


def _ownership(connection: BaseDatabaseWrapper, app: str) -> list[str]:
    owners = _rows(
        connection,
        "SELECT relname::text, relowner::regrole::text FROM pg_class"
        " WHERE oid IN ('history_entry'::regclass, 'history_head'::regclass)",
    )
    allowed = _rows(
        connection,
        "SELECT t, p FROM unnest(ARRAY['history_entry', 'history_head']) t,"
        " unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER', 'REFERENCES']) p"
        " WHERE has_table_privilege(%s, t, p)",
        app,
    )
    ((superuser, member),) = _rows(
        connection,
        "SELECT rolsuper, pg_has_role(rolname, %s, 'MEMBER') FROM pg_roles WHERE rolname = %s",
        OWNER,
        app,
    )
    if superuser:
        return [f"the application signs in as {app}, a superuser, to whom nothing is closed"]
    return [
        *(f"{table} belongs to {owner}, not to {OWNER}" for table, owner in owners if owner != OWNER),
        *(f"the application's role {app} may {privilege} on {table}" for table, privilege in allowed),
        *([f"the application's role {app} may become {OWNER}"] if member else []),
    ]


def _rows(connection: BaseDatabaseWrapper, query: str, *values: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)
        return list(cursor.fetchall())


def _name(statement: str) -> str:
    return re.split(r"\s+", statement)[2]


def _flat(statement: str) -> str:
    """Without the space that no reader sees."""
    return re.sub(r"\s+", " ", statement).strip(" ;")
