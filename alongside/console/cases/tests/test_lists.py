"""Kept views, the board by stage, and taking cases away as a file."""

from __future__ import annotations

import csv
import io

import pytest

from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases.models import Case, CaseType, ChoiceKind, Part, SavedView
from alongside.cases.tests.conftest import staff
from alongside.history.models import Entry
from alongside.people.models import Group, Person
from alongside.portal.tests.doors import begin_to_help, text_of
from tests.cast import AGENT
from tests.council import browser_of, queries_of

pytestmark = pytest.mark.django_db

PAGE = "/console/cases/"


def test_a_question_is_kept_for_oneself_or_for_everybody(
    case: Case, mary: Person, bob: Person, missed_bin: CaseType
) -> None:
    client = browser_of(mary)
    asked = client.post(PAGE, {"type": "missed-bin", "q": "Example"})["Location"]
    number = asked.partition("search=")[2]
    nothing = client.post(f"{PAGE}views/", {"search": number, "name": " "}, follow=True)
    assert "Give it a name" in text_of(nothing)
    for name, shared in (("Mine", ""), ("All bins", "on"), ("all bins", "on")):
        said = {"search": number, "name": name, "shared": shared}
        assert client.post(f"{PAGE}views/", said)["Location"] == asked

    mine, everybodys = SavedView.objects.order_by("pk")
    assert (mine.asked, everybodys.name, everybodys.shared) == ({"type": "missed-bin"}, "all bins", True)
    assert Entry.objects.of_kinds("cases.view_kept").count() == 3
    other = browser_of(bob)
    listed = text_of(other.get(PAGE))
    assert ("all bins" in listed, "Mine" in listed) == (True, False)
    assert case.reference in text_of(other.get(f"{PAGE}views/{everybodys.pk}/", follow=True))
    assert other.get(f"{PAGE}views/{mine.pk}/").status_code == 404
    assert other.post(f"{PAGE}views/{everybodys.pk}/removal/").status_code == 404
    assert client.post(f"{PAGE}views/{mine.pk}/removal/").status_code == 303
    assert list(SavedView.objects.all()) == [everybodys]


def test_the_board_has_a_column_a_stage_and_moves_by_the_rules_of_the_page(
    case: Case, mary: Person, bob: Person, ann: Person, nora: Person, missed_bin: CaseType
) -> None:
    manager, page = browser_of(mary), f"{PAGE}board/"
    said = text_of(manager.get(page))
    assert ("At no stage yet 1" in said, "Collect 0" in said, f"Move {case.reference}" in said) == (
        True,
        True,
        True,
    )
    one = queries_of(manager, page)
    for title in ("Second", "Third"):
        cases.raise_case(Acting.alone(mary), missed_bin, title=title)
    assert queries_of(manager, page) == one
    stage = next(one for one in missed_bin.offered(ChoiceKind.STAGE) if one.name == "Collect")
    move = {"case": str(case.pk), "to": str(stage.pk)}

    monitor = browser_of(nora)
    assert f"Move {case.reference}" not in text_of(monitor.get(page))
    refused = monitor.post(f"{page}moves/", move, follow=True)
    assert (Case.objects.get(pk=case.pk).stage, "monitor" in text_of(refused).lower()) == (None, True)
    assert browser_of(bob).post(f"{page}moves/", move).status_code == 404
    assert manager.post(f"{page}moves/", move)["Location"] == f"{page}?type=missed-bin"
    assert Case.objects.get(pk=case.pk).stage == stage
    assert "Collect 1" in text_of(manager.get(page))

    helper = browser_of(bob)
    start = begin_to_help(helper, ann)
    assert case.title in text_of(helper.get(f"{start}{page}"))
    assert manager.get(f"{page}?type=never").status_code == 404


def test_whoever_may_takes_what_is_found_away_and_no_cell_is_a_formula(
    case: Case, mary: Person, groups: dict[str, Group], missed_bin: CaseType
) -> None:
    Case.objects.update(title="=1+1")
    client = browser_of(mary)
    assert "in no group that may" in text_of(client.post(f"{PAGE}file/", follow=True))
    assert "as a file" not in text_of(client.get(PAGE))
    missed_bin.parts.create(part=Part.EXPORT, group=groups["Contact centre"], tenant_id=missed_bin.tenant_id)
    taker = browser_of(staff("Tess", groups["Contact centre"], rights=AGENT))
    assert "as a file" in text_of(taker.get(PAGE))

    answer = taker.post(f"{PAGE}file/")

    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [row[:5] for row in rows[1:]] == [[case.reference, "Missed bin", "", "'=1+1", "Ann Example"]]
    assert Entry.objects.of_kinds("cases.exported").count() == 1
    asked = taker.post(PAGE, {"q": "nobody"})["Location"].partition("search=")[2]
    none = taker.post(f"{PAGE}file/", {"search": asked}).getvalue().decode("utf-8-sig")
    assert len(none.splitlines()) == 1
