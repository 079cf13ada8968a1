#!/usr/bin/env python3
"""Check what an Alongside house says happened, without the house: `python3 offline.py --help`.

This one file needs Python 3.9 or newer and the package `cryptography`, and nothing of Alongside; it is
written apart from the program that it checks. Three commands:

    entry  one receipt or proof (.tlog-proof), with the entry in it, against the house's public key
    log    a whole log as `alongside history export` writes it: every entry, the tree, the signature,
           checkpoints kept earlier, and what the entries say about who helped whom and when
    notes  several signed checkpoints against a key: that each can be opened, and none contradicts another

The public key is a line such as `alongside/history/1+1b2c3d4e+AR…=`. Have it from somewhere else than the
data: whoever forges the data can forge a key beside it. Exit code: 0 sound, 2 tampered with, 3 something
could not be checked.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SOUND, TAMPERED, INCOMPLETE = 0, 2, 3
ED25519 = b"\x01"

Key = tuple[str, bytes, bytes]  # name, id, public key
Checkpoint = tuple[str, int, bytes]  # origin, size, root


class Tampered(Exception):
    """Something is not what was signed."""


class Incomplete(Exception):
    """Something that is needed is not there or cannot be read."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    key = argparse.ArgumentParser(add_help=False)
    key.add_argument("--key", action="append", required=True, help="a public key, or a file of some")
    entry = commands.add_parser("entry", parents=[key], help="one proof")
    entry.add_argument("proof", type=Path)
    entry.set_defaults(run=check_entry)
    log = commands.add_parser("log", parents=[key], help="a whole log")
    log.add_argument("folder", type=Path)
    log.add_argument("--kept", type=Path, action="append", default=[], help="checkpoints of your own")
    log.set_defaults(run=check_log)
    kept = commands.add_parser("notes", parents=[key], help="several checkpoints")
    kept.add_argument("files", type=Path, nargs="+")
    kept.set_defaults(run=check_notes)
    options = parser.parse_args(arguments)
    try:
        options.keys = [key for text in options.key for key in read_keys(text)]
        print(options.run(options))
        return SOUND
    except Tampered as problem:
        print(f"TAMPERED WITH. {problem}")
        return TAMPERED
    except (Incomplete, OSError, UnicodeDecodeError) as problem:
        print(f"Not checked. {problem}")
        return INCOMPLETE


def check_entry(options: argparse.Namespace) -> str:
    text = proof_in(options.proof.read_text(encoding="utf-8"))
    head, found, note = text.partition("\n\n")
    lines = head.split("\n")
    if not found or lines[0] != "c2sp.org/tlog-proof@v1" or not lines[1].startswith("extra "):
        raise Incomplete("This is no proof with the entry in it.")
    leaf = decoded(lines[1][6:])
    if not lines[2].startswith("index "):
        raise Incomplete("The proof does not say where the entry stands.")
    number, path = whole(lines[2][6:]), [decoded(line) for line in lines[3:]]
    origin, size, root = checkpoint_of(note, options.keys)
    if climbed(leaf_hash(leaf), number, size, path) != root:
        raise Tampered("The entry is not the one that the log holds at this place.")
    header = header_of(leaf, number)
    return (
        f"Proven: entry {number} of {origin} (of {size} at the time).\n"
        f"  {header['at']}  {header['kind']}  {header['outcome']}\n"
        f"  by {header['actor']} for {header['person']}, by the rule {header['rule']}"
    )


def proof_in(text: str) -> str:
    """The proof itself: a receipt has it in a field, beside what the house says of the entry."""
    if not text.lstrip().startswith("{"):
        return text
    try:
        return str(json.loads(text)["proof"])
    except (ValueError, KeyError):
        raise Incomplete("This receipt cannot be read.") from None


def check_log(options: argparse.Namespace) -> str:
    origin, size, root = checkpoint_of(read(options.folder / "checkpoint"), options.keys)
    earlier: dict[int, bytes] = {}
    for path in options.kept:
        for file in [path] if path.is_file() else sorted(path.rglob("*.checkpoint")):
            for its_origin, its_size, its_root in checkpoints_in(read(file), options.keys):
                if its_origin == origin and earlier.setdefault(its_size, its_root) != its_root:
                    raise Tampered(f"Two checkpoints of {its_size} entries contradict each other.")
    if earlier and max(earlier) > size:
        raise Tampered(f"You keep a checkpoint of {max(earlier)} entries; this log has only {size}.")
    tree, story = Tree(), Story()
    for number, leaf in enumerate(entries(options.folder, size)):
        header = header_of(leaf, number)
        story.read(number, header)
        tree.add(leaf_hash(leaf))
        if number + 1 in earlier and tree.root() != earlier[number + 1]:
            raise Tampered(f"The first {number + 1} entries are not those of the checkpoint you keep.")
    if tree.root() != root:
        raise Tampered("The entries are not those that the checkpoint was signed for.")
    story.end()
    told = "\n".join(f"  {line}" for line in story.notes)
    return (
        f"Sound: {size} entries of {origin}, as signed; {len(earlier)} earlier checkpoints agree.\n"
        f"  {len(story.pairs)} assistances, {story.in_assistance} entries within them.\n{told}"
    ).rstrip()


def check_notes(options: argparse.Namespace) -> str:
    seen: dict[tuple[str, int], bytes] = {}
    for file in options.files:
        for origin, size, root in checkpoints_in(read(file), options.keys):
            if seen.setdefault((origin, size), root) != root:
                raise Tampered(f"Two checkpoints of {origin} at {size} entries contradict each other.")
    return f"{len(seen)} checkpoints, each signed, and none contradicts another."


class Story:
    """What the headers say, read in order: nothing happens before it can, each assistance has one
    beginning and one end, and every deed in it names the same two people."""

    STARTED, STOPPED = "assisting.started", "assisting.stopped"

    def __init__(self) -> None:
        self.pairs: dict[str, tuple[str, str]] = {}  # every assistance so far: agent, person
        self.open: set[str] = set()
        self.notes: list[str] = []
        self.last, self.in_assistance, self.backwards = "", 0, 0

    def read(self, number: int, header: dict[str, Any]) -> None:
        if header["at"] < self.last:
            self.backwards += 1  # writers queue: a deed may be decided before and written after another
        self.last = max(self.last, header["at"])
        sitting, kind = header["assistance"], header["kind"]
        pair = (header["actor"], header["person"])
        if sitting is None:
            if kind in (self.STARTED, self.STOPPED):
                raise Tampered(f"Entry {number} begins or ends an assistance without naming it.")
        elif kind == self.STARTED and header["outcome"] == "done":
            if sitting in self.pairs:
                raise Tampered(f"Entry {number} begins an assistance that was begun before.")
            self.pairs[sitting] = pair
            self.open.add(sitting)
        elif self.pairs.get(sitting) != pair:
            raise Tampered(f"Entry {number} belongs to no assistance of the two people it names.")
        elif sitting in self.open:
            self.in_assistance += 1
            if kind == self.STOPPED:
                self.open.remove(sitting)
        elif header["outcome"] != "refused":  # one may be refused because it is over
            raise Tampered(f"Entry {number} belongs to an assistance that had ended.")

    def end(self) -> None:
        if self.open:
            self.notes.append(f"{len(self.open)} assistances are still open.")
        if self.backwards:
            self.notes.append(f"{self.backwards} entries were decided before the one in front of them.")


class Tree:
    """The tree of RFC 6962 as it grows: the roots of its perfect subtrees, the largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.peaks: list[bytes] = []

    def add(self, node: bytes) -> None:
        rest = self.size
        while rest % 2:
            node, rest = joined(self.peaks.pop(), node), rest // 2
        self.peaks.append(node)
        self.size += 1

    def root(self) -> bytes:
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        root = self.peaks[-1]
        for peak in self.peaks[-2::-1]:
            root = joined(peak, root)
        return root


def leaf_hash(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()


def joined(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def climbed(node: bytes, number: int, size: int, path: list[bytes]) -> bytes | None:
    """The root that a leaf hash and its siblings lead to; None when there are not as many as it takes."""
    hashes, last = iter(path), size - 1
    if not 0 <= number < size:
        return None
    for place_is_odd, has_sibling in steps(number, last):
        if not has_sibling:
            continue
        sibling = next(hashes, None)
        if sibling is None:
            return None
        node = joined(sibling, node) if place_is_odd else joined(node, sibling)
    return None if next(hashes, None) is not None else node


def steps(number: int, last: int) -> Iterator[tuple[bool, bool]]:
    """For each level: whether the node is a right child, and whether it has a sibling at all (the last
    node of a level that is a left child is carried up as it is)."""
    while last:
        yield number % 2 == 1, number % 2 == 1 or number < last
        number, last = number // 2, last // 2


def entries(folder: Path, size: int) -> Iterator[bytes]:
    """The entries of an export, in order: bundles of up to 256, each with its length before it."""
    for number in range(-(-size // 256)):
        width = min(256, size - number * 256)
        content = (folder / "tile" / "entries" / path_of(number, width)).read_bytes()
        at = 0
        for _ in range(width):
            (length,) = struct.unpack_from(">H", content, at) if at + 2 <= len(content) else (None,)
            if length is None or at + 2 + length > len(content):
                raise Tampered(f"The bundle {path_of(number, width)} ends too early.")
            yield content[at + 2 : at + 2 + length]
            at += 2 + length
        if at != len(content):
            raise Tampered(f"The bundle {path_of(number, width)} holds more than its entries.")


def path_of(number: int, width: int) -> str:
    parts = [f"{number % 1000:03}"]
    while number >= 1000:
        number //= 1000
        parts.insert(0, f"x{number % 1000:03}")
    return "/".join(parts) + (f".p/{width}" if width < 256 else "")


def header_of(leaf: bytes, number: int) -> dict[str, Any]:
    try:
        header: dict[str, Any] = json.loads(leaf.split(b"\n", 1)[0])
        told = [header[name] for name in ("at", "kind", "outcome", "actor", "person", "rule")]
        fits = header["number"] == number
        if not all(isinstance(one, str) for one in [*told, header["assistance"] or ""]):
            raise TypeError
    except (ValueError, KeyError, TypeError):
        raise Tampered(f"Entry {number} cannot be read.") from None
    if not fits:
        raise Tampered(f"Entry {number} says that it is entry {header['number']}.")
    return header


def checkpoints_in(text: str, keys: list[Key]) -> list[Checkpoint]:
    """One or several signed checkpoints in a file, an empty line after each."""
    lines = text.split("\n")
    found: list[Checkpoint] = []
    at = 0
    while at < len(lines):
        if not lines[at]:
            at += 1
            continue
        end = at
        while end < len(lines) and not lines[end].startswith("\N{EM DASH} "):
            end += 1
        while end < len(lines) and lines[end].startswith("\N{EM DASH} "):
            end += 1
        found.append(checkpoint_of("\n".join(lines[at:end]) + "\n", keys))
        at = end
    return found


def checkpoint_of(note: str, keys: list[Key]) -> Checkpoint:
    """Origin, size and root, when one of the keys has signed them."""
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    signed = False
    for line in signatures.rstrip("\n").split("\n"):
        dash, _, rest = line.partition(" ")
        name, _, encoded = rest.partition(" ")
        if dash != "\N{EM DASH}":
            raise Incomplete("This is no signed checkpoint.")
        signature = decoded(encoded)
        public = keys_by_id(keys).get((name, signature[:4]))
        if public is not None:
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(signature[4:], text.encode())
            except InvalidSignature:
                raise Tampered(f"The signature of {name} does not fit the checkpoint.") from None
            signed = True
    if not signed:
        raise Tampered("The checkpoint is not signed by a key that you trust.")
    lines = text.split("\n")
    if len(lines) < 4:
        raise Incomplete("The checkpoint cannot be read.")
    return lines[0], whole(lines[1]), decoded(lines[2])


def keys_by_id(keys: list[Key]) -> dict[tuple[str, bytes], bytes]:
    return {(name, id_): public for name, id_, public in keys}


def read_keys(text: str) -> Iterator[Key]:
    """Keys as (name, id, 32 bytes), from a line or from a file of lines."""
    lines = read(Path(text)).split("\n") if Path(text).is_file() else [text]
    for line in filter(None, map(str.strip, lines)):
        name, _, rest = line.partition("+")
        id_, _, encoded = rest.partition("+")
        raw = decoded(encoded)
        expected = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
        if len(raw) != 33 or raw[:1] != ED25519 or expected.hex() != id_:
            raise Incomplete(f"“{line[:100]}” is no public key.")
        yield name, expected, raw[1:]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Incomplete(f"“{text[:60]}” cannot be read.") from None


def whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or str(int(text)) != text:
        raise Incomplete(f"“{text[:60]}” is no number.")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
