"""Files of people for tests, and what became of them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence

from alongside.assisting.acting import Acting
from alongside.jobs import actions as jobs
from alongside.people import actions as people
from alongside.people.actions.imports import Plan
from alongside.people.models import Import, Person, WrongRow

NAMES = {"given_name": ["Given"], "family_name": ["Family"]}


def received(acting: Acting, text: str, **said: str) -> Import:
    return people.receive_import(acting, io.BytesIO(text.encode()), file_name="people.csv", **said)


def imported(
    acting: Acting, text: str, mapping: Mapping[str, Sequence[str]] = NAMES, *, duplicates: str = "ignore"
) -> Import:
    """The people of a file, registered by now."""
    found = received(acting, text)
    people.begin_import(acting, found, Plan(mapping, duplicates), here=True)
    return run(found)


def checked(acting: Acting, text: str, mapping: Mapping[str, Sequence[str]] = NAMES) -> Import:
    found = received(acting, text)
    people.check_import(acting, found, Plan(mapping), here=True)
    return run(found)


def run(found: Import) -> Import:
    """Do what was asked for with a file, to its end."""
    assert found.job is not None
    jobs.run_here(found.job, pause=0)
    found.refresh_from_db()
    return found


def counts(found: Import) -> dict[str, int]:
    return {"fitting": found.fitting, "wrong": found.wrong, "empty": found.empty}


def wrong(found: Import) -> list[tuple[int, str]]:
    rows = WrongRow.objects.filter(source=found).order_by("number")
    return [(row.number, row.problem) for row in rows]


def names(people: Iterable[Person] | None = None) -> list[str]:
    return sorted(person.name for person in (Person.objects.real() if people is None else people))
