"""`alongside demo`: set up a demonstration on this machine, and serve it."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command

from alongside.command import ready, serve
from alongside.command.demo import flows, house, matters, past, sheet
from alongside.command.sign import make_first_keys
from alongside.history.signing import Desk
from alongside.lib import clock, tenancy
from alongside.people.models import Person, Tenant

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

PEOPLE = 2000
STEP = 1000  # residents registered in one go


def add_to(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "demo",
        help="set up a demonstration on this machine, and serve it",
        description="Set up a council with staff of every role, residents, forms and a history, print the"
        " addresses and sign-ins, and serve it. Started again, it keeps what is there; with more people"
        " than before, it adds those who are missing.",
    )
    parser.add_argument(
        "--people", type=serve.number(0), default=PEOPLE, help="residents there are at least (%(default)s)"
    )
    serve.add_address(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    ready.demand_production()
    listener = serve.listen(options.host, options.port)
    ready.demand_database()
    call_command("migrate", verbosity=0, interactive=False)
    ready.collect_static_files()
    keep_mail()
    tenant = set_up(options.people)
    with tenancy.within(tenant.pk):
        announce = partial(sheet.announce, tenant.name, Person.objects.real().count())
    with signing():
        serve.serve(listener, threads=serve.THREADS, log_access=False, announce=announce)
    return 0


def keep_mail() -> None:
    """Let what the demonstration sends by e-mail lie in a folder, where no mail server is named: nobody of it
    exists, and a forgotten password should still be found."""
    if not {"ALONGSIDE_SMTP_HOST", "ALONGSIDE_MAIL_FOLDER"} & os.environ.keys():
        # For the process that runs long work, which the server starts, and for this one.
        os.environ["ALONGSIDE_MAIL_FOLDER"] = settings.EMAIL_FILE_PATH = str(Path(settings.DATA) / "mail")
        settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"


@contextmanager
def signing() -> Iterator[None]:
    """The signer beside the server, as a process of its own: here of the same user, for a demonstration."""
    make_first_keys(Desk(Path(settings.SIGNER), ()))
    command = [sys.executable, "-m", "alongside.command.main", "sign"]
    signer = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        signer.terminate()
        signer.wait(timeout=10)


def set_up(people: int, *, told: bool = True) -> Tenant:
    """Make the demonstration, or what is missing of it: each step is there as a whole or not at all."""
    tenant = house.found()
    if tenant is None:
        demand_no_other_house()
        say("Setting up the demonstration …", told)
        tenant = house.open_house()
    with tenancy.within(tenant.pk):
        begun = past.happened()
        with clock.moved(days=0 if begun else 1 - house.DAYS_OPEN):
            for present in house.populate(tenant, people, batch=STEP):
                if present % max(STEP, people // 20) < STEP or present == people:
                    say(f"  {present:,} of {people:,} residents", told)
            if not begun:
                matters.set_up(house.everybody_of(tenant))
        if not begun:
            past.happen(house.everybody_of(tenant), house.some_residents(past.RESIDENTS))
        flows.put_up(house.everybody_of(tenant))
        matters.put_up(house.everybody_of(tenant))
    return tenant


def say(text: str, told: bool) -> None:
    if told:
        print(text, flush=True)


def demand_no_other_house() -> None:
    """A demonstration lives alone: its people must not stand among real ones."""
    other = Tenant.objects.first()
    if other is not None:
        raise ready.NotReady(
            f"alongside: this database is the house of {other.name}; a demonstration needs one of its own:"
            " set ALONGSIDE_DATA (or DATABASE_URL) to another."
        )
