"""Measuring: the figures that others rely on, and that the floor does what the product did."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from alongside.command.bench import replay
from alongside.command.bench.figures import Series
from alongside.command.bench.job import STEPS
from alongside.command.tests.test_command import alongside
from alongside.people.models import Person, Segment, Tenant

OF_A_STEP = {"p50_ms", "p95_ms", "cpu_ms", "floor_ratio", "rps"}


def measured(name: str, folder: Path) -> dict[str, object]:
    done = alongside("bench", name, "--people", "20", "--rounds", "2", "--json", folder=folder)
    assert done.returncode == 0, done.stderr
    figures: dict[str, object] = json.loads(done.stdout)
    assert figures["method"]
    assert {"python", "django", "sqlite"} == set(figures["versions"])  # type: ignore[call-overload]  # a mapping
    return figures


def test_the_journey_has_figures_for_every_step(tmp_path: Path) -> None:
    figures = measured("journey", tmp_path)
    for step in STEPS:
        of_step = figures[step]
        assert isinstance(of_step, dict)
        assert {name for name in OF_A_STEP if of_step[name] > 0} == OF_A_STEP
    assert figures["pss_mb"]


def test_pages_and_a_crowd_have_their_figures(tmp_path: Path) -> None:
    figures: dict[str, Any] = measured("pages", tmp_path)
    assert 0 < figures["heaviest_kb"] < 60
    assert 0 < figures["most_requests"] <= 6
    assert {tuple(page) for page in figures["pages"].values()} == {("kb", "requests", "p50_ms", "cpu_ms")}
    crowd = alongside("bench", "load", "--people", "20", "--seconds", "2", "--json", folder=tmp_path)
    said: dict[str, Any] = json.loads(crowd.stdout)
    assert said["errors"] == 0, crowd.stderr
    assert [name for name in ("rps", "p95_ms", "cpu_ms", "pss_mb") if not said[name] > 0] == []


def test_history_has_its_figures(tmp_path: Path) -> None:
    figures = measured("history", tmp_path)
    for name in ("deeds_per_s", "floor_ratio", "verify_per_s", "prove_ms"):
        value = figures[name]
        assert isinstance(value, float)
        assert value > 0


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_agents_at_the_same_moment_get_different_questions(database: str, tmp_path: Path) -> None:
    """J20."""
    size = ("--people", "20", "--agents", "6", "--rounds", "3", "--database", database)
    done = alongside("bench", "get-next", *size, "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    figures: dict[str, Any] = json.loads(done.stdout)
    assert (figures["doubles"], figures["left"], figures["questions"]) == (0, 0, 18)
    assert [name for name in ("per_s", "floor_ratio", "p95_ms") if not figures[name] > 0] == []


def test_a_step_of_a_process_has_its_figures(tmp_path: Path) -> None:
    figures: dict[str, Any] = measured("process", tmp_path)
    names = ("step_ms", "engine_ratio", "memory_ratio", "own_ratio", "bytes_per_instance")
    assert [name for name in names if not figures[name] > 0] == []
    assert figures["bytes_when_finished"] < 2_000


@pytest.mark.parametrize(
    "database", ["postgres", "sqlite"] if "ALONGSIDE_CRASH_KILLS" in os.environ else ["postgres"]
)
def test_nothing_answered_is_lost_when_servers_and_databases_are_killed(
    database: str, tmp_path: Path
) -> None:
    """ALONGSIDE_CRASH_KILLS=500 makes it as long as security.md G11 asks for, on both databases."""
    kills = os.environ.get("ALONGSIDE_CRASH_KILLS", "2")
    words = ("bench", "crash", "--people", "20", "--kills", kills, "--database", database, "--json")
    done = alongside(*words, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    figures: dict[str, Any] = json.loads(done.stdout)
    assert sum(figures["kills"].values()) == int(kills)
    assert (figures["lost"], figures["twice"], figures["torn"], figures["gaps"]) == (0, 0, 0, 0)
    assert figures["answered"] > int(kills)
    assert figures["wrong_in_log"] == []


OF_A_KIND = {"p50_ms", "p95_ms", "p99_ms", "cpu_ms", "first_touch_p95_ms", "floor_ratio"}


def test_searching_has_figures_for_every_kind_of_question(tmp_path: Path) -> None:
    figures = measured("search", tmp_path)
    by_class = figures["by_class"]
    assert isinstance(by_class, dict)
    assert len(by_class) > 35
    for of_kind in (figures, *by_class.values()):
        assert {name for name in OF_A_KIND if of_kind[name] > 0} == OF_A_KIND
    assert {
        name for name in ("index_mb", "build_s", "write_ms", "write_new_ms") if not figures[name]
    } == set()
    assert figures["hit_rate"]
    assert by_class["account"]["hit_rate"] == by_class["e-mail"]["hit_rate"] == 1


def test_matching_has_figures_without_and_with_a_number(tmp_path: Path) -> None:
    figures = measured("match", tmp_path)
    with_number = figures["with_number"]
    assert isinstance(with_number, dict)
    ways: tuple[dict[str, Any], ...] = (figures, with_number)
    for way in ways:
        assert [name for name in ("cpu_ms", "p50_ms", "p95_ms") if not way[name] > 0] == []
        assert (way["recall_at_1"], way["recall_at_5"], way["asked"]) == (1, 1, 2)
    assert figures["relatives_suspected"] in {0, 0.5, 1}  # a share of the two, whoever was drawn


def test_a_percentile_is_a_time_that_was_measured() -> None:
    series = Series(times=[float(number) for number in range(1, 101)])
    assert [series.percentile(part) for part in (0.5, 0.95, 0.99, 1.0)] == [50, 95, 99, 100]
    assert Series(times=[7.0]).percentile(0.5) == 7


@pytest.mark.django_db(transaction=False)
def test_what_is_said_to_the_database_is_noted_with_its_values(tenant: Tenant, ann: Person) -> None:
    with replay.noted() as work:
        list(Segment.objects.filter(name="Residents").values_list("pk"))
        with transaction.atomic():
            Person.objects.filter(pk=ann.pk).update(given_name="Anna")
    said = [statement for part in work for statement in part.statements]
    assert [statement.sql.split()[0] for statement in said] == ["SELECT", "UPDATE"]
    assert "Anna" in said[1].params
    assert replay.count(work) == 2
    assert Person.objects.get(pk=ann.pk).given_name == "Anna"


def test_the_bare_driver_writes_the_same_rows(tmp_path: Path) -> None:
    path = tmp_path / "copy.sqlite3"
    with sqlite3.connect(path) as link:
        link.execute("CREATE TABLE fruit (name text, weight int)")
    update = replay.Statement("UPDATE fruit SET weight = %s WHERE name LIKE 'a%%'", (7,), many=False)
    insert = replay.Statement("INSERT INTO fruit VALUES (%s, %s)", [("apple", 1), ("pear", 2)], many=True)
    named = replay.Statement("SELECT * FROM fruit WHERE name = %(name)s", {"name": "pear"}, many=False)
    bare = replay.SQLite(str(path))
    bare.play([replay.Transaction(True, [insert, update]), replay.Transaction(False, [named])])
    bare.close()
    with sqlite3.connect(path) as link:
        assert link.execute("SELECT * FROM fruit").fetchall() == [("apple", 7), ("pear", 2)]


@pytest.mark.skipif("ALONGSIDE_CALLS" not in os.environ, reason="ALONGSIDE_CALLS=40 makes that many calls")
def test_no_call_hangs_and_all_have_their_figures(tmp_path: Path) -> None:
    words = ("bench", "call", "--rounds", os.environ.get("ALONGSIDE_CALLS", "1"), "--json")
    done = alongside(*words, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    figures: dict[str, Any] = json.loads(done.stdout)
    assert figures["hung"] == 0
    assert 0 < figures["floor_ratio"] < 3
