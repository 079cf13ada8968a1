"""Tasks of processes: what somebody is asked to do, what they may take, and the page of one task.

Whose tasks these are while somebody is helped is what the house says (spec C25, 4.7): from there on the
request acts for them, and the band says so. The right to claim is theirs; that the agent reaches the page is
the agent's own (4.8).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.authority import signed_in
from alongside.assisting.sentences import sentence
from alongside.forms.actions.handling import HANDLE
from alongside.forms.actions.handling import SEE as SEE_SUBMISSION
from alongside.forms.models import Submission
from alongside.lib.addresses import inside, outside
from alongside.people.http import Request
from alongside.portal.answers import see
from alongside.workflow import actions as workflow
from alongside.workflow import queries
from alongside.workflow.actions.doing import CLAIM, COMPLETE, RELEASE
from alongside.workflow.models import Instance, Task
from alongside.workflow.options import Options
from alongside.workflow.rules import WITH_VALUES


@signed_in
@require_safe
def tasks(request: Request) -> HttpResponse:
    """Two panels: what is in hand, and what may be claimed; or one button that claims the next."""
    _as_whose(request)
    context = {
        "tasks": queries.tasks_of(request.acting),
        "options": Options.of(request.tenant.options),
        "whose": request.acting.person.name if request.acting.helping else "",
    }
    return render(request, "portal/tasks/tasks.html", context)


@signed_in
@require_POST
def claim_next(request: Request) -> HttpResponse:
    """Take the task on offer that has waited longest, and show it."""
    _as_whose(request)
    found = workflow.claim_next(request.acting)
    if found is None:
        messages.info(request, "There is nothing to claim now.")
        return see(inside("portal:tasks"))
    return see(inside("portal:task", found.pk))


@signed_in
@require_safe
def task(request: Request, task_id: uuid.UUID) -> HttpResponse:
    return _page(request, _found(request, task_id))


@signed_in
@require_POST
def claim(request: Request, task_id: uuid.UUID) -> HttpResponse:
    found = _found(request, task_id)
    return _do(request, found, workflow.claim) or see(inside("portal:task", found.pk))


@signed_in
@require_POST
def release(request: Request, task_id: uuid.UUID) -> HttpResponse:
    found = _found(request, task_id)
    return _do(request, found, workflow.release) or _back(request, f"{found} can be claimed by others now.")


@signed_in
@require_POST
def complete(request: Request, task_id: uuid.UUID) -> HttpResponse:
    """Do a task that asks nothing; one with a form is done by handing that in."""
    found = _found(request, task_id)
    return _do(request, found, workflow.complete_plain) or _back(request, f"{found} is done.")


@signed_in
@require_POST
def fill_in(request: Request, task_id: uuid.UUID) -> HttpResponse:
    """Go to the form of a task, where it was left; handing it in does the task."""
    found = _found(request, task_id)
    try:
        draft = workflow.fill_in(request.acting, found)
    except workflow.NotNow as problem:
        return _page(request, _found(request, found.pk), problem=str(problem), status=409)
    except Refused:
        said = "Its form is for others: you cannot open it yourself, whomever you help."
        return _page(request, _found(request, found.pk), problem=said, status=403)
    # Of one's own task, filled in while helping, the form is one's own page too.
    to = inside if request.acting.helping and draft.form.assist_enabled else outside
    return see(to("portal:draft", draft.form.slug, draft.pk, draft.page))


def _as_whose(request: Request) -> None:
    request.acting = Options.of(request.tenant.options).whose(request.acting)


def _found(request: Request, task_id: uuid.UUID) -> Task:
    _as_whose(request)
    found = queries.visible_task(request.acting, task_id)
    if found is None:
        raise Http404
    return found


def _do(request: Request, found: Task, deed: Callable[[Acting, Task], Task]) -> HttpResponse | None:
    """None where it was done, or else the page that says why not."""
    try:
        deed(request.acting, found)
    except workflow.NotNow as problem:
        return _page(request, _found(request, found.pk), problem=str(problem), status=409)
    except Refused as refusal:
        said = sentence(refusal.verdict.rule)
        return _page(request, _found(request, found.pk), problem=said, status=403)
    return None


def _back(request: Request, said: str) -> HttpResponse:
    messages.success(request, said)
    return see(inside("portal:tasks"))


def _page(request: Request, found: Task, *, problem: str = "", status: int = 200) -> HttpResponse:
    acting = request.acting
    instance, private = found.instance, False
    if acting.may(workflow.SEE, about=found.instance):
        instance, verdict = workflow.see(acting, found.instance_id)
        private = verdict.rule in WITH_VALUES
    is_open = found.state == "open" and instance.state == "running"
    context = {
        "task": found,
        "instance": instance,
        "known": queries.known(instance) if private else [],
        "is_open": is_open,
        "may_claim": is_open and bool(acting.may(CLAIM, about=found)),
        "may_do": is_open and bool(acting.may(COMPLETE, about=found)),
        "may_release": is_open and found.groups.exists() and bool(acting.may(RELEASE, about=found)),
        "submission": _submission(acting, instance) if private else None,
        "problem": problem,
    }
    return render(request, "portal/tasks/task.html", context, status=status)


def _submission(acting: Acting, instance: Instance) -> Submission | None:
    """What the process began with, where the reader handles such: with files, and who gave each answer."""
    if instance.submission_id is None:
        return None
    found: Submission | None = Submission.objects.with_version().filter(pk=instance.submission_id).first()
    rights = acting.actor.standing.rights
    may = found is not None and HANDLE.right in rights and acting.may(SEE_SUBMISSION, about=found)
    return found if may else None
