from __future__ import annotations

import json
import stat
import uuid
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings

from alongside.assisting.acting import Acting
from alongside.command import main
from alongside.history.models import Entry
from alongside.lib import clock, tenancy
from alongside.people import actions as people
from alongside.people import archive_files
from alongside.people.models import Archive, Erasure, Person, Tenant
from tests.cast import AGENT, make_person
from tests.council import resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Tenant]:
    monkeypatch.setattr(settings, "DATA", tmp_path / "data")
    made = people.create_tenant("Port Alder Council", f"{uuid.uuid4().hex[:12]}.localhost")
    with tenancy.within(made.pk):
        yield made


@pytest.fixture
def ann(council: Tenant) -> Person:
    setup = Acting.alone(people.system(council))
    return resident(setup, email="ann@example.com", postcode="PA1 1AA")


def alongside(*words: str) -> int:
    return main.run(["alongside", "people", *words])


def test_all_that_is_held_is_written_into_one_file(council: Tenant, ann: Person, tmp_path: Path) -> None:
    bob = make_person("Bob", "Helper", rights=AGENT)
    people.view_details(Acting.alone(bob), ann)
    file = tmp_path / "ann.zip"

    assert alongside("archive", str(ann.pk), "-o", str(file), "--tenant", council.domain) == 0

    with ZipFile(file) as packed:
        assert packed.namelist() == ["data.json", "index.html"]
        data, page = json.loads(packed.read("data.json")), packed.read("index.html").decode()
    held = {section["kind"]: section["records"] for section in data["held"]}
    assert ["E-mail", "ann@example.com"] in held["Name, profile and account"][0]["facts"]
    told = [record["title"] for record in held["History"]]
    assert told[:2] == [
        "The house registered Ann Smith",
        "Somebody who works here (Role of Bob) looked at the details of Ann Smith",
    ]
    assert [record["title"] for record in held["Who looked"]] == [
        "Somebody who works here (Role of Bob) looked at the details of this person"
    ]
    assert ("PA1 1AA" in page, "Bob" in page.replace("Role of Bob", ""), "http" in page) == (
        True,
        False,
        False,
    )
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(archive_files.folder().iterdir()) == []
    assert Entry.objects.of_kinds("people.archive_asked", "people.archive_made").count() == 2
    assert Archive.objects.get().made_at is not None


def test_a_long_history_is_gathered_step_by_step(
    council: Tenant, ann: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = Acting.alone(people.system(council))
    for number in range(5):
        people.correct(setup, ann, {"given_name": f"Ann {number}"})
    monkeypatch.setattr("alongside.people.actions.archives.AT_ONCE", 2)
    file = tmp_path / "ann.zip"

    assert alongside("archive", str(ann.pk), "-o", str(file), "--tenant", council.domain) == 0

    with ZipFile(file) as packed:
        held = {one["kind"]: one["records"] for one in json.loads(packed.read("data.json"))["held"]}
    assert len(held["History"]) == Entry.objects.of_person(ann.ref).count() - 1  # all but that it was made


def test_a_person_is_erased_when_their_name_is_typed(
    council: Tenant, ann: Person, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("erase", str(ann.pk), "--reason", "asked", "--tenant", council.domain)
    monkeypatch.setattr("builtins.input", lambda prompt: "Ann Smyth")
    assert alongside(*words) == 1
    assert "Nobody was erased" in capsys.readouterr().err
    monkeypatch.setattr("builtins.input", lambda prompt: "Ann Smith")
    assert alongside(*words) == 0
    assert "The person has been erased." in capsys.readouterr().out
    assert Person.objects.get(pk=ann.pk).erased_at is not None
    assert alongside(*words) == 1
    assert "has been erased" in capsys.readouterr().err


def test_of_nobody_nothing_is_held(
    council: Tenant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert alongside("archive", "1", "-o", str(tmp_path / "x.zip"), "--tenant", council.domain) == 1
    assert capsys.readouterr().err == "There is no person 1.\n"


def test_who_is_due_is_listed_and_a_dry_run_changes_nothing(
    council: Tenant, ann: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("retention", "--tenant", council.domain)
    assert alongside(*words) == 0
    assert "People are kept without an end here" in capsys.readouterr().out
    people.set_retention(Acting.alone(people.system(council)), {"people": "12"})
    with clock.moved(days=400):
        for more, found in ((("--dry-run",), 0), ((), 1)):
            assert alongside(*words, "--json", *more) == 0
            (line,) = capsys.readouterr().out.splitlines()
            said = json.loads(line)
            assert (said["person"], said["months"]) == (ann.pk, 13)
            assert Erasure.objects.count() == found
        assert alongside(*words, "--dry-run") == 0
        shown = capsys.readouterr().out
    assert f"{ann.pk}: nothing for 13 months. Registered on " in shown
    assert "1 people would be due" not in shown
    assert "One person would be due: nothing has happened to them for 12 months." in shown
    assert "Ann" not in shown
