"""Files come with questions and leave with answers, for those who may know of them alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.desk import actions as desk
from alongside.desk.actions import custody
from alongside.desk.actions.posting import send_due
from alongside.desk.models import Mailbox, Question, SentFile, Topic
from alongside.desk.tests.conftest import Staffed
from alongside.desk.tests.conftest import mailbox as mailbox
from alongside.forms import vault
from alongside.history.models import Entry
from alongside.people.models import Person
from alongside.portal.tests.doors import text_of
from tests.council import browser_of

pytestmark = pytest.mark.django_db


def _pdf(name: str, says: str = "a bill") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, f"%PDF-1.7 {says}".encode())


def _browser(acting: Acting) -> Client:
    assert isinstance(acting.actor, Person)
    return browser_of(acting.actor)


def _address(page: Any, name: str) -> str:
    found = re.search(rf'href="([^"]+/files/[^"]+)"[^>]*>{re.escape(name)}<', page.content.decode())
    assert found is not None, text_of(page)
    return found[1]


def test_files_come_with_questions_and_leave_with_answers(
    ann: Person, ben: Person, topics: dict[str, Topic], staffed: Staffed
) -> None:
    anns, about = browser_of(ann), topics["Waste"].pk
    wrong = anns.post(
        "/questions/new/",
        {"topic": about, "text": "See the bill.", "attachments": [SimpleUploadedFile("a.exe", b"MZ")]},
    )
    assert (wrong.status_code, "This file cannot be taken" in text_of(wrong)) == (422, True)
    sent = {"topic": about, "text": "See the bill.", "attachments": [_pdf("bill.pdf"), _pdf("more.pdf")]}
    at = anns.post("/questions/new/", sent)["Location"]
    own = _address(anns.get(at), "bill.pdf")
    assert anns.get(own).content == b"%PDF-1.7 a bill"
    assert browser_of(ben).get(own).status_code == 404

    quinn, rosa, cara = staffed("Quinn", "QA CSR"), staffed("Rosa", "QA Manager"), staffed("Cara", "CSR")
    question = desk.get_next(quinn)[0]
    here = f"/console/desk/questions/{question.pk}/"
    writing, deciding, looking = (_browser(one) for one in (quinn, rosa, cara))
    assert writing.get(_address(writing.get(here), "bill.pdf")).content == b"%PDF-1.7 a bill"
    writing.post(
        f"{here}draft/", {"text": "See here.", "files": [_pdf("wrong.pdf"), _pdf("reply.pdf", "paid")]}
    )
    writing.post(f"{_address(writing.get(here), 'wrong.pdf')}removal/", {"text": "See here."})
    refused = writing.post(
        f"{here}proposal/", {"text": "See.", "files": [SimpleUploadedFile("b.exe", b"MZ")]}
    )
    assert (refused.status_code, "cannot be taken" in text_of(refused)) == (422, True)
    attached = _address(writing.get(here), "reply.pdf")
    assert deciding.get(attached).status_code == 404
    assert writing.post(f"{here}proposal/", {"text": "See here."}).status_code == 303

    assert looking.get(attached).status_code == 404
    assert anns.get(f"{at}files/{attached.split('/')[-2]}/").status_code == 404
    assert deciding.get(_address(deciding.get(here), "reply.pdf")).content == b"%PDF-1.7 paid"
    deciding.post(f"{here}approval/", {"text": "See here."})
    assert anns.get(_address(anns.get(at), "reply.pdf")).content == b"%PDF-1.7 paid"
    kinds = ("desk.files_attached", "desk.file_detached", "desk.file_fetched", "desk.own_file_fetched")
    assert {one.kind for one in Entry.objects.of_kinds(*kinds)} == set(kinds)

    kept = [vault.file_of(number) for number in SentFile.objects.values_list("pk", flat=True)]
    assert [b"a bill" in path.read_bytes() for path in kept] == [False] * 3
    custody.CONVERSATIONS.erase(ann)
    assert not SentFile.objects.exists()


def test_files_of_an_answer_leave_by_e_mail(
    setup: Acting, mailbox: Mailbox, topics: dict[str, Topic], staffed: Staffed, mailoutbox: list[Any]
) -> None:
    said = {"topic": topics["Waste"].pk, "text": "When?", "name": "Zoe Dyke", "email": "zoe@example.net"}
    Client(headers={"host": mailbox.tenant.domain}).post(
        "/questions/ask/", said | {"attachments": [_pdf("bill.pdf")]}
    )
    cara = staffed("Cara", "CSR")
    question: Question = desk.get_next(cara)[0]
    assert question.files.get().name == "bill.pdf"
    here = f"/console/desk/questions/{question.pk}/"
    _browser(cara).post(f"{here}answer/", {"text": "See here.", "files": [_pdf("plan.pdf", "a plan")]})
    assert send_due(lambda: setup) == 2
    assert [[(name, content) for name, content, _ in one.attachments] for one in mailoutbox] == [
        [],
        [("plan.pdf", b"%PDF-1.7 a plan")],
    ]
