"""Reads that pages of processes ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from alongside.assisting.acting import Acting
from alongside.forms.models import FormVersion
from alongside.forms.reading import shown
from alongside.workflow import keeping
from alongside.workflow.actions.seeing import SEE
from alongside.workflow.models import Definition, Instance, State, Task, TaskState, Version
from alongside.workflow.models.definitions import MADE_OF
from alongside.workflow.models.instances import ENDED

FORM = "_form"  # the value that says which form a process was started by


def definitions() -> QuerySet[Definition]:
    """Every process by its title, with the `number` and `deployed_at` of the version in use, and how many
    are `running` and how many `need` somebody: stuck, or with a step that failed."""
    newest = Version.objects.filter(definition=OuterRef("pk")).order_by("-number")
    going = Instance.objects.filter(version__definition=OuterRef("pk")).exclude(state__in=ENDED)
    counted = going.values("version__definition").annotate(many=Count("pk")).values("many")
    wanting = in_need(going).values("version__definition").annotate(many=Count("pk")).values("many")
    found: QuerySet[Definition] = Definition.objects.annotate(
        number=Subquery(newest.values("number")[:1]),
        deployed_at=Subquery(newest.values("deployed_at")[:1]),
        running=Subquery(counted),
        need=Subquery(wanting),
    ).order_by("title", "pk")
    return found


def in_need(instances: QuerySet[Instance]) -> QuerySet[Instance]:
    """Those that do not go on without somebody: stuck, or with a step that failed for the last time."""
    failed = Task.objects.filter(state=TaskState.FAILED).values("instance")
    return instances.filter(Q(state=State.STUCK) | Q(pk__in=failed, state=State.RUNNING))


def versions(definition: Definition) -> QuerySet[Version]:
    """The versions of a process, the one in use first, without what they are made of; `many` were started."""
    counted = Instance.objects.filter(version=OuterRef("pk")).values("version").annotate(many=Count("pk"))
    found: QuerySet[Version] = (
        Version.objects.filter(definition=definition)
        .defer(*MADE_OF)
        .annotate(many=Subquery(counted.values("many")))
        .order_by("-number")
    )
    return found


@dataclass(frozen=True)
class Tasks:
    """What is in somebody's hands, and what they may claim; `more` where there is more of it."""

    assigned: list[Task]
    claimable: list[Task]
    more: bool


def tasks_of(acting: Acting, *, most: int = 50) -> Tasks:
    """The tasks of the person the deed is for, those that wait longest first (spec C27)."""
    lists = (Task.objects.assigned_to(acting), Task.objects.claimable_by(acting))
    assigned, claimable = (list(found.with_instance().oldest_first()[: most + 1]) for found in lists)
    more = len(assigned) > most or len(claimable) > most
    return Tasks(assigned[:most], claimable[:most], more)


def visible_task(acting: Acting, number: UUID) -> Task | None:
    """A task of a process that the person the deed is for may see; what they may not is not found."""
    task: Task | None = Task.objects.with_instance().filter(pk=number, handler="").first()
    if task is None or not (task.assignee_id == acting.person_id or acting.may(SEE, about=task.instance)):
        return None
    return task


@dataclass(frozen=True)
class Known:
    """Something a process knows, as the form that asked for it calls it."""

    label: str
    lines: list[str]


def known(instance: Instance) -> list[Known]:
    """What a process knows, in the words of the forms in it; what no form asked for is left to those who
    oversee processes."""
    values = keeping.values(instance.tokens)
    slugs = {one["form"] for one in instance.version.elements.values() if one.get("form")}
    slugs |= {str(values.get(FORM, ""))} - {""}
    newest = (
        FormVersion.objects.filter(form__slug__in=slugs).select_related("form").order_by("form", "number")
    )
    forms = {version.form_id: version for version in newest}
    found: dict[str, Known] = {}
    for version in forms.values():
        for question in version.schema.questions:
            if values.get(question.name) not in (None, "", [], {}):
                text = shown(question, values[question.name])
                found.setdefault(question.name, Known(question.label, text.split("\n")))
    return list(found.values())


def begun_by(submission: UUID) -> Instance | None:
    """The process that began with a submission."""
    found: Instance | None = Instance.objects.with_version().filter(submission=submission).first()
    return found


@dataclass(frozen=True)
class Walked:
    """A step that was done (`now` is False) or that is being done, in the words of the diagram."""

    name: str
    now: bool
    at: datetime


def walked(instance: Instance) -> list[Walked]:
    """What people did in a process and what is being done, as it may be told to whoever it is for: steps with
    a name, not who does them."""
    tasks = instance.tasks.filter(state__in=(TaskState.OPEN, TaskState.DONE), handler="")
    return [
        Walked(task.name, task.state == TaskState.OPEN and instance.is_open, task.done_at or task.created_at)
        for task in tasks.order_by("created_at", "pk")[:100]
    ]
