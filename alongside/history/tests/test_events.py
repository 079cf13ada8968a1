import uuid
from datetime import UTC, date, datetime

import pytest

from alongside.history import events
from alongside.history.canonical import NotCanonical
from alongside.history.events import Duplicate, Event
from alongside.history.models import Entry
from alongside.history.telling import tell
from alongside.history.tests.conftest import Log, Noted, Whispered


class Everything(Event, kind="test.everything", title="Everything", sentence="{actor} did {text}"):
    text: str
    number: int
    yes: bool
    nothing: None
    when: datetime
    day: date
    ref: uuid.UUID
    many: list[dict[str, int]]


def test_an_event_becomes_json_values() -> None:
    event = Everything(
        "a",
        1,
        True,
        None,
        datetime(2026, 7, 1, 8, tzinfo=UTC),
        date(2026, 7, 1),
        uuid.UUID(int=5),
        [{"a": 1}],
    )
    assert event.data() == {
        "text": "a",
        "number": 1,
        "yes": True,
        "nothing": None,
        "when": "2026-07-01T08:00:00.000000Z",
        "day": "2026-07-01",
        "ref": "00000000-0000-0000-0000-000000000005",
        "many": [{"a": 1}],
    }


def test_a_float_is_refused() -> None:
    with pytest.raises(NotCanonical):
        Noted(1.5).data()  # type: ignore[arg-type]  # wrong on purpose


def test_an_event_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Noted("a").text = "b"  # type: ignore[misc]  # wrong on purpose


def test_an_event_is_known_by_its_kind() -> None:
    assert events.named("test.noted") is Noted
    assert events.kinds()["test.whispered"] is Whispered
    assert events.named("test.never") is None
    assert (Noted.title, Noted.private, Whispered.private) == ("Noted", False, True)


def test_two_events_cannot_have_one_kind() -> None:
    with pytest.raises(Duplicate, match=r"test\.noted"):

        class Again(Event, kind="test.noted", title="Again"):
            pass


def test_a_sentence_names_only_what_the_event_holds() -> None:
    with pytest.raises(ValueError, match="colour"):

        class Wrong(Event, kind="test.wrong", title="Wrong", sentence="{actor} painted it {colour}"):
            pass

    assert events.named("test.wrong") is None


def test_a_title_is_made_from_the_kind_when_none_is_given() -> None:
    class Plain(Event, kind="test.was_plain"):
        pass

    assert Plain.title == "Test Was Plain"
    del events._kinds["test.was_plain"]


@pytest.mark.django_db
def test_what_happened_is_told(log: Log) -> None:
    assert (
        tell(log.add(Noted("a leak"), actor=log.bob, person=log.ann)) == "Bob Agent noted a leak for Ann Lee"
    )


@pytest.mark.django_db
def test_what_somebody_did_for_themselves_is_told(log: Log) -> None:
    assert tell(log.add(Noted("a leak"))) == "Ann Lee noted a leak"


@pytest.mark.django_db
def test_braces_in_what_was_recorded_are_only_text(log: Log) -> None:
    assert tell(log.add(Noted("{person.ref} {0}"))) == "Ann Lee noted {person.ref} {0}"


@pytest.mark.django_db
def test_an_erased_entry_says_so(log: Log) -> None:
    entry = log.add()
    entry.__dict__["wrapped_key"] = None
    assert tell(entry) == "Noted: erased"


@pytest.mark.django_db
def test_an_event_whose_package_is_gone_is_told_by_its_kind(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.add(actor=log.bob, person=log.ann)
    monkeypatch.delitem(events._kinds, "test.noted")
    assert tell(Entry.objects.get()) == "test.noted: Bob Agent for Ann Lee"


@pytest.mark.django_db
def test_an_entry_older_than_its_sentence_is_told_by_its_title(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = log.add(Whispered(), actor=log.bob, person=log.ann)
    monkeypatch.setattr(Whispered, "sentence", "{actor} whispered {what}")
    assert tell(entry) == "Whispered: Bob Agent for Ann Lee"
