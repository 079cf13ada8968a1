"""Calls that ring at the agent's: told of as they come, and opened by an address that holds no number."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.people import searches
from alongside.console.people.pop import Pop
from alongside.interactions.actions import calls as ringing
from alongside.interactions.actions.calls import ANSWER
from alongside.interactions.actions.own import RECORD
from alongside.interactions.models import CallPop
from alongside.lib import clock
from alongside.lib.addresses import outside
from alongside.people.http import Request
from alongside.ui import streaming
from alongside.ui.streaming import News, told_until


@staff(RECORD)
@require_safe
def calls(request: Request) -> HttpResponse:
    """What rings, for browsers without scripts: with a link that looks again."""
    found = ringing.waiting(request.acting.actor.id)
    return render(request, "console/calls/calls.html", {"calls": found})


@staff(RECORD)
@require_safe
def stream(request: Request) -> HttpResponse:
    """What rang since the last event."""
    waiting = ringing.waiting(request.acting.actor.id, told_until(request))
    news = [News(one.pk, "call", {"url": outside("console:call", one.ref)}) for one in waiting]
    return streaming.stream(news, watches=ringing.WATCHED)


@staff(RECORD)
@require_safe
def call(request: Request, ref: uuid.UUID) -> HttpResponse:
    """Everybody whom the number means; with the contact to begin filled in."""
    try:
        pop = ringing.open_call(request.acting, ref)
    except CallPop.DoesNotExist:
        raise Http404 from None
    context = {"call": pop, "age": clock.now() - pop.at}
    if request.acting.may(ANSWER) and request.GET.get("look") != "yes":
        return render(request, "console/calls/call.html", context)
    return _search(request, pop)


@staff(ANSWER)
@require_POST
def answer(request: Request, ref: uuid.UUID) -> HttpResponse:
    """Begin the contact, and go on to whom the number means."""
    try:
        pop, _ = ringing.answer_call(request.acting, ref)
    except CallPop.DoesNotExist:
        raise Http404 from None
    return _search(request, pop, begun=True)


def _search(request: Request, pop: CallPop, *, begun: bool = False) -> HttpResponse:
    begin = {} if begun else {"channel": pop.channel, **({"service": pop.service} if pop.service else {})}
    return see_other("search", number=searches.keep(request, Pop(query=pop.number, begin=begin)))
