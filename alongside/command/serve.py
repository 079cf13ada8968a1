"""`alongside serve`: serve the product until it is stopped."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import nullcontext
from importlib import import_module
from typing import TYPE_CHECKING

import uvicorn
from django.conf import settings

from alongside.command import ready
from alongside.history import keeping
from alongside.jobs import worker
from alongside.site.server import application

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

LARGEST_SIGNAL = 4 * 65_536  # bytes: a character takes up to four
HOST, PORT, THREADS = "127.0.0.1", 8000, 8


def add_to(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "serve",
        help="serve the product",
        description="Serve the product until it is stopped (Ctrl-C, or the signal TERM): what is under way is"
        " finished first. The database must be that of this release (`alongside migrate`).",
    )
    add_address(parser)
    parser.add_argument(
        "--threads", type=int, default=THREADS, help="requests answered at once (%(default)s)"
    )
    parser.add_argument(
        "--access-log", action="store_true", help="print a line for each request, without its query"
    )
    parser.add_argument(
        "--no-jobs", action="store_true", help="leave long work to `alongside work`, a process of its own"
    )
    parser.set_defaults(run=run)


def add_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=HOST, help="the address to listen at (%(default)s)")
    parser.add_argument(
        "--port", type=number(0, 65535), default=PORT, help="the port; 0 takes a free one (%(default)s)"
    )


def number(least: int, most: int | None = None) -> Callable[[str], int]:
    """For arguments: a whole number within bounds."""

    def whole(text: str) -> int:
        if not text.isascii() or not text.isdigit() or int(text) < least or (most and int(text) > most):
            raise argparse.ArgumentTypeError(
                f"must be a whole number from {least}" + (f" to {most}" if most else "")
            )
        return int(text)

    return whole


def run(options: argparse.Namespace) -> int:
    ready.demand_production()
    listener = listen(options.host, options.port)
    ready.demand_database()
    ready.demand_migrations()
    ready.collect_static_files()
    serve(
        listener,
        threads=options.threads,
        log_access=options.access_log,
        announce=announce,
        run_jobs=not options.no_jobs,
    )
    return 0


def announce(address: str) -> None:
    print(f"Alongside is at {address} — stop it with Ctrl-C.", flush=True)


def serve(
    listener: socket.socket,
    *,
    threads: int,
    log_access: bool,
    announce: Callable[[str], None],
    run_jobs: bool = True,
) -> None:
    """Serve until a signal says stop; `announce` is given the address when requests are answered."""
    settings.SERVED_PORT = listener.getsockname()[1]
    app = application(threads=threads, log_access=log_access)
    settle()
    server = Server(
        uvicorn.Config(
            app,
            loop="uvloop",
            http="httptools",
            ws="websockets-sansio",
            ws_max_size=LARGEST_SIGNAL,
            ws_per_message_deflate=False,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=10,
        )
    )
    server.announce = lambda: announce(address_of(listener))
    # The server answers the first signal by finishing, and then raises it again: to be stopped is no failure.
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: sys.exit(0))
    with keeping.while_serving(), worker.while_serving() if run_jobs else nullcontext():
        server.run(sockets=[listener])


def settle() -> None:
    """Load every page before the first request asks for one; and since what is loaded by now stays, keep
    the garbage collector from walking through it again and again: a tenth of a page's CPU."""
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


class Server(uvicorn.Server):
    """uvicorn, saying when it is ready."""

    announce: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.announce()


def listen(host: str, port: int) -> socket.socket:
    """A socket at the address; taken first of all, so that nothing is set up for a port that is not free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as problem:
        reason = os.strerror(problem.errno) if problem.errno else str(problem)
        raise ready.NotReady(
            f"alongside: nothing can be served at {host}, port {port} ({reason}): choose another with --port."
        ) from None


def address_of(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
