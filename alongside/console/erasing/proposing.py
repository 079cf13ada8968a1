"""A person who may be erased: what would go and what would stay, proposing it, and forbidding it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.erasing.inputs import Holding, Proposal
from alongside.console.people.views import visible
from alongside.people import actions as people
from alongside.people.actions.erasing import HOLD, LIFT, PROPOSE, hindrance
from alongside.people.custody import outlook
from alongside.people.http import Request
from alongside.people.models import Erasure, ErasureState, Hold, Person


@staff(PROPOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: Request, person: int) -> HttpResponse:
    """What erasing them would do; POST proposes it. To open the page is to look at the person."""
    found = visible(request.acting, person)
    if request.method != "POST":
        return _page(request, found)
    form = Proposal(request.POST)
    if not form.is_valid():
        return _page(request, found, proposal=form, status=422)
    said = form.cleaned_data
    try:
        erasure = people.propose_erasure(request.acting, found, said["ground"], note=said["note"])
    except people.NotErasable as problem:
        form.add_error(None, str(problem))
        return _page(request, found, proposal=form, status=409)
    messages.success(request, "It is proposed. Nothing has gone until a colleague erases them.")
    return see_other("erasure", erasure=erasure.pk)


@staff(HOLD)
@require_POST
def hold(request: Request, person: int) -> HttpResponse:
    found = visible(request.acting, person)
    form = Holding(request.POST)
    if not form.is_valid():
        return _page(request, found, holding=form, status=422)
    try:
        people.hold(request.acting, found, form.cleaned_data["reason"])
    except people.NotErasable as problem:
        form.add_error(None, str(problem))
        return _page(request, found, holding=form, status=409)
    messages.success(request, f"{found.name} is not erased until this is lifted.")
    return see_other("erasing", person=found.pk)


@staff(LIFT)
@require_POST
def lift(request: Request, person: int) -> HttpResponse:
    found = visible(request.acting, person)
    held = _standing(found)
    if held is None:
        raise Http404
    people.lift_hold(request.acting, held)
    messages.success(request, f"{found.name} may be erased again.")
    return see_other("erasing", person=found.pk)


def _standing(person: Person) -> Hold | None:
    held: Hold | None = Hold.objects.standing().with_people().filter(person=person).first()
    return held


def _page(
    request: Request,
    person: Person,
    *,
    proposal: Proposal | None = None,
    holding: Holding | None = None,
    status: int = 200,
) -> HttpResponse:
    people.view_details(request.acting, person)
    proposed = Erasure.objects.in_state(ErasureState.PROPOSED).filter(person=person)
    context = {
        "person": person,
        "outlook": outlook(person),
        "hindrance": hindrance(person),
        "proposed": proposed.first(),
        "held": _standing(person),
        "holds": HOLD.right in request.acting.actor.standing.rights,
        "proposal": proposal or Proposal(),
        "holding": holding or Holding(),
    }
    return render(request, "console/erasing/propose.html", context, status=status)
