"""Saying whether a log is what was written: against itself, its head, its keys, its protection, and the
checkpoints that were kept of it (see `history.walk` for the entries themselves)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DatabaseError, connection

from alongside.history import checkpoints
from alongside.history.checkpoints import Checkpoint
from alongside.history.protection import catalogue
from alongside.history.report import Report
from alongside.history.walk import Walk


def verify(tenant_id: int, checkpoint: Path | None = None) -> Report:
    """Check a tenant's log against itself, its head, every checkpoint kept here and those in a file."""
    report = Report(tenant_id)
    # Read first: a checkpoint that is kept while we read may be newer than what we read.
    here = _read(report, checkpoints.file_of(tenant_id), needed=False)
    given = _read(report, checkpoint, needed=True) if checkpoint else []
    try:
        with _one_moment():
            walk = Walk(
                report,
                sizes={each.size for each in (*here, *given)},
                covered=max((each.size for each in here), default=0),
            )
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
