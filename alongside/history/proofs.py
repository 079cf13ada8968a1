"""Proofs that an entry is in a log, as C2SP tlog-proof has them: one file that needs nothing else."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from alongside.history import notes, tree
from alongside.history.notes import Verifier

FIRST_LINE = "c2sp.org/tlog-proof@v1"


class Unproven(ValueError):
    """The proof does not show what it says; the message says why."""


@dataclass(frozen=True, slots=True)
class Proof:
    """`extra` is the entry itself as it was logged: a proof with it can be read as well as checked."""

    number: int
    path: Sequence[bytes]
    checkpoint: str  # a signed note
    extra: bytes = b""

    def text(self) -> str:
        lines = [FIRST_LINE]
        if self.extra:
            lines.append(f"extra {base64.b64encode(self.extra).decode()}")
        lines.append(f"index {self.number}")
        lines += [base64.b64encode(hash_).decode() for hash_ in self.path]
        return "\n".join(lines) + "\n\n" + self.checkpoint

    @classmethod
    def parse(cls, text: str) -> Proof:
        """Raises `Unproven` for what is no such file."""
        head, found, checkpoint = text.partition("\n\n")
        lines = head.split("\n")
        try:
            if not found or lines.pop(0) != FIRST_LINE:
                raise ValueError
            extra = b""
            if lines[0].startswith("extra "):
                extra = base64.b64decode(lines.pop(0).removeprefix("extra "), validate=True)
            number = lines.pop(0).removeprefix("index ")
            path = [base64.b64decode(line, validate=True) for line in lines]
            if str(int(number)) != number or int(number) < 0 or any(len(hash_) != 32 for hash_ in path):
                raise ValueError
        except (ValueError, IndexError, binascii.Error):
            raise Unproven("This is not a proof that can be read.") from None
        return cls(int(number), path, checkpoint, extra)

    def check(self, leaf: bytes, trusted: Collection[Verifier]) -> tuple[str, int]:
        """The log's origin and size at the checkpoint, when the leaf is proven to be in it."""
        try:
            body, _ = notes.opened(self.checkpoint, trusted)
            origin, size, root = body.split("\n")[:3]
            held = tree.includes(
                base64.b64decode(root), self.number, int(size), tree.leaf_hash(leaf), self.path
            )
        except notes.Unsigned as problem:
            raise Unproven(str(problem)) from None
        except ValueError:
            raise Unproven("The checkpoint cannot be read.") from None
        if not held:
            raise Unproven("The entry is not the one that the log holds at this place.")
        return origin, int(size)
