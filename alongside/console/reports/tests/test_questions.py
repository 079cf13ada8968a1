"""The report on questions: of one's own segments, and of the days that are asked for."""

from __future__ import annotations

import pytest
from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.desk import actions as desk
from alongside.desk.models import Topic
from alongside.desk.tests.conftest import Staffed, segment, staffed, topics
from alongside.history.models import Entry
from alongside.people.models import Person, SegmentMember
from tests.council import browser_of, queries_of, setup, tenant

__all__ = ["segment", "setup", "staffed", "tenant", "topics"]

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
REPORT = f"/console/reports/questions/?first={TODAY}&last={TODAY}"


def test_a_manager_reads_how_soon_questions_are_answered(
    ann: Person, staffed: Staffed, topics: dict[str, Topic], setup: Acting
) -> None:
    mona = staffed("Mona", "CSR Manager")
    monas = browser_of(mona.actor)  # type: ignore[arg-type]  # a Person
    assert "No question came in these days" in monas.get(REPORT).content.decode()
    desk.set_level(setup, 60)
    first = desk.ask(Acting.alone(ann), topics["Waste"], text="When is it emptied?")
    desk.send(mona, first, "On Tuesday.")
    one = queries_of(monas, REPORT)
    desk.ask(Acting.alone(ann), topics["Bulky"], text="A sofa.")
    spam = desk.ask(Acting.alone(ann), topics["Waste"], text="Buy this.")
    desk.set_aside(mona, spam)
    assert queries_of(monas, REPORT) == one
    page = monas.get(REPORT).content.decode()
    assert ("Bulky" in page, "100 %" in page, "Less than a day" in page) == (True, True, True)
    assert "<dt>Questions that came</dt><dd>2</dd>" in page
    assert "<dt>No resolution</dt><dd>1</dd>" in page
    taken = monas.post("/console/reports/questions/file/", {"first": TODAY, "last": TODAY, "format": "csv"})
    assert (taken.status_code, "Waste" in taken.content.decode()) == (200, True)
    sheet = monas.post("/console/reports/questions/file/", {"first": TODAY, "last": TODAY, "format": "xlsx"})
    assert sheet.content.startswith(b"PK")
    assert Entry.objects.of_kinds("desk.report_taken").count() == 2
    earlier = monas.get("/console/reports/questions/?first=2020-01-01&last=2020-01-31")
    assert "No question came in these days" in earlier.content.decode()
    SegmentMember.objects.filter(person=mona.actor.id).delete()
    assert "Bulky" not in monas.get(REPORT).content.decode()
    assert browser_of(ann).get(REPORT).status_code == 404
