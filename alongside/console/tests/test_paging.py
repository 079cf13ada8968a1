"""Lists about people that may be long: each turns its pages by keys, with as many statements for any page."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest

from alongside.assisting.acting import Acting
from alongside.console.duplicates import views as duplicates
from alongside.console.moving import importing
from alongside.lib import clock
from alongside.people import roles
from alongside.people.actions import merges
from alongside.people.looking import overview
from alongside.people.models import (
    Import,
    Look,
    LookingAlert,
    LookingDay,
    Merge,
    MergeState,
    Person,
    SuspectedPair,
)
from tests.cast import make_person
from tests.council import browser_of, queries_of, resident, setup, tenant

__all__ = ["setup", "tenant"]

pytestmark = pytest.mark.django_db

ROWS = 5


@pytest.fixture
def chief(setup: Acting) -> Person:
    return make_person("Susan", "Chief", rights=list(roles.STANDARD["Superuser"]))


@pytest.fixture
def them(setup: Acting) -> list[Person]:
    return [resident(setup, f"Name{number}", f"Family{number}") for number in range(ROWS + 1)]


def pairs(chief: Person, them: list[Person]) -> str:
    at = clock.now()
    for number in range(ROWS):
        one, other = sorted((them[number].pk, them[number + 1].pk))
        SuspectedPair.objects.create(
            one_id=one, other_id=other, score=0.9, weight=7.0, reasons=["same"], found_at=at, seen_at=at
        )
    return "/console/duplicates/"


def merged(chief: Person, them: list[Person]) -> str:
    at = clock.now()
    for number in range(ROWS):
        Merge.objects.create(
            kept=them[number],
            absorbed=them[number + 1],
            state=MergeState.DECLINED,
            proposed_by=chief,
            proposed_at=at,
            decided_by=chief,
            decided_at=at,
        )
    return "/console/merges/"


def imported(chief: Person, them: list[Person]) -> str:
    for number in range(ROWS):
        Import.objects.create(
            actor=chief,
            file_name=f"file{number}.csv",
            sha256=str(number),
            size=1,
            encoding="utf-8",
            format="csv",
            delimiter=",",
            headings=[],
            start=0,
            received_at=clock.now() - timedelta(minutes=number),
        )
    return "/console/people/imports/"


def alerts(chief: Person, them: list[Person]) -> str:
    at = clock.now()
    for number in range(ROWS):
        LookingAlert.objects.create(
            id=uuid.uuid4(), agent=them[number], day=at.date(), kind="alone", words="many", at=at
        )
    return "/console/looking/"


def looks(chief: Person, them: list[Person]) -> str:
    at = clock.now()
    LookingDay.objects.create(agent=chief, day=at.date(), people=ROWS)
    for person in them[:ROWS]:
        Look.objects.create(agent=chief, person=person, day=at.date(), at=at, door="details")
    return f"/console/looking/agents/{chief.pk}/{at:%Y-%m-%d}/".replace("-0", "-")


@pytest.mark.parametrize(
    ("make", "module", "size"),
    [
        (pairs, duplicates, "PAGE"),
        (merged, merges, "PAGE"),
        (imported, importing, "LATELY"),
        (alerts, overview, "PAGE"),
        (looks, overview, "PAGE"),
    ],
)
def test_a_long_list_is_read_on_with_as_many_statements(
    chief: Person,
    them: list[Person],
    monkeypatch: pytest.MonkeyPatch,
    make: object,
    module: object,
    size: str,
) -> None:
    path = make(chief, them)  # type: ignore[operator]
    client = browser_of(chief)
    monkeypatch.setattr(module, size, 2)
    seen, at = [], path
    while at:
        shown = client.get(at).content.decode()
        seen.append(shown)
        found = re.search(r'href="([^"]+)" rel="next"[^>]*>Next<', shown)
        at = path + found.group(1) if found else ""
    assert len(seen) == 3
    few = queries_of(client, path)
    monkeypatch.setattr(module, size, ROWS)
    assert (queries_of(client, path), 'rel="next">Next<' in client.get(path).content.decode()) == (few, False)
