"""Exporting people in the console."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.people.models import Person
from tests.cast import make_person
from tests.council import browser_of, resident

pytestmark = pytest.mark.django_db

EXPORT = "/console/people/export/"


@pytest.fixture
def adam(setup: Acting) -> Person:
    """Who exports people."""
    return make_person("Adam", "Pryce", rights=["console.enter", "people.export_people"])


def text(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode()


def test_people_are_exported_with_the_fields_that_were_chosen(setup: Acting, adam: Person) -> None:
    resident(setup, "Ann", "Smith", telephone="+44 1632 960123")
    browser = browser_of(adam)
    assert 'name="fields_" value="telephone" checked' in browser.get(EXPORT).content.decode()
    answer = browser.post(EXPORT, {"fields_": ["telephone", "given_name"], "format": "csv"})
    day = timezone.localdate().isoformat()
    assert answer["Content-Disposition"] == f"attachment; filename*=UTF-8''people-{day}.csv"
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/csv; charset=utf-8", "no-store")
    assert Entry.objects.of_kinds("people.people_exported").get().open().data == {
        "people": 2,
        "fields": ["given_name", "telephone"],
        "format": "csv",
    }
    [heading, *rows] = text(answer).splitlines()
    assert heading == '"given_name","telephone"'
    assert sorted(rows) == ['"Adam",""', '"Ann","\'+44 1632 960123"']


def test_as_lines_of_json(setup: Acting, adam: Person) -> None:
    answer = browser_of(adam).post(EXPORT, {"fields_": ["given_name"], "format": "jsonl"})
    assert text(answer) == '{"given_name": "Adam"}\n'


def test_without_a_field_nothing_is_exported(adam: Person) -> None:
    answer = browser_of(adam).post(EXPORT, {"format": "csv"})
    assert answer.status_code == 422
    assert "Choose at least one field." in answer.content.decode()
    assert browser_of(adam).post(EXPORT, {"fields_": ["shoe"], "format": "csv"}).status_code == 422
    assert Entry.objects.of_kinds("people.people_exported").count() == 0


def test_agents_are_not_offered_it(bob: Person) -> None:
    assert browser_of(bob).get(EXPORT).status_code == 404
    assert browser_of(bob).get("/console/people/imports/").status_code == 404
