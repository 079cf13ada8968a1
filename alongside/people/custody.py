"""What the house holds about a person: each package says it here, in one place for each kind of thing.

    register(Custody("forms.submissions", "Requests", Fate.EMPTIED, "The answers are deleted; …",
                     references=("forms.Submission.person",), count=…, tell=…, erase=…))

From this come the copy that a person may ask for (`actions.archives`), the page that says what erasing
them will do, and erasing itself (`actions.erasing`). A test holds it against every model that points to
a person, so nothing is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from alongside.people.models import Person


class Fate(StrEnum):
    """What becomes of something when its person is erased."""

    DELETED = "deleted"
    EMPTIED = "emptied"  # that it was there stays, what it says of the person goes
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that is held, in words: facts are (label, value)."""

    title: str
    at: datetime | None = None
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Copy:
    """Whose copy is made, and how others are called in it: an agent is named by their work unless the
    tenant wants names, for a person's right to their data is not one to their helpers' (GDPR 15(4))."""

    person: Person
    call: Callable[[int, str], str]  # by the id and the name of somebody else

    def by(self, id: int, name: str) -> str:
        return name if id == self.person.pk else self.call(id, name)


Telling = Callable[[Copy, int, int], Iterable[Record]]


def _nothing_to_tell(copy: Copy, first: int, end: int) -> Iterable[Record]:
    return ()


def _nothing_to_do(person: Person) -> None:
    pass


@dataclass(frozen=True)
class Custody:
    """Things of one kind that are held about people.

    `fate` and `sentence` say what erasing does to them and why. `references` are the fields by which
    models point to the person. `count` how many there are, bounded by what a person has; `tell` those
    from the first to before the end, in an order that stays; `erase` runs within the erasing deed.
    """

    name: str
    title: str
    fate: Fate
    sentence: str
    references: tuple[str, ...]
    count: Callable[[Person], int]
    tell: Telling = _nothing_to_tell
    erase: Callable[[Person], None] = _nothing_to_do


_all: dict[str, Custody] = {}


def register(custody: Custody) -> None:
    """Called when the package's app is ready. Erasing begins with the last, which leans on the others."""
    _all[custody.name] = custody


def registered() -> tuple[Custody, ...]:
    return tuple(_all.values())


@dataclass(frozen=True)
class Line:
    """What erasing does to things of one kind, for the page that asks."""

    title: str
    count: int
    sentence: str


def outlook(person: Person) -> Mapping[Fate, list[Line]]:
    """What will go and what will stay of a person."""
    lines: dict[Fate, list[Line]] = {fate: [] for fate in Fate}
    for custody in registered():
        lines[custody.fate].append(Line(custody.title, custody.count(person), custody.sentence))
    return lines
