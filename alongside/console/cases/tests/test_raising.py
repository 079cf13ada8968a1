"""Raising cases from the console: for whom one helps, once, and not for those out of reach (J10)."""

from __future__ import annotations

from typing import Any

import pytest

from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases.models import Case, CaseType
from alongside.forms.actions import begin, submit
from alongside.forms.models import Submission
from alongside.forms.tests.samples import published
from alongside.history.models import Entry
from alongside.people.models import Group, Person
from alongside.portal.tests.doors import begin_to_help, text_of
from tests.cast import helping
from tests.council import browser_of

pytestmark = pytest.mark.django_db

NEW = "/console/cases/new/"


def test_an_agent_raises_a_case_for_whoever_they_help(bob: Person, ann: Person, missed_bin: CaseType) -> None:
    client = browser_of(bob)
    new = begin_to_help(client, ann) + NEW
    assert "Ann Example owns it" in text_of(client.get(new))

    wrong = client.post(new, {"type": "missed-bin", "title": " ", "details": "since Monday"})
    assert (wrong.status_code, "since Monday" in wrong.content.decode()) == (422, True)
    answer = client.post(new, {"type": "missed-bin", "title": "A bin", "subtype": "Recycling"})

    case = Case.objects.get()
    assert (answer.status_code, answer["Location"].endswith(f"/console/cases/{case.pk}/")) == (303, True)
    assert (case.owner, case.actor, case.subtype and case.subtype.name) == (ann, bob, "Recycling")
    assert "First helped by Bob Helper" in text_of(client.get(answer["Location"]))


def test_a_second_one_of_the_type_is_asked_about_first(case: Case, bob: Person, ann: Person) -> None:
    client = browser_of(bob)
    start = begin_to_help(client, ann)
    said = {"type": "missed-bin", "title": "Again"}

    asked = client.post(start + NEW, said)

    assert (asked.status_code, Case.objects.count()) == (409, 1)
    assert f'href="{start}/console/cases/{case.pk}/"' in asked.content.decode()
    assert client.post(start + NEW, said | {"anyway": "yes"}).status_code == 303
    assert Case.objects.count() == 2


def test_what_was_typed_for_a_sitting_that_ended_is_shown_only(
    bob: Person, ann: Person, missed_bin: CaseType
) -> None:
    client = browser_of(bob)
    new = begin_to_help(client, ann) + NEW
    answer = client.post(f"{new}?carried=yes", {"type": "missed-bin", "title": "A bin"})
    assert (answer.status_code, Case.objects.count()) == (200, 0)


def test_somebody_without_an_account_gives_how_they_are_reached(
    bob: Person, anonymous: Person, missed_bin: CaseType
) -> None:
    client = browser_of(bob)
    new = begin_to_help(client, anonymous) + NEW

    without = client.post(new, {"type": "missed-bin", "title": "A bin"})
    assert (without.status_code, "there is no account" in text_of(without)) == (422, True)
    answer = client.post(new, {"type": "missed-bin", "title": "A bin", "email": "zoe@example.com"})

    assert "/followed/" in client.get(answer["Location"]).content.decode()


BIN: dict[str, Any] = {
    "pages": [
        {
            "title": "Your bin",
            "items": [
                {"type": "text", "name": "case_title", "label": "What happened", "required": True},
                {"type": "text", "name": "telephone", "label": "Telephone"},
                {"type": "text", "name": "casemanager", "label": "Who"},
            ],
        }
    ],
    "case_type": "missed-bin",
}


def handed_in(acting: Acting, group: str = "") -> Submission:
    typed = {"case_title": "A bin", "telephone": "01632 960100", "casemanager": group}
    return submit(acting, begin(acting, published(definition=BIN), typed))


def test_a_form_raises_the_case_of_the_type_it_names(
    bob: Person, ann: Person, mary: Person, missed_bin: CaseType, groups: dict[str, Group]
) -> None:
    submission = handed_in(helping(bob, ann), "highways")

    case = Case.objects.get()

    assert (case.owner, case.actor, case.submission) == (ann, bob, submission)
    assert (case.title, case.contact) == ("A bin", {"telephone": "01632 960100"})
    assert case.manager_group == groups["Highways"]
    assert Entry.objects.of_kinds("cases.raised", "forms.submitted").count() == 2
    said = text_of(browser_of(mary).get(f"/console/cases/{case.pk}/"))
    assert "What was handed in" in said
    assert case.reference in text_of(browser_of(ann).get(f"/requests/{submission.pk}/"))


def test_what_was_handed_in_is_kept_when_its_type_is_out_of_use(
    ann: Person, missed_bin: CaseType, setup: Acting
) -> None:
    cases.retire_type(setup, missed_bin)
    assert (handed_in(Acting.alone(ann)).person, Case.objects.count()) == (ann, 0)
