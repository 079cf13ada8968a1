"""Tasks of processes for programs: what is in somebody's hands, what they may claim, and doing it (C25–C28).

Whose tasks these are while somebody is helped is what the house says, as on the pages (spec 4.7).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from alongside.api import forms
from alongside.api.params import Impossible, Params, number
from alongside.assisting.acting import Acting, Refused
from alongside.lib import tenancy
from alongside.people.models import Tenant
from alongside.workflow import actions as workflow
from alongside.workflow import queries
from alongside.workflow.models import Task
from alongside.workflow.options import Options

NO_TASK = "There is no such task."


@dataclass(frozen=True)
class Deed:
    """What is done to the task that a call names; answered with the task as it is then."""

    do: Callable[[Acting, Task], object]

    def method(self, acting: Acting, params: Params) -> dict[str, Any]:
        acting = _whose(acting)
        found = _named(acting, params)
        try:
            self.do(acting, found)
        except workflow.NotNow as problem:
            raise Impossible(str(problem)) from None
        return _told(Task.objects.with_instance().get(pk=found.pk))


def find(acting: Acting, params: Params) -> dict[str, Any]:
    """The tasks of whoever is meant, those that wait longest first; `more` where there are more than 50."""
    found = queries.tasks_of(_whose(acting))
    return {
        "assigned": [_told(one) for one in found.assigned],
        "claimable": [_told(one) for one in found.claimable],
        "more": found.more,
    }


def claim_next(acting: Acting, params: Params) -> dict[str, Any]:
    """Take the task on offer that has waited longest; `task` is null where there is none."""
    found = workflow.claim_next(_whose(acting))
    return {"task": None} if found is None else _told(Task.objects.with_instance().get(pk=found.pk))


def fill_in(acting: Acting, params: Params) -> dict[str, Any]:
    """The form of a task as a saved form: handing it in does the task."""
    acting = _whose(acting)
    try:
        return forms.told(workflow.fill_in(acting, _named(acting, params)))
    except workflow.NotNow as problem:
        raise Impossible(str(problem)) from None
    except Refused:
        raise Impossible("Its form is for others.") from None


DEEDS = {
    "read": Deed(lambda acting, task: task),
    "claim": Deed(workflow.claim),
    "release": Deed(workflow.release),
    "complete": Deed(workflow.complete_plain),
}


def _whose(acting: Acting) -> Acting:
    return Options.of(Tenant.objects.get(pk=tenancy.current()).options).whose(acting)


def _named(acting: Acting, params: Params) -> Task:
    found = queries.visible_task(acting, number(params, "task", "a task"))
    if found is None:
        raise Impossible(NO_TASK)
    return found


def _told(task: Task) -> dict[str, Any]:
    return {
        "task": str(task.pk),
        "name": task.name,
        "process": task.instance.version.definition.slug,
        "instance": str(task.instance_id),
        "initiator": task.instance.person.name,
        "form": task.form or None,
        "state": task.state,
        "assignee": task.assignee_id,
        "since": task.created_at.isoformat(),
    }
