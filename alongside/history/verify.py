"""Reading a whole log and saying whether it is what was written.

Entry by entry: its number follows, its hash fits, its columns say what it says, its assistance was
running between the same people. At the end: the head, every kept checkpoint, the keys, the protection.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from django.db import DatabaseError, connection

from alongside.history import checkpoints, keys, stored, tree
from alongside.history.actions import Erasure
from alongside.history.checkpoints import Checkpoint
from alongside.history.models import Head, Key
from alongside.history.protection import catalogue
from alongside.history.report import Report
from alongside.history.shape import LEAF
from alongside.history.sittings import EDGES, Sittings
from alongside.history.stored import Stored

_ERASED = Erasure.kind.encode()


def verify(tenant_id: int, checkpoint: Path | None = None) -> Report:
    """Check a tenant's log against itself, its head, every checkpoint kept here and those in a file."""
    report = Report(tenant_id)
    # Read first: a checkpoint that is kept while we read may be newer than what we read.
    here = _read(report, checkpoints.file_of(tenant_id), needed=False)
    given = _read(report, checkpoint, needed=True) if checkpoint else []
    try:
        with _one_moment():
            walk = Walk(report, {each.size for each in (*here, *given)})
            walk.entries()
            walk.head()
            walk.keys()
            for gap in catalogue.gaps(connection):
                report.incomplete(f"History is not protected as it should be: {gap}.")
            for hint in catalogue.advice(connection):
                report.note(hint)
    except DatabaseError as problem:
        report.incomplete(f"The database could not be read: {problem}.")
        return report
    _compare(report, walk.roots, here, given)
    return report


class Walk:
    """One pass over all entries of a tenant; what is wrong goes into the report."""

    def __init__(self, report: Report, sizes: set[int]) -> None:
        self.report, self.tenant_id = report, report.tenant_id
        self.sizes = sizes  # at which a root is wanted
        self.roots: dict[int, bytes] = {0: tree.EMPTY_ROOT}
        self.columns = stored.columns()
        self.frontier = tree.Frontier()
        self.sittings = Sittings()
        self.seals: set[tuple[bytes, bytes]] = set()  # person, key
        self.erased: set[bytes] = set()  # persons

    def entries(self) -> None:
        rows, tenant = 0, str(self.tenant_id).encode()
        frontier, report, sizes = self.frontier, self.report, self.sizes
        for page in stored.pages(self.tenant_id):
            rows += len(page)
            for row in page:
                number = self._number(row)
                leaf_hash = sha256(b"\x00" + row.leaf).digest()
                if leaf_hash != row.leaf_hash:
                    report.tampered("the content does not fit its hash: it was changed.", number)
                self._content(row, number, tenant)
                frontier.append(leaf_hash)
                if frontier.size in sizes:
                    self.roots[frontier.size] = frontier.root()
        if rows != stored.count(self.tenant_id):
            report.tampered("There are rows of this tenant that have no place in the log.")
        report.size, report.root = frontier.size, frontier.root()
        self.roots[frontier.size] = report.root

    def head(self) -> None:
        head = Head.everywhere.filter(tenant_id=self.tenant_id).first()
        frontier = self.frontier
        if head is None:
            if frontier.size:
                self.report.tampered("The log has entries but no head: it was removed.")
        elif head.size != frontier.size:
            self.report.tampered(
                f"The head counts {head.size} entries, but the log ends after {frontier.size}:"
                f" entries were {'removed' if head.size > frontier.size else 'added'} past it."
            )
        elif (bytes(head.frontier), bytes(head.root)) != (frontier.packed(), frontier.root()):
            self.report.tampered("The head does not fit the entries: entries or head were changed.")

    def keys(self) -> None:
        """Every person's key is the one that sealed their entries, or its destruction was recorded."""
        kept = dict(Key.everywhere.filter(tenant_id=self.tenant_id).values_list("ref", "wrapped"))
        lost = set()
        try:
            for person, fingerprint in self.seals:
                ref = uuid.UUID(person.decode())
                key = keys.unwrap(self.tenant_id, ref, kept.get(ref))
                found = key is not None and keys.fingerprint(key).encode() == fingerprint
                if not found and person not in self.erased:
                    lost.add(person.decode())
        except keys.Locked as problem:
            self.report.incomplete(f"The keys could not be checked: {problem}.")
            return
        if lost:
            self.report.tampered(
                f"The keys of {len(lost)} people are gone, though nobody is recorded to have destroyed them;"
                f" what was sealed with them cannot be read: {', '.join(sorted(lost)[:5])}"
                f"{' and others' if len(lost) > 5 else ''}."
            )

    def _number(self, row: Stored) -> int:
        """The entry's number, from now on the one that follows, whatever it was."""
        expected = self.frontier.size
        if not isinstance(row.number, int) or row.number < expected:
            self.report.tampered("another entry has its place.", expected)
            return expected
        if row.number > expected:
            self.report.tampered(_missing(expected, row.number))
            # Of what is gone not even the hash is left, so no root after it can be known.
            self.frontier.size, self.sizes = row.number, set()
            self.frontier.peaks = [bytes(tree.WIDTH)] * row.number.bit_count()
        return row.number

    def _content(self, row: Stored, number: int, tenant: bytes) -> None:
        report = self.report
        read = LEAF.fullmatch(row.leaf)
        if read is None:
            report.tampered("the content is not an entry's.", number)
            return
        # In the order of shape.FIELDS.
        (
            about,
            actor,
            _,
            assistance,
            at,
            _,
            key,
            kind,
            _,
            said,
            outcome,
            person,
            _,
            private,
            _,
            _,
            _,
            of,
            _,
        ) = read.groups()
        if (
            int(said) != number
            or of != tenant
            or row.columns != self.columns(at, kind, actor, person, assistance, about, private)
        ):
            report.tampered("the columns, which lists are made from, say other than the content.", number)
        if assistance or kind in EDGES:
            wrong = self.sittings.check(kind, assistance, actor, person, outcome)
            if wrong:
                report.tampered(f"{wrong}.", number)
        self.seals.add((person, key))
        if kind == _ERASED:
            self.erased.add((about or b"").removeprefix(b"history.key:"))


def _missing(first: int, following: int) -> str:
    if following == first + 1:
        return f"Entry {first} is missing."
    return f"Entries {first}–{following - 1} are missing."


def _compare(
    report: Report, roots: dict[int, bytes], here: list[Checkpoint], given: list[Checkpoint]
) -> None:
    """Hold the log against checkpoints that were kept earlier."""
    report.checkpoints = len(here) + len(given)
    for each in (*here, *given):
        if each.size <= report.size and roots.get(each.size) != each.root:
            report.tampered(
                f"The first {each.size} entries are not those of the checkpoint kept when they were the last:"
                " something in them was changed, added or removed later."
            )
    longest = max((each.size for each in here), default=0)
    if longest > report.size:
        report.tampered(
            f"A checkpoint kept outside the database counts {longest} entries, but only {report.size} are"
            " left: the end of the log was removed, or an older copy of the database was put in its place."
        )
    if any(each.size > report.size for each in given):
        report.incomplete(
            "The checkpoint that was given is newer than this log, so it says nothing about it."
        )
    if report.size and not report.checkpoints:
        report.note(
            "No checkpoint is kept outside the database yet, so a log rewritten by its owner, head and all,"
            " could not be told from the true one. The server keeps them; so does"
            " “alongside history checkpoint”."
        )


def _read(report: Report, path: Path, *, needed: bool) -> list[Checkpoint]:
    if not needed and not path.exists():
        return []
    try:
        return checkpoints.read(path, report.tenant_id)
    except (checkpoints.Illegible, OSError) as problem:
        report.incomplete(f"Checkpoints could not be read: {problem}.")
        return []


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read everything as it was at one moment, while others go on writing."""
    if connection.in_atomic_block:
        yield
        return
    # Not `atomic()`: on SQLite that would keep every writer waiting until the last entry is read.
    begin = "BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
