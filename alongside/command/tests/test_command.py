"""The command line as an administrator meets it: help, and one line for each thing that is wrong."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from alongside.command import main


def alongside(*arguments: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with these settings and a data folder of its own."""
    kept = {"PATH", "HOME", "LANG", "TMPDIR", "PYTHONPATH"}
    environment = {name: value for name, value in os.environ.items() if name in kept}
    return subprocess.run(
        [str(Path(sys.executable).with_name("alongside")), *arguments],
        env=environment | {"ALONGSIDE_DATA": str(folder / "data")} | settings,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("arguments", [[], ["help"], ["--help"]])
def test_without_a_command_it_lists_them(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main.run(["alongside", *arguments])
    listed = capsys.readouterr().out
    assert ended.value.code == 0
    assert [name for name in main.COMMANDS if not re.search(rf"\n    {name}\s", listed)] == []


@pytest.mark.parametrize("name", main.COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main.run(["alongside", name, "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: alongside {name} ")


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        (
            {"ALONGSIDE_SECRET_KEY": "short"},
            "alongside: the setting ALONGSIDE_SECRET_KEY is '…', but must be at least 40 characters that"
            " nobody can guess.",
        ),
        (
            {"ALONGSIDE_HTTPS": "perhaps"},
            "alongside: the setting ALONGSIDE_HTTPS is 'perhaps', but must be yes or no.",
        ),
        (
            {"ALONGSIDE_ASSIST_IDLE_MINUTES": "0"},
            "alongside: the setting ALONGSIDE_ASSIST_IDLE_MINUTES is '0', but must be a whole number"
            " above zero, like 15.",
        ),
        (
            {"ALONGSIDE_DATA": "/dev/null/data"},
            "alongside: the setting ALONGSIDE_DATA is '/dev/null/data', but must be a folder that can be made"
            " (Not a directory).",
        ),
        (
            {"ALONGSIDE_TIME_ZONE": "Europe/Atlantis"},
            "alongside: the setting ALONGSIDE_TIME_ZONE is 'Europe/Atlantis', but must be the name of a time"
            " zone, like Europe/London.",
        ),
        (
            {"DATABASE_URL": "oracle://somewhere/db"},
            "alongside: the setting DATABASE_URL is 'oracle://somewhere/db', but must be an address like"
            " postgres://user:password@host/name or sqlite:////folder/file.",
        ),
        (
            {"DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"},
            "alongside: the database that DATABASE_URL names cannot be used: unable to open database file",
        ),
        (
            {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
            "alongside: the database that DATABASE_URL names cannot be used: connection failed: connection to"
            ' server at "127.0.0.1", port 1 failed: Connection refused',
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_setting_that_cannot_be_used_is_named_in_one_line(
    tmp_path: Path, settings: dict[str, str], line: str
) -> None:
    done = alongside("serve", "--port", "0", folder=tmp_path, **settings)
    assert (done.returncode, done.stderr, done.stdout) == (1, f"{line}\n", "")


def test_a_database_of_another_release_is_not_served(tmp_path: Path) -> None:
    done = alongside("serve", "--port", "0", folder=tmp_path)
    wanted = "alongside: the database is not that of this release: run `alongside migrate` first.\n"
    assert (done.returncode, done.stderr) == (1, wanted)


def test_what_is_not_ours_is_djangos(tmp_path: Path) -> None:
    done = alongside("check", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("System check identified no issues")


def test_the_readme_has_every_setting_and_every_command() -> None:
    root = Path(main.__file__).parents[2]
    readme = (root / "README.md").read_text()
    read = re.findall(r'env\.\w+\(\s*"(\w+)"', (root / "alongside/site/settings.py").read_text())
    assert len(read) > 10
    assert [name for name in read if f"`{name}`" not in readme] == []
    assert [name for name in main.COMMANDS if f"`alongside {name}" not in readme] == []
