"""The signer's rounds: how far behind a checkpoint may be, and what it says when something is wrong."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from pytest_django import Settings

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.command.sign import AHEAD, EVERY, Rounds
from alongside.console.history.actions import add_key, retire_key
from alongside.history.keeping import LAG_TOLD, Lag, Progress
from alongside.history.models import Entry, Head
from alongside.history.signing import Desk
from alongside.history.sinks import Folder
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people.models import Person, Tenant
from tests.cast import AGENT, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant(db: None) -> Iterator[Tenant]:
    made = people.create_tenant("Port Alder Council", f"{uuid.uuid4().hex[:12]}.localhost", segment="All")
    with tenancy.within(made.pk):
        yield made


@pytest.fixture
def setup(tenant: Tenant) -> Acting:
    return Acting.alone(people.system(tenant))


@pytest.fixture
def rounds(tmp_path: Path, settings: Settings) -> Rounds:
    settings.DATA = tmp_path
    return Rounds(Desk(tmp_path / "signer", [Folder(tmp_path / "one"), Folder(tmp_path / "two")]))


@pytest.fixture
def bob(tenant: Tenant) -> Person:
    return make_person("Bob", "Helper", rights=AGENT)


@pytest.fixture
def ann(tenant: Tenant) -> Person:
    return make_person("Ann", "Example")


def signed(rounds: Rounds, tenant: Tenant) -> int | None:
    return rounds.desk.signed_size(tenant.pk)


def test_the_first_key_is_an_entry_of_the_log_it_signs(rounds: Rounds, tenant: Tenant) -> None:
    rounds.look(0)
    rounds.look(10)
    assert Entry.objects.newest_first()[0].kind == "history.key_added"
    rounds.look(20)
    assert signed(rounds, tenant) == Head.objects.get().size


def test_keys_come_and_go_by_entries_that_say_which(rounds: Rounds, tenant: Tenant, setup: Acting) -> None:
    rounds.look(0)
    rounds.look(10)
    first = rounds.desk.public(tenant.pk)[0]

    added = add_key(setup, rounds.desk)
    assert retire_key(setup, rounds.desk) == first

    told = [entry.open().data["key"] for entry in Entry.objects.newest_first()[:2]]
    assert told == [first.text(), added.text()]
    with pytest.raises(ValueError, match="only"):
        retire_key(setup, rounds.desk)


def test_a_log_is_signed_at_once_when_an_assistance_ends(
    rounds: Rounds, tenant: Tenant, bob: Person, ann: Person
) -> None:
    rounds.look(0)
    rounds.look(100)
    rounds.look(200)
    assistance = assisting.start(Acting.alone(bob), ann)
    rounds.look(200.5)
    before = Head.objects.get().size
    assert signed(rounds, tenant) == before - 1
    assisting.stop(Acting.alone(bob), assistance)
    rounds.look(200.6)
    assert signed(rounds, tenant) == Head.objects.get().size == before + 1


def test_what_could_not_be_signed_is_not_marked_as_signed(
    rounds: Rounds, tenant: Tenant, setup: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds.look(0)
    rounds.look(100)
    people.create_group(setup, "One")

    def full(self: Desk) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Desk, "sign_what_grew", full)
        with pytest.raises(OSError, match="No space"):
            rounds.look(200)
    rounds.look(200.5)
    assert signed(rounds, tenant) == Head.objects.get().size


def test_no_entry_waits_longer_than_a_minute_or_a_hundred_entries() -> None:
    """A quiet house, a busy one, and rushes of four hundred a second (security.md G8)."""
    for rate in (0.05, 0.7, 3, 40, 400):
        choose, progress, size, waiting = Random(7), Progress(0, 0, 0, 0, ahead=AHEAD), 0, 0.0
        for look in range(2_000 if rate > 100 else 10_000):
            at = look * EVERY
            rushes = rate < 100 or look // 30 % 2
            draws = (60 if rate > 100 else 8) if rushes else 0
            size += sum(choose.random() < rate * EVERY / draws for _ in range(draws))
            progress.see(size, at)
            if progress.due(at):
                progress.done(at)
            if progress.written == size:
                waiting = at
            assert at - waiting <= 60
            assert size - progress.written <= 100


def test_a_signer_that_stopped_is_noticed_by_the_server(
    rounds: Rounds, tenant: Tenant, setup: Acting, caplog: pytest.LogCaptureFixture
) -> None:
    lag = Lag(rounds.desk)
    lag.look(20)
    assert lag.behind_since == {}  # nothing was ever signed here
    rounds.look(20)
    rounds.look(40)
    rounds.look(60)
    people.create_group(setup, "One")
    with caplog.at_level(logging.ERROR):
        for at in range(100, 100 + int(LAG_TOLD) + 40, 10):
            lag.look(at)
    assert [record.getMessage().partition(": ")[0] for record in caplog.records] == [
        f"Nothing of tenant {tenant.pk} was signed for 90 seconds"
    ]
    rounds.look(300)
    rounds.look(310)
    lag.look(320)
    assert lag.told == set()
