"""What the page of one process shows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alongside.assisting.rules import Verdict
from alongside.console.processes.inputs import Assignment
from alongside.console.processes.views import drawing_of
from alongside.history.actions import name_of
from alongside.history.models import Entry
from alongside.history.telling import tell
from alongside.people.models import Person
from alongside.workflow import keeping
from alongside.workflow.models import Awaited, Instance, Task, TaskDeed, TaskState, Timer
from alongside.workflow.rules import WITH_VALUES
from alongside.workflow.telling import told

RECENT = 100  # entries of the timeline
MOST = 200  # tasks


@dataclass(frozen=True)
class Happened:
    """A line of the timeline."""

    at: datetime
    sentence: str


@dataclass(frozen=True)
class Line:
    """A task with who did what in it, and the form by which it is given to somebody, where it can be."""

    task: Task
    groups: list[str]
    deeds: list[TaskDeed]
    form: Assignment | None


def shown(instance: Instance, verdict: Verdict, *, sent: Assignment | None = None) -> dict[str, Any]:
    """As much of a process as this verdict on looking at it allows."""
    drawn = drawing_of(instance.version)
    now, been = instance.now_at if instance.is_open else [], instance.been
    private = verdict.rule in WITH_VALUES
    return {
        "instance": instance,
        "drawn": drawn,
        "now": now,
        "been": been,
        "steps": drawn.steps(now=now, been=been) if drawn else [],
        "private": private,
        "oversees": verdict.rule == "oversees-processes",
        "values": told(keeping.values(instance.tokens)) if private else [],
        "lines": _lines(instance, sent, assigning=verdict.rule == "oversees-processes") if private else [],
        "times": list(Timer.objects.filter(instance=instance).order_by("due_at")[:MOST]),
        "awaited": list(Awaited.objects.filter(instance=instance).order_by("pk")[:MOST]),
        "names": {name: one.get("name") or name for name, one in instance.version.elements.items()},
        "told": _timeline(instance, private=private),
        "failed": private and _failed(instance),
    }


def _failed(instance: Instance) -> bool:
    return instance.state == "stuck" or instance.tasks.filter(state=TaskState.FAILED).exists()


def _lines(instance: Instance, sent: Assignment | None, *, assigning: bool) -> list[Line]:
    tasks = list(
        instance.tasks.select_related("assignee").prefetch_related("groups").order_by("created_at")[:MOST]
    )
    deeds: dict[object, list[TaskDeed]] = defaultdict(list)
    for deed in TaskDeed.objects.filter(task__in=tasks).select_related("person", "actor").order_by("at"):
        deeds[deed.task_id].append(deed)
    open_ones = [one for one in tasks if assigning and one.state == TaskState.OPEN and not one.handler]
    among = _members({group.pk for one in open_ones for group in one.groups.all()})
    return [
        Line(
            one,
            sorted(group.name for group in one.groups.all()),
            deeds[one.pk],
            _assignment(one, among, sent, instance) if one in open_ones else None,
        )
        for one in tasks
    ]


def _assignment(
    task: Task, among: dict[int, list[Person]], sent: Assignment | None, instance: Instance
) -> Assignment:
    if sent is not None and sent.task.pk == task.pk:
        return sent
    return Assignment(task=task, among=candidates(task, among, instance))


def candidates(task: Task, among: dict[int, list[Person]], instance: Instance) -> list[Person]:
    """Whom a task may be given to: the people of its groups, and whoever the process is for."""
    found = {person.pk: person for group in task.groups.all() for person in among.get(group.pk, ())}
    if not instance.person.is_anonymous_user:
        found[instance.person_id] = instance.person
    return sorted(found.values(), key=lambda person: person.name.casefold())


def members_of(task: Task) -> dict[int, list[Person]]:
    return _members({group.pk for group in task.groups.all()})


def _members(groups: set[int]) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = defaultdict(list)
    people = Person.objects.filter(memberships__group__in=groups, is_active=True).distinct()
    for person in people.prefetch_related("memberships")[:500] if groups else ():
        for membership in person.memberships.all():
            found[membership.group_id].append(person)
    return found


def _timeline(instance: Instance, *, private: bool) -> list[Happened]:
    """What happened to the process, the latest first. What was only looked at is for auditors."""
    entries = Entry.objects.about(name_of(instance)).exclude(kind="workflow.seen").newest_first()
    entries = entries if private else entries.public()
    return [Happened(entry.at, tell(entry)) for entry in entries[:RECENT]]
