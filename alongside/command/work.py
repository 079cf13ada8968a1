"""`alongside work`: run jobs beside servers that do not (`alongside serve --no-jobs`)."""

from __future__ import annotations

import argparse
import signal
from threading import Event
from typing import TYPE_CHECKING

from alongside.command import ready
from alongside.jobs import worker

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_to(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "work",
        help="run long work in a process of its own",
        description="Run long work (imports, re-indexing) until it is stopped: the step under way is finished"
        " first. Servers run it themselves unless they are started with --no-jobs.",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    ready.demand_production()
    ready.demand_database()
    ready.demand_migrations()
    stopped = Event()
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: stopped.set())
    with worker.while_serving():
        print("Long work is run here — stop it with Ctrl-C.", flush=True)
        stopped.wait()
    return 0
