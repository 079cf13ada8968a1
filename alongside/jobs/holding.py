"""Who has a job in hand: one process at a time, for as long as it gives signs of life."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import psutil

# A holder says with each step that it lives. Far longer than a step, for a machine may be asleep.
LEASE = timedelta(minutes=2)

NOBODYS: dict[str, Any] = {"holder": "", "leased_until": None}


def mine(at: datetime) -> dict[str, Any]:
    """The columns of a job that this process holds from now on."""
    return {"holder": here(), "leased_until": at + LEASE}


def here() -> str:
    """This process, among all that may run jobs: machine, number, and when it began, for numbers are
    used again. A process that was forked is another one."""
    return _process(os.getpid())


def is_dead(holder: str) -> bool:
    """Whether this process can see that a holder is gone; of other machines it knows nothing."""
    machine, _, rest = holder.partition(" ")
    pid, _, began = rest.partition(" ")
    if machine != socket.gethostname()[:60] or not pid.isdigit():
        return False
    try:
        process = psutil.Process(int(pid))
        return _began(process) != began or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
    except psutil.AccessDenied:
        return False


@cache
def _process(pid: int) -> str:
    return f"{socket.gethostname()[:60]} {pid} {_began(psutil.Process(pid))}"


def _began(process: psutil.Process) -> str:
    """In seconds since the machine began: as a time of day it would change whenever the clock is set."""
    return f"{process.create_time() - psutil.boot_time():.2f}"
