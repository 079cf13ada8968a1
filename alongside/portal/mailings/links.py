"""The links in mails: looking at one does nothing, for programs look at links, too (security.md T-25)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from alongside.assisting.acting import Acting
from alongside.assisting.authority import public
from alongside.assisting.middleware import source
from alongside.lib import clock
from alongside.mailings import actions, links
from alongside.mailings.models import SubscriptionState
from alongside.people import actions as people
from alongside.people.http import Request


@public
@csrf_exempt  # the token in the address is what counts, and no cookie is looked at
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: Request, token: str) -> HttpResponse:
    """End a subscription; also what a mail program sends by itself (RFC 8058), without a session."""
    found = links.left_by(token)
    if found is None:
        raise Http404
    if request.method == "POST" and found.state != SubscriptionState.ENDED:
        actions.leave(_house(request), found)
        found.state = SubscriptionState.ENDED
    context = {"list": found.list, "left": found.state == SubscriptionState.ENDED}
    return _unseen(render(request, "portal/mailings/leaving.html", context))


@public
@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: Request, token: str) -> HttpResponse:
    found = links.confirmed_by(token, clock.now())
    if found is None or found.state == SubscriptionState.ENDED:
        return _unseen(render(request, "portal/mailings/stale.html", status=404))
    joined = found.state == SubscriptionState.ACTIVE
    if request.method == "POST":
        try:
            actions.confirm(_house(request), token)
        except actions.Stale:
            return _unseen(render(request, "portal/mailings/stale.html", status=404))
        joined = True
    return _unseen(
        render(request, "portal/mailings/confirmation.html", {"list": found.list, "joined": joined})
    )


def _house(request: Request) -> Acting:
    return Acting.alone(people.system(request.tenant), source(request))


def _unseen(answer: HttpResponse) -> HttpResponse:
    """The address opens something, so it is neither kept nor told to others."""
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
