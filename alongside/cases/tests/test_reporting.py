"""The sums that pictures of cases are drawn of, and the page that draws them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases import reporting
from alongside.cases.models import CaseType, ChoiceKind, StageStay
from alongside.cases.tests.test_life import choice
from alongside.lib import clock
from alongside.people import roles
from alongside.people.models import Person
from alongside.portal.tests.doors import text_of
from tests.cast import make_person
from tests.council import browser_of, queries_of

pytestmark = pytest.mark.django_db


def day(number: int) -> float:
    return timedelta(days=number).total_seconds()


def test_pictures_say_what_happened(mary: Person, missed_bin: CaseType, setup: Acting) -> None:
    """Three cases: one done in time after two stages, one late, and one still open."""
    manager = Acting.alone(mary)
    begin = clock.now()
    stages = missed_bin.offered(ChoiceKind.STAGE)
    done = choice(missed_bin, ChoiceKind.REASON, "Resolved")
    first, second, third = (
        cases.raise_case(manager, missed_bin, title=title) for title in ("First", "Second", "Third")
    )

    cases.change_stage(manager, first, stages[0])
    with clock.moved(seconds=day(2)):
        cases.change_stage(manager, first, stages[1])
    with clock.moved(seconds=day(3)):
        cases.close(manager, first, done)
    with clock.moved(seconds=day(20)):
        cases.keep_targets(lambda: setup)
        cases.close(manager, second, done)
        cases.rate(manager, second, 4)
        now = clock.now()

    assert reporting.ages(now) == [("Missed bin", [0, 0, 1, 0, 0])]
    (kept,) = reporting.targets(begin, now + timedelta(days=1))
    assert (kept.met, kept.late, kept.free, kept.percent) == (1, 1, 0, 50)
    took = [
        (one.stage, one.cases, round(one.average / timedelta(days=1)))
        for one in reporting.stages(begin, now + timedelta(days=1))
    ]
    assert took == [("Look for the crew", 1, 2), ("Collect", 1, 1)]
    assert dict(reporting.content(begin, now + timedelta(days=1)))["Well"] == 1
    assert not StageStay.objects.filter(left_at=None).exists()
    assert third.is_open


def test_the_page_draws_each_with_its_numbers(missed_bin: CaseType, mary: Person) -> None:
    client = browser_of(make_person("Lee", "Lead", rights=list(roles.STANDARD["Administrator"])))
    today = timezone.localdate()
    page = f"/console/reports/cases/?first={today}&last={today}"
    assert "No case is open" in text_of(client.get(page))
    manager = Acting.alone(mary)
    cases.raise_case(manager, missed_bin, title="First")
    one = queries_of(client, page)
    said = text_of(client.get(page))
    assert ("Open cases by type and age" in said, "up to a day" in said) == (True, True)
    for title in ("Second", "Third"):
        raised = cases.raise_case(manager, missed_bin, title=title)
        cases.change_stage(manager, raised, missed_bin.offered(ChoiceKind.STAGE)[0])
        cases.close(manager, raised, choice(missed_bin, ChoiceKind.REASON, "Resolved"))
    assert queries_of(client, page) == one
    said = text_of(client.get(page))
    assert ("100 %" in said, "Look for the crew" in said) == (True, True)
