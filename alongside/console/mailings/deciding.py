"""What somebody decides about a letter of which nobody knows whether it arrived."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from alongside.assisting.acting import Acting
from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.mailings import actions
from alongside.mailings.actions import SEND
from alongside.mailings.models import Delivery
from alongside.people.http import Request


@staff(SEND)
@require_POST
def repeat(request: Request, number: int) -> HttpResponse:
    return _decide(request, number, actions.send_again, "It leaves once more.")


@staff(SEND)
@require_POST
def settle(request: Request, number: int) -> HttpResponse:
    return _decide(request, number, actions.count_as_sent, "It counts as sent.")


def _decide(
    request: Request, number: int, verb: Callable[[Acting, Delivery], None], done: str
) -> HttpResponse:
    found = Delivery.objects.seen_by(request.acting).filter(pk=number).first()
    if found is None:
        raise Http404
    shown = {"state": found.state}
    try:
        verb(request.acting, found)
    except actions.NotNow as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return see_other("mailing_recipients", shown, number=found.mailing_id)
