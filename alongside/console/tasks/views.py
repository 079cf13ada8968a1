"""An agent's tasks: their own, and while they help somebody those that the house says (spec C25–C28, 4.7)."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.authority import staff
from alongside.assisting.sentences import sentence
from alongside.cases.queries import tasks_in_hand
from alongside.console.answers import see_other
from alongside.console.powers import ENTER
from alongside.people.http import Request
from alongside.workflow import actions as workflow
from alongside.workflow import queries
from alongside.workflow.actions import OVERSEE
from alongside.workflow.models import Task
from alongside.workflow.options import Options


@staff(ENTER)
@require_safe
def tasks(request: Request) -> HttpResponse:
    _as_whose(request)
    return _page(request)


@staff(ENTER)
@require_POST
def claim_next(request: Request) -> HttpResponse:
    """Take the task on offer that has waited longest."""
    _as_whose(request)
    task = workflow.claim_next(request.acting)
    if task is None:
        messages.info(request, "There is nothing to claim now.")
    else:
        messages.success(request, f"{task} is claimed.")
    return see_other("tasks")


@staff(ENTER)
@require_POST
def claim(request: Request, task_id: uuid.UUID) -> HttpResponse:
    return _do(request, task_id, workflow.claim, "{task} is claimed.")


@staff(ENTER)
@require_POST
def release(request: Request, task_id: uuid.UUID) -> HttpResponse:
    return _do(request, task_id, workflow.release, "{task} can be claimed by others now.")


@staff(ENTER)
@require_POST
def complete(request: Request, task_id: uuid.UUID) -> HttpResponse:
    """Do a task that asks nothing; one with a form is done by handing that in."""
    return _do(request, task_id, workflow.complete_plain, "{task} is done.")


def _as_whose(request: Request) -> None:
    """From here on the request acts for whoever's tasks are shown, and the band says so."""
    request.acting = Options.of(request.tenant.options).whose(request.acting)


def _do(
    request: Request, task_id: uuid.UUID, deed: Callable[[Acting, Task], Task], done: str
) -> HttpResponse:
    _as_whose(request)
    found = queries.visible_task(request.acting, task_id)
    if found is None:
        raise Http404
    try:
        deed(request.acting, found)
    except workflow.NotNow as problem:
        return _page(request, problem=str(problem), status=409)
    except Refused as refusal:
        return _page(request, problem=sentence(refusal.verdict.rule), status=403)
    messages.success(request, done.format(task=found))
    return see_other("tasks")


def _page(request: Request, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        "tasks": queries.tasks_of(request.acting),
        "in_cases": tasks_in_hand(request.acting),
        "options": Options.of(request.tenant.options),
        "problem": problem,
        "oversees": OVERSEE.right in request.acting.actor.standing.rights,
        "whose": request.acting.person.name if request.acting.helping else "",
    }
    return render(request, "console/tasks/tasks.html", context, status=status)
