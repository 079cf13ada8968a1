"""`alongside people archive`, `erase` and `retention`: a copy of all that is held of somebody, forgetting
them, and who is due for it."""

from __future__ import annotations

import argparse
import json
import os
import shutil
from pathlib import Path
from typing import Any

from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.command.whose import Unknown
from alongside.jobs import actions as jobs
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people import archive_files
from alongside.people.actions import retaining
from alongside.people.actions.erasing import hindrance
from alongside.people.custody import Fate, outlook
from alongside.people.models import Ground, Person, Tenant
from alongside.people.retention import months_between

_ERASE = """\
It cannot be undone. As a rule one proposes to erase somebody and another carries it out; whoever has the
machine can do both, and so is asked for the person's name.
"""
_RETENTION = """\
Who is due is found once a day by itself; this does it now. Nobody is erased by it: whoever is due is
listed in the console under Erasures, where one proposes it and another carries it out.

With --json each person is one line: "person", "reason", "last" (an ISO date) and "months" since then.
"""
WHAT = {Fate.DELETED: "Will be deleted", Fate.EMPTIED: "Will be emptied", Fate.KEPT: "Will stay"}


def add_to(commands: Any, tenant: argparse.ArgumentParser) -> None:
    archive = commands.add_parser(
        "archive", parents=[tenant], help="write all that is held of a person into one file"
    )
    archive.add_argument("person", type=int, metavar="ID", help="the number in the address of their details")
    archive.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.zip", help="where to")
    archive.set_defaults(work=give)

    erase = commands.add_parser("erase", parents=[tenant], help="forget a person for good", epilog=_ERASE)
    erase.add_argument("person", type=int, metavar="ID", help="the number in the address of their details")
    erase.add_argument("--reason", choices=Ground.values, required=True, help="why")
    erase.set_defaults(work=forget)

    due = commands.add_parser(
        "retention",
        parents=[tenant],
        help="find who is due for erasure by how long people are kept, and list them",
        epilog=_RETENTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    due.add_argument("--dry-run", action="store_true", help="only list who would be; nothing is changed")
    due.add_argument("--json", action="store_true", help="print an object on each line")
    due.set_defaults(work=list_due)


def give(acting: Acting, options: argparse.Namespace) -> str:
    """The copy lies nowhere but where it was asked for."""
    try:
        asked = people.ask_archive(acting, _person(options.person), here=True)
    except people.NotErasable as problem:
        raise Unknown(str(problem)) from None
    if asked.job is None or not jobs.run_here(asked.job).result:
        raise Unknown(f"It did not come to its end: {asked.job and asked.job.problem}")
    try:
        file = os.open(options.output, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with archive_files.file_of(asked.pk).open("rb") as made, os.fdopen(file, "wb") as output:
            shutil.copyfileobj(made, output)
    except OSError as problem:
        raise Unknown(f"{options.output} cannot be written: {problem.strerror}.") from None
    finally:
        archive_files.remove(asked.pk)
    return f"{options.output} holds {asked.job.done:,} records. It is personal: keep it as such."


def forget(acting: Acting, options: argparse.Namespace) -> str:
    person = _person(options.person)
    if said := hindrance(person):
        raise Unknown(said)
    for fate, lines in outlook(person).items():
        print(f"{WHAT[fate]}:")
        for line in lines:
            if line.count:
                print(f"  {line.title} ({line.count:,}): {line.sentence}")
    if input(f"To erase {person.name} for good, type their name: ").strip() != person.name:
        raise Unknown("That is not their name. Nobody was erased.")
    tenant = Tenant.objects.get(pk=acting.tenant_id)
    try:
        erasure = people.propose_erasure(acting, person, options.reason)
        people.erase(Acting.alone(people.system(tenant, "erasing")), erasure)
    except people.NotErasable as problem:
        raise Unknown(str(problem)) from None
    return "The person has been erased. What backups still hold is said in docs/erasure.md."


def list_due(acting: Acting, options: argparse.Namespace) -> str:
    """Whoever is due, one on each line: number, reason and age, and nobody's name."""
    months = people.retention().people
    if months is None:
        if options.json:
            return ""
        return "People are kept without an end here: see Manage, How long things are kept."
    if not options.dry_run:
        job = jobs.run_here(jobs.ask(acting, "people.retention", here=True))
        if not job.result:
            raise Unknown(f"It did not come to its end: {job.problem or job.get_state_display()}")
    count, today = 0, timezone.localdate(clock.now())
    for count, life in enumerate(retaining.would_be_due(), start=1):  # noqa: B007 (its last value)
        sign, on = life.last[0], timezone.localdate(life.last[1])
        age = months_between(on, today)
        known = {"person": life.person_id, "reason": sign, "last": on.isoformat(), "months": age}
        said = f"{life.person_id}: nothing for {age} months. {sign} on {on.isoformat()}."
        print(json.dumps(known) if options.json else said)
    if options.json:
        return ""
    whom, be = ("One person", "is") if count == 1 else (f"{count:,} people", "are")
    would = "would be" if options.dry_run else be
    return f"{whom} {would} due: nothing has happened to them for {months} months."


def _person(number: int) -> Person:
    found: Person | None = Person.objects.real().filter(pk=number).first()
    if found is None:
        raise Unknown(f"There is no person {number}.")
    return found
