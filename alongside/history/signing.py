"""Signing checkpoints: by a process of its own, with a key that no web server can read.

A signature says: this is where the log stood, and it grew out of what I signed before. The signer
therefore keeps what it signed last and demands the proof of that before it signs again; a log that was
rewritten, or put back to an older copy, is refused for good (security.md 2.5).

The folder of the signer holds the keys (`keys/<tenant>`, the newest last), which nobody else may read,
and for everybody what was signed last (`signed/<tenant>`) and the public keys (`public/<tenant>`). Losing
it means a new key, which auditors must be told of.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from alongside.history import checkpoints, notes, tree
from alongside.history.checkpoints import Checkpoint
from alongside.history.models import Head
from alongside.history.notes import Signer, Verifier
from alongside.history.sinks import Sink
from alongside.history.tiles import Missing, Tiles

SEED = 32  # bytes

log = logging.getLogger(__name__)


class Refused(Exception):
    """The log is not the continuation of what was signed before; the message says how."""


@dataclass
class Desk:
    """Where checkpoints are signed and whom they are given to. `behind` says for each sink and tenant the
    size of the log that it still lacks, `refused` why the log of a tenant is not signed any more."""

    folder: Path
    sinks: Sequence[Sink]
    behind: dict[tuple[str, int], int] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)

    def sign_what_grew(self) -> list[Checkpoint]:
        """Sign each log that has grown, and give the sinks what they lack. A log that is refused is
        logged and left; the others go on."""
        new: list[Checkpoint] = []
        away: set[str] = set()  # not asked again in this round: each would cost its whole patience
        for tenant_id, size, root in Head.everywhere.filter(size__gt=0).values_list(
            "tenant_id", "size", "root"
        ):
            now = Checkpoint(checkpoints.origin(tenant_id), size, bytes(root))
            try:
                if self.sign(tenant_id, now):
                    new.append(now)
                self.refused.pop(tenant_id, None)
            except Refused as problem:
                if self.refused.get(tenant_id) != str(problem):
                    log.error("The log of tenant %s was not signed: %s", tenant_id, problem)
                self.refused[tenant_id] = str(problem)
                continue
            self._deliver(tenant_id, away)
        return new

    def sign(self, tenant_id: int, now: Checkpoint) -> bool:
        """Whether there was something new to sign. Raises `Refused`."""
        last = self.last(tenant_id)
        if last is not None:
            if (last.size, last.root) == (now.size, now.root):
                return False
            _demand_continuation(tenant_id, last, now)
        note = notes.signed(now.body(), self.signers(tenant_id))
        _write(self.folder / "signed" / str(tenant_id), note.encode())
        return True

    def last(self, tenant_id: int) -> Checkpoint | None:
        """What was signed last. Raises `Refused` when that is not by one of our keys any more."""
        note = self.note(tenant_id)
        if note is None:
            return None
        try:
            body, _ = notes.opened(note, [signer.verifier for signer in self.signers(tenant_id)])
            return checkpoints.parsed(body.rstrip("\n"), "what was signed last", tenant_id)
        except ValueError as problem:
            raise Refused(f"what was signed last cannot be trusted any more: {problem}") from None

    def note(self, tenant_id: int) -> str | None:
        try:
            return (self.folder / "signed" / str(tenant_id)).read_text()
        except FileNotFoundError:
            return None

    def signed_size(self, tenant_id: int) -> int | None:
        """How many entries are signed, as anybody may read it."""
        note = self.note(tenant_id)
        return None if note is None else int(note.split("\n")[1])

    def signers(self, tenant_id: int) -> list[Signer]:
        """The keys that sign, the newest last; the first is made when there is none."""
        file = self.folder / "keys" / str(tenant_id)
        if not file.exists():
            self.add_key(tenant_id)
        seeds = file.read_bytes()
        name = checkpoints.origin(tenant_id)
        return [Signer.of(name, seeds[at : at + SEED]) for at in range(0, len(seeds), SEED)]

    @contextmanager
    def or_as_before(self, tenant_id: int) -> Iterator[None]:
        """Change keys within this and the deed that tells of it: when that fails, they are what they were.
        (The check of keys, A1, finds the one case that is left: a commit of which nobody heard.)"""
        files = [self.folder / each / str(tenant_id) for each in ("keys", "signed", "public")]
        before = {file: file.read_bytes() for file in files if file.exists()}
        try:
            yield
        except BaseException:
            for file in files:
                if file not in before:
                    file.unlink(missing_ok=True)
                elif file.read_bytes() != before[file]:
                    _write(file, before[file], mode=file.stat().st_mode & 0o777)
            raise

    def add_key(self, tenant_id: int) -> Verifier:
        """One more key. Both sign until the older one is retired, so that auditors can change over."""
        signer = Signer.new(checkpoints.origin(tenant_id))
        file = self.folder / "keys" / str(tenant_id)
        before = file.read_bytes() if file.exists() else b""
        _write(file, before + signer.seed, mode=0o600)
        self._publish(tenant_id)
        return signer.verifier

    def has_key(self, tenant_id: int) -> bool:
        return (self.folder / "keys" / str(tenant_id)).exists()

    def public(self, tenant_id: int) -> list[Verifier]:
        """The keys that sign now, as whoever may not read the keys themselves finds them here."""
        try:
            lines = (self.folder / "public" / str(tenant_id)).read_text().split()
        except FileNotFoundError:
            return []
        return [Verifier.parse(line) for line in lines]

    def retire_key(self, tenant_id: int) -> Verifier:
        """Let the oldest of several keys sign no more."""
        file = self.folder / "keys" / str(tenant_id)
        oldest, *rest = self.signers(tenant_id)
        if not rest:
            raise ValueError("There is only one key: add the next one first.")
        # What was signed last must still open: it is signed again by those who stay.
        last = self.last(tenant_id)
        _write(file, b"".join(signer.seed for signer in rest), mode=0o600)
        if last is not None:
            _write(self.folder / "signed" / str(tenant_id), notes.signed(last.body(), rest).encode())
        self._publish(tenant_id)
        return oldest.verifier

    def _publish(self, tenant_id: int) -> None:
        lines = "".join(f"{signer.verifier.text()}\n" for signer in self.signers(tenant_id))
        _write(self.folder / "public" / str(tenant_id), lines.encode())

    def _deliver(self, tenant_id: int, away: set[str]) -> None:
        note = self.note(tenant_id)
        if note is None:
            return
        size = int(note.split("\n")[1])
        for sink in self.sinks:
            if sink.has(tenant_id, size):
                self.behind.pop((sink.name, tenant_id), None)
                continue
            if sink.name in away:
                self.behind[sink.name, tenant_id] = size
                continue
            try:
                sink.take(tenant_id, size, note)
                self.behind.pop((sink.name, tenant_id), None)
            except OSError as problem:
                if (sink.name, tenant_id) not in self.behind:
                    log.error("The checkpoint could not be given to %s: %s", sink.name, problem)
                self.behind[sink.name, tenant_id] = size
                away.add(sink.name)


def _demand_continuation(tenant_id: int, last: Checkpoint, now: Checkpoint) -> None:
    if now.size <= last.size:
        raise Refused(f"it has {now.size} entries, and {last.size} were signed already.")
    tiles = Tiles(tenant_id, now.size)
    try:
        if tiles.root() != now.root:
            raise Refused("its head does not stand for the entries that are there.")
        proof = tiles.consistency(last.size)
    except Missing as problem:
        raise Refused(f"{problem}.") from None
    if not tree.extends(last.root, last.size, now.root, now.size, proof):
        raise Refused(f"its first {last.size} entries are not those that were signed.")


def _write(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """All or nothing, and on the disk before anybody hears of it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if mode == 0o600 else 0o755)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
