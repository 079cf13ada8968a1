"""A log of its own for each test, and two people who need no table."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

from alongside.history import actions
from alongside.history.actions import Authorship
from alongside.history.events import Event
from alongside.history.models import Entry
from alongside.history.report import Level, Report
from alongside.lib import tenancy

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Somebody:
    id: int
    name: str
    ref: uuid.UUID = field(default_factory=uuid.uuid4)


class Noted(
    Event,
    kind="test.noted",
    title="Noted",
    sentence="{actor} noted {text} for {person}",
    sentence_self="{actor} noted {text}",
):
    text: str


class Whispered(Event, kind="test.whispered", title="Whispered", sentence="{actor} whispered", private=True):
    pass


@dataclass
class Log:
    """One tenant's log, and short ways of adding to it."""

    tenant_id: int
    ann: Somebody
    bob: Somebody

    def add(
        self,
        event: Event | None = None,
        *,
        actor: Somebody | None = None,
        person: Somebody | None = None,
        assistance: uuid.UUID | None = None,
        outcome: str = "done",
        about: str | None = None,
        at: datetime = NOON,
    ) -> Entry:
        """Ann does something for herself, unless told otherwise."""
        authorship = Authorship(
            tenant_id=self.tenant_id,
            actor=actor or self.ann,
            person=person or self.ann,
            assistance_id=assistance,
            mode="none" if assistance is None else "user",
            session="a" * 64,
            request_id="r1",
            address="192.0.2.0",
        )
        with transaction.atomic():
            return actions.record(
                authorship,
                event or Noted("a thing"),
                power="test.note",
                rule="own-record",
                about=about,
                at=at,
                outcome=outcome,
            )

    def fill(self, entries: int) -> list[Entry]:
        return [
            self.add(Noted(f"thing {number}"), at=NOON + timedelta(seconds=number))
            for number in range(entries)
        ]


@pytest.fixture
def log(request: pytest.FixtureRequest, tmp_path: Path, settings: Settings) -> Iterator[Log]:
    """An empty log of a tenant that is open for the test; checkpoints are kept in a folder of its own."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
    settings.DATA = tmp_path
    log = Log(secrets.randbelow(2**31) + 1, Somebody(1, "Ann Lee"), Somebody(2, "Bob Agent"))
    with tenancy.within(log.tenant_id):
        yield log


def said(found: Report) -> list[str]:
    """What a verification found to be wrong."""
    return [each.sentence() for each in found.findings if each.level != Level.NOTE]
