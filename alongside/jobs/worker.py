"""The worker: a thread that looks for jobs and runs them, a step at a time."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import DatabaseError, connection

from alongside.jobs import scheduling, wakening
from alongside.jobs.actions import carry_on, give_back, take
from alongside.jobs.works import Sweep
from alongside.lib import clock, tenancy

LOOKS, SCHEDULES = 1.0, 60.0  # seconds between looks for jobs, and for what comes round again

# After a step the worker rests as long as the step took, within these bounds: pages come first.
SHORTEST_REST, LONGEST_REST = 0.01, 0.25

log = logging.getLogger(__name__)


class Worker(Thread):
    """Takes the jobs of every tenant in turn, so that a long one of one tenant holds up no other's."""

    def __init__(self) -> None:
        super().__init__(name="jobs", daemon=True)
        self.stopping = Event()
        self.scheduled_at = -SCHEDULES
        self.swept_at: dict[tuple[int, str], float] = {}
        self.problem = ""  # the last one that was logged: the same one each second would fill the log

    def run(self) -> None:
        while not self.stopping.is_set():
            wakening.asked.clear()
            if not self._attempt():
                wakening.asked.wait(LOOKS)
        connection.close()

    def stop(self) -> None:
        """End after the step under way; returns when that is done."""
        self.stopping.set()
        wakening.asked.set()
        self.join(timeout=10)

    def look(self) -> bool:
        """Do one step for each tenant that has something to do; whether any had."""
        scheduling_now = time.monotonic() - self.scheduled_at >= SCHEDULES
        worked = False
        for tenant in scheduling.tenants():
            worked = self._first_those_who_wait() or worked
            if self.stopping.is_set():
                break
            with tenancy.within(tenant):
                if scheduling_now:
                    scheduling.ask_for_what_is_due(clock.now())
                scheduling.sweep(lambda one, tenant=tenant: self._is_due(one, tenant))  # type: ignore[misc]  # bound early
                worked = self._one_step() or worked
        if scheduling_now:
            self.scheduled_at = time.monotonic()
        return worked

    def _first_those_who_wait(self) -> bool:
        """A step for each tenant in which somebody asked for something here; whether there was any."""
        worked = False
        for tenant in wakening.woken():
            with tenancy.within(tenant):
                if self._one_step():
                    worked = True
                else:
                    wakening.rest(tenant)
        return worked

    def _is_due(self, one: Sweep, tenant: int) -> bool:
        at, last = time.monotonic(), self.swept_at.get((tenant, one.name), 0.0)
        if last and at - last < one.every.total_seconds():
            return False
        self.swept_at[tenant, one.name] = at
        return True

    def _one_step(self) -> bool:
        job = take()
        if job is None:
            return False
        # A few steps in a row: taking a job costs more than many a step.
        until = time.monotonic() + 1.0
        while not self.stopping.is_set():
            began = time.monotonic()
            goes_on = carry_on(job)
            if not goes_on:
                return True
            ended = time.monotonic()
            time.sleep(min(LONGEST_REST, max(SHORTEST_REST, ended - began)))
            if ended > until:
                break
        give_back(job)
        return True

    def _attempt(self) -> bool:
        try:
            return self.look()
        except DatabaseError as problem:
            if str(problem) != self.problem:
                log.error("No job could be run: %s", problem)
            self.problem = str(problem)
            return False
        finally:
            if connection.vendor != "sqlite":
                connection.close()  # back to the pool, where requests need it


@contextmanager
def while_serving() -> Iterator[None]:
    """Run jobs for as long as the body runs."""
    worker = Worker()
    worker.start()
    try:
        yield
    finally:
        worker.stop()
