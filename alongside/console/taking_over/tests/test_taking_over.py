"""A file of contacts is sent, looked through, corrected and kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.interactions import contact_files
from alongside.interactions.models import Interaction
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job
from alongside.people.models import Person
from tests.cast import AGENT, make_person
from tests.council import browser_of, resident

pytestmark = pytest.mark.django_db

LIST = "/console/contact-files/"


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.DATA = str(tmp_path)


@pytest.fixture
def adams(setup: Acting) -> Client:
    return browser_of(make_person("Adam", "Pryce", rights=["console.enter", "interactions.take_over"]))


@pytest.fixture
def cora(setup: Acting) -> Person:
    return resident(setup, "Cora", "Tregenza", account_number="4711")


def document(number: int, **subject: Any) -> dict[str, Any]:
    said = {"userId": "adam", "customerUserId": "4711", "channel": "phone", "description": "About bins"}
    identity = f"00000000-0000-4000-8000-{number:012d}"
    return {"id": identity, "created": 1_700_000_000_000 + number * 60_000, "subject": said | subject}


def sent(client: Client, *documents: Any, **form: str) -> Any:
    content = documents[0] if isinstance(documents[0], bytes) else json.dumps(documents).encode()
    file = SimpleUploadedFile("history.json", content)
    return client.post(LIST, {"file": file, "by": "account_number"} | form)


def body(answer: Any) -> str:
    return str(answer.content.decode())


def test_contacts_are_looked_at_first_and_kept_when_it_is_said(adams: Client, cora: Person) -> None:
    assert "No file was sent yet" in body(adams.get(LIST))
    audited = document(3, templateName="AssistedService")
    answer = sent(adams, document(1), document(1), audited, document(4, userId="nobody"))
    assert answer.status_code == 303

    jobs.run_here(Job.objects.get())
    page = body(adams.get(answer["Location"]))
    assert "1 contacts would be kept; 1 are here already, 1 are lines of the audit log, 1 are to be" in page
    assert ("Keep 1 contact" in page, "Nobody here is known as &#39;nobody&#39;" in page) == (True, True)
    assert Interaction.objects.count() == 0

    answer = adams.post(answer["Location"])
    job = jobs.run_here(Job.objects.newest_first()[0])
    assert answer["Location"] == f"{LIST}{job.pk}/"
    kept = Interaction.objects.get()
    assert (kept.last_helped_id, kept.note, kept.channel) == (cora.pk, "About bins", "phone")
    page = body(adams.get(answer["Location"]))
    assert ("1 contacts were kept" in page, "Keep 1 contact" in page) == (True, False)

    file: Any = adams.get(f"{answer['Location']}wrong/")
    lines = b"".join(file.streaming_content)
    assert file["Content-Disposition"] == "attachment; filename*=UTF-8''history.wrong.jsonl"
    answer = sent(adams, lines.replace(b'"nobody"', b'"adam"'))
    jobs.run_here(Job.objects.newest_first()[0])
    adams.post(answer["Location"])
    jobs.run_here(Job.objects.newest_first()[0])
    assert Interaction.objects.count() == 2
    kinds = [entry.kind for entry in Entry.objects.oldest_first() if "contacts" in entry.kind]
    assert kinds.count("interactions.contacts_received") == kinds.count("interactions.contacts_begun") == 2
    assert kinds.count("interactions.wrong_contacts_read") == 3


def test_what_is_no_file_of_contacts_is_refused_with_a_sentence(adams: Client, cora: Person) -> None:
    for content, said in (
        (b"given_name,family_name\nAnn,Smith\n", "is not JSON"),
        (b"\xff\xfe{\x00", "not in UTF-8"),
        (b"[]", "There is nothing in this file."),
    ):
        answer = sent(adams, content)
        assert (answer.status_code, said in body(answer)) == (422, True)
    assert sent(adams, document(1), by="no such field").status_code == 422
    assert adams.post(LIST, {"by": ""}).status_code == 422
    assert (Job.objects.count(), list(contact_files.folder().iterdir())) == (0, [])


def test_what_is_kept_too_long_is_removed_and_then_sent_again(adams: Client, cora: Person) -> None:
    answer = sent(adams, document(1))
    job = jobs.run_here(Job.objects.get())
    assert contact_files.remove_older(1) == 0
    contact_files.remove(job.payload["file"])
    page = body(adams.post(answer["Location"], follow=True))
    assert "not kept any more" in page
    assert Interaction.objects.count() == 0


def test_only_those_who_may_take_contacts_over_see_the_files(adams: Client, cora: Person) -> None:
    address = sent(adams, document(1))["Location"]
    ivys = browser_of(make_person("Ivy", "Agent", rights=AGENT))
    for each in (LIST, address, f"{address}wrong/"):
        assert ivys.get(each).status_code == 404
    assert ivys.post(address).status_code == 404
    assert adams.get(f"{LIST}00000000-0000-4000-8000-000000000001/").status_code == 404
