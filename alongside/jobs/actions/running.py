"""Running jobs, a step at a time.

The bookkeeping of a job (how far it is, who has it in hand) is no deed of anybody and has no events;
what its steps do has.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from alongside.assisting.acting import Refused, recording_refusals
from alongside.jobs import holding, works
from alongside.jobs.actions.asking import resume, stop
from alongside.jobs.models import OPEN, Job, State
from alongside.jobs.works import Failed, Step
from alongside.lib import clock, tenancy

ATTEMPTS = 6  # of a step that fails for reasons of its own: about ten minutes in all
_FIRST_WAIT = timedelta(seconds=5)

Tell = Callable[[Job], None]

log = logging.getLogger(__name__)


class _Taken(Exception):
    """Somebody stopped the job or took it over while a step was under way."""


def take() -> Job | None:
    """The open tenant's next job, in this process's hands now; None when nothing is due."""
    at = clock.now()
    for job in Job.objects.due(at)[:5]:
        if _hold(job):
            return job
    left_behind = Job.objects.open().filter(leased_until__gt=at, due_at__lte=at)
    for job in left_behind[:20]:
        if job.holder != holding.here() and holding.is_dead(job.holder) and _hold(job):
            return job
    return None


def carry_on(job: Job) -> bool:
    """Do one step of a job that this process holds; whether there is another to do now."""
    try:
        with recording_refusals(), transaction.atomic():
            _keep(job, _step(job))
    except _Taken:
        job.refresh_from_db()
        return False
    except (Failed, Refused) as problem:
        _end(job, problem=_in_words(problem))
    except Exception:  # whatever it is, others' jobs go on
        log.exception("%s failed", job)
        if not connection.in_atomic_block:
            connection.close()  # it may be what failed
        _put_off(job)
    return job.is_open and job.holder == holding.here()


def run_here(job: Job, tell: Tell = lambda job: None, *, pause: float = 0.002) -> Job:
    """Run a job in this process until it ends, for a command line; `tell` is called after each step.

    One that another process has in hand is followed instead. Interrupted from the keyboard, it is
    stopped and can be resumed. Between steps there is a short `pause` (seconds) in which others write.
    """
    with tenancy.within(job.tenant_id):
        if job.can_resume:
            resume(job.acting, job, here=True)
        try:
            while job.is_open:
                if _rests(job):
                    time.sleep(min(0.2, max(0.0, (job.due_at - clock.now()).total_seconds())))
                elif job.holder == holding.here() or _hold(job):
                    carry_on(job)
                    time.sleep(pause if job.attempts == 0 else 1.0)
                else:
                    time.sleep(0.5)
                    job.refresh_from_db()
                tell(job)
        except KeyboardInterrupt:
            stop(job.acting, job)
            raise
    return job


def give_back(job: Job) -> None:
    """Let go of a job in the middle, so that others have their turn first."""
    waiting = {"state": State.WAITING, "due_at": clock.now(), **holding.NOBODYS}
    Job.objects.open().filter(pk=job.pk, holder=holding.here()).update(**waiting)


def _rests(job: Job) -> bool:
    """Whether its last step said to go on later, rather than failed."""
    return job.state == State.WAITING and job.attempts == 0 and job.due_at > clock.now()


def _step(job: Job) -> Step:
    known = works.named(job.work)
    if known is None:
        raise Failed("This release does not know this kind of work.")
    acting = job.acting
    if not (verdict := acting.may(known.power)) or not acting.actor.is_active:
        raise Refused(acting, known.power, verdict, None)
    return known.step(acting, job)


def _keep(job: Job, step: Step) -> None:
    """Note how far the job is, unless it was stopped or taken over meanwhile; then the step is undone."""
    at = clock.now()
    noted: dict[str, Any] = {
        "state": State.DONE if step.finished else State.RUNNING,
        "cursor": dict(step.cursor),
        "done": step.done,
        "total": step.total,
        "result": dict(step.result),
        "attempts": 0,
        "problem": "",
        "ended_at": at if step.finished else None,
        **(holding.NOBODYS if step.finished else holding.mine(at)),
    }
    if step.again_at is not None and not step.finished:
        noted |= {"state": State.WAITING, "due_at": step.again_at, **holding.NOBODYS}
    if not Job.objects.filter(pk=job.pk, holder=holding.here(), state__in=OPEN).update(**noted):
        raise _Taken
    _set(job, noted)


def _hold(job: Job) -> bool:
    """Take a job in hand, unless somebody else did since it was read."""
    at = clock.now()
    changed = {"state": State.RUNNING, "began_at": job.began_at or at, **holding.mine(at)}
    as_read = Job.objects.open().filter(pk=job.pk, holder=job.holder, leased_until=job.leased_until)
    if job.leased_until is None:
        as_read = Job.objects.open().filter(pk=job.pk, leased_until__isnull=True)
    elif job.leased_until > at and not holding.is_dead(job.holder):
        return False
    if not as_read.update(**changed):
        return False
    job.refresh_from_db()
    return True


def _end(job: Job, *, problem: str) -> None:
    ended = {"state": State.FAILED, "problem": problem, "ended_at": clock.now(), **holding.NOBODYS}
    Job.objects.filter(pk=job.pk, holder=holding.here()).update(**ended)
    job.refresh_from_db()


def _put_off(job: Job) -> None:
    """Try again after a while, longer each time; a mistake that stays ends the job."""
    if job.attempts + 1 >= ATTEMPTS:
        _end(job, problem="It failed several times. The server's log says why. It can be resumed.")
        return
    later = clock.now() + _FIRST_WAIT * 2**job.attempts
    put_off = {"state": State.WAITING, "attempts": F("attempts") + 1, "due_at": later, **holding.NOBODYS}
    Job.objects.filter(pk=job.pk, holder=holding.here()).update(**put_off)
    job.refresh_from_db()


def _in_words(problem: Failed | Refused) -> str:
    return str(problem) if isinstance(problem, Failed) else "Whoever asked for this may no longer do it."


def _set(job: Job, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(job, name, value)
