"""Answering, without an account, a question that an agent passed on (spec I33)."""

from __future__ import annotations

import uuid

from allauth.core.internal import ratelimit
from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.assisting.acting import Acting
from alongside.assisting.authority import public
from alongside.assisting.middleware import source
from alongside.desk.actions import NotNow, forwarding
from alongside.desk.actions.enclosing import NoSuchFile
from alongside.desk.actions.forwarding import LONGEST_REPLY
from alongside.desk.experts import forwarding_of
from alongside.desk.models import Forwarding
from alongside.lib import clock
from alongside.lib.addresses import inside
from alongside.people import actions as people
from alongside.people.checking import Misfit
from alongside.people.http import Request
from alongside.portal.answers import see
from alongside.ui.saving import sent_as_file

RATES = {"reply": "30/h/ip"}


class ReplyInput(forms.Form):
    use_required_attribute = False

    text = forms.CharField(
        label="Your reply",
        max_length=LONGEST_REPLY,
        error_messages={"required": "Write something first."},
        widget=forms.Textarea({"rows": 10}),
    )


@public
@require_http_methods(["GET", "HEAD", "POST"])
def expert(request: Request, token: str) -> HttpResponse:
    """What was passed on, and a reply to it. A link that answers no more looks like one that never was."""
    asked = _open(token)
    house = _house(request)
    if request.method != "POST":
        forwarding.note_opened(house, asked)
        return _draw(request, asked, token, ReplyInput())
    form = ReplyInput(request.POST)
    if not form.is_valid():
        return _draw(request, asked, token, form, status=422)
    if not ratelimit.consume(request, app="desk", action="reply", config=RATES):
        form.add_error(None, "These were many replies within an hour. Send it again in a while.")
        return _draw(request, asked, token, form, status=429)
    try:
        forwarding.reply(house, asked, form.cleaned_data["text"])
    except (Misfit, NotNow) as problem:
        form.add_error(None, str(problem) if isinstance(problem, NotNow) else problem.errors["text"])
        return _draw(request, asked, token, form, status=422)
    messages.success(request, "Thank you. Your reply was passed on.")
    return see(inside("portal:expert", token))


@public
@require_safe
def expert_file(request: Request, token: str, number: uuid.UUID) -> HttpResponse:
    """A file that was passed on: saved, never opened here."""
    try:
        fetched = forwarding.fetch_passed_on(_house(request), _open(token), number)
    except NoSuchFile:
        raise Http404 from None
    return sent_as_file(fetched.content, fetched.name, fetched.media_type)


def _open(token: str) -> Forwarding:
    found = forwarding_of(token)
    if found is None or not found.is_open(clock.now()):
        raise Http404
    return found


def _house(request: Request) -> Acting:
    return Acting.alone(people.system(request.tenant), source(request))


def _draw(
    request: Request, asked: Forwarding, token: str, form: ReplyInput, *, status: int = 200
) -> HttpResponse:
    said, files = forwarding.passed_on(asked)
    context = {
        "asked": asked,
        "token": token,
        "said": said,
        "files": files,
        "customer": asked.question.conversation.person.name if asked.names_customer else "The customer",
        "replies": asked.replies.order_by("written_at"),
        "form": form,
    }
    answer = render(request, "portal/questions/expert.html", context, status=status)
    answer["Cache-Control"] = "private, no-store"
    # To no other house: but without any, a browser does not say where a form comes from.
    answer["Referrer-Policy"] = "same-origin"
    return answer
