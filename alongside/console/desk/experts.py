"""Experts outside who are asked about a question: taking that back, and using what they reply."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from alongside.assisting.acting import Refused
from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.desk import page
from alongside.console.desk.views import keep_typed, opened
from alongside.desk import actions as desk
from alongside.desk.actions.seeing import VIEW
from alongside.people.checking import Misfit
from alongside.people.http import Request


@staff(VIEW)
@require_POST
def withdraw(request: Request, question_id: uuid.UUID, number: uuid.UUID) -> HttpResponse:
    found = opened(request, question_id)
    _do(request, lambda: desk.withdraw(request.acting, found, number), "Their link answers no more.")
    return see_other("question", question_id=found.pk)


@staff(VIEW)
@require_POST
def take_over(request: Request, question_id: uuid.UUID, number: uuid.UUID) -> HttpResponse:
    """Put a reply below what is being written."""
    found = opened(request, question_id)
    keep_typed(request, found)
    _do(request, lambda: desk.take_over(request.acting, found, number), "The reply stands in your answer.")
    return see_other("question", question_id=found.pk)


def _do(request: Request, deed: Callable[[], object], done: str) -> None:
    try:
        deed()
        messages.success(request, done)
    except desk.NotNow as problem:
        messages.error(request, str(problem))
    except Misfit as misfit:
        messages.error(request, next(iter(misfit.errors.values())))
    except Refused as refusal:
        messages.error(request, page.reason(refusal.verdict))
