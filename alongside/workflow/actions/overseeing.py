"""Suspending, resuming and cancelling processes, trying again, giving tasks to others."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.people.models import Person
from alongside.workflow.actions.moving import NotNow, keep, on, running
from alongside.workflow.engine import Stopped
from alongside.workflow.models import Awaited, Instance, State, Task, TaskState, Timer

OVERSEE = Power("workflow.oversee", Kind.STAFF)


class Overseen(
    Event,
    kind="workflow.overseen",
    title="Process Overseen",
    sentence="{actor} {did} {process}",
    private=True,
):
    """`did` is "suspended", "resumed", "cancelled" or "tried again"."""

    process: str
    did: str


class TaskReassigned(
    Event,
    kind="workflow.task_reassigned",
    title="Task Reassigned",
    sentence="{actor} gave the task {task} of {process} to somebody",
    private=True,
):
    """`to` is the person's ref."""

    task: str
    process: str
    to: str


def suspend(acting: Acting, instance: Instance) -> Instance:
    """Let nothing happen in it: no task is done, no time comes."""
    with on(acting, OVERSEE, instance.pk) as (deed, current):
        if current.state == State.SUSPENDED:
            raise NotNow("It is suspended already.")
        current.state, current.changed_at = State.SUSPENDED, deed.at
        current.save(update_fields=["state", "changed_at"])
        deed.record(Overseen(process=_title(current), did="suspended"), about=current)
        return current


def resume(acting: Acting, instance: Instance) -> Instance:
    """Let it go on; times that came meanwhile come now."""
    with on(acting, OVERSEE, instance.pk) as (deed, current):
        if current.state != State.SUSPENDED:
            raise NotNow("It is not suspended.")
        current.state = State.STUCK if current.problem else State.RUNNING
        current.changed_at = deed.at
        current.save(update_fields=["state", "changed_at"])
        deed.record(Overseen(process=_title(current), did="resumed"), about=current)
        return current


def cancel(acting: Acting, instance: Instance) -> Instance:
    """End it where it is: what was to be done in it is not to be done any more."""
    with on(acting, OVERSEE, instance.pk) as (deed, current):
        waiting = Task.objects.filter(instance=current, state__in=(TaskState.OPEN, TaskState.FAILED))
        waiting.update(state=TaskState.WITHDRAWN, next_at=None)
        Timer.objects.filter(instance=current).delete()
        Awaited.objects.filter(instance=current).delete()
        current.state, current.ended_at, current.changed_at = State.CANCELLED, deed.at, deed.at
        current.save(update_fields=["state", "ended_at", "changed_at"])
        deed.record(Overseen(process=_title(current), did="cancelled"), about=current)
        return current


def retry(acting: Acting, instance: Instance) -> Instance:
    """Try again what failed, at once: its handlers, or the step at which it got stuck. Raises `NotNow` where
    it fails again in a way that keeps it from going on."""
    with on(acting, OVERSEE, instance.pk) as (deed, current):
        failed = Task.objects.filter(instance=current, state__in=(TaskState.FAILED, TaskState.OPEN)).exclude(
            handler=""
        )
        if current.state == State.SUSPENDED or not (failed.exists() or current.state == State.STUCK):
            raise NotNow("There is nothing to try again.")
        failed.update(state=TaskState.OPEN, attempts=0, next_at=None)
        current.state, current.problem, current.problem_at = State.RUNNING, "", ""
        try:
            now = running(current)
            now.go_on()
            keep(acting, current, now, deed.at)
        except Stopped as problem:
            raise NotNow(str(problem)) from problem
        deed.record(Overseen(process=_title(current), did="tried again"), about=current)
        return current


def reassign(acting: Acting, task: Task, to: Person) -> Task:
    """Put a task into somebody's hands."""
    with on(acting, OVERSEE, task.instance_id) as (deed, current):
        found = Task.objects.get(pk=task.pk, handler="")
        if found.state != TaskState.OPEN:
            raise NotNow("This task is not to be done any more.")
        found.assignee = to
        found.tell_at = deed.at
        found.save(update_fields=["assignee", "tell_at"])
        event = TaskReassigned(task=str(found), process=_title(current), to=str(to.ref))
        deed.record(event, about=current)
        return found


def _title(instance: Instance) -> str:
    return instance.version.definition.title
