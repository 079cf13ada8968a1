"""Whose address it is: who wrote without signing in (spec I3, I4, 4.27)."""

from __future__ import annotations

from datetime import datetime

from alongside.desk.models import Letter
from alongside.people.actions.persons import insert_many
from alongside.people.models import Person


def contact_of(address: str, called: str, segment: int, at: datetime) -> tuple[Person, bool]:
    """Whose address it is, and whether that is a new contact: where it is nobody's, or cannot be told whose
    of several. Within the deed that files what they wrote."""
    people = Person.objects.real().addressed(address).filter(is_active=True)
    known = list(people[:50]) if address else []
    if len(known) == 1:
        return known[0], False
    rows = Letter.objects.filter(sender=address, question__conversation__person__in=known)
    before = rows.select_related("question__conversation__person").order_by("received_at").first()
    if before is not None and before.question is not None:
        return before.question.conversation.person, False
    return _new_contact(address, called, segment, at), True


def _new_contact(address: str, called: str, segment: int, at: datetime) -> Person:
    """Of whom nothing is known but what they wrote, so nothing that the tenant requires is asked for."""
    given, _, family = (called or address.partition("@")[0]).rpartition(" ")
    person = Person(
        given_name=given.strip()[:100],
        family_name=family.strip()[:100] or "Unknown sender",
        email=address[:254],
        registered_at=at,
    )
    person.set_unusable_password()
    insert_many([person], [segment])
    return person
