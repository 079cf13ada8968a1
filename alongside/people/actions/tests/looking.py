"""People to look at, and moments to look at them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.models import LookingAlert, Person, Segment, SegmentMember, Tenant


def crowd(number: int, **fields: object) -> list[Person]:
    """So many residents whom nothing tells apart but their names, which are in no order."""
    made = [
        Person(
            given_name="Pat",
            family_name=f"Q{_letters(place * 7919 % 15625)}",
            registered_at=clock.now(),
            password=make_password(None),
            **fields,
        )
        for place in range(number)
    ]
    rows: list[Person] = Person.objects.bulk_create(made)
    segment = Segment.objects.get()
    SegmentMember.objects.bulk_create(SegmentMember(person=row, segment=segment) for row in rows)
    return rows


def _letters(number: int) -> str:
    """`caaddb` for a number: a name that no other number has."""
    return "".join("aeiou"[number // 5**place % 5] + "bdklmnprst"[place] for place in range(6))


def limit(tenant: Tenant, **limits: int) -> None:
    tenant.options = {"looking": limits}
    tenant.save(update_fields=["options"])


def at(hour: int, minute: int = 0, *, days: int = 0) -> AbstractContextManager[None]:
    """Today, or so many days later, at a time of the day as people here say it."""
    today = timezone.localtime(datetime.now(tz=timezone.get_current_timezone()))
    wanted = today.replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(days=days)
    return clock.moved(seconds=(wanted - today).total_seconds())


def look_at(agent: Person, them: Iterable[Person], *, apart: float = 0) -> None:
    """Look at the details of each, so many minutes apart."""
    for place, person in enumerate(them):
        with clock.moved(minutes=place * apart):
            people.view_details(Acting.alone(agent), person)


def alerts(agent: Person) -> list[tuple[str, str]]:
    raised = LookingAlert.objects.filter(agent=agent).order_by("at", "kind")
    return list(raised.values_list("kind", "words"))
