"""Where agents begin, and where softphones send them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render

from alongside.assisting.actions import ASSIST
from alongside.assisting.authority import staff
from alongside.assisting.models import Assistance
from alongside.assisting.parties import Party
from alongside.console.answers import see_other
from alongside.console.interactions.panel import Line, panel
from alongside.console.people import pop, searches
from alongside.console.people.pop import Pop, Unreadable
from alongside.console.powers import ENTER
from alongside.interactions import queries as interactions
from alongside.interactions.models import Interaction, State
from alongside.interactions.numbers import formats, number_in
from alongside.interactions.sources import origin_of, sources, stranger
from alongside.people.http import Request
from alongside.people.models import Kind, Person, ProfileField

RECENT = 6  # people
ANONYMOUS = "Help somebody without an account"


@dataclass(frozen=True)
class Helped:
    """Somebody the agent helped, and when they began to for the last time."""

    person_id: int
    name: str
    at: datetime


@staff(ENTER)
def home(request: Request) -> HttpResponse:
    """The start page; or, for a softphone's link, the page it asks for. Nothing is done here: to begin
    helping is a question first, and then a POST (spec G25)."""
    searchable = ProfileField.objects.searchable().values_list("name", flat=True) if request.GET else ()
    try:
        wish = pop.read(request.GET.dict(), frozenset(searchable))
    except Unreadable as problem:
        return _page(request, Pop(), problem=str(problem), status=400)
    wish = replace(wish, query=number_in(wish.query, formats(request.tenant.options)))
    if wish.assist is not None:
        return see_other("assistances_new", {"person": str(wish.assist), **wish.begin})
    source = stranger(
        request.headers,
        own=origin_of(request.build_absolute_uri("/")),
        known=sources(request.tenant.options),
    )
    if source and (wish.searches or wish.person is not None):
        return see_other("asked", number=searches.keep(request, replace(wish, source=source)))
    if wish.searches:
        return see_other("search", number=searches.keep(request, wish))
    if wish.person is not None:
        return see_other("person", wish.begin, person=wish.person)
    return _page(request, wish)


def _page(request: Request, wish: Pop, *, problem: str = "", status: int = 200) -> HttpResponse:
    agent = request.acting.actor
    return render(
        request,
        "console/home/home.html",
        {
            "problem": problem,
            "begin": wish.begin,
            "recent": _recently_helped(agent),
            "recording": panel(request, wish.begin),
            "paused": [Line.of(one, request.tenant.options) for one in _paused(agent)],
            "anonymous": _anonymous(request),
        },
        status=status,
    )


def _paused(agent: Party) -> Iterable[Interaction]:
    found: Iterable[Interaction] = interactions.open_of(agent).filter(state=State.PAUSED).with_people()
    return found


def _recently_helped(agent: Party) -> list[Helped]:
    """The people an agent helped lately, each once."""
    sittings = Assistance.objects.of_agent(agent.id).filter(person__kind=Kind.PERSON).order_by("-started_at")
    named = sittings.values_list("person_id", "person__given_name", "person__family_name", "started_at")
    helped: dict[int, Helped] = {}
    for number, given, family, at in named[: 5 * RECENT]:
        helped.setdefault(number, Helped(number, f"{given} {family}".strip(), at))
    return list(helped.values())[:RECENT]


def _anonymous(request: Request) -> tuple[int, str] | None:
    """The anonymous user's id and the words of the button, where helping without an account is on
    (spec G18): `options["anonymous_button"]` are other words, or "" for no button."""
    words = request.tenant.options.get("anonymous_button", ANONYMOUS)
    if not words or ASSIST.right not in request.acting.actor.standing.rights:
        return None
    number = Person.objects.filter(kind=Kind.ANONYMOUS).values_list("pk", flat=True).first()
    return None if number is None else (number, str(words))
