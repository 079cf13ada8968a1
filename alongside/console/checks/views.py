"""Checking that the caller is who they say, in the sitting with them."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from alongside.assisting.authority import staff
from alongside.assisting.models import Assistance
from alongside.console.answers import see_other
from alongside.interactions.actions import checking
from alongside.interactions.actions.checking import (
    CHECK,
    SEND_CODE,
    TRY_CODE,
    NoChannel,
    NothingAsked,
    TooMany,
)
from alongside.people.http import Request
from alongside.people.models import Person, ProfileField

LATER = "Too many answers about this person were wrong lately. Try again in an hour, or send a code."


@staff(CHECK)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Request, assistance_id: uuid.UUID) -> HttpResponse:
    """The questions; a POST compares answers, and says how many were right and nothing of which."""
    sitting = _own(request, assistance_id)
    problem, status = "", 200
    if request.method == "POST":
        answers = {field.name: request.POST.get(field.name, "")[:300] for field in _questions(sitting)}
        try:
            right = checking.ask(request.acting, sitting, answers)
            asked = sum(bool(answer.strip()) for answer in answers.values())
            told = messages.success if right == asked else messages.warning
            told(request, f"{right} of {asked} answers {'is' if right == 1 else 'are'} what we know.")
            return see_other("check", assistance_id=sitting.pk)
        except NothingAsked:
            problem, status = "Put in what the caller said to at least one question.", 422
        except TooMany:
            problem, status = LATER, 429
    context = {
        "sitting": sitting,
        "questions": _questions(sitting),
        "problem": problem,
        "done": checking.strength(sitting),
        "checked": checking.is_checked(sitting, request.tenant.options),
        "channels": [
            (name, says)
            for name, says in checking.CHANNELS.items()
            if checking.address_of(Person.objects.get(pk=sitting.person_id), name)
        ],
    }
    return render(request, "console/checks/check.html", context, status=status)


@staff(SEND_CODE)
@require_POST
def send(request: Request, assistance_id: uuid.UUID) -> HttpResponse:
    sitting = _own(request, assistance_id)
    channel = request.POST.get("channel", "")
    try:
        if channel not in checking.CHANNELS:
            raise NoChannel
        checking.send_code(request.acting, sitting, channel)
        by = checking.CHANNELS[channel]
        messages.success(request, f"A code is on its way by {by}. It holds for ten minutes.")
    except NoChannel:
        messages.error(request, "It could not be sent: nothing is on file for it, or it was changed lately.")
    except TooMany:
        messages.error(request, "Three codes were sent lately. Wait a quarter of an hour.")
    return see_other("check", assistance_id=sitting.pk)


@staff(TRY_CODE)
@require_POST
def attempt(request: Request, assistance_id: uuid.UUID) -> HttpResponse:
    sitting = _own(request, assistance_id)
    try:
        if checking.try_code(request.acting, sitting, request.POST.get("code", "")[:40]):
            messages.success(request, "The code is right.")
        else:
            messages.warning(request, "That is not the code.")
    except TooMany:
        messages.error(request, "No code can be tried any more: send another.")
    return see_other("check", assistance_id=sitting.pk)


def _own(request: Request, assistance_id: uuid.UUID) -> Assistance:
    mine = Assistance.objects.open().of_agent(request.acting.actor.id).with_people()
    sitting: Assistance | None = mine.filter(pk=assistance_id).first()
    if sitting is None:
        raise Http404
    return sitting


def _questions(sitting: Assistance) -> list[ProfileField]:
    return checking.questions_for(Person.objects.get(pk=sitting.person_id))
