"""Importing people in the console."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.models import Import, Person, Segment, Stage
from alongside.people.tests.files import imported, run
from tests.cast import make_person
from tests.council import browser_of, queries_of, resident

pytestmark = pytest.mark.django_db

FILE = (
    "First name;Surname;Day of birth;Month of birth;Year of birth;Shoe\n"
    "Ann;Smith;12;3;1980;38\n;;;;;\nx;y;1;1;soon;\n"
)
LIST = "/console/people/imports/"
RIGHTS = ["console.enter", "people.import_people", "people.define_field", "people.set_searchable"]


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)


@pytest.fixture
def adam(setup: Acting) -> Person:
    """Who imports people."""
    return make_person("Adam", "Pryce", rights=RIGHTS)


def send(browser: Client, content: bytes | str, **more: str) -> Any:
    file = SimpleUploadedFile("people.csv", content.encode() if isinstance(content, str) else content)
    return browser.post(LIST, {"file": file, "encoding": "utf-8", **more})


def sent(browser: Client, content: str) -> str:
    """The address of what came of it."""
    answer = send(browser, content)
    assert answer.status_code == 303
    return str(answer["Location"])


def mapped(page: str) -> dict[str, str]:
    """What each column becomes, as it is chosen on the page."""
    selects = re.findall(r'<select id="id_(column-\d+)".*?</select>', page, re.DOTALL)
    chosen = re.findall(r'<select id="id_column-\d+".*?<option value="([^"]*)" selected', page, re.DOTALL)
    return dict(zip(selects, chosen, strict=True))


def body(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_file_is_sent_mapped_checked_and_imported(adam: Person) -> None:
    browser = browser_of(adam)
    address = sent(browser, FILE)
    page = body(browser.get(address))
    assert "Ann · x" in page
    assert mapped(page) == {
        "column-0": "given_name",
        "column-1": "family_name",
        "column-2": "date_of_birth",
        "column-3": "date_of_birth",
        "column-4": "date_of_birth",
        "column-5": "",
    }

    choices = mapped(page) | {"column-5": "+", "duplicates": "ignore"}
    answer = browser.post(address, choices | {"do": "check"})
    assert (answer.status_code, answer["Location"]) == (303, address)
    assert "Show what came of it so far" in body(browser.get(address))
    run(Import.objects.get())
    page = body(browser.get(address))
    assert "1 person would be registered; 1 row is to be corrected." in page
    assert "Date of birth: Enter a day, month and year that exist" in page
    assert (Person.objects.filter(given_name="Ann").count(), mapped(page)["column-5"]) == (0, "shoe")

    browser.post(address, mapped(page) | {"duplicates": "ignore", "do": "import"})
    run(Import.objects.get())
    page = body(browser.get(address))
    assert "1 person was registered; 1 row is to be corrected." in page
    assert Person.objects.get(given_name="Ann").profile == {"shoe": "38"}
    assert "people.csv" in body(browser.get(LIST))

    rows: Any = browser.get(f"{address}wrong-rows/")
    assert rows["Content-Disposition"] == "attachment; filename*=UTF-8''people.wrong.csv"
    text = b"".join(rows.streaming_content).decode()
    assert text.startswith('"What is wrong","First name","Surname",')
    assert text.count("\r\n") == 2


def test_looking_at_rows_is_recorded(adam: Person) -> None:
    browser = browser_of(adam)
    address = sent(browser, "Given name\nAnn\n")
    assert Entry.objects.of_kinds("people.import_rows_read").count() == 0
    browser.get(address)
    assert [entry.open().data for entry in Entry.objects.of_kinds("people.import_rows_read")] == [{"rows": 3}]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "This is a PDF. Ask for the list as CSV (UTF-8) and send that."),
        (b"Name\nZo\xeb\n", "Line 2 is not UTF-8 (byte 0xEB)."),
        (b"", "There is nothing in this file."),
        (b"a,a\n", "Two columns are called “a”. Give each a name of its own."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    adam: Person, content: bytes, said: str, tmp_path: Path
) -> None:
    answer = send(browser_of(adam), content)
    page = body(answer)
    assert answer.status_code == 422
    assert said in page
    assert '<a href="#id_file">' in page
    assert Import.objects.count() == 0
    assert list(tmp_path.glob("imports/*/*")) == []


def test_the_encoding_that_was_chosen_is_used(adam: Person) -> None:
    browser = browser_of(adam)
    answer = send(browser, b"Given name\nZo\xeb\n", encoding="cp1252")
    assert "Zoë" in body(browser.get(answer["Location"]))


def test_no_file_is_said(adam: Person) -> None:
    answer = browser_of(adam).post(LIST, {"encoding": "utf-8"})
    assert answer.status_code == 422
    assert "Choose a file." in body(answer)


def test_what_was_chosen_is_kept_when_nobody_could_be_made_of_it(adam: Person) -> None:
    browser = browser_of(adam)
    address = sent(browser, "Given name,E-mail\nAnn,ann@example.org\n")
    choices = {"column-0": "", "column-1": "email", "duplicates": "refuse", "do": "import"}
    answer = browser.post(address, choices)
    page = body(answer)
    assert answer.status_code == 422
    assert "Say which column holds the name." in page
    assert mapped(page) == {"column-0": "", "column-1": "email"}
    assert Import.objects.get().stage == Stage.RECEIVED
    assert browser.post(address, {"column-0": "shoe"}).status_code == 422


def test_only_who_may_define_fields_is_offered_new_ones(setup: Acting) -> None:
    clerk = make_person("Cleo", "Clerk", rights=["console.enter", "people.import_people"])
    browser = browser_of(clerk)
    address = sent(browser, "Given name,id\nAnn,7\n")
    page = body(browser.get(address))
    assert "A new text field" not in page
    assert mapped(page) == {"column-0": "given_name", "column-1": ""}
    assert browser.post(address, {"column-0": "+", "duplicates": "ignore"}).status_code == 422


def test_people_come_to_the_segment_that_was_chosen(setup: Acting, adam: Person) -> None:
    business = people.create_segment(setup, "Business")
    people.join_segment(setup, adam, business)
    browser = browser_of(adam)
    address = sent(browser, "Given name\nAnn\n")
    browser.post(
        address,
        {"column-0": "given_name", "duplicates": "ignore", "segment": str(business.pk), "do": "import"},
    )
    run(Import.objects.get())
    assert list(Segment.objects.filter(people__given_name="Ann")) == [business]


def test_people_who_may_be_there_already_are_listed(setup: Acting, adam: Person) -> None:
    ann = resident(setup, "Ann", "Smith", date_of_birth="1980-03-12", email="ann@example.org")
    browser = browser_of(adam)
    address = sent(browser, "Given name,Family name,DOB,E-mail\nAnn,Smith,12.3.1980,ann@example.org\n")
    browser.post(address, mapped(body(browser.get(address))) | {"duplicates": "report", "do": "import"})
    run(Import.objects.get())
    page = body(browser.get(address))
    assert f"This is probably person {ann.pk}: " in page
    assert f'href="/console/people/{ann.pk}/">the one before' in page
    rows: Any = browser.get(f"{address}alike-rows/")
    assert str(ann.pk) in b"".join(rows.streaming_content).decode()


def test_a_file_is_discarded(adam: Person) -> None:
    browser = browser_of(adam)
    address = sent(browser, "Given name\nAnn\n")
    assert browser.post(f"{address}removal/")["Location"] == LIST
    assert "This file was discarded." in body(browser.get(address))


def test_a_file_in_use_is_not_discarded_and_not_begun_twice(adam: Person) -> None:
    browser = browser_of(adam)
    address = sent(browser, "Given name\nAnn\n")
    choices = {"column-0": "given_name", "duplicates": "ignore", "do": "import"}
    browser.post(address, choices)
    browser.post(f"{address}removal/")
    assert "It is in use. Stop it first." in body(browser.get(address))
    browser.post(address, choices)
    assert "This file is being imported, or was already." in body(browser.get(address))
    run(Import.objects.get())
    assert Person.objects.filter(given_name="Ann").count() == 1


def test_imports_of_other_segments_do_not_exist(setup: Acting, adam: Person) -> None:
    business = people.create_segment(setup, "Business")
    clerk = make_clerk(setup, business)
    found = imported(Acting.alone(clerk), "Given,Family\nAnn,Smith\n")
    browser = browser_of(adam)
    for address in ("", "wrong-rows/", "alike-rows/"):
        assert browser.get(f"{LIST}{found.pk}/{address}").status_code == 404
    assert browser.post(f"{LIST}{found.pk}/removal/").status_code == 404
    assert "people.csv" not in body(browser.get(LIST))


def make_clerk(setup: Acting, segment: Segment) -> Person:
    """Somebody of another segment who imports people there."""
    clerk = people.register(setup, given_name="Cleo", username="cleo", segments=[segment])
    role = people.create_role(setup, "Importer", RIGHTS)
    people.give_role(setup, role, clerk)
    found: Person = Person.objects.get(pk=clerk.pk)
    return found


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_statements_for_one_and_for_three(adam: Person, rows: int) -> None:
    for _ in range(rows):
        sent(browser_of(adam), "Given name\nAnn\n")
    assert queries_of(browser_of(adam), LIST) == 4
