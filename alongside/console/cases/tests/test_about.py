"""A call and its reports stand in the history of the case, the question and the person that it was about."""

from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting
from alongside.calls import actions as calls
from alongside.cases import actions as cases
from alongside.cases.models import CaseType
from alongside.desk.models import Question
from alongside.history.models import Entry
from alongside.people import roles
from alongside.people.models import Membership, Person
from alongside.portal.tests.doors import text_of
from tests.cast import helping, make_person
from tests.council import browser_of

pytestmark = pytest.mark.django_db


def test_a_call_is_attached_to_a_case_a_question_and_a_person(
    question: Question, ann: Person, missed_bin: CaseType
) -> None:
    rights = {*roles.STANDARD["CSR"], *roles.LEADING_CALLS, "people.view_details"}
    agent = make_person("Abe", "Agent", rights=sorted(rights))
    acting = Acting.alone(agent)
    case = cases.raise_case(helping(agent, ann), missed_bin, title="A bin")
    Membership.objects.create(group=case.manager_group, person=agent)
    call = calls.create_conference(acting, "The bin")
    calls.join(acting, call)
    calls.end(acting, call)
    client = browser_of(agent)
    page = f"/console/live/log/{call.pk}/"
    named = (case.reference, question.conversation.reference, ann.email.upper())
    for reference in named:
        client.post(f"{page}subjects/", {"reference": f" {reference} "})
    report = f"{page}reports/new/"
    client.post(report, {"title": "The bin", "work": "Emptied."})
    things = [f"cases.case:{case.pk}", f"desk.question:{question.pk}", f"people.person:{ann.pk}"]
    assert list(call.subjects.order_by("made_at").values_list("about", flat=True)) == things
    told = text_of(client.get(page))
    assert [one in told for one in (named[0], named[1], "Ann Example", "The bin")] == [True] * 4
    attached = Entry.objects.of_kinds("calls.attached").order_by("number")
    assert list(attached.values_list("about", flat=True)) == things
    # The report stands in Ann's history and in the case's, and with the call beside each of the three.
    assert Entry.objects.of_kinds("calls.report_written").get().person_ref == ann.ref
    assert "wrote the service report The bin" in text_of(client.get(f"/console/cases/{case.pk}/"))
    pages = (f"cases/{case.pk}/", f"desk/questions/{question.pk}/", f"people/{ann.pk}/")
    beside = [client.get(f"/console/{one}").content.decode() for one in pages]
    written = f"/console/live/reports/{call.reports.get().pk}/"
    assert [(page in one, written in one) for one in beside] == [(True, True)] * 3
    # Whoever may open no log sees neither beside them, and still the history of a case that they work on.
    colleague = make_person("Cor", "Colleague", rights=sorted(roles.STANDARD["CSR"]))
    Membership.objects.create(group=case.manager_group, person=colleague)
    seen = browser_of(colleague).get(f"/console/{pages[0]}")
    assert "wrote the service report The bin" in text_of(seen)
    assert page not in seen.content.decode()
