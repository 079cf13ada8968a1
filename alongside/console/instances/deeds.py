"""What whoever oversees processes does to one."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from alongside.assisting.acting import Acting
from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.instances import page, views
from alongside.console.processes.inputs import Assignment
from alongside.people.http import Request
from alongside.workflow import actions as workflow
from alongside.workflow.actions import OVERSEE
from alongside.workflow.models import Instance, Task


@dataclass(frozen=True)
class Deed:
    """`noun` is the end of its address; `done` is what is said afterwards."""

    noun: str
    done: str
    do: Callable[[Acting, Instance], Instance]


DEEDS = (
    Deed("suspension", "It stands still until it is resumed.", workflow.suspend),
    Deed("resumption", "It goes on.", workflow.resume),
    Deed("cancellation", "It is cancelled.", workflow.cancel),
    Deed("retrial", "It was tried again.", workflow.retry),
)


def view_of(deed: Deed) -> Callable[..., HttpResponse]:
    """The view of one deed."""

    @staff(OVERSEE)
    @require_POST
    def do(request: Request, instance_id: uuid.UUID) -> HttpResponse:
        found, verdict = views.visible(request, instance_id)
        try:
            deed.do(request.acting, found)
        except workflow.NotNow as problem:
            again = Instance.objects.with_version().get(pk=found.pk)
            return views.page(request, again, verdict, problem=str(problem), status=409)
        messages.success(request, deed.done)
        return see_other("instance", instance_id=found.pk)

    return do


@staff(OVERSEE)
@require_POST
def assign(request: Request, instance_id: uuid.UUID, task_id: uuid.UUID) -> HttpResponse:
    """Put a task into somebody's hands."""
    found, verdict = views.visible(request, instance_id)
    task: Task | None = found.tasks.prefetch_related("groups").filter(pk=task_id, handler="").first()
    if task is None:
        raise Http404
    form = Assignment(request.POST, task=task, among=page.candidates(task, page.members_of(task), found))
    if not form.is_valid():
        return views.page(request, found, verdict, sent=form, status=422)
    try:
        workflow.reassign(request.acting, task, form.person)
    except workflow.NotNow as problem:
        return views.page(request, found, verdict, problem=str(problem), status=409)
    messages.success(request, f"{form.person.name} has the task {task} now.")
    return see_other("instance", instance_id=found.pk)
