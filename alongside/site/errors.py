"""What people see when something cannot be done: what happened, what was kept, what to do next."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.assisting.acting import NotRecorded, Refused
from alongside.console.answers import see_other
from alongside.console.looking.asking import ask
from alongside.console.people.views import MergedAway
from alongside.history.keys import Locked
from alongside.people.actions.looking import ReasonWanted
from alongside.people.looking.turns import Busy

log = logging.getLogger(__name__)

View = Callable[[HttpRequest], HttpResponse]

# Rules whose refusal may be told: the page is no secret, only this person may not use it.
# Everything else looks exactly like an address that does not exist (security.md T-20).
TOLD = {
    "right-missing": "Your role does not include this.",
    "never-delegable": "This is something that only the person may do, never somebody for them.",
    "no-right-to-help": "Your role does not include helping other people.",
    "nobody-helps-themselves": "You cannot help yourself; use your own pages.",
    "person-not-active": "This person's record is not in use.",
    "person-holds-more-rights": "This person holds rights that you do not hold. Ask an administrator for "
    "leave to help colleagues.",
    "second-factor-old": "Confirm your second factor before you help somebody.",
    "already-helping": "You are helping somebody else already.",
    "foreign-origin": "This came from another site.",
    "looked-at-enough-people": "You have looked at as many people today as anybody may. Nobody else is shown "
    "to you until tomorrow, unless a manager lets you go on: tell them what you are working on.",
    "nobody-oversees-themselves": "This is about yourself: somebody else has to look at it.",
}


class Middleware:
    """Turns what actions raise into pages."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, Refused):
            return refused(request, problem)
        if isinstance(problem, ReasonWanted):
            return ask(request, problem)
        if isinstance(problem, MergedAway):
            return merged_away(request, problem)
        if isinstance(problem, Busy):
            return render(request, "ui/errors/busy.html", status=429)
        if isinstance(problem, NotRecorded | DatabaseError | Locked):
            log.error("%s %s was not done: %s", request.method, request.resolver_match, problem)
            return render(request, "ui/errors/unavailable.html", status=503)
        return None


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    reason = TOLD.get(refusal.verdict.rule)
    if reason is None:
        return not_found(request, Http404())
    return render(request, "ui/errors/refused.html", {"reason": reason}, status=403)


def merged_away(request: HttpRequest, problem: MergedAway) -> HttpResponse:
    """On to the record that stayed; what was meant for the other is not done to it."""
    nothing = "" if request.method in ("GET", "HEAD") else " Nothing was changed."
    messages.info(request, f"That record was merged with this one, of {problem.kept.name}.{nothing}")
    return see_other("person", person=problem.kept.pk)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same page for what is unknown, foreign and forbidden."""
    return render(request, "ui/errors/not_found.html", status=404)


def forbidden(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    return not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "ui/errors/bad_request.html", status=400)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was too old, or did not come from here."""
    return render(request, "ui/errors/forged.html", status=403)


def wrong(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/errors/wrong.html", status=500)
