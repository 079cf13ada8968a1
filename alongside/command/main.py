"""The command `alongside`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module, metadata

import django
from django.core.management import execute_from_command_line
from django.db import DatabaseError, OperationalError

from alongside.command.ready import database_problem

# Each is a module here with `add_to(subparsers)`; only the one that is asked for is loaded.
COMMANDS = {
    "demo": "set up a demonstration on this machine, and serve it",
    "serve": "serve the product",
    "work": "run long work in a process of its own",
    "sign": "sign checkpoints of the history, as a process of its own",
    "history": "verify, prove and export the history, and prepare its protection",
    "tenants": "open a house for real people, and see which there are",
    "people": "make, import and export people, and renew the keys they are found by",
    "interactions": "tidy up contacts that were left open",
    "desk": "read the mailboxes of the desk now",
    "workflow": "say whether diagrams of processes would run here, and what would have to change",
    "explain": "say whether somebody could do something for somebody, and by which rule",
    "bench": "measure the product against the bare database",
}
REST = """\
Everything else is Django's: `alongside migrate`, `alongside check`, `alongside createcachetable`;
`alongside help --commands` lists them. Settings come from the environment; the README has their table.
"""


def main() -> None:
    """Run one sub-command; what is not ours is Django's (`alongside migrate`, `python manage.py shell`)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.site.settings")
    try:
        sys.exit(run(sys.argv))
    except DatabaseError as problem:
        # The others of its kind are mistakes of ours, whose trace is wanted.
        if type(problem) not in (DatabaseError, OperationalError):
            raise
        sys.exit(database_problem(problem))
    except KeyboardInterrupt:
        sys.exit(130)


def run(arguments: Sequence[str]) -> int:
    """Run the command line and give its exit code."""
    asked = arguments[1] if len(arguments) > 1 else "--help"
    if asked == "migrate":
        migrate_as_migrator()
    if asked in COMMANDS:
        if asked != "bench":  # it sets up houses of its own
            django.setup()
    elif asked not in ("-h", "--help", "--version") and list(arguments[1:]) != ["help"]:
        execute_from_command_line(list(arguments))
        if list(arguments[1:]) == ["migrate"]:
            import_module("alongside.command.upgrade").tell()
        return 0
    options = parser(load=asked).parse_args([asked if asked != "help" else "--help", *arguments[2:]])
    code: int = options.run(options)
    return code


def migrate_as_migrator() -> None:
    """Where the roles are prepared, the application's own may not change tables."""
    address = os.environ.get("ALONGSIDE_MIGRATE_URL")
    if address:
        os.environ["DATABASE_URL"] = address


def parser(*, load: str) -> argparse.ArgumentParser:
    """Our part of the command line, with the arguments of the sub-command to load."""
    top = argparse.ArgumentParser(
        prog="alongside",
        description="Help other people without becoming them.",
        epilog=REST,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=metadata.version("alongside"))
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    for name, summary in COMMANDS.items():
        if name == load:
            import_module(f"alongside.command.{name}").add_to(commands)
        else:
            commands.add_parser(name, help=summary)
    return top


if __name__ == "__main__":
    main()
