"""`alongside bench`: measure the product beside the bare database, in the same run on the same machine."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

# The default numbers of people; and of repetitions, enough for a steady p95.
PEOPLE, ROUNDS = 2000, 200


def add_to(subparsers: Subparsers) -> None:
    bench = subparsers.add_parser(
        "bench",
        help="measure the product against the bare database",
        description="Measure the product beside the bare database driver: the same statements with the same"
        " values, on a copy of the database, in turns. A ratio of the two says more than milliseconds of a"
        " machine that does other things as well.",
    )
    names = bench.add_subparsers(metavar="NAME", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--people", type=_positive, default=PEOPLE, help="residents in the house (%(default)s)"
    )
    common.add_argument("--rounds", type=_positive, default=ROUNDS, help="repetitions (%(default)s)")
    common.add_argument(
        "--database",
        choices=("sqlite", "postgres"),
        default="sqlite",
        help="%(default)s is the default; postgres takes the server that DATABASE_URL names, else starts one",
    )
    common.add_argument("--json", action="store_true", help="print one JSON object")
    for name, says in {
        "journey": "the main job over HTTP: find, open, start, form, submit, stop",
        "history": "whole deeds, verifying them and proving one",
        "search": "finding people by all that agents type, with typing errors",
        "match": "recognising who is registered already, although much of it is wrong",
    }.items():
        parser = names.add_parser(name, parents=[common], help=says, description=f"Measure {says}.")
        parser.set_defaults(run=run, bench=name)
    reports = names.add_parser(
        "report",
        parents=[common],
        help="reports over many contacts, and a recount of each",
        description="Measure reports over many contacts, and hold every sum against a recount.",
    )
    reports.add_argument(
        "--interactions", type=_positive, default=20_000, help="contacts in the house (%(default)s)"
    )
    reports.set_defaults(run=run, bench="contacts")


def run(options: argparse.Namespace) -> int:
    """Prepare a place and measure there, in a process that has no other settings."""
    from alongside.command.bench.place import prepared  # noqa: PLC0415 (not needed to list the benches)

    asked = {name: value for name, value in vars(options).items() if name != "run"}
    with prepared(options.database) as place:
        return subprocess.run(
            [sys.executable, "-m", "alongside.command.bench.inside", place.as_json(), json.dumps(asked)],
            env=os.environ | place.settings("house"),
            check=False,
        ).returncode


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number
