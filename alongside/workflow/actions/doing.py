"""Claiming, releasing and completing tasks, each for the person whose tasks they are (spec G36, 4.8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from alongside.assisting.acting import Acting, Deed, recording_refusals
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.lib import written
from alongside.workflow.actions.moving import NotNow, demand_alive, keep, locked, running
from alongside.workflow.engine import Stopped
from alongside.workflow.models import Did, State, Task, TaskDeed, TaskState

CLAIM = Power("workflow.claim_task", Kind.MATTER)
RELEASE = Power("workflow.release_task", Kind.MATTER)
COMPLETE = Power("workflow.complete_task", Kind.MATTER)


class TaskClaimed(
    Event,
    kind="workflow.task_claimed",
    title="Task Claimed",
    sentence="{actor} claimed the task {task} of {process} for {person}",
    sentence_self="{actor} claimed the task {task} of {process}",
):
    task: str
    process: str


class TaskReleased(
    Event,
    kind="workflow.task_released",
    title="Task Released",
    sentence="{actor} released the task {task} of {process} for {person}",
    sentence_self="{actor} released the task {task} of {process}",
):
    task: str
    process: str


class TaskCompleted(
    Event,
    kind="workflow.task_completed",
    title="Task Completed",
    sentence="{actor} completed the task {task} of {process} for {person}",
    sentence_self="{actor} completed the task {task} of {process}",
):
    task: str
    process: str


def claim(acting: Acting, task: Task) -> Task:
    """Take a task that is offered. Raises `NotNow` where somebody else was quicker, and `Refused`."""
    with _on(acting, CLAIM, task) as (deed, current):
        current.assignee_id = acting.person_id
        current.save(update_fields=["assignee"])
        _note(deed, current, Did.CLAIMED)
        deed.record(TaskClaimed(task=str(current), process=_title(current)), about=current.instance)
        return current


def claim_next(acting: Acting) -> Task | None:
    """Take the task that has waited longest of those on offer; None where there is none (spec C28)."""
    while True:
        task = Task.objects.claimable_by(acting).with_instance().oldest_first().first()
        if task is None:
            return None
        try:
            return claim(acting, task)
        except NotNow:
            continue  # somebody else was quicker


def release(acting: Acting, task: Task) -> Task:
    """Give a claimed task back to those it is offered to. Raises `NotNow` and `Refused`."""
    with _on(acting, RELEASE, task) as (deed, current):
        if not current.groups.exists():
            raise NotNow("This task is offered to nobody else.")
        current.assignee = None
        current.save(update_fields=["assignee"])
        _note(deed, current, Did.RELEASED)
        deed.record(TaskReleased(task=str(current), process=_title(current)), about=current.instance)
        return current


def complete(acting: Acting, task: Task, values: Mapping[str, Any] | None = None) -> Task:
    """Do a task, with what it adds to what the process knows, and let the process go on.

    Raises `NotNow` where it was done in the meantime, or where the process cannot go on from here, which says
    why; then nothing was changed. Raises `Refused`.
    """
    with _on(acting, COMPLETE, task) as (deed, current):
        now = running(current.instance)
        try:
            now.complete(str(current.pk), values)
            current.state, current.done_at = TaskState.DONE, deed.at
            written.update(current, ("state", "done_at"))
            keep(acting, current.instance, now, deed.at)
        except Stopped as problem:
            raise NotNow(f"The process cannot go on from here. {problem}") from problem
        _note(deed, current, Did.COMPLETED)
        deed.record(TaskCompleted(task=str(current), process=_title(current)), about=current.instance)
        return current


def complete_plain(acting: Acting, task: Task) -> Task:
    """Do a task that asks nothing. Raises `NotNow` for one with a form, which is done by handing that in."""
    if task.form:
        raise NotNow("This task is done by filling in its form.")
    return complete(acting, task)


@contextmanager
def _on(acting: Acting, power: Power, task: Task) -> Iterator[tuple[Deed, Task]]:
    """The deed, and the task as it is now: its instance is locked first, so that of two people who press at
    the same moment one comes after the other."""
    with recording_refusals(), transaction.atomic():
        instance = locked(task.instance_id)
        current = Task.objects.get(pk=task.pk)
        current.instance = instance
        _demand_open(current, acting)
        with acting.doing(power, about=current) as deed:
            yield deed, current


def _demand_open(task: Task, acting: Acting) -> None:
    """Say it kindly where somebody else was quicker."""
    demand_alive(task.instance)
    if task.instance.state == State.SUSPENDED:
        raise NotNow("The process is suspended. Nothing is done in it until it is resumed.")
    if task.handler:
        raise NotNow("This is done by itself.")
    if task.state == TaskState.DONE:
        last = task.deeds.filter(did=Did.COMPLETED).select_related("actor").first()
        who = "you" if last and last.actor_id == acting.actor.id else "somebody else"
        raise NotNow(f"This task has been done already, by {who}. What you entered was not used.")
    if task.state != TaskState.OPEN:
        raise NotNow("This task is not to be done any more.")
    if task.assignee_id not in (None, acting.person_id):
        raise NotNow("Somebody else has this task now.")


def _note(deed: Deed, task: Task, did: Did) -> None:
    acting = deed.acting
    written.insert(
        TaskDeed(
            task=task,
            did=did,
            person_id=acting.person_id,
            actor_id=acting.actor.id,
            assistance=acting.assistance,
            at=deed.at,
        )
    )


def _title(task: Task) -> str:
    return task.instance.version.definition.title
