from __future__ import annotations

import os
import time
import uuid
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job, State
from alongside.lib import clock
from alongside.people import archive_files
from alongside.people.models import Archive, Person, SegmentMember
from tests.council import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)


def asked(client: Client, person: Person) -> str:
    """The address of a copy that this browser asked for."""
    answer = client.post(f"/console/people/{person.pk}/archives/")
    assert answer.status_code == 303
    return str(answer["Location"])


def made(client: Client, person: Person) -> str:
    place = asked(client, person)
    # As the worker does it: the job is nobody's yet.
    job = jobs.run_here(Job.objects.get(), pause=0)
    assert job.state == State.DONE
    return place


def tidied(setup: Acting) -> None:
    assert jobs.run_here(jobs.ask(setup, "people.tidy_archives", here=True), pause=0).state == State.DONE


def test_a_copy_is_asked_for_made_and_downloaded(olive: Person, anne: Person) -> None:
    agent = browser_of(olive)
    assert "Everything we hold" in agent.get(f"/console/people/{anne.pk}/").content.decode()
    place = asked(agent, anne)
    waiting = agent.get(place).content.decode()
    assert ("being made" in waiting, "Download" in waiting) == (True, False)
    assert agent.get(f"{place}file/").status_code == 404

    jobs.run_here(Job.objects.get(), pause=0)

    assert f'href="{place}file/"' in agent.get(place).content.decode()
    answer = agent.get(f"{place}file/")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert answer["Content-Disposition"] == f'attachment; filename="everything-held-of-{anne.pk}.zip"'
    with ZipFile(BytesIO(answer.getvalue())) as packed:
        assert b"anne@example.com" in packed.read("data.json")
    taken = Entry.objects.of_kinds("people.archive_taken").get()
    assert (taken.person_ref, taken.actor_ref) == (anne.ref, olive.ref)


def test_a_copy_is_given_to_nobody_but_who_asked(
    olive: Person, theo: Person, bob: Person, anne: Person
) -> None:
    place = made(browser_of(olive), anne)
    colleague = browser_of(theo)
    unknown = colleague.get(f"/console/archives/{uuid.uuid4()}/")
    for path in (place, f"{place}file/"):
        answer = colleague.get(path)
        assert (answer.status_code, answer.content) == (404, unknown.content)
    agent = browser_of(bob)
    refused = agent.get(f"/console/archives/{uuid.uuid4()}/file/")
    assert agent.get(f"{place}file/").status_code == refused.status_code != 200
    assert agent.post(f"/console/people/{anne.pk}/archives/").status_code == refused.status_code
    assert "Everything we hold" not in agent.get(f"/console/people/{anne.pk}/").content.decode()
    assert not Entry.objects.of_kinds("people.archive_taken").exists()


def test_whoever_no_longer_sees_the_person_does_not_get_their_copy(olive: Person, anne: Person) -> None:
    agent = browser_of(olive)
    place = made(agent, anne)
    SegmentMember.objects.filter(person=anne).delete()
    assert [agent.get(path).status_code for path in (place, f"{place}file/")] == [404, 404]
    assert agent.post(f"/console/people/{anne.pk}/archives/").status_code == 404


def test_a_copy_is_had_for_a_day_and_then_deleted(
    setup: Acting,
    olive: Person,
    anne: Person,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    place = made(browser_of(olive), anne)
    found = Archive.objects.get()
    with clock.moved(hours=23), django_capture_on_commit_callbacks(execute=True):
        tidied(setup)
        assert browser_of(olive).get(f"{place}file/").status_code == 200
    with clock.moved(hours=25), django_capture_on_commit_callbacks(execute=True):
        agent = browser_of(olive)
        assert [agent.get(path).status_code for path in (place, f"{place}file/")] == [404, 404]
        tidied(setup)
    assert (Archive.objects.exists(), archive_files.file_of(found.pk).exists()) == (False, False)
    entry = Entry.objects.of_kinds("people.archives_tidied").get().open()
    assert entry.data == {"copies": 1}


def test_a_copy_that_was_never_finished_is_given_up_after_a_week(
    setup: Acting, olive: Person, anne: Person
) -> None:
    asked(browser_of(olive), anne)
    with clock.moved(days=6):
        tidied(setup)
    assert Archive.objects.count() == 1
    with clock.moved(days=8):
        tidied(setup)
    assert Archive.objects.count() == 0


def test_a_file_without_a_row_is_removed_after_a_day(
    setup: Acting, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    fresh, stray = uuid.uuid4(), uuid.uuid4()
    for number in (fresh, stray):
        archive_files.writing(archive_files.file_of(number)).close()
    long_ago = time.time() - 90_000
    os.utime(archive_files.file_of(stray), (long_ago, long_ago))
    with django_capture_on_commit_callbacks(execute=True):
        tidied(setup)
    assert [archive_files.file_of(number).exists() for number in (fresh, stray)] == [True, False]


def test_where_the_file_is_gone_nothing_is_recorded(olive: Person, anne: Person) -> None:
    agent = browser_of(olive)
    place = made(agent, anne)
    archive_files.remove(Archive.objects.get().pk)
    assert agent.get(f"{place}file/").status_code == 404
    assert not Entry.objects.of_kinds("people.archive_taken").exists()
