"""What must be true before the product can be served; what is not is said in one line."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import psycopg
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


class NotReady(SystemExit):
    """Something is missing; the message is the one line the administrator sees."""


def database_problem(problem: BaseException) -> str:
    """One line about a database that cannot be used."""
    said = str(problem).strip().partition("\n")[0] or type(problem).__name__
    return f"alongside: the database that DATABASE_URL names cannot be used: {said}"


def demand_database() -> None:
    """The database answers."""
    try:
        # Not through the pool, which would try for ten seconds and not say why.
        if connection.vendor == "postgresql":
            psycopg.connect(**connection.get_connection_params() | {"connect_timeout": 5}).close()
        else:
            connection.ensure_connection()
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM sqlite_master")
    except (DatabaseError, psycopg.Error) as problem:
        raise NotReady(database_problem(problem)) from None


def demand_migrations() -> None:
    """The tables are those of this release."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady("alongside: the database is not that of this release: run `alongside migrate` first.")


def demand_production() -> None:
    if settings.DEBUG:
        raise NotReady("alongside: the setting DEBUG is on; pages of errors would show what nobody may see.")


def collect_static_files() -> None:
    """Collect and compress the static files when they are not those of this release."""
    stamp = Path(settings.STATIC_ROOT) / "collected"
    present = _fingerprint()
    if stamp.exists() and stamp.read_text() == present:
        return
    call_command("collectstatic", interactive=False, verbosity=0, stdout=io.StringIO())
    stamp.write_text(present)


def _fingerprint() -> str:
    """Changes with every file that would be collected."""
    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            at = storage.get_modified_time(name).timestamp()
            found.update(f"{name} {storage.size(name)} {at}\n".encode())
    return found.hexdigest()
