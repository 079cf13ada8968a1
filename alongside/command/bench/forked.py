"""Having another process do something with the database, so that it can be killed at any moment."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable

from django.db import DEFAULT_DB_ALIAS, connection, connections


def forked(do: Callable[[], object]) -> int:
    """The number of a process that does it with a connection of its own, and ends with 0 when it is done.

    Where an event loop runs in this process (tests keep one that drives a browser), Django finds its
    connections by it. The other process has no loop, and would find those of the settings.
    """
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's connections have one
    own = connections[DEFAULT_DB_ALIAS]
    child = os.fork()
    if child:
        return child
    done = False
    try:
        connections[DEFAULT_DB_ALIAS] = own
        do()
        done = True
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(0 if done else 1)
