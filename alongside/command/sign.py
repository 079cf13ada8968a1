"""`alongside sign`: sign checkpoints of the history, as a process of its own."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import time
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, connection

from alongside.assisting.acting import Acting
from alongside.command import ready
from alongside.console.history.actions import add_key
from alongside.history import sinks
from alongside.history.keeping import Progress
from alongside.history.models import Entry, Head
from alongside.history.signing import Desk
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people.models import Tenant

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

DONE, INCOMPLETE = 0, 3
EVERY, SLOWEST = 0.1, 0.5  # seconds between two looks; where there are very many logs, a fifth of the time
AHEAD = 0.3  # seconds in which a checkpoint is signed and lies where it is to
LAG_TOLD = 120.0  # seconds that a sink may lack a checkpoint before it is said again

log = logging.getLogger(__name__)


def add_to(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "sign",
        help="sign checkpoints of the history, as a process of its own",
        description="Sign where each log stands, at most a minute or a hundred entries behind, and give it to"
        " every place in ALONGSIDE_SINKS. A log that is not the continuation of what was signed before is"
        " refused. Run it as a user of its own, who alone can read ALONGSIDE_SIGNER/keys.",
    )
    parser.add_argument("--once", action="store_true", help="sign what has grown, and end")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    ready.demand_database()
    ready.demand_migrations()
    desk = Desk(Path(settings.SIGNER), [sinks.named(address) for address in settings.SINKS])
    if len(desk.sinks) < 2:
        print("Only one place has the checkpoints: name another in ALONGSIDE_SINKS, on another machine.")
    if options.once:
        make_first_keys(desk)
        signed = desk.sign_what_grew()
        for one in signed:
            print(f"{one.origin}: {one.size} entries")
        if desk.refused or desk.behind:
            print("\n".join([*desk.refused.values(), *_lags(desk)]), file=sys.stderr)
        return INCOMPLETE if desk.refused or desk.behind else DONE
    stopped = Event()
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: stopped.set())
    print("Checkpoints are signed here — stop it with Ctrl-C.", flush=True)
    Rounds(desk).go(stopped)
    return DONE


class Rounds:
    """Looks at the heads ten times a second, if that is quickly done, and signs when one is due."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.progress: dict[int, Progress] = {}
        self.told_at = 0.0

    def go(self, stopped: Event) -> None:
        took = 0.0
        while not stopped.wait(min(max(EVERY, 4 * took), SLOWEST)):
            begun = time.monotonic()
            try:
                self.look(time.monotonic())
            except (DatabaseError, OSError) as problem:  # tried again: nothing was marked as signed
                log.error("Nothing could be signed: %s", problem)
                connection.close()
            took = time.monotonic() - begun

    def look(self, at: float) -> None:
        due = []
        for tenant_id, size in Head.everywhere.values_list("tenant_id", "size"):
            progress = self.progress.setdefault(tenant_id, Progress(0, at, 0, at, ahead=AHEAD))
            if progress.size < size and not progress.urgent:
                progress.urgent = help_ended(tenant_id, progress.size, size)
            progress.see(size, at)
            if progress.due(at):
                due.append(progress)
        if due or self.desk.behind:
            make_first_keys(self.desk)
            self.desk.sign_what_grew()
        for progress in due:
            progress.done(at)
        if self.desk.behind and at - self.told_at > LAG_TOLD:
            self.told_at = at
            log.error("Places that lack checkpoints: %s", "; ".join(_lags(self.desk)))


def help_ended(tenant_id: int, first: int, end: int) -> bool:
    """Whether an assistance ended among these entries: then the log is signed at once (security.md 2.5 asks
    it for privileged people; who is privileged may have changed since, so it is done for everybody)."""
    grown = Entry.everywhere.filter(tenant_id=tenant_id, number__gte=first, number__lt=end)
    return bool(grown.filter(kind="assisting.stopped").exists())


def make_first_keys(desk: Desk) -> None:
    """The first key of each log is an entry of that log, as every later one is."""
    for tenant_id in Head.everywhere.filter(size__gt=0).values_list("tenant_id", flat=True):
        tenant = None if desk.has_key(tenant_id) else Tenant.objects.filter(pk=tenant_id).first()
        if tenant is not None:
            with tenancy.within(tenant_id):
                add_key(Acting.alone(people.system(tenant)), desk)


def _lags(desk: Desk) -> list[str]:
    return [f"{name} lacks {size} entries of tenant {tenant}" for (name, tenant), size in desk.behind.items()]
