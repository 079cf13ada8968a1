"""The erasures there are: what was proposed, deciding on it, and what was done."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.acting import Acting
from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.erasing.inputs import Naming
from alongside.people import actions as people
from alongside.people.actions.erasing import ERASE, PROPOSE, WITHDRAW, hindrance
from alongside.people.actions.erasures import SEE_ERASURES
from alongside.people.custody import outlook
from alongside.people.http import Request
from alongside.people.models import Erasure, ErasureState

BADGES = {
    ErasureState.DUE: "wait",
    ErasureState.PROPOSED: "wait",
    ErasureState.WITHDRAWN: "plain",
    ErasureState.DONE: "good",
}


@staff(SEE_ERASURES)
@require_safe
def erasures(request: Request) -> HttpResponse:
    """Who is to be erased, who must not be and who was, of people whom the agent sees."""
    found = people.see_erasures(request.acting, request.GET)
    return render(request, "console/erasing/erasures.html", {"erasures": found})


@staff(PROPOSE)
@require_safe
def erasure(request: Request, erasure: uuid.UUID) -> HttpResponse:
    """One erasure. As long as it is of somebody, to open it is to look at them."""
    return _page(request, _seen(request.acting, erasure))


@staff(ERASE)
@require_POST
def erase(request: Request, erasure: uuid.UUID) -> HttpResponse:
    """Forget them for good; what was typed must be their name."""
    found = _seen(request.acting, erasure)
    form = Naming(request.POST, whose=found.person.name)
    if not form.is_valid() and found.is_open:
        return _page(request, found, naming=form, status=422)
    try:
        people.erase(request.acting, found)
    except people.NotErasable as problem:
        form.add_error(None, str(problem))
        found = _seen(request.acting, erasure)
        return _page(request, found, naming=form, status=409)
    messages.success(request, "They have been erased. What backups still hold of them goes with these.")
    return see_other("erasures")


@staff(WITHDRAW)
@require_POST
def withdraw(request: Request, erasure: uuid.UUID) -> HttpResponse:
    """Leave them as they are, whoever proposed it."""
    found = _seen(request.acting, erasure)
    try:
        people.withdraw_erasure(request.acting, found)
    except people.NotErasable as problem:
        messages.error(request, str(problem))
        return see_other("erasure", erasure=found.pk)
    messages.success(request, f"{found.person.name} is not erased.")
    return see_other("erasures")


def _seen(acting: Acting, number: uuid.UUID) -> Erasure:
    """An erasure of somebody whom the agent sees; any other is not found."""
    found: Erasure | None = people.erasures_seen_by(acting).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _page(
    request: Request, erasure: Erasure, *, naming: Naming | None = None, status: int = 200
) -> HttpResponse:
    actor = request.acting.actor
    if erasure.state != ErasureState.DONE:
        people.view_details(request.acting, erasure.person)
    proposed = erasure.state == ErasureState.PROPOSED
    due = erasure.state == ErasureState.DUE
    context = {
        "erasure": erasure,
        "person": erasure.person,
        "proposed": proposed,
        "due": due,
        "outlook": outlook(erasure.person) if proposed else {},
        "hindrance": hindrance(erasure.person) if proposed else "",
        "mine": erasure.proposed_by_id == actor.id,
        "erases": ERASE.right in actor.standing.rights,
        "naming": naming or Naming(whose=erasure.person.name),
        "badge": BADGES[ErasureState(erasure.state)],
    }
    return render(request, "console/erasing/erasure.html", context, status=status)
