"""Everything we hold about you."""

from __future__ import annotations

import time
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.test import Client

from alongside.assisting.acting import Acting, Refused
from alongside.history.models import Entry
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job, State
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.models import Archive, Person
from alongside.portal.tests.doors import begin_to_help, text_of
from tests.cast import helping
from tests.council import browser_of

pytestmark = pytest.mark.django_db

PAGE, FILE = "/account/archive/", "/account/archive/file/"
CONFIRM = "/accounts/reauthenticate/?next=%2Faccount%2Farchive%2F"
PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)


def unconfirmed(person: Person) -> Client:
    person.set_password(PASSWORD)
    person.save()
    return browser_of(person)


def confirmed(person: Person) -> Client:
    client = unconfirmed(person)
    answer = client.post(CONFIRM, {"password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    return client


def made(client: Client) -> None:
    client.post(PAGE)
    # As the worker does it: the job is nobody's yet.
    assert jobs.run_here(Job.objects.get(), pause=0).state == State.DONE


def test_a_person_asks_for_their_copy_and_takes_it(ann: Person) -> None:
    client = confirmed(ann)
    assert client.post(PAGE)["Location"] == PAGE
    assert "You can leave this page" in text_of(client.get(PAGE))
    assert client.get(FILE).status_code == 404

    jobs.run_here(Job.objects.get(), pause=0)

    assert f'href="{FILE}"' in client.get(PAGE).content.decode()
    answer = client.get(FILE)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert answer["Content-Disposition"] == 'attachment; filename="everything-held-about-me.zip"'
    with ZipFile(BytesIO(b"".join(answer))) as packed:
        assert ann.name.encode() in packed.read("data.json")
    taken = Entry.objects.of_kinds("people.own_archive_taken").get()
    assert (taken.actor_ref, taken.person_ref) == (ann.ref, ann.ref)


def test_only_with_a_password_that_was_confirmed_just_now(
    ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger_at_the_screen = unconfirmed(ann)
    assert stranger_at_the_screen.post(PAGE)["Location"] == CONFIRM
    assert not Archive.objects.exists()
    assert "Ask for my copy" not in text_of(stranger_at_the_screen.get(PAGE))

    client = confirmed(ann)
    made(client)
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 301)
    assert client.get(FILE)["Location"] == CONFIRM
    assert not Entry.objects.of_kinds("people.own_archive_taken").exists()


def test_never_while_somebody_helps(ann: Person, bob: Person) -> None:
    client = confirmed(bob)
    start = begin_to_help(client, ann)
    assert "Everything we hold" not in text_of(client.get(f"{start}/account/"))
    assert [client.get(start + PAGE).status_code, client.post(start + PAGE).status_code] == [404, 404]
    assert client.get(start + FILE).status_code == 404
    with pytest.raises(Refused):
        people.ask_own_archive(helping(bob, ann))
    assert not Archive.objects.exists()


def test_nobody_is_given_the_copy_of_another(ann: Person, ben: Person) -> None:
    made(confirmed(ann))
    assert confirmed(ben).get(FILE).status_code == 404


def test_a_copy_is_over_after_a_day(ann: Person) -> None:
    made(confirmed(ann))
    acting = Acting.alone(ann)
    with clock.moved(hours=23, minutes=59):
        assert people.own_archive(acting) == Archive.objects.get()
    with clock.moved(hours=25):
        assert people.own_archive(acting) is None


def test_a_file_that_is_gone_is_not_found_and_not_recorded_as_taken(ann: Person, tmp_path: Path) -> None:
    client = confirmed(ann)
    made(client)
    for file in tmp_path.rglob("*.zip"):
        file.unlink()
    assert client.get(FILE).status_code == 404
    assert not Entry.objects.of_kinds("people.own_archive_taken").exists()


def test_asking_twice_makes_one_copy(ann: Person) -> None:
    client = confirmed(ann)
    client.post(PAGE)
    client.post(PAGE)
    assert (Archive.objects.count(), Job.objects.count()) == (1, 1)
