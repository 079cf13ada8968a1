"""`alongside people`: make, import and export people, renew the keys they are found by, reset roles."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from alongside.assisting.acting import Acting
from alongside.command import forgetting, matching, moving, population
from alongside.command.population import Made
from alongside.command.whose import Unknown, tenant_named
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people import reindexing
from alongside.people.models import ProfileField

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

DONE, WRONG = 0, 1
TOLD_EVERY = 10_000  # people


def add_to(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "people", help="make, import and export people, and renew the keys they are found by"
    )
    parser.set_defaults(run=run)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="what")
    tenant = argparse.ArgumentParser(add_help=False)
    tenant.add_argument("--tenant", metavar="DOMAIN", help="whose people (default: the only tenant's)")

    make = commands.add_parser("make", parents=[tenant], help="register plausible people by the thousand")
    make.add_argument("count", type=int, help="how many")
    make.add_argument("--seed", type=int, default=1, help="the same seed makes the same people (%(default)s)")
    make.set_defaults(work=_make)

    reindex = commands.add_parser(
        "reindex", parents=[tenant], help="renew the search keys of everybody; may be done again at any time"
    )
    reindex.add_argument("--resume", action="store_true", help="go on where the last one was stopped")
    reindex.set_defaults(work=_reindex)

    searchable = commands.add_parser(
        "searchable", parents=[tenant], help="let people be found by a profile field, and renew the keys"
    )
    searchable.add_argument("field", help="its name, such as telephone")
    searchable.add_argument("--off", action="store_true", help="let nobody be found by it any more")
    searchable.set_defaults(work=_searchable)

    roles = commands.add_parser(
        "roles", parents=[tenant], help="give the standard roles the rights of this release"
    )
    roles.set_defaults(work=_roles)
    moving.add_to(commands, tenant)
    forgetting.add_to(commands, tenant)
    matching.add_to(commands, tenant)


def run(options: argparse.Namespace) -> int:
    try:
        tenant = tenant_named(options.tenant)
        with tenancy.within(tenant.pk):
            # Signed by the house itself: there is nobody else at a command line.
            if said := options.work(Acting.alone(people.system(tenant)), options):
                print(said)
    except Unknown as problem:
        print(problem, file=sys.stderr)
        return WRONG
    return DONE


def _make(acting: Acting, options: argparse.Namespace) -> str:
    began = time.monotonic()
    made = people.register_many(acting, _told(population.people(options.count, options.seed)))
    return f"{made:,} people were registered in {time.monotonic() - began:.0f} s."


def _told(made: Iterator[Made]) -> Iterator[Made]:
    """The same people, saying now and then how many there have been."""
    for number, person in enumerate(made, start=1):
        yield person
        if number % TOLD_EVERY == 0:
            print(f"{number:,} …", file=sys.stderr, flush=True)


def _reindex(acting: Acting, options: argparse.Namespace) -> str:
    if not options.resume:
        return _follow(people.reindex(acting, here=True))
    stopped = reindexing.latest()
    if stopped is None or not stopped.can_resume:
        raise Unknown("No re-indexing was stopped that could go on.")
    return _follow(stopped)


def _follow(job: Job) -> str:
    """Re-index in this process, saying how far it is; stopped by Ctrl-C, it can go on later."""
    began, told = time.monotonic(), ""

    def tell(job: Job) -> None:
        nonlocal told
        if job.is_open and job.percent is not None and (said := f"{job.percent} %") != told:
            told = said
            print(f"Re-indexing: {said} …", file=sys.stderr, flush=True)

    try:
        jobs.run_here(job, tell)
    except KeyboardInterrupt:
        raise Unknown(f"Stopped at {told or '0 %'}. Go on with: alongside people reindex --resume") from None
    if not job.told:
        raise Unknown(f"It did not come to its end: {job.problem or job.get_state_display()}")
    return f"{job.told} It took {time.monotonic() - began:.0f} s."


def _searchable(acting: Acting, options: argparse.Namespace) -> str:
    fields = {field.name: field for field in ProfileField.objects.in_order()}
    field = fields.get(options.field)
    if field is None:
        raise Unknown(f"There is no field {options.field}. There are: {', '.join(fields)}.")
    renewed = _follow(people.set_searchable(acting, field, not options.off, here=True))
    found = "no longer found" if options.off else "found"
    return f"People are {found} by {field.label}. {renewed}"


def _roles(acting: Acting, options: argparse.Namespace) -> str:
    people.reset_roles(acting)
    return "The standard roles are those of this release."
