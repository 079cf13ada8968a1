"""Checkpoints are signed when the log is the continuation of what was signed, and never otherwise."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from alongside.history import checkpoints, notes, sinks, tree
from alongside.history.models import Head
from alongside.history.proofs import Proof, Unproven
from alongside.history.signing import Desk, Refused
from alongside.history.sinks import Folder
from alongside.history.tests.conftest import Log
from alongside.history.tests.owner import owner
from alongside.history.tiles import Tiles, leaf_hashes

pytestmark = pytest.mark.committed


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "signer", [Folder(tmp_path / "one"), Folder(tmp_path / "two")])


def sign(desk: Desk, log: Log) -> bool:
    """Sign this log; other tests leave theirs."""
    head = Head.everywhere.get(tenant_id=log.tenant_id)
    now = checkpoints.Checkpoint(checkpoints.origin(log.tenant_id), head.size, bytes(head.root))
    signed = desk.sign(log.tenant_id, now)
    desk._deliver(log.tenant_id, set())
    return signed


def test_a_log_that_grew_is_signed_and_every_place_has_it(desk: Desk, log: Log, tmp_path: Path) -> None:
    for _ in range(3):
        log.fill(2)
        assert sign(desk, log)
        assert not sign(desk, log)
    for place in ("one", "two"):
        files = sorted((tmp_path / place / str(log.tenant_id)).iterdir())
        assert [file.name for file in files] == [f"{size:012}.checkpoint" for size in (2, 4, 6)]
        assert {file.stat().st_mode & 0o777 for file in files} == {0o444}


def test_the_keys_are_the_signers_alone(desk: Desk, log: Log) -> None:
    log.fill(1)
    sign(desk, log)
    assert (desk.folder / "keys" / str(log.tenant_id)).stat().st_mode & 0o777 == 0o600
    assert (desk.folder / "keys").stat().st_mode & 0o777 == 0o700


def test_an_older_copy_of_the_log_is_refused_for_good(desk: Desk, log: Log) -> None:
    log.fill(5)
    sign(desk, log)
    put_back(log, 3)
    log.fill(1)
    with pytest.raises(Refused, match="it has 4 entries, and 5 were signed already"):
        sign(desk, log)
    log.fill(3)
    with pytest.raises(Refused, match="its first 5 entries are not those that were signed"):
        sign(desk, log)
    assert (desk.note(log.tenant_id) or "").split("\n")[1] == "5"


def test_a_head_that_stands_for_other_entries_is_refused(desk: Desk, log: Log) -> None:
    log.fill(3)
    with owner() as theirs:
        theirs.run("UPDATE history_head SET root = ? WHERE tenant_id = ?", [b"\0" * 32, log.tenant_id])
    log_of_one = checkpoints.Checkpoint(checkpoints.origin(log.tenant_id), 1, bytes(first_hash(log)))
    desk.sign(log.tenant_id, log_of_one)
    with pytest.raises(Refused, match="its head does not stand for the entries"):
        sign(desk, log)


def test_the_signer_goes_on_with_other_logs_and_says_which_it_refused(desk: Desk, log: Log) -> None:
    log.fill(5)
    sign(desk, log)
    put_back(log, 3)
    desk.sign_what_grew()
    assert log.tenant_id in desk.refused


def test_a_place_that_is_away_is_given_what_it_lacks_later(desk: Desk, log: Log, tmp_path: Path) -> None:
    (tmp_path / "two").write_text("in the way")
    log.fill(2)
    sign(desk, log)
    name = str(tmp_path / "two")
    assert desk.behind == {(name, log.tenant_id): 2}
    (tmp_path / "two").unlink()
    desk._deliver(log.tenant_id, set())
    assert desk.behind == {}
    assert Folder(tmp_path / "two").has(log.tenant_id, 2)


def test_what_a_place_has_is_never_written_over(tmp_path: Path) -> None:
    place = Folder(tmp_path)
    place.take(1, 2, "one\n")
    place.take(1, 2, "one\n")
    with pytest.raises(OSError, match="holds another checkpoint"):
        place.take(1, 2, "another\n")


@pytest.fixture
def web() -> Iterator[tuple[str, list[str], list[int]]]:
    """A place on the web: its address, what it was given, and the answers that are left to give."""
    taken: list[str] = []
    answers: list[int] = []

    class Taking(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(answers.pop(0) if answers else 204)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", taken, answers
    server.shutdown()


def test_a_place_on_the_web_is_given_the_note_until_it_takes_it(
    log: Log, tmp_path: Path, web: tuple[str, list[str], list[int]]
) -> None:
    address, taken, answers = web
    desk = Desk(tmp_path / "signer", [sinks.named(address)])
    answers.append(500)
    log.fill(1)
    sign(desk, log)
    assert desk.behind == {(address, log.tenant_id): 1}
    desk._deliver(log.tenant_id, set())
    desk._deliver(log.tenant_id, set())
    assert (desk.behind, taken) == ({}, [desk.note(log.tenant_id)] * 2)


def test_an_answer_that_leads_elsewhere_is_not_taken_for_keeping(
    log: Log, tmp_path: Path, web: tuple[str, list[str], list[int]]
) -> None:
    address, taken, answers = web
    desk = Desk(tmp_path / "signer", [sinks.named(address)])
    answers.append(302)
    log.fill(1)
    sign(desk, log)
    assert (len(taken), desk.behind) == (1, {(address, log.tenant_id): 1})


def test_a_place_that_is_away_is_asked_once_in_a_round(desk: Desk, log: Log, tmp_path: Path) -> None:
    log.fill(1)
    sign(desk, log)
    log.fill(1)
    head = Head.everywhere.get(tenant_id=log.tenant_id)
    desk.sign(log.tenant_id, checkpoints.Checkpoint(checkpoints.origin(log.tenant_id), 2, bytes(head.root)))
    desk._deliver(log.tenant_id, {str(tmp_path / "two")})
    assert desk.behind == {(str(tmp_path / "two"), log.tenant_id): 2}
    assert Folder(tmp_path / "one").has(log.tenant_id, 2)


def test_what_was_signed_last_must_be_by_our_own_key(desk: Desk, log: Log) -> None:
    log.fill(1)
    sign(desk, log)
    note = desk.folder / "signed" / str(log.tenant_id)
    note.write_text(note.read_text().replace("\n1\n", "\n2\n"))
    log.fill(1)
    with pytest.raises(Refused, match="cannot be trusted any more"):
        sign(desk, log)


def test_public_keys_are_for_everybody_to_read(desk: Desk, log: Log) -> None:
    assert desk.public(log.tenant_id) == []
    log.fill(1)
    sign(desk, log)
    newer = desk.add_key(log.tenant_id)
    assert desk.public(log.tenant_id) == [one.verifier for one in desk.signers(log.tenant_id)]
    desk.retire_key(log.tenant_id)
    assert desk.public(log.tenant_id) == [newer]
    file = desk.folder / "public" / str(log.tenant_id)
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o644, 0o755)


@pytest.mark.parametrize("address", ["ftp://example.org/", "s3://bucket", " "])
def test_what_is_no_place_says_so(address: str) -> None:
    with pytest.raises(ValueError, match="no place for checkpoints"):
        sinks.named(address)


def test_while_keys_change_both_sign_and_then_only_the_next(desk: Desk, log: Log) -> None:
    log.fill(1)
    sign(desk, log)
    (older,) = desk.signers(log.tenant_id)
    newer = desk.add_key(log.tenant_id)
    log.fill(1)
    sign(desk, log)
    note = desk.note(log.tenant_id) or ""
    assert [notes.opened(note, [key])[1] for key in (older.verifier, newer)] == [[older.verifier], [newer]]
    assert desk.retire_key(log.tenant_id) == older.verifier
    log.fill(1)
    assert sign(desk, log)
    with pytest.raises(notes.Unsigned):
        notes.opened(desk.note(log.tenant_id) or "", [older.verifier])
    with pytest.raises(ValueError, match="add the next one first"):
        desk.retire_key(log.tenant_id)


def test_a_proof_shows_the_entry_it_was_made_for_and_no_other(desk: Desk, log: Log) -> None:
    entries = log.fill(7)
    sign(desk, log)
    note = desk.note(log.tenant_id) or ""
    keys = [signer.verifier for signer in desk.signers(log.tenant_id)]
    for entry in entries:
        path = Tiles(log.tenant_id, 7).inclusion(entry.number)
        text = Proof(entry.number, path, note, entry.leaf.encode()).text()
        proof = Proof.parse(text)
        assert proof.check(proof.extra, keys) == (checkpoints.origin(log.tenant_id), 7)
        other = entries[(entry.number + 1) % 7]
        with pytest.raises(Unproven):
            proof.check(other.leaf.encode(), keys)
        with pytest.raises(Unproven):
            proof.check(proof.extra, [notes.Signer.new("another").verifier])


@pytest.mark.parametrize(
    "text", ["", "c2sp.org/tlog-proof@v1\nindex 01\n\nx", "c2sp.org/tlog-proof@v2\nindex 1\n\n"]
)
def test_what_is_no_proof_says_so(text: str) -> None:
    with pytest.raises(Unproven, match="not a proof"):
        Proof.parse(text)


def put_back(log: Log, size: int) -> None:
    """What restoring an older copy of the database does: later entries are gone, and the head fits."""
    frontier = tree.Frontier()
    for hash_ in leaf_hashes(log.tenant_id, 0, size):
        frontier.append(hash_)
    with owner() as theirs:
        theirs.run("DELETE FROM history_entry WHERE tenant_id = ? AND number >= ?", [log.tenant_id, size])
        theirs.run(
            "UPDATE history_head SET size = ?, frontier = ?, root = ? WHERE tenant_id = ?",
            [size, frontier.packed(), frontier.root(), log.tenant_id],
        )


def first_hash(log: Log) -> bytes:
    return leaf_hashes(log.tenant_id, 0, 1)[0]
