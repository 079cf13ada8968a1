"""Asking without signing in."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.assisting.acting import Acting
from alongside.assisting.authority import public
from alongside.assisting.middleware import source
from alongside.desk import actions as desk
from alongside.lib.addresses import inside
from alongside.people import actions as people
from alongside.people.checking import Misfit
from alongside.people.http import Request
from alongside.portal.answers import see
from alongside.portal.questions.inputs import OutsideInput

# A whole library may ask from one address; a program that fills the queue is stopped.
RATES = {"ask": "30/h/ip"}


@public
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request) -> HttpResponse:
    """Whoever is signed in asks on the page that keeps what they ask."""
    if getattr(request, "acting", None) is not None:
        return see(inside("portal:question_new"))
    if request.method != "POST":
        return _draw(request, OutsideInput())
    form = OutsideInput(request.POST, request.FILES)
    if not form.is_valid():
        return _draw(request, form, status=422)
    if not ratelimit.consume(request, app="desk", action="ask", config=RATES):
        form.add_error(None, "These were many questions within an hour. Send it again in a while.")
        return _draw(request, form, status=429)
    said = form.cleaned_data
    house = Acting.alone(people.system(request.tenant), source(request))
    sender = desk.Sender(said["name"], said["email"])
    try:
        asked = desk.ask_from_outside(
            house, form.chosen, sender, text=said["text"], subject=said["subject"], files=said["attachments"]
        )
    except Misfit as misfit:
        for name, error in misfit.errors.items():
            form.add_error(name if name in form.fields else None, error)
        return _draw(request, form, status=422)
    messages.success(request, f"We have your question. Its reference is {asked.conversation.reference}.")
    if desk.answers_by_mail(form.chosen):
        messages.info(request, f"The answer goes to {said['email']}.")
    else:
        messages.info(request, "You find the answer here once you have an account with this e-mail address.")
    return see(inside("portal:ask"))


def _draw(request: Request, form: OutsideInput, *, status: int = 200) -> HttpResponse:
    return render(request, "portal/questions/outside.html", {"form": form}, status=status)
