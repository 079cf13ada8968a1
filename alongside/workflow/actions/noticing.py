"""Writing to those for whom a task waits, where the house wants that."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable

from django.core.mail import EmailMessage

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.lib import clock, tenancy
from alongside.lib.addresses import origin_of, outside
from alongside.people.models import Person, Tenant
from alongside.workflow.models import Task
from alongside.workflow.options import Options, Telling

TELL_OF = Power("workflow.tell_of_task", Kind.STAFF)

AT_ONCE = 100  # tasks of one sweep
MOST = 50  # people of one task

log = logging.getLogger(__name__)


class ToldOf(
    Event,
    kind="workflow.told_of_task",
    title="Told Of Task",
    sentence="{people} people were told by e-mail of the task {task} of {process}",
    sentence_self="{people} people were told by e-mail of the task {task} of {process}",
    private=True,
):
    task: str
    process: str
    people: int


def tell_of_waiting(sign: Callable[[], Acting]) -> int:
    """Write to whoever is to hear of tasks that wait by now; of how many tasks. What is done already, or in a
    process that stands still, nobody hears of."""
    due = Task.objects.filter(tell_at__lte=clock.now())
    if not due.exists():
        return 0
    tenant = Tenant.objects.get(pk=tenancy.current())
    telling = Options.of(tenant.options).telling
    if telling is Telling.NOBODY:
        due.update(tell_at=None)
        return 0
    numbers = list(due.order_by("tell_at").values_list("pk", flat=True)[:AT_ONCE])
    return sum(_tell(sign, tenant, telling, number) for number in numbers)


def _tell(sign: Callable[[], Acting], tenant: Tenant, telling: Telling, number: uuid.UUID) -> bool:
    """Taken first, so that two sweeps at once write once; who is killed then has written to nobody."""
    if not Task.objects.filter(pk=number, tell_at__isnull=False).update(tell_at=None):
        return False
    task = Task.objects.open().with_instance().filter(pk=number).first()
    if task is None:
        return False
    told = [one for one in _people(task, telling) if _write(tenant, task, one)]
    if not told:
        return False
    process = task.instance.version.definition.title
    with sign().doing(TELL_OF) as deed:
        deed.record(ToldOf(task=str(task), process=process, people=len(told)), about=task.instance)
    return True


def _people(task: Task, telling: Telling) -> list[Person]:
    if task.assignee is not None:
        return [task.assignee] if task.assignee.is_active and task.assignee.email else []
    if telling is not Telling.EVERYBODY:
        return []
    among = Person.objects.filter(memberships__group__in=task.groups.all(), is_active=True)
    return list(among.exclude(email="").distinct().order_by("pk")[:MOST])


def _write(tenant: Tenant, task: Task, person: Person) -> bool:
    page = outside("console:tasks") if person.is_agent else outside("portal:tasks")
    whose = "for you" if task.assignee_id == person.pk else "to be claimed by you or your colleagues"
    text = (
        f"The task “{task}” of “{task.instance.version.definition.title}” waits {whose}.\n\n"
        f"{origin_of(tenant.domain)}{page}"
    )
    subject = " ".join(f"A task waits: {task}".split())
    try:
        EmailMessage(f"{subject} – {tenant.name}", text, to=[person.email]).send()
    except OSError as problem:  # what the mail server says, too; the task stands in their list all the same
        log.warning("An e-mail about a task could not be sent: %s", type(problem).__name__)
        return False
    return True
