"""A database in which one statement fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import OperationalError


class Failed(OperationalError):
    """A database that gave up."""


class Fault:
    """Lets so many statements through and fails the next one, and only that.
    The statements that make and end transactions are not counted."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            self.left -= 1
        if self.left == -1:
            self.left = -2
            raise Failed(sql)
        return execute(sql, params, many, context)
