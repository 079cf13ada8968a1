"""People from a file and into one, in a real browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alongside.people.models import Person, Tenant
from tests.browser.conftest import Walker
from tests.browser.walking import Walk
from tests.cast import make_person

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.looks]

RIGHTS = [
    *["console.enter", "people.import_people", "people.export_people"],
    *["people.define_field", "people.set_searchable", "people.search", "interactions.take_over"],
]
FILE = """\
First name;Surname;Day of birth;Month of birth;Year of birth;House number;Street;Town;Telephone;Shoe size
Ann;Tregenza;12;3;1980;7;Acacia Avenue;Plymouth;01752 960123;38
Ben;O’Brien-Łuk;1;1;1990;12a;High Street;Port Alder;;
Cleo;Marsh;31;2;1990;;;;call me;41
;;1;2;1971;;Harbour View;Port Alder;;
"""


@pytest.fixture
def adam(house: Tenant) -> Person:
    """Who moves people in and out."""
    return make_person("Adam", "Pryce", rights=RIGHTS)


def test_a_list_is_imported_and_what_is_wrong_is_corrected(
    walker: Walker, adam: Person, javascript: bool, tmp_path: Path
) -> None:
    file = tmp_path / "residents.csv"
    file.write_text(FILE)
    walk = walker(adam, javascript=javascript)
    walk.go("/console/manage/")
    walk.follow("Import people")
    walk.press("Send")
    assert "Choose a file." in walk.text()

    walk.page.get_by_label("File", exact=True).set_input_files(file)
    walk.press("Send")
    assert walk.page.get_by_label("Street", exact=True).input_value() == "address"
    walk.page.get_by_label("Shoe size", exact=True).select_option("+")
    walk.press("Check every row")
    until(walk, "2 people would be registered; 2 rows are to be corrected.")
    assert "Telephone: Enter a telephone number, for example 01632 960123." in walk.text()

    walk.press("Register the people")
    until(walk, "2 people were registered; 2 rows are to be corrected.")
    with walk.page.expect_download() as download:
        walk.page.get_by_role("link", name="Get the rows to correct").click()
    corrected = tmp_path / "corrected.csv"
    text = Path(download.value.path()).read_text().replace('"31","2"', '"28","2"')
    corrected.write_text(text.replace("call me", "").replace('"","","1","2"', '"Dev","","1","2"'))

    walk.follow("All imports")
    walk.page.get_by_label("File", exact=True).set_input_files(corrected)
    walk.press("Send")
    walk.press("Register the people")
    until(walk, "2 people were registered.")
    assert [person.profile.get("address") for person in people("Ben", "Dev")] == [
        "12a High Street, Port Alder",
        "Harbour View, Port Alder",
    ]


def test_contacts_of_another_system_are_looked_at_and_kept(
    walker: Walker, adam: Person, javascript: bool, tmp_path: Path
) -> None:
    begun = 1_700_000_000_000  # milliseconds since 1970
    documents = [
        {"created": begun + number * 60_000, "subject": {"userId": who, "channel": "phone", "note": "Bins"}}
        for number, who in enumerate(["adam", "adam", "nobody"])
    ]
    file = tmp_path / "history.json"
    file.write_text(json.dumps(documents))
    walk = walker(adam, javascript=javascript)
    walk.go("/console/manage/")
    walk.follow("Take over contacts")
    walk.page.get_by_label("File", exact=True).set_input_files(file)
    walk.press("Send and look through")
    until(walk, "2 contacts would be kept; 0 are here already")
    assert "Nobody here is known as 'nobody', whose contact it was." in walk.text()
    walk.press("Keep 2 contacts")
    until(walk, "2 contacts were kept; 0 are here already")
    walk.follow("All files of contacts")
    walk.go("/console/?q=01632+960123")  # as a softphone opens it
    assert "Follow this link?" not in walk.text()


def test_people_are_exported(walker: Walker, adam: Person, javascript: bool) -> None:
    walk = walker(adam, javascript=javascript)
    walk.go("/console/manage/")
    walk.follow("Export people")
    with walk.page.expect_download() as download:
        walk.page.get_by_role("button", name="Export").click()
    assert Path(download.value.path()).read_text().startswith('"title","given_name","middle_names"')


def people(*names: str) -> list[Person]:
    return [Person.objects.get(given_name=name) for name in names]


def until(walk: Walk, said: str) -> None:
    """Wait until the work, which goes on by itself, has ended: with scripts the page is then drawn anew."""
    if walk.javascript:
        walk.page.locator("#progress").wait_for(state="detached", timeout=60_000)
    for _ in range(200):
        if said in walk.text():
            return
        assert not walk.javascript, f"{said!r} was not said:\n{walk.text()}"
        walk.page.wait_for_timeout(200)
        walk.page.goto(walk.page.url)
    raise AssertionError(f"{said!r} was never said:\n{walk.text()}")
