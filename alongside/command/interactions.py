"""`alongside interactions`: tidy up contacts that were left open, and count anew what reports say."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from alongside.assisting.acting import Acting
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
        "interactions", help="tidy up contacts that were left open, and count anew"
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
