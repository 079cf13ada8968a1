"""The three PostgreSQL roles, made once by an administrator.

The application signs in as one role, migrations as another, and history belongs to a third that
nobody can sign in as. So whoever steals the application's password can add to history through its
one door, and cannot change, remove or disguise anything in it (security.md 2.4).
"""

from __future__ import annotations

from typing import Protocol

from alongside.history.protection import postgres
from alongside.history.protection.postgres import OWNER, identifier, literal


class Cursor(Protocol):
    """Any database cursor: Django's or the driver's own."""

    def execute(self, query: str, /) -> object: ...


def prepare_roles(cursor: Cursor, *, database: str, app: str, migrator: str) -> None:
    """Make the roles and hand over what stands already. May be run again at any time.

    The cursor must belong to a superuser, connected to `database`. Roles that are missing are made
    without a password. The application's role must not be a superuser: nothing is closed to one.
    """
    for statement in statements(database=database, app=app, migrator=migrator):
        cursor.execute(statement)


def statements(*, database: str, app: str, migrator: str) -> list[str]:
    """The SQL of `prepare_roles`, for administrators who would rather read it first."""
    if len({app, migrator, OWNER}) < 3:
        raise ValueError(f"the application's and the migrations' role must differ, and neither be {OWNER}")
    db, a, m = identifier(database), identifier(app), identifier(migrator)
    return [
        _role(OWNER, "NOLOGIN"),
        _role(app, "LOGIN"),
        _role(migrator, "LOGIN"),
        _refuse_superuser(app),
        f"REVOKE {OWNER}, {m} FROM {a}",
        f"GRANT {OWNER} TO {m}",
        # Whoever owns a database owns its schema, and whoever owns a schema may drop what is in it.
        f"ALTER DATABASE {db} OWNER TO {m}",
        f"REVOKE ALL ON DATABASE {db} FROM PUBLIC",
        f"GRANT CONNECT, TEMPORARY ON DATABASE {db} TO {a}, {m}",
        f"REVOKE ALL ON SCHEMA public FROM PUBLIC, {a}",
        f"GRANT USAGE ON SCHEMA public TO {a}",
        f"GRANT USAGE, CREATE ON SCHEMA public TO {m}, {OWNER}",
        _hand_to(app, migrator),
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {a}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {a}",
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {m} IN SCHEMA public"
        f" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {a}",
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {m} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {a}",
        _hand_over_history(app),
        # How a migration, and `history verify`, know whom to let in and how far.
        f"ALTER DATABASE {db} SET {postgres.APP_SETTING} = {literal(app)}",
    ]


def _role(name: str, options: str) -> str:
    return f"""DO $do$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {literal(name)}) THEN
    CREATE ROLE {identifier(name)} {options};
  END IF;
END $do$"""


def _refuse_superuser(app: str) -> str:
    return f"""DO $do$ BEGIN
  IF (SELECT rolsuper FROM pg_roles WHERE rolname = {literal(app)}) THEN
    RAISE EXCEPTION 'the application must not sign in as a superuser, as % is', {literal(app)};
  END IF;
END $do$"""  # noqa: S608 (names are quoted)


def _hand_to(app: str, migrator: str) -> str:
    """Give what the application owns (a house that ran on one role until now) to the migrations' role."""
    return f"""DO $do$ DECLARE thing record; BEGIN
  FOR thing IN
    SELECT c.oid::regclass AS name, c.relkind FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relowner = {literal(identifier(app))}::regrole
      AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass
                      AND d.deptype IN ('a', 'i') AND c.relkind = 'S')
  LOOP
    EXECUTE format('ALTER %s %s OWNER TO %I',
      CASE thing.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, thing.name, {literal(migrator)});
  END LOOP;
  FOR thing IN
    SELECT p.oid::regprocedure AS name FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND p.proowner = {literal(identifier(app))}::regrole
  LOOP
    EXECUTE format('ALTER ROUTINE %s OWNER TO %I', thing.name, {literal(migrator)});
  END LOOP;
END $do$"""  # noqa: S608 (names are quoted)


def _hand_over_history(app: str) -> str:
    """What the migration does, for a house that has been migrated before it had roles."""
    steps = "".join(f"    {step};\n" for step in postgres.hand_over("public", app=app))
    return f"""DO $do$ BEGIN
  IF to_regclass('public.history_entry') IS NOT NULL THEN
{steps}  END IF;
END $do$"""
