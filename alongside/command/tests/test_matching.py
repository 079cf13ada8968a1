"""`alongside people match`: who the people of a file may be."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from alongside.assisting.acting import Acting
from alongside.command import main
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people.models import Person, Tenant
from tests.council import resident

pytestmark = pytest.mark.django_db

FILE = """\
rec_id,Forename,SURNAME,birth_day,birth_month,birth_year,house_number,street,town,shoes
a1,Kora,Tregenza,12,3,1980,4,Fore Street,Fowey,41
,,,,,,,,,
a2,Nobody,Atall,1,1,1901,,,,
a3,"Broken
"""


@pytest.fixture
def tenant(db: None) -> Iterator[Tenant]:
    made = people.create_tenant("Port Alder Council", f"{uuid.uuid4().hex[:12]}.localhost")
    with tenancy.within(made.pk):
        yield made


@pytest.fixture
def cora(tenant: Tenant) -> Person:
    return resident(
        Acting.alone(people.system(tenant)),
        "Cora",
        "Tregenza",
        date_of_birth="12/3/1980",
        address="4 Fore Street, Fowey",
        account_number="CT-471100",
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(FILE)
    return path


def match(tenant: Tenant, file: Path, *words: str) -> int:
    return main.run(["alongside", "people", "match", str(file), "--tenant", tenant.domain, *words])


def test_each_row_has_its_candidates_with_scores_and_reasons(
    tenant: Tenant, cora: Person, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert match(tenant, file, "--json") == 0
    said = capsys.readouterr()
    first, second, third = json.loads(said.out)
    (candidate,) = first["candidates"]
    assert (first["row"], first["external_id"], second["candidates"]) == (2, "a1", [])
    assert (candidate["id"], candidate["name"], candidate["account_number"]) == (
        cora.pk,
        "Cora Tregenza",
        "CT-471100",
    )
    assert candidate["score"] > 0.9
    assert candidate["reasons"][:2] == ["same date of birth", "same surname"]
    assert "quotation mark" in third["problem"]
    assert "Not compared: shoes." in said.err


def test_it_is_also_said_in_words(
    tenant: Tenant, cora: Person, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert match(tenant, file, "--map", "shoes=", "--map", "SURNAME=family_name") == 0
    out = capsys.readouterr().out
    assert "Row 2: Kora Tregenza" in out
    assert f"Cora Tregenza ({cora.pk}): same date of birth" in out
    assert "nobody like them" in out


@pytest.mark.parametrize(
    ("content", "words", "said"),
    [
        (b"", [], "There is nothing in this file."),
        (b"PK\x03\x04xl/workbook", [], "Excel"),
        (b"name\n\xff\n", [], "is not UTF-8"),
        (b"name\nAnn\n", ["--map", "shoe=title"], "the headings are: name."),
        (b"name\nAnn\n", ["--map", "name=shoe"], "the fields are: account_number, address"),
    ],
)
def test_what_cannot_be_matched_says_why(
    tenant: Tenant,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: bytes,
    words: list[str],
    said: str,
) -> None:
    (tmp_path / "file").write_bytes(content)
    assert match(tenant, tmp_path / "file", *words) == 1
    assert said in capsys.readouterr().err


def test_a_file_that_is_not_there_says_so(tenant: Tenant, capsys: pytest.CaptureFixture[str]) -> None:
    assert match(tenant, Path("nowhere.csv")) == 1
    assert "No such file" in capsys.readouterr().err
