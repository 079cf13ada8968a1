"""A web server that can be killed again and again: one process loads the product and takes the address, its
child serves; when the child is killed, there is another before the next request has waited long.

    python -m alongside.command.bench.forking

It prints its address, and then the number of each process that serves.
"""

from __future__ import annotations

import os
import signal
import sys

import django

THREADS = 8


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.site.settings")
    django.setup()
    from django.db import connection  # noqa: PLC0415 (Django must be set up)

    from alongside.command import ready  # noqa: PLC0415
    from alongside.command.serve import HOST, address_of, listen, serve, settle  # noqa: PLC0415

    listener = listen(HOST, 0)
    ready.demand_migrations()
    ready.collect_static_files()
    settle()
    connection.close()  # a child must not share it
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's connections have one
    print(address_of(listener), flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    while True:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            serve(listener, threads=THREADS, log_access=False, announce=lambda _: None, run_jobs=False)
            os._exit(0)
        print(child, flush=True)
        try:
            os.waitpid(child, 0)
        except SystemExit:
            os.kill(child, signal.SIGKILL)
            raise


if __name__ == "__main__":
    main()
