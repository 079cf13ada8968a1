"""The demonstration: set up once, the same the next time, larger when asked."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random

import pytest

from alongside.command.demo import cast, sheet
from alongside.command.demo.answering import answers
from alongside.command.tests.test_command import alongside
from alongside.forms import examples, parsing
from alongside.forms.reading import read_all
from alongside.people.models import Person

COMMAND = Path(sys.executable).with_name("alongside")


def start_and_stop(folder: Path, people: int) -> str:
    """Start the demonstration, stop it when it is ready, and give what it printed."""
    process = subprocess.Popen(
        [COMMAND, "demo", "--people", str(people), "--port", "0"],
        env={"PATH": os.environ["PATH"], "ALONGSIDE_DATA": str(folder / "data")},
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    printed = ""
    for line in process.stdout:
        printed += line
        if line.strip().startswith("dev "):  # the last who can sign in
            break
    process.send_signal(signal.SIGTERM)
    printed += process.stdout.read()
    assert process.wait() == 0, printed
    return printed


def test_it_is_set_up_once_grows_when_asked_and_its_history_is_sound(tmp_path: Path) -> None:
    first = start_and_stop(tmp_path, 30)
    assert "47 people" in first
    assert "not sent" not in first
    entries = verified(tmp_path)
    again = start_and_stop(tmp_path, 50)
    assert "Setting up" not in again
    assert "50 of 50 residents" in again
    assert "67 people" in again
    # One entry for the twenty who came, and nothing twice.
    assert verified(tmp_path) - entries == Counter({"people.many_registered": 1})


def verified(folder: Path) -> Counter[str]:
    """How many entries of each kind there are, but for what the worker does by itself: when it notices the
    signer's key, or that there are people enough to hide decoys among, and when letters leave, is a matter
    of seconds."""
    done = alongside("history", "verify", "--json", folder=folder)
    report = json.loads(done.stdout)
    assert (done.returncode, report["verdict"]) == (0, "sound"), done.stdout
    [database] = folder.glob("data/*.sqlite3")
    with closing(sqlite3.connect(database)) as opened:
        kinds = Counter(kind for (kind,) in opened.execute("SELECT kind FROM history_entry"))
    assert kinds.total() == report["logs"][0]["entries"]
    for kind in ("history.key_added", "people.decoys_planted", "cases.letter_left"):
        del kinds[kind]
    return kinds


def test_the_sheet_names_everybody_who_can_sign_in_and_where() -> None:
    printed = sheet.text("Port Alder Council", 2014, "http://127.0.0.1:8000")
    names = [one.username for one in (*cast.COLLEAGUES, *cast.RESIDENTS)]
    assert [name for name in names if f"\n  {name} " not in printed] == []
    assert cast.PASSWORD in printed
    assert "http://127.0.0.1:8000/console/" in printed


def test_the_readme_names_the_same_people_and_the_same_password() -> None:
    readme = Path(__file__).parents[3].joinpath("README.md").read_text()
    for one in cast.COLLEAGUES:
        assert f"| `{one.username}` | {one.given_name} {one.family_name}, {one.role} |" in readme
    for resident in cast.RESIDENTS:
        name = f"{resident.given_name} {resident.family_name}"
        assert f"| `{resident.username}` | {name}, resident |" in readme
    assert f"`{cast.PASSWORD}`" in readme


@pytest.mark.parametrize("name", examples.NAMES)
def test_there_is_a_plausible_answer_to_every_question_of_every_example(name: str) -> None:
    definition = parsing.parse(examples.example(name).definition)
    nobody = Person()  # of whom nothing is known
    for seed in range(20):
        for page in definition.pages:
            typed = answers(page, nobody, Random(seed), date(2026, 11, 22))
            assert read_all(page.questions, typed, date(2026, 11, 22))[1] == {}
