"""What auditors are given, checked by the program they are given, which knows nothing of ours."""

from __future__ import annotations

import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.command import main
from alongside.command.bench import outsiders
from alongside.history.models import Head
from alongside.history.notes import Signer
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people.models import Tenant
from tests.cast import AGENT, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant(db: None, settings: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tenant]:
    """A tenant in which somebody was helped, signed."""
    settings.DATA, settings.SIGNER = tmp_path, tmp_path / "signer"  # type: ignore[attr-defined]
    settings.SINKS = [str(tmp_path / "one"), str(tmp_path / "two")]  # type: ignore[attr-defined]
    made = people.create_tenant("Port Alder Council", f"{uuid.uuid4().hex[:12]}.localhost")
    with tenancy.within(made.pk):
        bob, ann = make_person("Bob", "Helper", rights=AGENT), make_person("Ann", "Example")
        assistance = assisting.start(Acting.alone(bob), ann)
        people.edit_profile(Acting(bob, ann, assistance), ann, {"email": "ann@example.org"})
        assisting.stop(Acting.alone(bob), assistance)
        main.run(["alongside", "sign", "--once"])
        yield made


def history(tenant: Tenant, *words: object) -> int:
    name, *rest = map(str, words)
    return main.run(["alongside", "history", name, "--tenant", tenant.domain, *rest])


@pytest.fixture
def keys(tenant: Tenant, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    capsys.readouterr()
    history(tenant, "keys")
    file = tmp_path / "keys.txt"
    file.write_text(capsys.readouterr().out)
    return file


@pytest.fixture
def exported(tenant: Tenant, tmp_path: Path) -> Path:
    assert history(tenant, "export", tmp_path / "export") == 0
    return tmp_path / "export"


def offline(tmp_path: Path, *words: object) -> tuple[int, str]:
    """Run what auditors are given in a Python that cannot find Alongside."""
    file = tmp_path / "verifier.py"
    assert main.run(["alongside", "history", "verifier", "-o", str(file)]) == 0
    done = subprocess.run(
        [sys.executable, "-P", str(file), *map(str, words)],
        cwd=tmp_path,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_proof_of_an_entry_is_accepted(tenant: Tenant, keys: Path, tmp_path: Path) -> None:
    size = Head.objects.get().size
    for number in range(size):
        proof = tmp_path / f"{number}.tlog-proof"
        assert history(tenant, "prove", number, "-o", proof) == 0
        assert len(proof.read_bytes()) < 4000
        code, said = offline(tmp_path, "entry", proof, "--key", keys)
        assert (code, said.partition(" of ")[0]) == (0, f"Proven: entry {number}")


def test_a_house_has_logs_of_its_own_name(
    tenant: Tenant, settings: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.LOG_NAME, settings.SIGNER = "help.example.org", tmp_path / "another"  # type: ignore[attr-defined]
    main.run(["alongside", "sign", "--once"])
    capsys.readouterr()
    history(tenant, "keys")
    assert capsys.readouterr().out.startswith(f"help.example.org/history/{tenant.pk}+")


def test_a_log_is_proven_with_go_only_where_there_is_go(tmp_path: Path) -> None:
    with pytest.raises(outsiders.NoGo, match="there is no “nowhere/go”"):
        outsiders.ask_go(tmp_path, "nowhere/go")


def test_a_proof_with_another_entry_is_not(tenant: Tenant, keys: Path, tmp_path: Path) -> None:
    history(tenant, "prove", 1, "-o", tmp_path / "1.proof")
    history(tenant, "prove", 2, "-o", tmp_path / "2.proof")
    one, two = ((tmp_path / f"{name}.proof").read_text().split("\n") for name in (1, 2))
    (tmp_path / "forged").write_text("\n".join([one[0], two[1], *one[2:]]))
    code, said = offline(tmp_path, "entry", tmp_path / "forged", "--key", keys)
    assert (code, said) == (
        2,
        "TAMPERED WITH. The entry is not the one that the log holds at this place.\n",
    )


def test_an_entry_that_is_not_signed_yet_is_not_proven(
    tenant: Tenant, capsys: pytest.CaptureFixture[str]
) -> None:
    people.create_group(Acting.alone(people.system(tenant)), "Another")
    assert history(tenant, "prove", Head.objects.get().size - 1) == 3
    assert "is not signed yet" in capsys.readouterr().err


def test_a_whole_log_is_accepted_and_its_story_told(
    exported: Path, keys: Path, tenant: Tenant, tmp_path: Path
) -> None:
    code, said = offline(
        tmp_path, "log", exported, "--key", keys, "--kept", tmp_path / "one" / str(tenant.pk)
    )
    assert code == 0, said
    assert said.startswith(f"Sound: {Head.objects.get().size} entries of alongside/history/{tenant.pk}")
    assert "1 assistances, 2 entries within them." in said


def test_a_byte_changed_anywhere_is_found(exported: Path, keys: Path, tmp_path: Path) -> None:
    (bundle,) = (exported / "tile" / "entries").rglob("[0-9]*.p/*")
    content = bundle.read_bytes()
    for at in range(0, len(content), 97):
        bundle.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        code, said = offline(tmp_path, "log", exported, "--key", keys)
        assert code == 2, said


def test_a_log_that_another_key_signed_is_not_believed(
    exported: Path, tmp_path: Path, tenant: Tenant
) -> None:

    stranger = Signer.new(f"alongside/history/{tenant.pk}").verifier.text()
    code, said = offline(tmp_path, "log", exported, "--key", stranger)
    assert (code, said) == (2, "TAMPERED WITH. The checkpoint is not signed by a key that you trust.\n")


def test_a_log_that_is_shorter_than_what_an_auditor_keeps_is_found(
    exported: Path, keys: Path, tenant: Tenant, tmp_path: Path
) -> None:
    people.create_group(Acting.alone(people.system(tenant)), "Another")
    main.run(["alongside", "sign", "--once"])
    code, said = offline(tmp_path, "log", exported, "--key", keys, "--kept", tmp_path / "one")
    assert code == 2
    assert "You keep a checkpoint of" in said


def test_what_is_missing_is_said(exported: Path, keys: Path, tmp_path: Path) -> None:
    (bundle,) = (exported / "tile" / "entries").rglob("[0-9]*.p/*")
    bundle.unlink()
    code, said = offline(tmp_path, "log", exported, "--key", keys)
    assert (code, said.partition(" ")[0]) == (3, "Not")


def test_kept_checkpoints_agree(keys: Path, tenant: Tenant, tmp_path: Path) -> None:
    files = [*(tmp_path / "one").rglob("*.checkpoint"), *(tmp_path / "two").rglob("*.checkpoint")]
    ours = [file for file in files if file.parent.name == str(tenant.pk)]
    code, said = offline(tmp_path, "notes", *ours, "--key", keys)
    assert (code, said) == (0, "1 checkpoints, each signed, and none contradicts another.\n")
