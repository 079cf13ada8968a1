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

from alongside.command import ready
from alongside.history import sinks
from alongside.history.keeping import Progress
from alongside.history.models import Head
from alongside.history.signing import Desk

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

DONE, INCOMPLETE = 0, 3
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
    """Looks at the heads each second and signs when one is due."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.progress: dict[int, Progress] = {}
        self.told_at = 0.0

    def go(self, stopped: Event) -> None:
        while not stopped.wait(1.0):
            try:
                self.look(time.monotonic())
            except DatabaseError as problem:
                log.error("The log could not be read: %s", problem)
                connection.close()

    def look(self, at: float) -> None:
        due = False
        for tenant_id, size in Head.everywhere.values_list("tenant_id", "size"):
            progress = self.progress.setdefault(tenant_id, Progress(0, at, 0, at))
            progress.see(size, at)
            if progress.due(at):
                due = True
                progress.written, progress.written_at = size, at
        if due or self.desk.behind:
            self.desk.sign_what_grew()
        if self.desk.behind and at - self.told_at > LAG_TOLD:
            self.told_at = at
            log.error("Places that lack checkpoints: %s", "; ".join(_lags(self.desk)))


def _lags(desk: Desk) -> list[str]:
    return [f"{name} lacks {size} entries of tenant {tenant}" for (name, tenant), size in desk.behind.items()]
