"""`alongside people import` and `export`, as somebody at a command line sees them."""

from __future__ import annotations

import csv
import json
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from alongside.assisting.acting import Acting
from alongside.command import main
from alongside.jobs import actions as jobs
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people import import_files
from alongside.people.actions.imports import Plan
from alongside.people.models import Import, Person, ProfileField, Segment, Stage, Tenant
from alongside.people.tests.files import names

pytestmark = pytest.mark.django_db

TWO = "Given name,Family name,id,Shoe size\nAnn,Smith,7,38\nBen,Okafor,8,\n"


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)


@pytest.fixture
def council(db: None) -> Iterator[Tenant]:
    made = people.create_tenant("Port Alder Council", f"{uuid.uuid4().hex[:12]}.localhost")
    with tenancy.within(made.pk):
        yield made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(TWO)
    return path


def alongside(*words: object) -> int:
    return main.run(["alongside", "people", *map(str, words)])


class Said:
    """What was printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.out, self.err = capsys.readouterr()


def test_a_file_is_imported_by_what_its_headings_say(
    council: Tenant, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert alongside("import", file, "--tenant", council.domain) == 0
    said = Said(capsys)
    assert said.out.startswith("2 people were registered. It took ")
    assert said.err == "Not taken: Shoe size.\npeople.csv: from the first row …\n"
    assert names() == ["Ann Smith", "Ben Okafor"]
    assert Person.objects.get(given_name="Ann").profile == {"external_id": "7"}


def test_as_json_everything_is_said(council: Tenant, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert alongside("import", file, "--tenant", council.domain, "--json", "--new-fields") == 0
    said = json.loads(Said(capsys).out)
    assert said.pop("seconds") >= 0
    assert said == {
        "stage": "done",
        "rows": 2,
        "registered": 2,
        "fitting": 2,
        "wrong": 0,
        "empty": 0,
        "alike": 0,
        "not_taken": [],
        "files": {},
    }
    assert Person.objects.get(given_name="Ann").profile == {"external_id": "7", "shoe_size": "38"}


def test_a_file_is_imported_once_unless_it_is_said(
    council: Tenant, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text("Given name,Family name\nAnn,Smith\n")
    alongside("import", file, "--tenant", council.domain)
    alongside("import", file, "--tenant", council.domain, "--dry-run")
    capsys.readouterr()
    assert alongside("import", file, "--tenant", council.domain) == 1
    said = Said(capsys)
    assert said.err.startswith("This file was imported on ")
    assert said.err.endswith(": 1 people were registered. Use --again to import it once more.\n")
    assert alongside("import", file, "--tenant", council.domain, "--again") == 0
    assert names() == ["Ann Smith", "Ann Smith"]


def test_a_dry_run_registers_nobody_and_the_import_follows_it(
    council: Tenant, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert alongside("import", file, "--tenant", council.domain, "--dry-run") == 0
    assert Said(capsys).out.startswith("2 people would be registered.")
    assert names() == []
    assert alongside("import", file, "--tenant", council.domain) == 0
    assert names() == ["Ann Smith", "Ben Okafor"]
    assert [found.stage for found in Import.objects.all()] == [Stage.DONE]


def test_what_was_begun_goes_on_and_says_so(
    council: Tenant, file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alongside.people.actions.importing.BATCH", 1)
    acting = Acting.alone(people.system(council))
    with file.open("rb") as source:
        found = people.receive_import(acting, source, file_name="people.csv")
    people.make_import_fields(acting, ["external_id"])
    mapping = {"given_name": ["Given name"], "family_name": ["Family name"], "external_id": ["id"]}
    jobs.carry_on(people.begin_import(acting, found, Plan(mapping), here=True))
    import_files.remove(found.pk)  # as if the folder had been lost
    assert alongside("import", file, "--tenant", council.domain) == 0
    assert "people.csv: going on behind row 1 …" in Said(capsys).err
    assert names() == ["Ann Smith", "Ben Okafor"]
    assert Import.objects.count() == 1


def test_rows_to_correct_are_written_corrected_and_sent_again(
    council: Tenant, file: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file.write_text('Given name,E-mail\nAnn,ann at home\n"=1" x,\nCleo,\nDev\n')
    assert alongside("import", file, "--tenant", council.domain) == 0
    wrong = tmp_path / "people.wrong.csv"
    assert f"1 person was registered; 3 rows are to be corrected. See {wrong}." in Said(capsys).out
    text = wrong.read_text()
    assert list(csv.reader(text.splitlines())) == [
        ["What is wrong", "Given name", "E-mail"],
        ["Row 2: E-mail: Enter an e-mail address, for example ann@example.org.", "Ann", "ann at home"],
        [
            "Row 3: A quotation mark stands in the middle of a cell. Double it, or take it away.",
            "'=1 x",
            "",
        ],
        ["Row 5: This row has 1 cells, but there are 2 headings.", "Dev"],
    ]

    wrong.write_text(text.replace("ann at home", "ann@example.org"))
    assert alongside("import", wrong, "--tenant", council.domain) == 0
    assert names() == ["=1 x", "Ann", "Cleo"]
    assert "row has 2 cells, but there are 3 headings" in (tmp_path / "people.wrong.wrong.csv").read_text()


def test_columns_are_mapped_by_hand(council: Tenant, file: Path) -> None:
    people.create_segment(Acting.alone(people.system(council)), "Business")
    words = ["--map", "Shoe size=title", "--map", "id=", "--map", "Given name=middle_names"]
    assert alongside("import", file, "--tenant", council.domain, *words, "--segment", "business") == 0
    [ann, _] = Person.objects.real().order_by("family_name").reverse()
    assert (ann.family_name, ann.profile) == ("Smith", {"title": "38", "middle_names": "Ann"})
    assert [segment.name for segment in Segment.objects.filter(people=ann)] == ["Business"]
    assert not ProfileField.objects.filter(name="external_id").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["--map", "Size=title"],
            "--map Size=title: the headings are: Given name, Family name, id, Shoe size.",
        ),
        (
            ["--map", "id=shoe"],
            "--map id=shoe: the fields are: account_number, address, date_of_birth, email,",
        ),
        (["--segment", "Nowhere"], "There is no segment Nowhere. There are: Everybody."),
        (["--encoding", "klingon"], "There is no encoding called klingon. Try utf-8 or windows-1252."),
        (["--map", "Given name=", "--map", "Family name="], "family_name: Say which column holds the name."),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_nothing(
    council: Tenant, file: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert alongside("import", file, "--tenant", council.domain, *words) == 1
    assert Said(capsys).err.splitlines()[-1].startswith(said)
    assert Import.objects.open().exclude(stage=Stage.RECEIVED).count() == 0
    assert names() == []


def test_a_file_that_is_not_there_is_said(council: Tenant, capsys: pytest.CaptureFixture[str]) -> None:
    assert alongside("import", "/nowhere/people.csv", "--tenant", council.domain) == 1
    assert Said(capsys).err == "/nowhere/people.csv: No such file or directory\n"


def test_everybody_is_exported(
    council: Tenant, file: Path, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    alongside("import", file, "--tenant", council.domain)
    capfdbinary.readouterr()
    fields = ["--fields", "given_name", "external_id"]
    assert alongside("export", "--tenant", council.domain, "--format", "jsonl", *fields) == 0
    lines = sorted(capfdbinary.readouterr().out.splitlines())
    assert lines == [
        b'{"given_name": "Ann", "external_id": "7"}',
        b'{"given_name": "Ben", "external_id": "8"}',
    ]
    assert alongside("export", "--tenant", council.domain, "-o", tmp_path / "out.csv") == 0
    [heading, *rows] = csv.reader((tmp_path / "out.csv").read_text().splitlines())
    assert heading == list(ProfileField.objects.in_order().values_list("name", flat=True))
    assert len(rows) == 2
    assert alongside("export", "--tenant", council.domain, "--fields", "shoe") == 1
