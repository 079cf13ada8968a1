"""`alongside desk`: read the mailboxes now."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from alongside.assisting.acting import Acting
from alongside.command.whose import Unknown, tenant_named
from alongside.desk.actions import fetching
from alongside.desk.models import Letter, LetterState, Mailbox
from alongside.lib import tenancy
from alongside.people import actions as people

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

DONE, WRONG = 0, 1


def add_to(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("desk", help="read the mailboxes of the desk now")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    fetch = commands.add_parser(
        "fetch",
        help="read the mailboxes now, and file what came",
        description="Read every mailbox in use from where it was read to, and make questions of what came. A"
        " server does it by itself once a minute. Exits with 1 when a mailbox could not be read, and says"
        " why.",
    )
    fetch.add_argument("--tenant", metavar="DOMAIN", help="whose mailboxes (default: the only tenant's)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    try:
        tenant = tenant_named(options.tenant)
    except Unknown as problem:
        print(f"alongside: {problem}", file=sys.stderr)
        return WRONG
    with tenancy.within(tenant.pk):
        came = fetching.fetch_all(Acting.alone(people.system(tenant)))
        waiting = Letter.objects.filter(state=LetterState.STORED).count()
        broken = list(Mailbox.objects.filter(in_use=True).exclude(problem="").order_by("address"))
    print(f"{came} {'letter' if came == 1 else 'letters'} came.")
    if waiting:
        print(f"{waiting} could not be filed yet, and will be tried again.")
    for mailbox in broken:
        print(f"alongside: {mailbox.address}: {mailbox.problem}", file=sys.stderr)
    return WRONG if broken else DONE
