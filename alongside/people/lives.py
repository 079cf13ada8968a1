"""Signs of life: when something last happened to people, and what stands against erasing them.

What happened is read from history: every package records there what people do and what is done for
them, so none has to say it twice. Looks, searches and the like are private and no sign of a person's
life. What is still under way is named by the package that knows it, when its app is ready:

    lives.stands_against("They have an open case.", lambda people: set(Case.objects.open()…))
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from django.db.models import OuterRef, Q, Subquery

from alongside.assisting.models import Assistance
from alongside.history.models import Entry
from alongside.people.models import Erasure, ErasureState, Hold, Holding, Kind, Membership, Person
from alongside.people.retention import Life

Asked = Callable[[Collection[int]], Iterable[int]]

# What agents do about somebody who may be erased is no sign of that person's life.
NOT_THEIRS = ("people.archive_asked", "people.archive_made", "people.archive_taken")

REGISTERED, SIGNED_IN = "Registered", "Signed in"
RECORDED, KEPT = "Something was done by them or for them", "Somebody decided to keep them"

_against: dict[str, Asked] = {}


def stands_against(sentence: str, whom: Asked) -> None:
    """Name something because of which people are not due: of the ids it is given `whom` answers those."""
    _against[sentence] = whom


def of(people: Collection[int]) -> list[Life]:
    """What is known of these people, in a number of statements that does not depend on how many they
    are. Whoever is no longer there, or has been erased, is left out."""
    happened = Entry.objects.of_person(OuterRef("ref")).public().exclude(kind__in=NOT_THEIRS)
    kept = Erasure.objects.in_state(ErasureState.WITHDRAWN).filter(person=OuterRef("pk"))
    rows = (
        Person.objects.filter(pk__in=people, kind=Kind.PERSON, erased_at__isnull=True)
        .annotate(
            happened=Subquery(happened.newest_first().values("at")[:1]),
            kept=Subquery(kept.order_by("-ended_at").values("ended_at")[:1]),
        )
        .order_by("pk")
        .values_list("pk", "registered_at", "last_login", "happened", "kept")
    )
    found = list(rows)
    against = _standing_against([number for number, *_ in found])
    return [
        Life(number, _signs(registered, signed_in, happened, kept), against.get(number, ""))
        for number, registered, signed_in, happened, kept in found
    ]


def _signs(registered: datetime, *others: datetime | None) -> tuple[tuple[str, datetime], ...]:
    named = zip((SIGNED_IN, RECORDED, KEPT), others, strict=True)
    return ((REGISTERED, registered), *((what, at) for what, at in named if at is not None))


def _standing_against(people: Collection[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for sentence, whom in _against.items():
        for number in whom(people):
            found.setdefault(number, sentence)
    return found


def _merged(people: Collection[int]) -> Iterable[int]:
    found: Iterable[int] = Person.objects.filter(pk__in=people, merged_into__isnull=False).values_list(
        "pk", flat=True
    )
    return found


def _staff(people: Collection[int]) -> Iterable[int]:
    by_group = Q(group__staff=True) | Q(group__holdings__isnull=False)
    members = Membership.objects.filter(by_group, person__in=people).values_list("person", flat=True)
    return {*Holding.objects.filter(person__in=people).values_list("person", flat=True), *members}


def _held(people: Collection[int]) -> Iterable[int]:
    found: Iterable[int] = Hold.objects.standing().filter(person__in=people).values_list("person", flat=True)
    return found


def _helped(people: Collection[int]) -> Iterable[int]:
    found: Iterable[int] = (
        Assistance.objects.open().filter(person__in=people).values_list("person", flat=True)
    )
    return found


def declare() -> None:
    """What stands against erasing people as this package and those below know it."""
    stands_against("Their record was merged with another.", _merged)
    stands_against("They work here.", _staff)
    stands_against("They are held.", _held)
    stands_against("Somebody is helping them at this moment.", _helped)
