"""Raising cases from the console: for whom one helps, once, and not for those out of reach (J10)."""

from __future__ import annotations

from typing import Any

import pytest

from alongside.assisting.acting import Acting
from alongside.calls import actions as calls
from alongside.cases import actions as cases
from alongside.cases.models import Case, CaseType
from alongside.desk.models import Question
from alongside.forms.actions import begin, submit
from alongside.forms.models import Submission
from alongside.forms.tests.samples import published
from alongside.history.models import Entry
from alongside.lib.addresses import inside
from alongside.people import roles
from alongside.people.models import Group, Person
from alongside.portal.tests.doors import begin_to_help, text_of
from tests.cast import helping, make_person
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


def test_a_case_is_raised_from_a_question_for_whoever_asked(
    question: Question, ann: Person, ben: Person, missed_bin: CaseType
) -> None:
    agent = make_person("Abe", "Agent", rights=list(roles.STANDARD["CSR"]))
    client = browser_of(agent)
    page = client.get(inside("console:question", question.pk)).content.decode()
    assert f"/console/assistances/new/?person={ann.pk}&amp;next=" in page
    name = f"desk.question:{question.pk}"
    alone = text_of(client.get(f"{NEW}?from={name}"))
    assert ("It is raised for Ann Example" in alone, "Raise the case" in alone) == (True, False)
    for strange in (f"desk.question:{missed_bin.pk}", "desk.question:x", f"people.person:{ann.pk}"):
        assert client.get(f"{NEW}?from={strange}").status_code == 404
    start = begin_to_help(client, ann)
    assert "When is my bin emptied?" in text_of(client.get(f"{start}{NEW}?from={name}"))
    said = {"type": "missed-bin", "title": "Bin", "from": name}
    answer = client.post(f"{start}{NEW}", said)
    case = Case.objects.get()
    assert (answer.status_code, case.owner, case.actor, case.origin) == (303, ann, agent, name)
    assert case.reference in text_of(client.get(inside("console:question", question.pk)))


def test_a_case_is_raised_from_a_call_for_whom_it_was_about(ann: Person, missed_bin: CaseType) -> None:
    agent = make_person("Abe", "Agent", rights=[*roles.STANDARD["CSR"], *roles.LEADING_CALLS])
    acting, client = Acting.alone(agent), browser_of(agent)
    call = calls.create_conference(acting, "The bin")
    calls.say_subject(acting, call, ann, ann, ann.name)
    calls.join(acting, call)
    calls.end(acting, call)
    log = f"/console/live/log/{call.pk}/"
    assert f"?person={ann.pk}&amp;next=" in client.get(log).content.decode()
    start = begin_to_help(client, ann)
    answer = client.post(
        start + NEW, {"type": "missed-bin", "title": "Bin", "from": f"calls.call:{call.pk}"}, follow=True
    )
    case = Case.objects.get()
    assert (case.owner, case.origin) == (ann, f"calls.call:{call.pk}")
    assert (answer.status_code, case.reference in text_of(client.get(log))) == (200, True)


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
