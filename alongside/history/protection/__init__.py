"""What keeps history append-only, on either database."""

from django.db.backends.base.base import BaseDatabaseWrapper

from alongside.history.protection import postgres, sqlite
from alongside.history.protection.roles import prepare_roles
from alongside.history.protection.sqlite import lifted

__all__ = ["lifted", "prepare_roles", "protect", "unprotect"]


def protect(connection: BaseDatabaseWrapper) -> None:
    """Put up the door and the triggers; where the roles are prepared, also hand history to its owner.

    Called by migrations, with whichever role runs them: with one role for everything it does what that
    role can do, and `alongside history verify` says what is missing.
    """
    statements = sqlite.statements() if connection.vendor == "sqlite" else postgres.statements(connection)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def unprotect(connection: BaseDatabaseWrapper) -> None:
    """Take the door and the triggers away again, so that a migration can be undone or replaced."""
    removals = sqlite.removals() if connection.vendor == "sqlite" else postgres.removals(connection)
    with connection.cursor() as cursor:
        for statement in removals:
            cursor.execute(statement)
