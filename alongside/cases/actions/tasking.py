"""Tasks of a case: made as its type says, and settled by those who work on it (spec C36, C38, C41)."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.cases.actions.hands import opened
from alongside.cases.actions.working import NotNow, demand_open, save, working
from alongside.cases.models import Case, CaseTask, TaskState
from alongside.history.events import Event

SETTLE_TASK = Power("cases.settle_task", Kind.MATTER)


class TaskDone(
    Event,
    kind="cases.task_done",
    title="Task Done",
    sentence="{actor} did “{task}” in the case {reference}, for {person}",
    sentence_self="{actor} did “{task}” in the case {reference}",
):
    reference: str
    task: str


class LastTaskDone(
    Event,
    kind="cases.last_task_done",
    title="All Tasks Done",
    sentence="{actor} did “{task}”, the last task of the case {reference}, for {person}",
    sentence_self="{actor} did “{task}”, the last task of the case {reference}",
):
    """Nothing that the type asks for is left to do."""

    reference: str
    task: str


class TaskNotNeeded(
    Event,
    kind="cases.task_not_needed",
    title="Task Not Needed",
    sentence="{actor} said that “{task}” is not needed in the case {reference}, for {person}",
    sentence_self="{actor} said that “{task}” is not needed in the case {reference}",
):
    reference: str
    task: str


class TaskReopened(
    Event,
    kind="cases.task_reopened",
    title="Task Reopened",
    sentence="{actor} put “{task}” back among what is to do in the case {reference}, for {person}",
    sentence_self="{actor} put “{task}” back among what is to do in the case {reference}",
):
    reference: str
    task: str


def settle_task(acting: Acting, case: Case, number: int, state: TaskState) -> CaseTask:
    """Say that a task is done, not needed, or to do after all. A new case is thereby open (spec C33). Raises
    `NotNow` where it is so already, and where the case has no such task."""
    with working(acting, SETTLE_TASK, case) as (deed, current):
        demand_open(current)
        task = CaseTask.objects.filter(case=current, pk=number).first()
        if task is None:
            raise NotNow("This case has no such task.")
        if task.state == state:
            raise NotNow(f"{task.name}: {state.label.lower()} already.")
        settled = state is not TaskState.OPEN
        task.state, task.settled_at = state, deed.at if settled else None
        task.actor_id = acting.actor.id if settled else None
        task.person_id = acting.person_id if settled else None
        task.save(update_fields=["state", "settled_at", "actor", "person"])
        opened(current)
        save(deed, current, "status")
        event = _event_of(state, left=_left(current))
        current.tasks_done = event is LastTaskDone
        deed.record(event(reference=current.reference, task=task.name), about=current)
        return task


def _event_of(
    state: TaskState, *, left: bool
) -> type[TaskDone | LastTaskDone | TaskNotNeeded | TaskReopened]:
    if state is TaskState.OPEN:
        return TaskReopened
    if state is TaskState.NOT_NEEDED:
        return TaskNotNeeded
    return TaskDone if left else LastTaskDone


def _left(case: Case) -> bool:
    return CaseTask.objects.filter(case=case, state=TaskState.OPEN).exists()
