"""Asking for long work, stopping it and letting it go on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind, deny
from alongside.history.events import Event
from alongside.jobs import holding, wakening, works
from alongside.jobs.models import OPEN, Job, State
from alongside.lib import clock

# Whoever sees a job in the console may stop it: its asker, and who might have asked for it.
STOP = Power("jobs.stop", Kind.STAFF, right="console.enter")
RESUME = Power("jobs.resume", Kind.STAFF, right="console.enter")

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Stopped(
    Event, kind="jobs.stopped", title="Stop job", sentence="{actor} stopped long work: {work}", private=True
):
    work: str


class Resumed(
    Event, kind="jobs.resumed", title="Resume job", sentence="{actor} resumed long work: {work}", private=True
):
    work: str


def ask(
    acting: Acting,
    work: str,
    *,
    payload: Mapping[str, Any] = NOTHING,
    due_at: datetime | None = None,
    here: bool = False,
    awaited: bool = True,
) -> Job:
    """A job that goes on by itself after commit, in the name of the actor; first of all if it is `awaited`.

    Called within the deed that has it done, whose event tells of it. With `here` this process holds
    the job from the beginning, for `run_here`: no worker takes it.
    """
    if works.named(work) is None:
        raise ValueError(f"no work is called {work}")
    at = clock.now()
    job: Job = Job.objects.create(
        tenant_id=acting.tenant_id,
        work=work,
        actor_id=acting.actor.id,
        payload=dict(payload),
        asked_at=at,
        due_at=due_at or at,
        **(holding.mine(at) if here else {}),
    )
    if awaited and not here:
        wakening.after_commit(acting.tenant_id)
    return job


def stop(acting: Acting, job: Job) -> None:
    """Let a job rest: no step follows, and one under way is undone. A job that has ended stays as it is."""
    with acting.doing(STOP) as deed:
        _demand_seen(acting, STOP, job)
        open_one = Job.objects.filter(pk=job.pk, state__in=OPEN)
        if open_one.update(state=State.STOPPED, ended_at=deed.at, **holding.NOBODYS):
            job.refresh_from_db()
        deed.record(Stopped(work=job.title), about=job)


def resume(acting: Acting, job: Job, *, here: bool = False) -> None:
    """Let a job that was stopped or failed go on where it was."""
    with acting.doing(RESUME) as deed:
        _demand_seen(acting, RESUME, job)
        resting = Job.objects.filter(pk=job.pk, state__in=(State.STOPPED, State.FAILED))
        changed = {"state": State.WAITING, "ended_at": None, "due_at": deed.at, "attempts": 0, "problem": ""}
        if resting.update(**changed, **(holding.mine(deed.at) if here else {})):
            job.refresh_from_db()
        deed.record(Resumed(work=job.title), about=job)
    if not here:
        wakening.after_commit(job.tenant_id)


def _demand_seen(acting: Acting, power: Power, job: Job) -> None:
    if not Job.objects.seen_by(acting.actor).filter(pk=job.pk).exists():
        raise Refused(acting, power, deny("no-such-right"), None)
