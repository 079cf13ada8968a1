"""Asking why one more person must be seen, wherever an agent has looked at many (security.md T-18)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from alongside.assisting.authority import staff
from alongside.console.assistances.answers import see
from alongside.console.looking.inputs import ReasonForm
from alongside.lib.addresses import came_from
from alongside.people import actions as people
from alongside.people.actions.looking import GIVE_REASON, ReasonWanted, Why
from alongside.people.http import Request
from alongside.people.models import Person, Reason

WISH = ("person", "next", "channel", "service", "switch")


def ask(request: HttpRequest, wanted: ReasonWanted) -> HttpResponse:
    """The question in place of what was asked for, and the way back there. It is the same whether
    there is such a person or not."""
    form = ReasonForm(initial={"person": wanted.person_id, "next": _asked_for(request)})
    return _page(request, form, wanted, status=409)


@staff(GIVE_REASON)
@require_POST
def reasons(request: Request) -> HttpResponse:
    """Keep the reason and go on to what was asked for."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, form, None, status=422)
    said = form.cleaned_data
    people.demand_room(request.acting, GIVE_REASON, said["person"], reason_given=True)
    person = seen_by(request, said["person"])
    people.give_reason(request.acting, person, Why(Reason(said["reason"]), said["note"]))
    return see(said["next"] or reverse("console:person", args=[person.pk]))


def seen_by(request: Request, number: int) -> Person:
    """The person with this id, if the agent sees them."""
    seen = Person.objects.real().sought().in_segments(request.acting.actor.standing.segments)
    person: Person | None = seen.filter(pk=number).first()
    if person is None:
        raise Http404
    return person


def _page(
    request: HttpRequest, form: ReasonForm, wanted: ReasonWanted | None, *, status: int
) -> HttpResponse:
    why = "" if wanted is None else _why(wanted)
    return render(request, "console/looking/ask.html", {"form": form, "why": why}, status=status)


def _why(wanted: ReasonWanted) -> str:
    if wanted.rule == "many-in-an-hour":
        return f"You have looked at {wanted.limits.hour} people or more within an hour."
    return f"You have looked at {wanted.limits.day} people or more today."


def _asked_for(request: HttpRequest) -> str:
    """Where to go on: the page asked for; for a wish to help, the page that asks about it."""
    if request.method != "POST":
        return request.get_full_path()
    match = request.resolver_match
    if match is not None and match.view_name == "console:assistances":
        wish = {name: request.POST[name] for name in WISH if request.POST.get(name)}
        return f"{reverse('console:assistances_new')}?{urlencode(wish)}"
    return came_from(request) or reverse("console:home")
