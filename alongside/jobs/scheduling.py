"""Work that comes round: asked for by the house itself, once in each tenant when it is due again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import connection

from alongside.assisting.acting import Acting
from alongside.assisting.parties import Party
from alongside.jobs import works
from alongside.jobs.actions import ask
from alongside.jobs.models import Job
from alongside.jobs.works import Sweep

log = logging.getLogger(__name__)

# Given by the package that knows tenants and people, which lies above: the ids of all tenants, and who
# signs for automatic work in the open one.
tenants: Callable[[], Iterable[int]] = tuple
signature: Callable[[], Party] | None = None


def register(*, of_tenants: Callable[[], Iterable[int]], signed_by: Callable[[], Party]) -> None:
    global tenants, signature
    tenants, signature = of_tenants, signed_by


def sign() -> Acting:
    """The house itself, in the open tenant."""
    if signature is None:
        raise RuntimeError("nobody signs for automatic work")
    return Acting.alone(signature())


def sweep(due: Callable[[Sweep], bool]) -> None:
    """Look after what is due in the open tenant; what fails is tried again next time."""
    for one in works.sweeps():
        if not due(one):
            continue
        try:
            one.run(sign)
        except Exception:  # the other sweeps and all jobs go on
            log.exception("%s failed", one.name)
            if not connection.in_atomic_block:
                connection.close()  # it may be what failed


def ask_for_what_is_due(at: datetime) -> list[Job]:
    """Ask for each recurring work of the open tenant that is due again.

    Two processes may ask at the same moment; recurring work is written so that doing it twice does no
    harm. One that was stopped stays stopped until the next time.
    """
    asked: list[Job] = []
    for one in works.declared():
        if one.every is None:
            continue
        last = Job.objects.of(one.name).newest_first().first()
        if last is None or (not last.is_open and at - last.asked_at >= one.every):
            asked.append(ask(sign(), one.name, awaited=False))
    return asked
