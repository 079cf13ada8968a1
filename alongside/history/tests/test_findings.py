"""What the verification looks at besides hashes, and the words it finds."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from alongside.history import actions, checkpoints, keys, report, stored, walk
from alongside.history.actions import Authorship
from alongside.history.checkpoints import Checkpoint
from alongside.history.events import Event
from alongside.history.models import Key
from alongside.history.report import Finding, Level, Report
from alongside.history.stored import Stored
from alongside.history.tests.conftest import NOON, Log, said
from alongside.history.verify import verify
from alongside.lib import tenancy


class Begun(Event, kind="test.begun", title="Start", sentence="{actor} began"):
    pass


class Ended(Event, kind="test.ended", title="Stop", sentence="{actor} stopped"):
    pass


@pytest.fixture
def sittings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this package's own test events begin and end assistances."""
    monkeypatch.setattr("alongside.history.sittings.STARTED", b"test.begun")
    monkeypatch.setattr("alongside.history.sittings.STOPPED", b"test.ended")
    monkeypatch.setattr("alongside.history.sittings.EDGES", (b"test.begun", b"test.ended"))
    monkeypatch.setattr("alongside.history.walk.EDGES", (b"test.begun", b"test.ended"))


def help_ann(log: Log, event: Event | None, sitting: uuid.UUID | None, **rest: str) -> None:
    log.add(event, actor=log.bob, person=log.ann, assistance=sitting, **rest)  # type: ignore[arg-type]  # outcome only


@pytest.mark.django_db
@pytest.mark.usefixtures("sittings")
def test_an_assistance_that_begins_is_used_and_ends_is_sound(log: Log) -> None:
    first, second = uuid.uuid4(), uuid.uuid4()
    help_ann(log, Begun(), first)
    help_ann(log, None, first)
    help_ann(log, Ended(), first)
    log.add(actor=log.bob, person=log.ann)
    help_ann(log, None, first, outcome="refused")
    help_ann(log, Begun(), second)
    assert said(verify(log.tenant_id)) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("sittings")
def test_an_assistance_that_was_not_as_it_should_be_is_found(log: Log) -> None:
    running, over, never = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    help_ann(log, Begun(), over)
    help_ann(log, Ended(), over)
    help_ann(log, Begun(), running)
    help_ann(log, None, over)
    help_ann(log, Ended(), over)
    help_ann(log, None, never)
    help_ann(log, Ended(), never)
    help_ann(log, Begun(), running)
    log.add(actor=log.ann, person=log.bob, assistance=running)
    help_ann(log, Begun(), None)
    assert said(verify(log.tenant_id)) == [
        "Entries 3–4: it belongs to an assistance that had ended.",
        "Entries 5–6: it belongs to an assistance that never began.",
        "Entry 7: it begins an assistance that had begun before.",
        "Entry 8: it belongs to an assistance of other people.",
        "Entry 9: it begins or ends an assistance without naming it.",
    ]


@pytest.mark.django_db
def test_a_key_that_is_gone_without_a_record_of_it_is_found(log: Log) -> None:
    log.fill(3)
    Key.objects.filter(ref=log.ann.ref).delete()
    (finding,) = said(verify(log.tenant_id))
    assert finding == (
        "What is recorded against these people cannot be opened: their keys are gone, and nobody is"
        f" recorded to have destroyed them: {log.ann.ref}."
    )


@pytest.mark.django_db
def test_a_key_that_was_exchanged_is_found(log: Log) -> None:
    log.fill(3)
    Key.objects.filter(ref=log.ann.ref).delete()
    wrapped = keys.wrap(log.tenant_id, log.ann.ref, keys.new())
    Key.everywhere.create(tenant_id=log.tenant_id, ref=log.ann.ref, wrapped=wrapped, made_at=NOON)
    assert str(log.ann.ref) in said(verify(log.tenant_id))[0]


@pytest.mark.django_db
def test_a_recorded_erasure_is_sound(log: Log) -> None:
    log.fill(3)
    with transaction.atomic():
        actions.erase(Authorship(log.tenant_id, log.bob, log.bob), log.ann.ref, power="p", rule="r", at=NOON)
    log.fill(2)
    assert said(verify(log.tenant_id)) == []


@pytest.mark.django_db
def test_without_the_secret_the_keys_cannot_be_checked(log: Log, settings: Settings) -> None:
    log.fill(3)
    settings.SECRET_KEY = "another" * 10
    found = verify(log.tenant_id)
    assert found.level == Level.INCOMPLETE
    assert "was wrapped with another SECRET_KEY" in said(found)[0]


@pytest.mark.django_db
def test_a_database_that_cannot_be_read_leaves_it_open(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(tenant_id: int) -> Iterator[list[Stored]]:
        raise DatabaseError("disk I/O error")

    monkeypatch.setattr(stored, "pages", broken)
    found = verify(log.tenant_id)
    assert (found.level, said(found)) == (
        Level.INCOMPLETE,
        ["The database could not be read: disk I/O error."],
    )


@pytest.mark.django_db
def test_an_empty_log_is_sound(log: Log) -> None:
    assert (verify(log.tenant_id).verdict, verify(log.tenant_id).findings) == ("sound", [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"number": "x"}, "Entry 1: another entry has its place."),
        ({"number": None}, "Entry 1: another entry has its place."),
        ({"number": 0}, "Entry 1: another entry has its place."),
        ({"number": 4}, "Entries 1–3 are missing."),
        ({"number": 2}, "Entry 1 is missing."),
        ({"leaf": b"\xff\xfe"}, "Entry 1: the content is not an entry's."),
        ({"leaf": b""}, "Entry 1: the content does not fit its hash: it was changed."),
        ({"leaf_hash": "text"}, "Entry 1: the content does not fit its hash: it was changed."),
        ({"columns": ()}, "Entry 1: the columns, which lists are made from, say other than the content."),
    ],
)
def test_a_row_that_is_no_entry_is_found(
    log: Log, monkeypatch: pytest.MonkeyPatch, change: dict[str, object], finding: str
) -> None:
    log.fill(3)
    ((first, second, third),) = stored.pages(log.tenant_id)
    monkeypatch.setattr(
        stored, "pages", lambda _: iter([[first, Stored(**(second._asdict() | change)), third]])
    )
    assert finding in said(verify(log.tenant_id))


@pytest.mark.django_db
def test_rows_that_no_page_shows_are_found(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    log.fill(3)
    monkeypatch.setattr(stored, "count", lambda _: 4)
    assert said(verify(log.tenant_id)) == ["There are rows of this tenant that have no place in the log."]


@pytest.mark.django_db
@pytest.mark.parametrize("page", [1, 2, 3, 50])
def test_a_log_of_many_pages_is_read_to_its_end(log: Log, monkeypatch: pytest.MonkeyPatch, page: int) -> None:
    monkeypatch.setattr(stored, "_HERE", stored._HERE.replace("LIMIT 2000", f"LIMIT {page}"))
    monkeypatch.setattr(stored, "_THERE", stored._THERE.replace("LIMIT 2000", f"LIMIT {page}"))
    log.fill(6)
    assert verify(log.tenant_id).size == 6
    assert said(verify(log.tenant_id)) == []


@pytest.mark.committed
def test_a_log_is_read_as_it_was_at_one_moment(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nobody who writes has to wait for that."""
    log.fill(3)
    read_head = walk.Walk.head

    def write_meanwhile(self: walk.Walk) -> None:
        def write() -> None:
            with tenancy.within(log.tenant_id):
                log.add()
            connection.close()

        with ThreadPoolExecutor(1) as pool:
            pool.submit(write).result(timeout=10)
        read_head(self)

    monkeypatch.setattr(walk.Walk, "head", write_meanwhile)
    found = verify(log.tenant_id)
    assert (found.size, said(found)) == (3, [])
    monkeypatch.undo()
    assert verify(log.tenant_id).size == 4


def write_checkpoint(path: Path, *made: Checkpoint) -> Path:
    path.write_text("".join(f"{each.body()}\n" for each in made))
    return path


@pytest.mark.django_db
def test_an_older_checkpoint_that_the_log_extends_is_sound(log: Log, tmp_path: Path) -> None:
    log.fill(5)
    (older,) = checkpoints.keep(log.tenant_id)
    log.fill(6)
    checkpoints.file_of(log.tenant_id).unlink()
    found = verify(log.tenant_id, write_checkpoint(tmp_path / "older", older))
    assert (found.verdict, found.checkpoints, said(found)) == ("sound", 1, [])


@pytest.mark.django_db
def test_a_checkpoint_of_another_past_shows_tampering(log: Log, tmp_path: Path) -> None:
    log.fill(5)
    other = Checkpoint(checkpoints.origin(log.tenant_id), 4, b"x" * 32)
    found = verify(log.tenant_id, write_checkpoint(tmp_path / "other", other))
    assert found.level == Level.TAMPERED
    assert said(found)[0].startswith("The first 4 entries are not those of the checkpoint")


@pytest.mark.django_db
def test_a_checkpoint_that_is_newer_than_the_log_says_nothing(log: Log, tmp_path: Path) -> None:
    log.fill(5)
    newer = Checkpoint(checkpoints.origin(log.tenant_id), 6, b"x" * 32)
    found = verify(log.tenant_id, write_checkpoint(tmp_path / "newer", newer))
    assert (found.level, said(found)) == (
        Level.INCOMPLETE,
        ["The checkpoint that was given is newer than this log, so it says nothing about it."],
    )


@pytest.mark.django_db
def test_a_kept_checkpoint_that_is_newer_than_the_log_shows_that_its_end_is_gone(log: Log) -> None:
    log.fill(5)
    newer = Checkpoint(checkpoints.origin(log.tenant_id), 6, b"x" * 32)
    checkpoints.folder().mkdir()
    write_checkpoint(checkpoints.file_of(log.tenant_id), newer)
    found = verify(log.tenant_id)
    assert found.level == Level.TAMPERED
    assert said(found)[0].startswith(
        "A checkpoint kept outside the database counts 6 entries, but only 5 are left"
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "alongside/history/0\n1\nAAAA\n",
        "alongside/history/TENANT\nmany\nAAAA\n",
        "alongside/history/TENANT\n3\n" + base64.b64encode(b"short").decode() + "\n",
        "alongside/history/TENANT\n-3\n" + base64.b64encode(b"x" * 32).decode() + "\n",
        "alongside/history/TENANT\n3\n",
        "é",
    ],
)
def test_a_file_that_holds_no_checkpoint_of_this_log_leaves_it_open(
    log: Log, tmp_path: Path, text: str
) -> None:
    log.fill(3)
    path = tmp_path / "given"
    path.write_text(text.replace("TENANT", str(log.tenant_id)), encoding="utf-8")
    found = verify(log.tenant_id, path)
    assert found.level == Level.INCOMPLETE
    assert said(found)[0].startswith("Checkpoints could not be read")


@pytest.mark.django_db
def test_a_file_that_is_not_there_leaves_it_open(log: Log, tmp_path: Path) -> None:
    assert verify(log.tenant_id, tmp_path / "nothing").level == Level.INCOMPLETE


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([3], "3"),
        ([3, 4], "3–4"),
        ([1, 3, 4, 5, 9], "1, 3–5 and 9"),
        ([5, 1, 5], "1 and 5"),
        (list(range(0, 60, 2)), "0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22 and 18 more"),
    ],
)
def test_numbers_are_said_in_words(numbers: list[int], words: str) -> None:
    assert report.in_words(numbers) == words


@pytest.mark.parametrize(
    ("levels", "code"),
    [
        ([], 0),
        ([Level.NOTE], 0),
        ([Level.INCOMPLETE, Level.NOTE], 3),
        ([Level.TAMPERED, Level.INCOMPLETE], 2),
        ([Level.TAMPERED], 2),
    ],
)
def test_tampering_outweighs_what_could_not_be_checked(levels: list[Level], code: int) -> None:
    one = Report(1, findings=[Finding(level, "x") for level in levels])
    assert one.level == code
    assert report.exit_code([one]) == code
    assert report.exit_code([one, Report(2)]) == code
    assert report.exit_code([Report(1, findings=[Finding(level, "x")]) for level in levels]) == code


def test_a_report_can_be_read_by_programs() -> None:
    found = Report(7, size=3, root=b"\x01", checkpoints=2)
    found.tampered("it was changed.", 1)
    found.tampered("it was changed.", 2)
    assert found.as_json() == {
        "tenant": 7,
        "verdict": "tampered",
        "entries": 3,
        "root": "01",
        "checkpoints": 2,
        "findings": [{"level": "tampered", "says": "Entries 1–2: it was changed.", "entries": [1, 2]}],
    }
