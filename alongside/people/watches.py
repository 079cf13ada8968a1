"""Long work about looking: telling of alerts, going through a day once more, keeping decoys."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.jobs.models import Job
from alongside.jobs.works import Step, work
from alongside.lib import clock
from alongside.people.actions import decoys, watching
from alongside.people.actions.decoys import PLANT_DECOYS
from alongside.people.actions.watching import WATCH
from alongside.people.models import LookingDay


@work("people.tell_of_alert", title="Tell managers of unusual looking", power=WATCH)
def tell_of_alert(acting: Acting, job: Job) -> Step:
    watching.tell_managers(acting, uuid.UUID(job.payload["alert"]))
    return Step({}, done=1, total=1, finished=True)


@work("people.tidy_looking", title="Go through looking once more", power=WATCH, every=timedelta(days=1))
def tidy_looking(acting: Acting, job: Job) -> Step:
    """Yesterday, an agent at a time; then remove looks that are old enough, some at a time."""
    day = date.fromisoformat(job.cursor.get("day", _yesterday().isoformat()))
    after, done = job.cursor.get("after", 0), job.cursor.get("done", 0)
    agents = LookingDay.objects.filter(day=day, agent_id__gt=after).order_by("agent_id")
    agent: int | None = agents.values_list("agent_id", flat=True).first()
    if agent is not None:
        watching.watch_again(acting, agent, day)
        return Step({"day": day.isoformat(), "after": agent, "done": done + 1}, done=done + 1)
    pruned = watching.prune(acting)
    cursor = {"day": day.isoformat(), "after": after, "done": done + pruned}
    return Step(cursor, done=done + pruned, finished=not pruned)


@work("people.keep_decoys", title="Keep decoys", power=PLANT_DECOYS, every=timedelta(days=1))
def keep_decoys(acting: Acting, job: Job) -> Step:
    if decoys.wanting(acting):
        decoys.plant_decoys(acting)
    return Step({}, done=1, total=1, finished=True)


def _yesterday() -> date:
    return timezone.localdate(clock.now()) - timedelta(days=1)
