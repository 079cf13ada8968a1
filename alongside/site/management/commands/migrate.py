"""Django's `migrate`, which makes the tables of an empty database at once."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from alongside.site import fresh


class Command(Migrate):
    def handle(self, *arguments: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if _is_whole(options) and fresh.is_empty(connection):
            made = fresh.build(connection)
            if options["verbosity"]:
                self.stdout.write(f"Made the tables as {made} migrations would have.")
        super().handle(*arguments, **options)


def _is_whole(options: dict[str, Any]) -> bool:
    """Whether everything is asked for, and for real: not some app, nor what would be done."""
    partly = ("app_label", "fake", "fake_initial", "plan", "check_unapplied", "run_syncdb", "prune")
    return not any(options[name] for name in partly)
