"""Finding people and looking at them."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.acting import Acting
from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.interactions.panel import panel
from alongside.console.people import pop, searches
from alongside.console.people.details import Details
from alongside.console.people.hiding import hidden
from alongside.console.people.pop import Unreadable
from alongside.console.people.rows import Row, rows
from alongside.lib.compiled import compiled
from alongside.people import actions as people
from alongside.people import reindexing
from alongside.people.actions.searches import MOST_SHOWN, SEARCH, VIEW_DETAILS
from alongside.people.http import Request
from alongside.people.models import Person, PersonQuerySet


@staff(SEARCH)
@require_POST
def search(request: Request) -> HttpResponse:
    """Put a question away and go on to its answer, which has an address that tells nothing."""
    try:
        wish = pop.read({"q": request.POST.get("q", "")}, ())
    except Unreadable as problem:
        return _results(request, [], problem=str(problem), status=400)
    return see_other("search", number=searches.keep(request, wish)) if wish.searches else see_other("home")


@staff(SEARCH)
@require_safe
def asked(request: Request, number: uuid.UUID) -> HttpResponse:
    """Whether to follow the link of a page that the house does not know: nobody is looked up before."""
    wish = searches.find(request, number)
    if wish is None:
        raise Http404
    return render(request, "console/people/asked.html", {"wish": wish, "number": number})


@staff(SEARCH)
@require_safe
def answer(request: Request, number: uuid.UUID) -> HttpResponse:
    """The people a kept question means; with the details open of the person the link named (spec G23)."""
    wish = searches.find(request, number)
    if wish is None:
        raise Http404
    person = None if wish.person is None else visible(request.acting, wish.person)
    found = people.search_people(request.acting, wish.query, by_field=wish.by_field)
    details = None if person is None else look(request, person)
    return _results(
        request,
        rows(found, hidden(request.tenant.options)),
        searched=wish.said,
        begin=wish.begin,
        details=details,
        number=number,
    )


@staff(SEARCH)
@require_POST
def results(request: Request) -> HttpResponse:
    """The list under the search box, while somebody types."""
    query = request.POST.get("q", "").strip()[: pop.LONGEST]
    found = people.search_people(request.acting, query, typing=True) if query else []
    context = {
        "rows": rows(found, hidden(request.tenant.options)),
        "searched": query,
        "most": MOST_SHOWN,
        "typing": True,
    }
    return render(request, "console/people/_results.html", context)


@staff(VIEW_DETAILS)
@require_safe
def details(request: Request, person: int) -> HttpResponse:
    """Everything an agent sees of a person. The look is recorded before the page is made (spec G41)."""
    seen = look(request, visible(request.acting, person))
    return render(request, "console/people/details.html", {"details": seen, "begin": _begin(request)})


def visible(acting: Acting, number: int) -> Person:
    """The person with this id, if the actor sees them. Whoever is unknown, foreign or of another segment
    is looked for by the same statement and answered by the same page (security.md T-20); and who has
    looked at too many people is told so before anybody is looked for."""
    people.demand_room(acting, VIEW_DETAILS, number)
    person = _visible.first(number, tuple(sorted(acting.actor.standing.segments)))
    if person is None:
        raise Http404
    if person.pk != number:
        raise MergedAway(person)
    return person


class MergedAway(Http404):
    """A record that was merged into another, which the agent sees: the house leads there."""

    def __init__(self, kept: Person) -> None:
        super().__init__()
        self.kept = kept


@compiled
def _visible(person: int, segments: tuple[int, ...]) -> PersonQuerySet:
    seen: PersonQuerySet = Person.objects.real().sought().in_segments(segments)
    return seen.numbered(person)


def look(request: Request, person: Person) -> Details:
    people.view_details(request.acting, person)
    return Details.of(request.acting, person, request.tenant.options)


def _begin(request: Request) -> dict[str, str]:
    """What a softphone's link says of the contact; what cannot be meant is left out."""
    try:
        return pop.read(request.GET.dict(), ()).begin
    except Unreadable:
        return {}


def _results(
    request: Request,
    found: list[Row],
    *,
    searched: str = "",
    begin: dict[str, str] | None = None,
    details: Details | None = None,
    number: uuid.UUID | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "rows": found,
        "searched": searched,
        "most": MOST_SHOWN,
        "begin": begin or {},
        "recording": panel(request, begin) if begin else None,
        "details": details,
        "problem": problem,
        "typing": False,
        "search_number": number,
        "reindexing": reindexing.under_way(),
    }
    return render(request, "console/people/results.html", context, status=status)
