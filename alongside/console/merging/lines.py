"""Two records line by line, and what goes along when one of them is closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from alongside.assisting.acting import Acting
from alongside.people import references
from alongside.people.actions.merges import fields_to_choose
from alongside.people.merging.values import Side, differ
from alongside.people.models import Person
from alongside.people.showing import read_as
from alongside.ui.words import day, moment

# How agents call what the models call otherwise; what counts looks is nobody's concern here.
NOUNS = {
    "forms.submission": "Requests",
    "forms.draft": "Forms they began",
    "assisting.assistance": "Times somebody helped",
    "interactions.interaction": "Contacts",
    "people.membership": "Groups",
    "people.segmentmember": "Segments",
    "people.person": "Records merged with it before",
    "people.look": "",
}


@dataclass(frozen=True)
class Line:
    """One field of both records. `side` is whose value is chosen, where there is a choice."""

    name: str
    label: str
    kept: str
    absorbed: str
    differs: bool
    several: bool = False
    side: str = ""


def lines(
    acting: Acting, kept: Person, absorbed: Person, chosen: Mapping[str, str] | None = None
) -> list[Line]:
    """The fields that the agent sees and of which one of the two has something; with what was `chosen`, or
    what is suggested where nobody has chosen yet."""
    shown = []
    for field in fields_to_choose(acting, kept, absorbed):
        values = kept.value(field.name), absorbed.value(field.name)
        hers, other = (read_as(value, field.type) for value in values)
        if hers or other:
            suggested = Side.BOTH if field.several and chosen is None else Side.KEPT
            side = (chosen or {}).get(field.name) or (suggested if hers else Side.ABSORBED)
            shown.append(
                Line(field.name, field.label, hers, other, differ(*values), field.several, str(side))
            )
    return shown


def accounts(kept: Person, absorbed: Person) -> list[Line]:
    """What each is as an account; nothing of it is chosen."""

    def line(label: str, hers: str, other: str) -> Line:
        return Line("", label, hers, other, differs=hers != other)

    both = (kept, absorbed)
    return [
        line("User name", *(person.username or "No account" for person in both)),
        line("Last signed in", *(moment(one.last_login) if one.last_login else "Never" for one in both)),
        line("Registered", *(day(person.registered_at) for person in both)),
    ]


def going_along(absorbed: Person) -> list[tuple[str, str]]:
    """What names the record that is closed, by kind, in words and numbers."""
    counted = [
        (NOUNS.get(label, noun.capitalize()), number)
        for label, noun, number in references.counts(absorbed.pk)
    ]
    return [(noun, str(number)) for noun, number in counted if noun and number]
