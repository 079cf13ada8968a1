"""What processes hold about a person, and what erasing does to it (`people.custody`)."""

from __future__ import annotations

from collections.abc import Iterable

from alongside.people.custody import Copy, Custody, Fate, Record, register
from alongside.people.models import Person
from alongside.workflow import keeping
from alongside.workflow.models import Awaited, Instance, State, Task, TaskState, Timer


def declare() -> None:
    """Register it; called when the app is ready."""
    for one in (PROCESSES, WORK):
        register(one)


def _told(copy: Copy, first: int, end: int) -> Iterable[Record]:
    instances = Instance.objects.filter(person=copy.person).with_version().order_by("started_at", "pk")
    return [
        Record(
            one.version.definition.title,
            one.started_at,
            (
                ("State", one.get_state_display()),
                ("Started by", copy.by(one.actor_id, one.actor.name)),
                *((name, str(value)) for name, value in sorted(keeping.values(one.tokens).items())),
            ),
        )
        for one in instances[first:end]
    ]


def _empty(person: Person) -> None:
    """What was done stays, with when and by whom; what the process knew goes, and so it cannot go on."""
    theirs = Instance.objects.filter(person=person)
    numbers = list(theirs.values_list("pk", flat=True))
    Task.objects.filter(instance__in=numbers, state__in=(TaskState.OPEN, TaskState.FAILED)).update(
        state=TaskState.WITHDRAWN, next_at=None
    )
    Task.objects.filter(instance__in=numbers).update(problem="")
    Timer.objects.filter(instance__in=numbers).delete()
    Awaited.objects.filter(instance__in=numbers).delete()
    theirs.exclude(state=State.FINISHED).update(state=State.CANCELLED)
    theirs.update(tokens={}, problem="")


PROCESSES = Custody(
    "workflow.processes",
    "Processes",
    Fate.EMPTIED,
    "What they know is deleted, and those that have not ended are cancelled. Which process it was and who "
    "did what in it stays, for the work that was done.",
    references=("workflow.Instance.person",),
    count=lambda person: Instance.objects.filter(person=person).count(),
    tell=_told,
    erase=_empty,
)

WORK = Custody(
    "workflow.work",
    "Tasks in processes of others",
    Fate.KEPT,
    "They belong to those for whom the processes were started.",
    references=(
        "workflow.Instance.actor",
        "workflow.Task.assignee",
        "workflow.TaskDeed.person",
        "workflow.TaskDeed.actor",
    ),
    count=lambda person: Task.objects.filter(assignee=person).exclude(instance__person=person).count(),
)
