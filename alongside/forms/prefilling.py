"""What a person's profile knows of the answers to a page, as far as whoever acts may see it."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.forms.schema import Page
from alongside.people.models import Person
from alongside.people.profiles import fields_seen_by

# What every person has, beside the fields that a tenant defines.
_OWN = ("given_name", "family_name", "name", "email")


def known_of(acting: Acting, page: Page) -> dict[str, str]:
    """Values by the names of fields, of those that the page asks for; nothing of what cannot be seen."""
    asked = {each.prefill for one in page.questions for each in (one, *one.questions) if each.prefill}
    person = acting.person
    if not asked or not isinstance(person, Person):
        return {}
    seen = {field.name for field in fields_seen_by(acting.actor, person)} if asked.difference(_OWN) else set()
    known = {name: getattr(person, name, "") for name in _OWN if name in asked}
    known |= {name: person.value(name) for name in asked & seen}
    return {name: _text(value) for name, value in known.items() if value}


def _text(value: object) -> str:
    if isinstance(value, list):
        return str(value[0]) if value else ""
    return str(value)
