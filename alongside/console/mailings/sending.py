"""Sending a mailing: trying it, starting, pausing, going on, cancelling."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from alongside.assisting.acting import Acting
from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.mailings.views import numbered
from alongside.mailings import actions, queries
from alongside.mailings.actions import SEND
from alongside.mailings.models import Mailing
from alongside.people.http import Request


@staff(SEND)
@require_POST
def trial(request: Request, number: int) -> HttpResponse:
    try:
        to = actions.try_on_oneself(request.acting, numbered(number))
    except actions.NotSent as problem:
        messages.error(request, f"It was not sent. {problem}")
    else:
        messages.success(request, f"It was sent to {to}, and to nobody else.")
    return see_other("mailing", number=number)


@staff(SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Request, number: int) -> HttpResponse:
    """A page that says to how many it goes; a POST sends it."""
    found = numbered(number)
    if request.method == "POST":
        return _do(request, found, actions.start, "It is being sent. You can leave this page and come back.")
    if not found.is_draft:
        return see_other("mailing", number=number)
    context = {"mailing": found, "people": queries.would_get(found)}
    return render(request, "console/mailings/start.html", context)


@staff(SEND)
@require_POST
def pause(request: Request, number: int) -> HttpResponse:
    return _do(
        request, numbered(number), actions.pause, "It is paused: nobody else gets it until it goes on."
    )


@staff(SEND)
@require_POST
def go_on(request: Request, number: int) -> HttpResponse:
    return _do(request, numbered(number), actions.go_on, "It goes on where it was.")


@staff(SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Request, number: int) -> HttpResponse:
    found = numbered(number)
    if request.method == "POST":
        return _do(request, found, actions.cancel, "It is cancelled: nobody else gets it.")
    if not found.is_under_way:
        return see_other("mailing", number=number)
    context = {"mailing": found, "figures": queries.Figures.of(found)}
    return render(request, "console/mailings/cancel.html", context)


def _do(
    request: Request, mailing: Mailing, verb: Callable[[Acting, Mailing], None], done: str
) -> HttpResponse:
    try:
        verb(request.acting, mailing)
    except actions.NotNow as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return see_other("mailing", number=mailing.pk)
