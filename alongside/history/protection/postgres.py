"""How PostgreSQL keeps history append-only: the door, the triggers, the owner and the grants."""

from __future__ import annotations

import re
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

APP_SETTING = "alongside.app_role"
OWNER = "alongside_history"
TABLES = ("history_entry", "history_head", "history_key")
FUNCTIONS = {
    "history_append": "text, text, text",
    "history_refuse": "",
    "history_entry_follows": "",
    "history_head_advances": "",
}
TRIGGERS = {
    "history_entry_stays": "history_entry",
    "history_entry_is_not_emptied": "history_entry",
    "history_entry_follows": "history_entry",
    "history_head_stays": "history_head",
    "history_head_is_not_emptied": "history_head",
    "history_head_advances": "history_head",
}


def identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def definitions(schema: str) -> str:
    """The functions and triggers, for the schema the tables are in."""
    return Path(__file__).with_name("postgres.sql").read_text().replace("SCHEMA.", f"{identifier(schema)}.")


def bodies(schema: str) -> dict[str, str]:
    """The source of each function, as the catalogue should hold it."""
    pattern = r"FUNCTION \S+?\.(\w+)\(.*?\$function\$(.*?)\$function\$"
    return dict(re.findall(pattern, definitions(schema), re.DOTALL))


def hand_over(schema: str, *, app: str) -> list[str]:
    """Give the tables and functions to their owner, and the application only what it needs."""
    here, a = identifier(schema), identifier(app)
    owned = [f"ALTER TABLE {here}.{table} OWNER TO {OWNER}" for table in TABLES[:2]]
    owned += [f"ALTER FUNCTION {here}.{name}({takes}) OWNER TO {OWNER}" for name, takes in FUNCTIONS.items()]
    return [
        *owned,
        *(f"REVOKE ALL ON {here}.{table} FROM PUBLIC, {a}" for table in TABLES),
        f"GRANT SELECT ON {here}.history_entry, {here}.history_head TO {a}",
        f"GRANT SELECT, INSERT, DELETE ON {here}.history_key TO {a}",
        f"REVOKE ALL ON FUNCTION {here}.history_append({FUNCTIONS['history_append']}) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION {here}.history_append({FUNCTIONS['history_append']}) TO {a}",
    ]


def statements(connection: BaseDatabaseWrapper) -> list[str]:
    """What a migration runs: the door and triggers, and the hand-over where the roles are prepared."""
    schema, app = schema_of(connection), app_role(connection)
    return [definitions(schema), *(hand_over(schema, app=app) if app else [])]


def removals(connection: BaseDatabaseWrapper) -> list[str]:
    here = identifier(schema_of(connection))
    return [f"DROP FUNCTION IF EXISTS {here}.{name}({takes}) CASCADE" for name, takes in FUNCTIONS.items()]


def schema_of(connection: BaseDatabaseWrapper) -> str:
    """The schema that the tables are in."""
    return _text(
        connection,
        "SELECT nspname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE c.oid = 'history_entry'::regclass",
    )


def app_role(connection: BaseDatabaseWrapper) -> str:
    """The application's role, or nothing when `prepare_roles` has not run here."""
    return _text(connection, f"SELECT coalesce(current_setting('{APP_SETTING}', true), '')")


def _text(connection: BaseDatabaseWrapper, query: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return str(cursor.fetchone()[0])
