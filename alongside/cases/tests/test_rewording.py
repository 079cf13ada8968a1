"""Cases without words get theirs, a few at a time, and those that have them are left alone."""

from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases.actions import rewording
from alongside.cases.models import Case, CaseType, CaseWord
from alongside.history.models import Entry
from alongside.jobs import actions as jobs
from alongside.people.models import Person
from tests.cast import make_person

pytestmark = pytest.mark.django_db


def test_older_cases_are_found_by_their_words_once_the_job_was_done(
    case: Case, mary: Person, missed_bin: CaseType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewording, "AT_ONCE", 2)
    manager = Acting.alone(mary)
    for title in ("Second", "Third", "Fourth"):
        cases.raise_case(manager, missed_bin, title=title)
    wanted = set(CaseWord.objects.values_list("case_id", "word"))
    CaseWord.objects.exclude(case=case.pk).delete()
    house = Acting.alone(make_person("House", "Itself", rights=["cases.reword"]))
    job = jobs.run_here(jobs.ask(house, rewording.WORK, here=True))
    assert (job.state, job.told) == ("done", "3 cases are found by their words now.")
    assert set(CaseWord.objects.values_list("case_id", "word")) == wanted
    jobs.run_here(jobs.ask(house, rewording.WORK, here=True))
    assert Entry.objects.of_kinds("cases.reworded").count() == 1
