"""Looking for people and at them: reads that are recorded before anything is shown (security.md 2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic
from types import MappingProxyType

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.people import queries
from alongside.people.actions import looking
from alongside.people.looking.turns import turn
from alongside.people.models import Door, Person, ProfileField
from alongside.people.queries import Found, plain

SEARCH = Power("people.search", Kind.STAFF)
VIEW_DETAILS = Power("people.view_details", Kind.STAFF)
MOST_SHOWN = 20
LONGEST = 100  # characters of a question (security.md T-23)
NOTHING: Mapping[str, str] = MappingProxyType({})

# A question that is being typed is recorded once a minute, as long as it only grows.
_TYPING_LASTS = 60.0


class Searched(
    Event,
    kind="people.searched",
    title="Search people",
    sentence="{actor} searched for {query}",
    private=True,
):
    """`by_field` are questions put to one field each; `shown` the ids of those who were shown."""

    query: str
    by_field: dict[str, str]
    shown: tuple[int, ...]


class DetailsViewed(
    Event,
    kind="people.details_viewed",
    title="View details",
    sentence="{actor} looked at the details of {person}",
):
    pass


def search_people(
    acting: Acting, query: str, *, by_field: Mapping[str, str] = NOTHING, typing: bool = False
) -> list[Found]:
    """The people of the actor's segments whom a question means, at most twenty, the best first.

    `by_field` asks single fields by name; with a query as well, both must be met. A search is recorded
    with those it shows. While somebody is `typing` there is one entry for a question that grows letter
    by letter, at its first result and again each minute; asking it finally writes one of its own.
    Raises `Busy` while two searches of the actor are under way.
    """
    query = query[:LONGEST]
    by_field = {name: text[:LONGEST] for name, text in by_field.items()}
    with turn(acting.actor.id):
        found = _found(acting, query, by_field) if acting.may(SEARCH) else []
    if typing and acting.may(SEARCH) and (not found or _goes_on(acting.actor.id, query)):
        return found
    with acting.doing(SEARCH) as deed:  # says no, and records that, to whoever may not
        shown = tuple(person.id for person in found)
        looking.searched(acting, shown, deed.at)
        deed.record(Searched(query=query, by_field=dict(by_field), shown=shown))
    if typing:
        _remember(acting.actor.id, query)
    return found


def view_details(acting: Acting, person: Person) -> None:
    """Record that the actor looks at a person's details; call it before showing any of them (spec G41).

    Raises `looking.ReasonWanted` where the agent has looked at so many people that a reason is asked.
    """
    with acting.doing(VIEW_DETAILS, whose=person) as deed:
        looking.look(acting, person, VIEW_DETAILS, Door.DETAILS, deed.at)
        deed.record(DetailsViewed())


def _found(acting: Acting, query: str, by_field: Mapping[str, str]) -> list[Found]:
    fields = plain(ProfileField.objects.in_use())
    segments = acting.actor.standing.segments
    if not by_field:
        return queries.search(acting.tenant_id, query, fields=fields, segments=segments, limit=MOST_SHOWN)
    found = queries.search_fields(
        acting.tenant_id, by_field, fields=fields, segments=segments, limit=MOST_SHOWN
    )
    if query:
        everything = " ".join([query, *by_field.values()])
        both = queries.search(
            acting.tenant_id, everything, fields=fields, segments=segments, limit=MOST_SHOWN
        )
        fitting = {person.id for person in both}
        found = [person for person in found if person.id in fitting]
    return found


# What each agent has been typing: the text that was recorded, and when. It lives in this process only;
# several processes write an entry each, so none is ever missing.
_typed: dict[int, tuple[str, float]] = {}


def _goes_on(actor_id: int, query: str) -> bool:
    text, at = _typed.get(actor_id, ("", 0.0))
    return bool(text) and query.startswith(text) and monotonic() - at < _TYPING_LASTS


def _remember(actor_id: int, query: str) -> None:
    if len(_typed) > 10_000:
        _typed.clear()
    _typed[actor_id] = (query, monotonic())
