"""The shapes that GOSS reads, and above all who stands where in them (spec 4.1)."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from alongside.history import goss
from alongside.history.canonical import Plain
from alongside.history.events import Event
from alongside.history.models import Entry, Opened
from alongside.history.tests.conftest import NOON, Log, Noted, Whispered

pytestmark = pytest.mark.django_db


class HandedIn(Event, kind="test.handed_in", title="Form Submitted", sentence="{actor} handed in {form}"):
    form: str

    @classmethod
    def goss_form_data(cls, entry: Entry) -> dict[str, Plain] | None:
        contents = entry.open()
        assert isinstance(contents, Opened)
        return {
            "data": {},
            "formName": contents.data["form"],
            "formDefinitionType": "FORM",
            "typeName": "form",
        }


def audited(
    log: Log, kind: str, monkeypatch: pytest.MonkeyPatch, *, sitting: uuid.UUID | None = None
) -> Entry:
    """An entry of one of the audited kinds, whoever declares the event: Bob's deed for Ann."""
    event = Whispered()
    monkeypatch.setattr(Whispered, "kind", kind)
    return log.add(event, actor=log.bob, person=log.ann, assistance=sitting)


def test_in_history_the_user_is_the_person_and_the_proxy_is_the_agent(log: Log) -> None:
    event = goss.history_event(log.add(actor=log.bob, person=log.ann, assistance=uuid.uuid4()))
    assert event["userId"] == log.ann.id
    assert event["proxyUserId"] == log.bob.id


def test_in_history_nobody_is_the_proxy_of_somebody_who_acts_alone(log: Log) -> None:
    event = goss.history_event(log.add())
    assert event["userId"] == log.ann.id
    assert event["proxyUserId"] is None


def test_in_history_looking_at_somebody_without_assisting_makes_no_proxy(log: Log) -> None:
    event = goss.history_event(log.add(actor=log.bob, person=log.ann))
    assert (event["userId"], event["proxyUserId"]) == (log.ann.id, None)


@pytest.mark.parametrize("kind", goss.AUDITED)
def test_in_the_audit_log_the_user_is_the_agent_and_the_customer_is_the_person(
    log: Log, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    subject = goss.audit_record(audited(log, kind, monkeypatch, sitting=uuid.uuid4()))["subject"]
    assert isinstance(subject, dict)
    assert subject["userId"] == log.bob.id
    assert subject["customerUserId"] == log.ann.id


def test_the_two_shapes_name_opposite_people_by_one_name(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = audited(log, "assisting.started", monkeypatch, sitting=uuid.uuid4())
    subject = goss.audit_record(entry)["subject"]
    assert isinstance(subject, dict)
    assert goss.history_event(entry)["userId"] == subject["customerUserId"] == log.ann.id
    assert goss.history_event(entry)["proxyUserId"] == subject["userId"] == log.bob.id


def test_a_history_event_is_whole(log: Log) -> None:
    entry = log.add(HandedIn("permit"), actor=log.bob, person=log.ann, assistance=uuid.uuid4())
    assert goss.history_event(entry) == {
        "private": False,
        "historyDescription": "Bob Agent handed in permit",
        "description": "Bob Agent handed in permit",
        "proxyUserId": 2,
        "formData": {"data": {}, "formName": "permit", "formDefinitionType": "FORM", "typeName": "form"},
        "event": "Form Submitted",
        "userRole": None,
        "userId": 1,
    }


def test_an_event_that_is_about_no_form_has_no_form_data(log: Log) -> None:
    event = goss.history_event(log.add(Noted("a leak")))
    assert (event["formData"], event["event"], event["private"]) == (None, "Noted", False)


@pytest.mark.parametrize(
    ("kind", "event", "description"),
    [
        ("assisting.started", "Start assist", "Started assisting user Ann Lee"),
        ("assisting.stopped", "Stop assist", "Stopped assisting user Ann Lee"),
        ("people.details_viewed", "View details", "Viewing details for user Ann Lee"),
    ],
)
def test_an_audit_record_is_whole(
    log: Log, monkeypatch: pytest.MonkeyPatch, kind: str, event: str, description: str
) -> None:
    record = goss.audit_record(audited(log, kind, monkeypatch), article="A17", subsite="Port Alder")
    assert uuid.UUID(str(record.pop("id"))).version == 5
    assert len(str(record.pop("labelb"))) == 32
    assert record == {
        "labela": "Template log",
        "labelc": None,
        "labeld": None,
        "labele": None,
        "created": 1_795_348_800_000,
        "lastupdated": 1_795_348_800_000,
        "sealed": True,
        "subject": {
            "private": False,
            "templateName": "assistedservice",
            "articleID": "A17",
            "description": description,
            "customerUserId": 1,
            "subsiteName": "Port Alder",
            "event": event,
            "userId": 2,
        },
    }


def test_an_audit_record_is_the_same_whenever_it_is_asked_for_and_like_no_other(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    audited(log, "assisting.started", monkeypatch)
    audited(log, "assisting.started", monkeypatch)
    one, other = (goss.audit_record(entry) for entry in Entry.objects.oldest_first())
    assert one == goss.audit_record(Entry.objects.get(number=0))
    assert one["id"] != other["id"]
    assert one["labelb"] != other["labelb"]


def test_nothing_else_is_in_the_audit_log(log: Log) -> None:
    with pytest.raises(goss.NotAudited, match=r"test\.noted"):
        goss.audit_record(log.add())


def test_the_erased_have_no_name_and_no_id(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = audited(log, "people.details_viewed", monkeypatch)
    entry.__dict__["wrapped_key"] = None
    subject = goss.audit_record(entry)["subject"]
    assert isinstance(subject, dict)
    assert (subject["customerUserId"], subject["userId"]) == (None, None)
    assert subject["description"] == "Viewing details for user (erased)"
    event = goss.history_event(entry)
    assert (event["userId"], event["proxyUserId"], event["formData"]) == (None, None, None)


def test_times_are_counted_as_javascript_does() -> None:
    assert goss.milliseconds(datetime(1970, 1, 1, 0, 0, 1, 234_999, tzinfo=UTC)) == 1234
    assert goss.milliseconds(NOON + timedelta(milliseconds=7)) % 1000 == 7
