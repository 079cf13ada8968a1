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
    for name, says in {
        "journey": "the main job over HTTP: find, open, start, form, submit, stop",
        "history": "whole deeds, verifying them and proving one",
        "search": "finding people by all that agents type, with typing errors",
        "match": "recognising who is registered already, although much of it is wrong",
        "pages": "what the first visit to each page brings over the wire, and what a later one costs",
    }.items():
        parser = names.add_parser(name, parents=[_common()], help=says, description=f"Measure {says}.")
        parser.set_defaults(run=run, bench=name)
    process = names.add_parser(
        "process",
        parents=[_common()],
        help="a step of a kept process, beside the engine's own in its memory",
        description="Measure a step of a kept process: read, done, stored; beside the engine's own.",
    )
    process.set_defaults(run=run, bench="process", people=50)
    getting = names.add_parser(
        "get-next",
        parents=[_common()],
        help="many agents getting the next question at the same moment",
        description="Measure many agents who get the next question at the same moment, beside the bare SQL.",
    )
    getting.add_argument("--agents", type=_positive, default=50, help="at the same moment (%(default)s)")
    getting.set_defaults(run=run, bench="getting", people=50, rounds=20)
    mailing = names.add_parser(
        "mailing",
        parents=[_common()],
        help="a mailing to many whose worker is killed again and again: who gets it twice, or never",
        description="Kill the process that sends a mailing at random moments, and count who got it twice.",
    )
    mailing.add_argument("--recipients", type=_positive, default=2000, help="on the list (%(default)s)")
    mailing.add_argument("--kills", type=_positive, default=20, help="of the process (%(default)s)")
    mailing.add_argument("--seed", type=int, default=1, help="of the moments (%(default)s)")
    mailing.set_defaults(run=run, bench="mailing")
    call = names.add_parser(
        "call",
        parents=[_common()],
        help="how soon two browsers in a call see each other, beside two pages that do nothing else",
        description="Measure how soon two browsers in a call see each other, from pressing Start to pixels.",
    )
    call.set_defaults(run=run, bench="call", people=20, rounds=40)
    load = names.add_parser(
        "load",
        parents=[_common()],
        help="agents and residents at once, for a while",
        description="Measure the product with agents and residents at work at once.",
    )
    load.add_argument("--seconds", type=_positive, default=30, help="how long (%(default)s)")
    load.set_defaults(run=run, bench="load")
    harvest = names.add_parser(
        "harvest",
        help="how soon harvesters are caught, and how often honest agents are asked about",
        description="Replay harvesters and honest agents against what is found unusual, without a database.",
    )
    harvest.add_argument("--seed", type=int, default=1, help="the same seed replays the same (%(default)s)")
    harvest.add_argument("--weeks", type=_positive, default=10, help="of twenty agents (%(default)s)")
    harvest.add_argument("--json", action="store_true", help="print one JSON object")
    harvest.set_defaults(run=_harvest)
    crash = names.add_parser(
        "crash",
        parents=[_common()],
        help="what is lost when web servers and databases are killed under writing load",
        description="Kill web servers, and PostgreSQL with all its processes, while agents write; then hold"
        " what was answered against what is stored: nothing lost, nothing twice, no gap.",
    )
    crash.add_argument("--kills", type=_positive, default=60, help="of either sort in turn (%(default)s)")
    crash.add_argument("--seed", type=int, default=1, help="of the moments (%(default)s)")
    crash.set_defaults(run=run, bench="crash", people=20)
    fuzz = names.add_parser(
        "fuzz",
        parents=[_common()],
        help="whether anything that is sent makes it fail, or changes something that is not recorded",
        description="Send at random to every address, as everybody; count what fails, and hold what was"
        " changed against the history.",
    )
    fuzz.add_argument("--requests", type=_positive, default=10_000, help="how many (%(default)s)")
    fuzz.add_argument("--seed", type=int, default=1, help="the same seed asks the same (%(default)s)")
    fuzz.set_defaults(run=run, bench="fuzz", people=60)
    exposure = names.add_parser(
        "exposure",
        parents=[_common()],
        help="how long, and of how many others, an entry waits to be signed",
        description="Write entries at all sorts of speed beside `alongside sign`, and see how soon each is"
        " signed.",
    )
    exposure.add_argument("--seconds", type=_positive, default=60, help="how long (%(default)s)")
    exposure.add_argument("--seed", type=int, default=1, help="of the turns (%(default)s)")
    exposure.set_defaults(run=run, bench="exposure", people=50)
    revoke = names.add_parser(
        "revoke",
        parents=[_common()],
        help="whether what is taken away is gone with the next request",
        description="Take rights, roles, groups, sign-ins, tokens and sittings away while another process"
        " serves, and ask at once again.",
    )
    revoke.add_argument("--trials", type=_positive, default=500, help="how many (%(default)s)")
    revoke.set_defaults(run=run, bench="revoke", people=30)
    tamper = names.add_parser(
        "tamper",
        parents=[_common()],
        help="whether an outsider finds what the database's owner rewrote",
        description="Rewrite a log in eight ways, as who owns the database can, and see whether it is found.",
    )
    tamper.add_argument("--cases", type=_positive, default=50, help="of each way (%(default)s)")
    tamper.add_argument("--entries", type=_positive, default=80, help="of the log (%(default)s)")
    tamper.add_argument("--seed", type=int, default=1, help="of the places (%(default)s)")
    tamper.set_defaults(run=run, bench="tamper", people=20)
    outsiders = names.add_parser(
        "outsiders",
        parents=[_common()],
        help="what others' programs say of proofs, checkpoints and exports",
        description="Hold proofs, checkpoints and a whole exported log against Go's own code, which comes"
        " with Go, and against the program that auditors are given.",
    )
    outsiders.add_argument("--go", default="go", help="the go program (default: the one on the path)")
    outsiders.add_argument("--entries", type=_positive, default=2_000, help="of the log (%(default)s)")
    outsiders.set_defaults(run=run, bench="outsiders", people=50)
    reports = names.add_parser(
        "report",
        parents=[_common()],
        help="reports over many contacts, and a recount of each",
        description="Measure reports over many contacts, and hold every sum against a recount.",
    )
    reports.add_argument(
        "--interactions", type=_positive, default=20_000, help="contacts in the house (%(default)s)"
    )
    reports.set_defaults(run=run, bench="contacts")
    matters = names.add_parser(
        "cases",
        parents=[_common()],
        help="lists and pages among many cases, and whether all of them say what the rules say",
        description="Measure lists of cases and the page of one, and cross every row of who may do what.",
    )
    matters.add_argument("--cases", type=_positive, default=20_000, help="cases in the house (%(default)s)")
    matters.set_defaults(run=run, bench="cases")


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


def _common() -> argparse.ArgumentParser:
    """What most measurements take. One for each: parsers that share it would share its defaults too."""
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
    return common


def _harvest(options: argparse.Namespace) -> int:
    import django  # noqa: PLC0415 (the other benches set up houses of their own)

    django.setup()
    from alongside.command.bench import harvest  # noqa: PLC0415

    return harvest.run(options)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number
