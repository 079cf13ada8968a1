"""Bringing an instance forward: what every action on one begins and ends with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from alongside.assisting.acting import Acting, Deed, recording_refusals
from alongside.assisting.powers import Power
from alongside.lib import written
from alongside.lib.compiled import compiled
from alongside.people.models import Group
from alongside.workflow import expressions, handlers
from alongside.workflow.engine import Running, Stopped, Waiting
from alongside.workflow.models import Awaited, Instance, State, Task, TaskGroup, TaskState, Timer
from alongside.workflow.models.instances import ENDED

# How long after each failure a handler is tried again; after the last it waits for somebody.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))


# Whoever has a task at once, as the next step of what they do, does it before anybody writes to them.
BEFORE_TELLING = timedelta(minutes=2)


class NotNow(Exception):
    """What was asked for cannot be done as the process is; says so in a sentence."""


@contextmanager
def on(
    acting: Acting, power: Power, instance: UUID, *, ended: bool = False
) -> Iterator[tuple[Deed, Instance]]:
    """The deed, and the instance as it is now, locked before anything is decided. Raises `Refused`, `NotNow`
    and `Instance.DoesNotExist`."""
    with recording_refusals(), transaction.atomic():
        current = locked(instance)
        with acting.doing(power) as deed:
            if not ended:
                demand_alive(current)
            yield deed, current


def locked(instance: UUID) -> Instance:
    """The instance as it is now; nobody else moves it before this transaction ends."""
    found = _locked.first(instance)
    if found is None:
        raise Instance.DoesNotExist
    return found


@compiled
def _locked(instance: UUID) -> QuerySet[Instance]:
    return Instance.objects.select_for_update(of=("self",)).to_move().filter(pk=instance)


def demand_alive(instance: Instance) -> None:
    if instance.state in ENDED:
        raise NotNow(f"The process is {instance.get_state_display().lower()}.")


def running(instance: Instance) -> Running:
    version = instance.version
    return Running.restore(lambda: version.spec, instance.tokens, known_as=version.known_as)


def keep(acting: Acting, instance: Instance, now: Running, at: datetime) -> None:
    """Do what handlers can do at once, then keep the instance, its tasks, times and what it awaits."""
    waiting = _hand_over(acting, instance, now, at)
    instance.tokens = now.tokens()
    instance.been, instance.now_at = sorted(now.been()), sorted(now.now_at(waiting))
    instance.changed_at = at
    if now.finished:
        instance.state, instance.ended_at = State.FINISHED, at
    if instance._state.adding:
        instance.save()
    else:
        written.update(instance, _MOVED)
    _keep_tasks(instance, now, waiting, at)
    before = set(now.waited)
    gone = [one for one in before.difference(waiting) if one.kind not in _WORK]
    new = [one for one in waiting if one not in before]
    _keep_times(instance, gone, [one for one in new if one.kind == "timer"])
    _keep_awaited(instance, gone, [one for one in new if one.kind in ("message", "signal")])


_WORK = ("person", "service")
_MOVED = ("state", "tokens", "been", "now_at", "problem", "problem_at", "changed_at", "ended_at")


def _keep_times(instance: Instance, gone: list[Waiting], new: list[Waiting]) -> None:
    if over := [one.id for one in gone if one.kind == "timer"]:
        Timer.objects.filter(instance=instance, token__in=over).delete()
    for one in new:
        if one.due_at is not None:
            token = UUID(one.id)
            written.insert(Timer(instance=instance, token=token, element=one.element, due_at=one.due_at))


def _keep_awaited(instance: Instance, gone: list[Waiting], new: list[Waiting]) -> None:
    if over := [one.id for one in gone if one.kind in ("message", "signal")]:
        Awaited.objects.filter(instance=instance, token__in=over).delete()
    if new:
        Awaited.objects.bulk_create(
            Awaited(instance=instance, token=one.id, element=one.element, kind=one.kind, name=one.event[:255])
            for one in new
        )


def stuck(instance: Instance, problem: Stopped, at: datetime) -> None:
    """Keep why it cannot go on; its tokens stay where they were."""
    instance.state, instance.problem, instance.problem_at = State.STUCK, str(problem), problem.element[:255]
    instance.changed_at = at
    instance.save(update_fields=["state", "problem", "problem_at", "changed_at"])


def _hand_over(acting: Acting, instance: Instance, now: Running, at: datetime) -> list[Waiting]:
    """Let handlers do what waits for them and is due; one may lead to the next. Gives what waits then."""
    tried: set[str] = set()
    while True:
        waiting = now.waiting()
        todo = [one for one in waiting if one.kind == "service" and one.id not in tried]
        if not todo:
            return waiting
        for one in todo:
            tried.add(one.id)
            task = Task.objects.filter(pk=one.id).first()
            if task is not None and (task.state != TaskState.OPEN or (task.next_at and task.next_at > at)):
                continue
            _try(acting, instance, now, one, task, at)


def _try(
    acting: Acting, instance: Instance, now: Running, one: Waiting, task: Task | None, at: datetime
) -> None:
    described = instance.version.element(one.element)
    task = task or Task(
        pk=one.id,
        instance=instance,
        element=one.element,
        name=(described.get("name") or one.element)[:255],
        handler=described.get("handler") or "?",
        created_at=at,
    )
    task.attempts += 1
    try:
        with transaction.atomic():
            result = _done(acting, instance, described, now.values_at(one.id))
    except handlers.Impossible as problem:
        task.state, task.problem, task.next_at = TaskState.FAILED, str(problem), None
    except (Stopped, DatabaseError):
        raise
    except Exception as problem:  # whatever a handler meets is tried again, and shown to whoever looks
        task.problem = f"{type(problem).__name__}: {problem}"[:2000]
        again = PAUSES[task.attempts - 1] if task.attempts <= len(PAUSES) else None
        task.next_at = None if again is None else at + again
        task.state = TaskState.FAILED if again is None else TaskState.OPEN
    else:
        task.state, task.done_at, task.problem, task.next_at = TaskState.DONE, at, "", None
        now.complete(one.id, result)
    if task._state.adding:
        instance.save()  # its first task may come before it is kept
    task.save()


def _done(acting: Acting, instance: Instance, described: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
    handler = handlers.named(described.get("handler", ""))
    if handler is None:
        raise handlers.Impossible(f"There is no handler “{described.get('handler', '')}”.")
    try:
        given = {name: expressions.work_out(text, values) for name, text in described.get("with", {}).items()}
    except expressions.Wrong as problem:
        raise handlers.Impossible(str(problem)) from None
    return handler.do(acting, instance, given)


def _keep_tasks(instance: Instance, now: Running, waiting: list[Waiting], at: datetime) -> None:
    """A row for each token that waits for a person; those that wait no more are withdrawn."""
    before = {one.id for one in now.waited}
    still = {one.id for one in waiting}
    if gone := [one.id for one in now.waited if one.kind in _WORK and one.id not in still | now.done]:
        left = Task.objects.filter(pk__in=gone, state__in=(TaskState.OPEN, TaskState.FAILED))
        left.update(state=TaskState.WITHDRAWN, next_at=None)
    new = [one for one in waiting if one.kind == "person" and one.id not in before]
    named = any(instance.version.element(one.element).get("groups") for one in new)
    groups = {group.name.casefold(): group.pk for group in Group.objects.all()} if named else {}
    for one in new:
        _offer(instance, one, groups, at)


def _offer(instance: Instance, one: Waiting, groups: Mapping[str, int], at: datetime) -> None:
    """Offer a task to the groups that the diagram names; where it names none it is the initiator's own.
    One for groups that are not here waits for somebody who oversees processes."""
    described = instance.version.element(one.element)
    named = [groups[name.casefold()] for name in described.get("groups", ()) if name.casefold() in groups]
    task = Task(
        pk=UUID(one.id),
        instance=instance,
        element=one.element,
        name=(described.get("name") or one.name or one.element)[:255],
        form=described.get("form", "")[:60],
        assignee_id=None if described.get("groups") else instance.person_id,
        created_at=at,
        tell_at=at + BEFORE_TELLING,
    )
    written.insert(task)
    if named:
        TaskGroup.objects.bulk_create(TaskGroup(task=task, group_id=group) for group in sorted(set(named)))
