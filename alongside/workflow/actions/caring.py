"""What the house does by itself: times that have come, handlers that are tried again, messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.lib import clock
from alongside.workflow.actions.moving import keep, locked, running, stuck
from alongside.workflow.engine import Stopped
from alongside.workflow.models import Awaited, Instance, State, Task, TaskState, Timer

RUN = Power("workflow.run", Kind.STAFF)

AT_ONCE = 100  # of one sweep


class WentOn(
    Event,
    kind="workflow.went_on",
    title="Process Went On",
    sentence="{process} went on by itself: {why}",
    sentence_self="{process} went on by itself: {why}",
    private=True,
):
    process: str
    why: str


class GotStuck(
    Event,
    kind="workflow.got_stuck",
    title="Process Stuck",
    sentence="{process} could not go on: {why}",
    sentence_self="{process} could not go on: {why}",
    private=True,
):
    process: str
    why: str


def fire_due(sign: Callable[[], Acting]) -> int:
    """Let the processes go on whose times have come; how many. Two sweeps at once fire each time once."""
    due = Timer.objects.filter(due_at__lte=clock.now(), instance__state=State.RUNNING)
    found = list(due.order_by("due_at").values_list("instance", "token")[:AT_ONCE])
    return sum(_fire(sign(), instance, token) for instance, token in found)


def _fire(acting: Acting, number: UUID, token: UUID) -> bool:
    with transaction.atomic():
        instance = locked(number)
        timer = Timer.objects.filter(instance=instance, token=token, due_at__lte=clock.now()).first()
        if timer is None or instance.state != State.RUNNING:
            return False  # another process was quicker
        why = f"the time of {timer.element} came"
        _go_on(acting, instance, why, lambda now: now.fire(str(token)))
        return True


def try_again_due(sign: Callable[[], Acting]) -> int:
    """Try the handlers again whose time has come; how many."""
    due = Task.objects.filter(
        next_at__lte=clock.now(), state=TaskState.OPEN, instance__state=State.RUNNING
    ).exclude(handler="")
    found = list(due.order_by("next_at").values_list("instance", "pk")[:AT_ONCE])
    return sum(_again(sign(), instance, task) for instance, task in found)


def _again(acting: Acting, number: UUID, pk: UUID) -> bool:
    with transaction.atomic():
        instance = locked(number)
        task = Task.objects.filter(pk=pk, state=TaskState.OPEN, next_at__lte=clock.now()).first()
        if task is None or instance.state != State.RUNNING:
            return False
        _go_on(acting, instance, f"{task.element} was tried again", lambda now: None)
        return True


def tell(
    acting: Acting,
    kind: str,
    name: str,
    values: Mapping[str, Any] | None = None,
    *,
    to: Instance | None = None,
) -> int:
    """Deliver a "message" to the one that has awaited it longest (or `to` one), a "signal" to everybody who
    awaits it; to how many."""
    awaiting = Awaited.objects.filter(kind=kind, name=name, instance__state=State.RUNNING)
    if to is not None:
        awaiting = awaiting.filter(instance=to)
    numbers = list(dict.fromkeys(awaiting.order_by("pk").values_list("instance", flat=True)))
    told = 0
    for number in numbers[:1] if kind == "message" else numbers:
        with transaction.atomic():
            instance = locked(number)
            if Awaited.objects.filter(instance=instance, kind=kind, name=name).exists():
                _go_on(acting, instance, f"{name} was received", lambda now: now.tell(kind, name, values))
                told += 1
    return told


def _go_on(acting: Acting, instance: Instance, why: str, move: Callable[[Any], object]) -> None:
    title = instance.version.definition.title
    with acting.doing(RUN) as deed:
        try:
            with transaction.atomic():
                now = running(instance)
                move(now)
                keep(acting, instance, now, deed.at)
        except Stopped as problem:
            instance = locked(instance.pk)
            stuck(instance, problem, deed.at)
            deed.record(GotStuck(process=title, why=str(problem)[:200]), about=instance)
        else:
            deed.record(WentOn(process=title, why=why), about=instance)
