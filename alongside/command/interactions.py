"""`alongside interactions`: tidy up contacts that were left open, count anew what reports say, and take over
contacts that another system recorded."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from alongside.assisting.acting import Acting
from alongside.command import taking_over
from alongside.command.serve import number
from alongside.command.whose import Unknown, tenant_named
from alongside.interactions import actions as interactions
from alongside.interactions.actions import DAYS_TO_RETAIN, Old
from alongside.lib import clock, tenancy
from alongside.people import actions as people
from alongside.ui.words import moment

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

DONE, WRONG = 0, 1


def add_to(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "interactions", help="tidy up contacts that were left open, count anew, import and export them"
    )
    parser.set_defaults(run=run)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="what")
    close = commands.add_parser(
        "close-old",
        help="close contacts that were left open, for they distort reports",
        description="Close contacts that have been open for some days, running or paused alike, and list"
        " them with their age. They are marked as closed automatically, and the time after they were last"
        " used is counted for nobody. A server does it by itself once a day.",
    )
    _whose(close)
    close.add_argument(
        "--days-to-retain",
        type=number(0),
        default=DAYS_TO_RETAIN,
        metavar="DAYS",
        help="leave those open that began fewer full days ago (%(default)s)",
    )
    close.add_argument("--dry-run", action="store_true", help="only list what would be closed")
    close.add_argument("--json", action="store_true", help="as JSON")
    again = commands.add_parser(
        "recount",
        help="make the sums of reports anew from the contacts",
        description="Make the sums of reports anew from the contacts there are, and say how many were wrong:"
        " for contacts closed before there were reports, and to be sure of them. Whoever closes a contact"
        " meanwhile waits.",
    )
    _whose(again)
    again.add_argument("--dry-run", action="store_true", help="only say how many sums are wrong")
    taken = commands.add_parser(
        "import",
        help="take over contacts that another system recorded",
        description="Take over closed contacts from the history of a GOSS site: a JSON document a line, or a"
        " list of them. What is there already stays, so a file that was stopped is gone through again; what"
        " cannot be kept goes into a file of errors, to be corrected and imported by itself.",
    )
    taken.add_argument("file", type=Path, metavar="FILE")
    _whose(taken)
    taken.add_argument("--by", default="", metavar="FIELD", help="profile field with the other system's ids")
    taken.add_argument("--errors", type=Path, metavar="FILE", help="default: beside the file")
    taken.add_argument("--dry-run", action="store_true", help="keep nothing, and say what would be kept")
    given = commands.add_parser(
        "export",
        help="write the closed contacts as such documents",
        description="Write every closed contact as a document of the same shape, one a line.",
    )
    given.add_argument("file", type=Path, metavar="FILE")
    _whose(given)


def _whose(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tenant", metavar="DOMAIN", help="whose contacts (default: the only tenant's)")


def run(options: argparse.Namespace) -> int:
    try:
        tenant = tenant_named(options.tenant)
    except Unknown as problem:
        print(problem, file=sys.stderr)
        return WRONG
    with tenancy.within(tenant.pk):
        acting = Acting.alone(people.system(tenant, "tidying"))
        try:
            if options.what == "import":
                return taking_over.take_over(acting, tenant, options)
            if options.what == "export":
                return taking_over.give_out(options)
        except OSError as problem:
            print(f"{options.file}: {problem.strerror or problem}.", file=sys.stderr)
            return WRONG
        return (_recount if options.what == "recount" else _close_old)(acting, options)


def _recount(acting: Acting, options: argparse.Namespace) -> int:
    found = interactions.recounted()[0] if options.dry_run else interactions.recount(acting)
    became = "are wrong" if options.dry_run else "were wrong and are right now"
    print(f"Contacts counted: {found.contacts}. Sums that {became}: {found.wrong}.")
    return DONE


def _close_old(acting: Acting, options: argparse.Namespace) -> int:
    if options.dry_run:
        found = interactions.old(clock.now(), days_to_retain=options.days_to_retain)
    else:
        found = interactions.close_old(acting, days_to_retain=options.days_to_retain)
    print(_as_json(found) if options.json else _in_words(found, options.dry_run))
    return DONE


def _as_json(found: list[Old]) -> str:
    return json.dumps([vars(one) for one in found], default=str, indent=2)


def _in_words(found: list[Old], dry_run: bool) -> str:
    became = "would be closed" if dry_run else "closed"
    lines = [
        f"{one.id}  {one.days} days  {one.state}  {one.channel}  {one.agent}, begun {moment(one.begun_at)}"
        for one in found
    ]
    return "\n".join([*lines, f"Contacts {became}: {len(found)}."])
