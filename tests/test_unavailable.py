"""What cannot be recorded does not happen: 503, and nothing is half done."""

from __future__ import annotations

import pytest
from django.db import DatabaseError

from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance
from alongside.forms import actions as forms
from alongside.forms.models import Draft, Submission
from alongside.history import actions as history
from alongside.history.keys import Locked
from alongside.people.models import Person, Tenant
from tests.cast import make_person, sign_in
from tests.test_two_tabs import ONE_QUESTION

pytestmark = pytest.mark.django_db


@pytest.fixture
def full_disk(bob: Person, ann: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """History cannot be written once everybody is there."""
    monkeypatch.setattr(history, "record", _fail)


def test_nobody_is_helped_unrecorded(tenant: Tenant, bob: Person, ann: Person, full_disk: None) -> None:
    answer = sign_in(tenant, bob).post("/console/assistances/", {"person": ann.pk})

    assert (answer.status_code, Assistance.objects.count()) == (503, 0)


def test_nobody_is_looked_at_unrecorded(tenant: Tenant, bob: Person, ann: Person, full_disk: None) -> None:
    answer = sign_in(tenant, bob).get(f"/console/people/{ann.pk}/")

    assert answer.status_code == 503
    assert "ann@example.com" not in answer.content.decode()


def test_nothing_is_handed_in_unrecorded(
    tenant: Tenant, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = make_person("Edda", "Editor", rights=["forms.publish"])
    forms.publish(Acting.alone(editor), slug="report", title="Report", definition=ONE_QUESTION)
    client = sign_in(tenant, ann)
    summary = client.post("/forms/report/", {"what": "A lamp is out", "then": "next"})["Location"]

    with monkeypatch.context() as broken:
        broken.setattr(history, "record", _fail)
        assert client.post(summary).status_code == 503
    assert (Submission.objects.count(), Draft.objects.unfinished().count()) == (0, 1)

    client.post(summary)
    assert Submission.objects.count() == 1


def _fail(*args: object, **kwargs: object) -> None:
    raise DatabaseError("database or disk is full")


def test_history_that_another_secret_sealed_stops_deeds_and_says_so(
    tenant: Tenant, bob: Person, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*args: object, **kwargs: object) -> None:
        raise Locked("another secret key")

    monkeypatch.setattr(history, "record", locked)

    answer = sign_in(tenant, bob).post("/console/assistances/", {"person": ann.pk})

    assert (answer.status_code, Assistance.objects.count()) == (503, 0)
