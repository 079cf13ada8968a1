"""Somebody's cases, as they follow them: by themselves, or with whoever helps them."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.assisting.acting import Refused
from alongside.assisting.authority import signed_in
from alongside.cases import actions, telling
from alongside.cases.models import Appointment, Asked, Case, Satisfaction
from alongside.lib.addresses import inside
from alongside.people.checking import Misfit
from alongside.people.http import Request
from alongside.portal.answers import see
from alongside.portal.carried import acts, carried
from alongside.portal.cases.inputs import (
    AnswerInput,
    ContactInput,
    FileInput,
    Input,
    NoteInput,
    RatingInput,
    ReplyInput,
)

# A page that was reloaded after something was sent to it shows the case.
pages = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@require_safe
def case(request: Request, case_id: uuid.UUID) -> HttpResponse:
    return _page(request, theirs(request, case_id))


@signed_in
@pages
def note(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Say something more; also when it is closed."""
    found = theirs(request, case_id)
    form = NoteInput(request.POST) if request.method == "POST" else NoteInput()
    return sent_to(
        request, found, form, lambda: actions.note(request.acting, found, form.cleaned_data["text"]),
        "Your note is added.",
    )  # fmt: skip


@signed_in
@pages
def answer(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Answer what is asked; the case goes on."""
    found = theirs(request, case_id)
    form = AnswerInput(request.POST) if request.method == "POST" else AnswerInput()

    def give() -> object:
        asked = telling.unanswered(found)
        if asked is None:
            raise actions.NotNow("Nothing is being asked any more. You can add a note instead.")
        asked.case = found
        return actions.answer(request.acting, asked, form.cleaned_data["text"])

    return sent_to(request, found, form, give, "Thank you. We go on with it.")


@signed_in
@pages
def contact(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Change how the owner is reached in this matter."""
    found = theirs(request, case_id)
    form = ContactInput(request.POST) if request.method == "POST" else ContactInput(initial=found.contact)
    return sent_to(
        request, found, form, lambda: actions.change_contact(request.acting, found, form.cleaned_data),
        "Your contact details for this case are changed.",
    )  # fmt: skip


@signed_in
@pages
def satisfaction(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Say how it went, once it is closed."""
    found = theirs(request, case_id)
    form = RatingInput(request.POST) if request.method == "POST" else RatingInput()

    def say() -> object:
        return actions.rate(request.acting, found, form.cleaned_data["score"], form.cleaned_data["comment"])

    return sent_to(request, found, form, say, "Thank you for telling us.")


def theirs(request: Request, case_id: uuid.UUID) -> Case:
    """Somebody else's case looks like one that never was."""
    try:
        return actions.track_case(request.acting, case_id)
    except (Case.DoesNotExist, Refused):
        raise Http404 from None


def sent_to(request: Request, case: Case, form: Input, do: Callable[[], object], done: str) -> HttpResponse:
    if not acts(request):
        return _page(request, case, sent=form)
    if not form.is_valid():
        return _page(request, case, sent=form, status=422)
    try:
        do()
    except Misfit as misfit:
        form.refuse(misfit)
        return _page(request, case, sent=form, status=422)
    except actions.NotNow as problem:
        form.add_error(None, str(problem))
        return _page(request, theirs(request, case.pk), sent=form, status=409)
    messages.success(request, done)
    return see(inside("portal:case", case.pk))


def _page(request: Request, case: Case, *, sent: Input | None = None, status: int = 200) -> HttpResponse:
    asked: Asked | None = telling.unanswered(case)
    context = {
        "case": case,
        "asked": asked,
        "next": telling.next_step(case, asked),
        "told": telling.timeline(case, private=False),
        "meetings": [(one, _replying(one, sent)) for one in case.coming],
        "answering": sent if isinstance(sent, AnswerInput) else AnswerInput(),
        "noting": sent if isinstance(sent, NoteInput) else NoteInput(),
        "attaching": sent if isinstance(sent, FileInput) else FileInput(megabytes=case.type.sent_megabytes),
        "attached": list(case.attachments.public().oldest_first()),
        "contacting": sent if isinstance(sent, ContactInput) else ContactInput(initial=case.contact),
        "rating": sent if isinstance(sent, RatingInput) else RatingInput(),
        "rated": None if case.is_open else Satisfaction.objects.filter(case=case).first(),
        "sent": sent,
        "carried": carried(request),
    }
    return render(request, "portal/cases/case.html", context, status=status)


def _replying(met: Appointment, sent: Input | None) -> ReplyInput:
    if isinstance(sent, ReplyInput) and sent.number == met.pk:
        return sent
    return ReplyInput(number=met.pk)
