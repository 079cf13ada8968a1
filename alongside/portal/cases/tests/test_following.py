"""Owners follow their cases, alone and helped; others do not find them (J10, J13)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases.models import Attachment, Case, CaseType, ChoiceKind
from alongside.cases.tracking import token_of
from alongside.history.models import Entry
from alongside.people.models import Person, Tenant
from alongside.portal.tests.doors import begin_to_help, text_of
from tests.cast import helping, make_person
from tests.council import browser_of, queries_of

pytestmark = pytest.mark.django_db


def test_the_owner_sees_what_happens_next_and_nothing_private(case: Case, ann: Person, mary: Person) -> None:
    manager = Acting.alone(mary)
    cases.note(manager, case, "The crew comes on Friday.")
    cases.note_privately(manager, case, "They ring every week.")
    client = browser_of(ann)
    assert case.reference in text_of(client.get("/cases/"))
    assert case.reference in text_of(client.get("/account/"))

    said = text_of(client.get(f"/cases/{case.pk}/"))

    assert "Somebody looks at it and takes it on." in said
    assert "We mean to be done by" in said
    assert "with the help of Bob Helper" in said
    assert "The crew comes on Friday." in said
    assert "every week" not in said


def test_the_owner_answers_and_the_case_goes_on(case: Case, ann: Person, bob: Person, mary: Person) -> None:
    cases.ask(Acting.alone(mary), case, "Which colour is the bin?")
    client, page = browser_of(ann), f"/cases/{case.pk}/"
    assert "Which colour is the bin?" in text_of(client.get(page))
    assert "Waits for your answer" in text_of(client.get("/cases/"))
    assert "Waiting for you 1 Going on 0 You can take 0 Closed 0" in text_of(client.get("/cases/"))
    for category, there in (("waiting", True), ("going", False), ("offered", False), ("closed", False)):
        assert (case.reference in text_of(client.get(f"/cases/?in={category}"))) is there, category
    assert client.get("/cases/?in=else").status_code == 404

    empty = client.post(f"{page}answer/", {"text": " "})
    assert (empty.status_code, "Write an answer first." in text_of(empty)) == (422, True)
    assert client.post(f"{page}answer/", {"text": "Green"}).status_code == 303
    assert client.post(f"{page}answer/", {"text": "Blue"}).status_code == 409

    said = text_of(client.get(page))
    assert ("Green" in said, "Blue" in said, "We have a question" in said) == (True, False, False)
    helper = browser_of(bob)
    start = begin_to_help(helper, ann)
    assert "Green" in text_of(helper.get(f"{start}{page}"))
    sent = helper.post(f"{start}{page}notes/", {"text": "She rang again."})
    assert (sent.status_code, sent["Location"]) == (303, f"{start}{page}")
    told = Entry.objects.of_kinds("cases.noted").get()
    assert (told.actor_ref, told.person_ref) == (bob.ref, ann.ref)
    assert client.post(f"{page}contact/", {"telephone": "01632 960100"}).status_code == 303
    assert Case.objects.get().contact == {"telephone": "01632 960100"}


def test_the_owner_says_how_it_went_when_it_is_closed(
    case: Case, ann: Person, mary: Person, missed_bin: CaseType
) -> None:
    client, page = browser_of(ann), f"/cases/{case.pk}/"
    assert "How it went" not in text_of(client.get(page))
    assert client.post(f"{page}satisfaction/", {"score": "4"}).status_code == 409
    cases.close(Acting.alone(mary), case, missed_bin.offered(ChoiceKind.REASON)[0])

    assert "How well did we do?" in text_of(client.get(page))
    nothing = client.post(f"{page}satisfaction/", {"comment": "Slow"})
    assert (nothing.status_code, "Choose one of the answers." in text_of(nothing)) == (422, True)
    assert client.post(f"{page}satisfaction/", {"score": "4", "comment": "Slow"}).status_code == 303

    assert "You said: Well – “Slow”" in text_of(client.get(page))
    assert "Well: Slow" in text_of(browser_of(mary).get(f"/console/cases/{case.pk}/"))


def test_what_was_typed_before_the_sitting_ended_is_shown_and_not_done(case: Case, ann: Person) -> None:
    answer = browser_of(ann).post(f"/cases/{case.pk}/notes/?carried=yes", {"text": "Not yet"})
    assert (answer.status_code, "Not yet" in text_of(answer)) == (200, True)
    assert not case.notes.exists()


def test_somebody_elses_case_is_not_found(case: Case, eve: Person, mary: Person) -> None:
    for person in (eve, mary):  # managers have a page of their own
        client = browser_of(person)
        assert client.get(f"/cases/{case.pk}/").status_code == 404
        for noun in ("notes", "answer", "contact"):
            assert client.post(f"/cases/{case.pk}/{noun}/", {"text": "x"}).status_code == 404
        assert case.reference not in text_of(client.get("/cases/"))


def test_without_an_account_a_case_is_followed_by_its_link(
    anonymous_case: Case, case: Case, tenant: Tenant
) -> None:
    visitor = Client(headers={"host": tenant.domain})

    answer = visitor.get(f"/followed/{token_of(anonymous_case)}/")

    assert anonymous_case.reference in text_of(answer)
    assert "01632 960100" not in text_of(answer)
    assert (answer["Referrer-Policy"], "no-store" in answer["Cache-Control"]) == ("no-referrer", True)
    forged = token_of(anonymous_case).replace(anonymous_case.pk.hex, case.pk.hex)
    for token in ("any", forged, token_of(case)):  # whoever has an account follows it there
        assert visitor.get(f"/followed/{token}/").status_code == 404


@pytest.fixture
def anonymous_case(case: Case, bob: Person, anonymous: Person, missed_bin: CaseType) -> Case:
    return cases.raise_case(
        helping(bob, anonymous), missed_bin, title="A bin", contact={"telephone": "01632 960100"}
    )


def test_the_list_takes_as_many_statements_for_one_case_as_for_three(
    case: Case, ann: Person, bob: Person, missed_bin: CaseType
) -> None:
    client = browser_of(ann)
    one = queries_of(client, "/cases/")
    for title in ("Second", "Third"):
        cases.raise_case(
            helping(bob, ann) if title == "Second" else Acting.alone(bob), missed_bin, title=title
        )
    Case.objects.update(owner=ann)
    assert queries_of(client, "/cases/") == one


def test_an_owner_sends_a_file_and_fetches_it(
    case: Case, ann: Person, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    client = browser_of(ann)
    page = f"/cases/{case.pk}/"
    wrong = client.post(f"{page}files/", {"file": SimpleUploadedFile("a.exe", b"MZ")})
    assert (wrong.status_code, "This file cannot be taken" in wrong.content.decode()) == (422, True)
    assert client.post(f"{page}files/", {}).status_code == 422
    answer = client.post(f"{page}files/", {"file": SimpleUploadedFile("gate.pdf", b"%PDF-1.7")})
    assert answer["Location"] == page
    kept = Attachment.objects.get()
    assert "gate.pdf" in client.get(page).content.decode()
    given = client.get(f"{page}files/{kept.pk}/")
    assert given["Content-Disposition"] == 'attachment; filename="gate.pdf"'
    assert browser_of(make_person("Stan", "Stranger")).get(f"{page}files/{kept.pk}/").status_code == 404


def test_a_note_by_reference_is_answered_alike_whether_there_is_a_case(case: Case) -> None:
    client = browser_of(make_person("Stan", "Stranger"))
    answers = []
    for reference in (case.reference.lower(), "MB-0000-0"):
        answer = client.post(
            "/case-notes/", {"reference": reference, "text": "It is in our yard."}, follow=True
        )
        answers.append((answer.status_code, "your note is with those" in answer.content.decode()))
    assert answers == [(200, True), (200, True)]
    assert [(note.text, note.unseen) for note in case.notes.all()] == [("It is in our yard.", True)]
    empty = client.post("/case-notes/", {"reference": "", "text": "It is in our yard."})
    assert (empty.status_code, "It is in our yard." in empty.content.decode()) == (422, True)
    for _ in range(8):
        client.post("/case-notes/", {"reference": "x", "text": "Again."})
    assert client.post("/case-notes/", {"reference": "x", "text": "Again."}).status_code == 429
