"""What a call was about: a case or a question, by its number, or a person, by their address (spec A33)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from alongside.assisting.acting import Acting
from alongside.assisting.authority import staff
from alongside.calls import actions as calls
from alongside.calls.actions.reporting import SAY_SUBJECT
from alongside.cases.actions.seeing import VIEW as VIEW_CASE
from alongside.cases.models import Case
from alongside.console.answers import see_other
from alongside.console.live.log import entry_of
from alongside.console.people.views import visible
from alongside.desk.actions.seeing import VIEW as VIEW_QUESTION
from alongside.desk.models import Question
from alongside.people.actions.searches import VIEW_DETAILS
from alongside.people.http import Request
from alongside.people.models import Person


@staff(SAY_SUBJECT)
@require_POST
def add(request: Request, call_id: uuid.UUID) -> HttpResponse:
    """Unknown and out of reach look alike."""
    call = entry_of(request, call_id)
    reference = " ".join(request.POST.get("reference", "").split())[:254]
    found = _found(request.acting, reference)
    if found is None:
        messages.error(request, f"No case, question or person that you can open goes by “{reference}”.")
    else:
        thing, person, label = found
        calls.say_subject(request.acting, call, thing, person, label)
        messages.success(request, f"The call stands in the history of {label} now.")
    return see_other("live_log_call", call_id=call.pk)


def _found(acting: Acting, reference: str) -> tuple[models.Model, Person, str] | None:
    spelt = (reference, reference.upper(), reference.lower())  # each is looked up by the index of references
    case = Case.objects.select_related("owner").filter(reference__in=spelt).first()
    if case is not None and acting.may(VIEW_CASE, about=case):
        return case, case.owner, f"{case.reference}: {case.title}"
    questions = Question.objects.select_related("conversation__person")
    question = questions.filter(conversation__reference__in=spelt).order_by("-received_at").first()
    if question is not None and acting.may(VIEW_QUESTION, about=question):
        asked = question.conversation
        return question, asked.person, f"{asked.reference}: {asked.subject}"
    return _person(acting, reference)


def _person(acting: Acting, address: str) -> tuple[models.Model, Person, str] | None:
    """Somebody whose details the actor may see; of two who share an address, neither is meant."""
    if "@" not in address or not acting.may(VIEW_DETAILS):
        return None
    known = Person.objects.real().addressed(address)[:2]
    numbers = [one.pk for one in known]
    if len(numbers) != 1:
        return None
    try:
        person = visible(acting, numbers[0])
    except Http404:
        return None
    return person, person, person.name
