"""`alongside history`: what it prints, and the exit code that other programs go by."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.db import DatabaseError
from pytest_django import Settings

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.command import history, main
from alongside.command.main import parser
from alongside.history import checkpoints, goss
from alongside.history.checkpoints import Checkpoint
from alongside.history.models import Entry, Head, Key
from alongside.people.actions.searches import DetailsViewed
from alongside.people.models import Person, Tenant
from tests.cast import helping

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _checkpoints_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def sitting(ann: Person, bob: Person) -> None:
    """Bob has helped Ann: two entries."""
    acting = helping(bob, ann)
    assert acting.assistance
    assisting.stop(acting, acting.assistance)


def asked(*arguments: str) -> int:
    options = parser(load="history").parse_args(["history", *arguments])
    code: int = options.run(options)
    return code


def test_a_sound_log_is_said_to_be_sound(
    tenant: Tenant, sitting: None, capsys: pytest.CaptureFixture[str]
) -> None:
    asked("checkpoint", "--tenant", tenant.domain)
    capsys.readouterr()
    assert asked("verify", "--tenant", tenant.domain) == 0
    assert capsys.readouterr().out == (
        "Port Alder Council: sound: every entry is what was written. 2 entries, held against 1 checkpoint.\n"
    )


def test_a_lost_key_is_tampering(tenant: Tenant, sitting: None, capsys: pytest.CaptureFixture[str]) -> None:
    Key.objects.all().delete()
    assert asked("verify", "--tenant", str(tenant.pk)) == 2
    assert "Port Alder Council: TAMPERED WITH. 2 entries" in capsys.readouterr().out


def test_a_tenant_that_is_not_there_cannot_be_verified(
    tenant: Tenant, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked("verify", "--tenant", "Atlantis") == 3
    assert "There is no tenant “Atlantis”" in capsys.readouterr().out


def test_a_name_that_several_tenants_have_is_not_enough(
    tenant: Tenant, capsys: pytest.CaptureFixture[str]
) -> None:
    Tenant.objects.create(name=tenant.name, domain="other.localhost")
    assert asked("verify", "--tenant", tenant.name) == 3
    assert "other.localhost" in capsys.readouterr().out


def test_a_database_that_cannot_be_read_is_said_to_be_so(
    tenant: Tenant, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(wanted: str | None) -> dict[int, str]:
        raise DatabaseError("file is not a database")

    monkeypatch.setattr(history, "chosen_tenants", broken)
    assert asked("verify") == 3
    assert asked("checkpoint") == 3
    assert asked("show", "0") == 3
    assert capsys.readouterr().out.count("file is not a database") == 3


def test_a_checkpoint_newer_than_the_log_leaves_it_open(
    tenant: Tenant, sitting: None, tmp_path: Path
) -> None:
    newer = tmp_path / "newer"
    newer.write_text(Checkpoint(checkpoints.origin(tenant.pk), 3, b"x" * 32).body())
    assert asked("verify", "--tenant", tenant.domain, "--from-checkpoint", str(newer)) == 3
    newer.write_text(Checkpoint(checkpoints.origin(tenant.pk), 2, b"x" * 32).body())
    assert asked("verify", "--tenant", tenant.domain, "--from-checkpoint", str(newer)) == 2


def test_a_checkpoint_is_of_one_tenant(
    tenant: Tenant, sitting: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "chosen_tenants", lambda _: {1: "one", 2: "two"})
    assert asked("verify", "--from-checkpoint", "file") == 3
    assert asked("show", "0") == 3


def test_programs_read_json(tenant: Tenant, sitting: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked("verify", "--tenant", tenant.domain, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["verdict"], found["exit_code"]) == ("sound", 0)
    (log,) = found["logs"]
    assert (log["name"], log["tenant"], log["entries"]) == ("Port Alder Council", tenant.pk, 2)
    assert log["root"] == bytes(Head.objects.get().root).hex()
    assert asked("verify", "--tenant", "Atlantis", "--json") == 3
    assert json.loads(capsys.readouterr().out)["verdict"] == "incomplete"


def test_every_log_is_verified_when_no_tenant_is_named(
    tenant: Tenant, sitting: None, capsys: pytest.CaptureFixture[str]
) -> None:
    checkpoints.folder().mkdir()
    gone = Checkpoint(checkpoints.origin(32_000), 7, b"x" * 32)
    checkpoints.file_of(32_000).write_text(f"{gone.body()}\n")
    assert asked("verify", "--json") == 2
    verdicts = {log["name"]: log["verdict"] for log in json.loads(capsys.readouterr().out)["logs"]}
    assert verdicts["tenant 32000"] == "tampered"
    assert verdicts["Port Alder Council"] == "sound"


def test_checkpoints_are_kept(tenant: Tenant, sitting: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked("checkpoint", "--tenant", tenant.domain) == 0
    assert "Port Alder Council: 2 entries, written to " in capsys.readouterr().out
    assert [each.size for each in checkpoints.kept(tenant.pk)] == [2]
    checkpoints.file_of(tenant.pk).write_text("scribble")
    assert asked("checkpoint", "--tenant", tenant.domain) == 3


def test_an_entry_is_shown(tenant: Tenant, sitting: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked("show", "0", "--tenant", tenant.domain) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["sentence"] == "Bob Helper started helping Ann Example"
    assert shown["header"] == Entry.objects.get(number=0).header
    assert shown["contents"]["person"]["name"] == "Ann Example"


def test_an_entry_is_shown_in_the_shapes_of_goss(
    tenant: Tenant, sitting: None, ann: Person, bob: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked("show", "1", "--tenant", tenant.domain, "--goss") == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["history"]["userId"], shown["history"]["proxyUserId"]) == (ann.pk, bob.pk)
    subject = shown["audit"]["subject"]
    assert (subject["customerUserId"], subject["userId"]) == (ann.pk, bob.pk)
    assert (subject["event"], subject["subsiteName"]) == ("Stop assist", "Port Alder Council")
    assert subject["description"] == "Stopped assisting user Ann Example"


def test_an_entry_that_is_not_there_is_not_shown(
    tenant: Tenant, sitting: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked("show", "2", "--tenant", tenant.domain) == 3
    assert "Port Alder Council has no entry 2." in capsys.readouterr().out


def test_an_erased_entry_is_shown_as_erased(
    tenant: Tenant, sitting: None, capsys: pytest.CaptureFixture[str]
) -> None:
    Key.objects.all().delete()
    assert asked("show", "0", "--tenant", tenant.domain) == 0
    assert json.loads(capsys.readouterr().out)["contents"] == "erased"


def test_what_the_roles_need_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked("prepare", "--database", "house", "--app", "house_app") == 0
    printed = capsys.readouterr().out
    assert 'ALTER DATABASE "house" OWNER TO "house_app_migrator";' in printed
    assert "ALONGSIDE_MIGRATE_URL" in printed


def test_migrations_sign_in_as_their_own_role(monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[str] = []
    monkeypatch.setattr(main, "execute_from_command_line", lambda _: used.append(os.environ["DATABASE_URL"]))
    monkeypatch.setenv("DATABASE_URL", "postgres://app@host/house")
    monkeypatch.setenv("ALONGSIDE_MIGRATE_URL", "postgres://migrator@host/house")
    main.run(["alongside", "check"])
    main.run(["alongside", "migrate"])
    assert used == ["postgres://app@host/house", "postgres://migrator@host/house"]


def test_roles_that_cannot_be_made_are_said_to_be_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked("prepare", "--database", "house", "--app", "one", "--migrator", "one") == 3
    assert asked("prepare", "--database", "h", "--app", "a", "--as", "postgres://nobody@localhost:1/h") == 3
    assert capsys.readouterr().out.count("The roles could not be made.") == 2


def test_the_events_that_are_audited_are_declared_with_their_names() -> None:
    declared = {event.kind: event.title for event in (assisting.Started, assisting.Stopped, DetailsViewed)}
    assert declared == {kind: title for kind, (title, _) in goss.AUDITED.items()}


def test_what_everybody_does_stays_sound(tenant: Tenant, ann: Person, ben: Person, bob: Person) -> None:
    """The kernel's own deeds, as the verification reads them: begin, switch, stop, be refused."""
    first = helping(bob, ann)
    second = assisting.switch(Acting.alone(bob), ben)
    assert first.assistance
    assisting.stop(first, first.assistance)
    assisting.stop(Acting.alone(bob), second)
    helping(bob, ann)
    assert asked("verify", "--tenant", tenant.domain) == 0
