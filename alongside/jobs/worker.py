"""The worker: a thread that looks for jobs and runs them, a step at a time."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
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
            turn = partial(self._turn, tenant, scheduling_now=scheduling_now)
            worked = self._in_turn(tenant, turn) or worked
        if scheduling_now:
            self.scheduled_at = time.monotonic()
        return worked

    def _first_those_who_wait(self) -> bool:
        """A step for each tenant in which somebody asked for something here; whether there was any."""
        worked = False
        for tenant in wakening.woken():
            if self._in_turn(tenant, self._one_step):
                worked = True
            else:
                wakening.rest(tenant)
        return worked

    def _turn(self, tenant: int, *, scheduling_now: bool) -> bool:
        """One tenant's share of a look; whether it had something to do."""
        if scheduling_now:
            scheduling.ask_for_what_is_due(clock.now())
        scheduling.sweep(lambda one: self._is_due(one, tenant))
        return self._one_step()

    def _in_turn(self, tenant: int, do: Callable[[], bool]) -> bool:
        """A tenant whose turn fails (it may be half set up, or half removed) holds up no other."""
        try:
            with tenancy.within(tenant):
                return do()
        except DatabaseError:
            raise
        except Exception as problem:
            self._log_once(f"The work of tenant {tenant} could not be done: {problem!r}", problem)
            return False

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
        except Exception as problem:  # the worker outlives whatever fails: nobody would start it again
            self._log_once(f"No job could be run: {problem}", problem)
            return False
        finally:
            if connection.vendor != "sqlite":
                connection.close()  # back to the pool, where requests need it

    def _log_once(self, said: str, problem: Exception) -> None:
        if said != self.problem:
            log.error(said, exc_info=None if isinstance(problem, DatabaseError) else problem)
        self.problem = said


@contextmanager
def while_serving() -> Iterator[None]:
    """Run jobs for as long as the body runs."""
    worker = Worker()
    worker.start()
    try:
        yield
    finally:
        worker.stop()
