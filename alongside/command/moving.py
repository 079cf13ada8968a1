"""`alongside people import` and `export`: people from files and into files, by the million."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alongside.assisting.acting import Acting
from alongside.command.whose import Unknown
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job, State
from alongside.people import actions as people
from alongside.people import import_files
from alongside.people.actions.imports import NotNow, Plan, same_as
from alongside.people.checking import Misfit
from alongside.people.headings import USERNAME
from alongside.people.import_guess import MADE, guessed
from alongside.people.import_reports import doubles, to_correct
from alongside.people.models import Duplicates, Import, ProfileField, Segment, Stage
from alongside.people.moving.intake import known_encoding
from alongside.people.moving.limits import Unreadable
from alongside.people.moving.reading import CSV, FORMATS
from alongside.ui.words import moment

Subparsers = Any

_IMPORT = """\
Killed at any moment, the same command goes on where it was, and nobody is registered twice. Rows that do not
fit are written to a file, each with what is wrong: correct them there and import that file.
"""


def add_to(commands: Subparsers, tenant: argparse.ArgumentParser) -> None:
    taking = commands.add_parser(
        "import", parents=[tenant], help="register the people of a file", epilog=_IMPORT
    )
    taking.add_argument("file", type=Path, help="CSV or JSON Lines")
    taking.add_argument("--format", choices=FORMATS, help="(default: as it begins)")
    taking.add_argument("--encoding", default="utf-8", help="such as windows-1252 (default: %(default)s)")
    taking.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="HEADING=FIELD",
        help="which field a column is; several columns of one field are joined; HEADING= leaves one out",
    )
    taking.add_argument("--new-fields", action="store_true", help="make text fields of all other columns")
    taking.add_argument("--segment", metavar="NAME", help="where the people belong")
    taking.add_argument(
        "--duplicates",
        choices=Duplicates.values,
        default=Duplicates.IGNORE.value,
        help="what becomes of people who may be registered already (default: %(default)s)",
    )
    taking.add_argument("--dry-run", action="store_true", help="look at every row and register nobody")
    taking.add_argument("--again", action="store_true", help="even if the file was imported before")
    taking.add_argument("--wrong", type=Path, metavar="FILE", help="where rows to correct are written")
    taking.add_argument("--json", action="store_true", help="print one JSON object")
    taking.set_defaults(work=take)

    giving = commands.add_parser("export", parents=[tenant], help="write people into a file")
    giving.add_argument("--format", choices=FORMATS, default=CSV, help="(default: %(default)s)")
    giving.add_argument("--fields", nargs="+", metavar="FIELD", help="(default: all)")
    giving.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="where to (default: standard output)"
    )
    giving.set_defaults(work=give)


def take(acting: Acting, options: argparse.Namespace) -> str:
    """Import a file, or go on with it."""
    began = time.monotonic()
    with _refusals():
        found, plan, left = _found(acting, options)
        if left and not options.json:
            print(f"Not taken: {', '.join(left)}.", file=sys.stderr)
        job = _asked(acting, found, plan, options)
        going_on = f"going on behind row {found.rows:,}" if found.rows else "from the first row"
        print(f"{options.file.name}: {going_on} …", file=sys.stderr, flush=True)
        _follow(job)
        found.refresh_from_db()
        if job.state != State.DONE:
            raise Unknown(f"It did not come to its end: {job.problem or job.get_state_display()}")
        written = _written(acting, found, options)
    return _told(found, job, left, written, time.monotonic() - began, as_json=options.json)


def give(acting: Acting, options: argparse.Namespace) -> str:
    """Export everybody."""
    by_name = {field.name: field for field in ProfileField.objects.in_use().in_order()}
    names = options.fields or list(by_name)
    if unknown := [name for name in names if name not in by_name]:
        raise Unknown(f"There is no field {unknown[0]}. There are: {', '.join(by_name)}.")
    parts = people.export_people(acting, [by_name[name] for name in names], format=options.format)
    if options.output is None:
        sys.stdout.buffer.writelines(parts)
        sys.stdout.buffer.flush()
        return ""
    with _refusals(), options.output.open("wb") as file:
        file.writelines(parts)
    return f"The people are in {options.output}."


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except (Unreadable, NotNow) as problem:
        raise Unknown(str(problem)) from None
    except OSError as problem:
        raise Unknown(f"{problem.filename}: {problem.strerror}") from None
    except Misfit as misfit:
        raise Unknown("\n".join(f"{name}: {error}" for name, error in misfit.errors.items())) from None


def _found(acting: Acting, options: argparse.Namespace) -> tuple[Import, Plan, list[str]]:
    """The import to do: one that was begun before, or a new one; what is done with it, and the headings
    that are not taken."""
    sha256 = _sha256(options.file)
    before = Import.objects.of_content(sha256).exclude(stage=Stage.DISCARDED).newest_first().first()
    if before is not None:
        plan, left = _plan(acting, before.headings, options)
        if (same := _begun(same_as(acting, sha256, plan), options)) is not None:
            return same, plan, left
    found = _send(acting, options)
    try:
        plan, left = _plan(acting, found.headings, options)
    except (Unknown, Misfit):
        people.discard_import(acting, found)
        raise
    return found, plan, left


def _send(acting: Acting, options: argparse.Namespace) -> Import:
    encoding = known_encoding(options.encoding)
    with options.file.open("rb") as source:
        return people.receive_import(
            acting, source, file_name=options.file.name, encoding=encoding, format=options.format
        )


def _begun(same: list[Import], options: argparse.Namespace) -> Import | None:
    """Which of the imports of the same file goes on: one that was under way before all others."""
    wanted = (Stage.CHECKING,) if options.dry_run else (Stage.IMPORTING,)
    ready = (
        (Stage.RECEIVED, Stage.CHECKED)
        if options.dry_run
        else (Stage.RECEIVED, Stage.CHECKED, Stage.CHECKING)
    )
    done = () if options.again or options.dry_run else (Stage.DONE,)
    ranked = [found for stages in (wanted, done, ready) for found in same if found.stage in stages]
    return ranked[0] if ranked else None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _plan(acting: Acting, headings: Sequence[str], options: argparse.Namespace) -> tuple[Plan, list[str]]:
    fields = ProfileField.objects.in_use().in_order()
    guess = guessed(headings, fields, but=_said(options.map, headings))
    mapping, left = dict(guess.columns), list(guess.left)
    if options.new_fields and left:
        mapping |= {name: (heading,) for heading, name in people.add_import_fields(acting, left).items()}
        left = []
    people.make_import_fields(acting, mapping)
    return Plan(mapping, options.duplicates, _segment(options.segment)), left


def _said(pairs: Sequence[str], headings: Sequence[str]) -> dict[str, str]:
    """The field of each heading that `--map` names, "" for one that is left out."""
    said: dict[str, str] = {}
    names = {*ProfileField.objects.in_use().values_list("name", flat=True), USERNAME, *MADE, ""}
    for pair in pairs:
        heading, equals, name = pair.rpartition("=")
        if not equals or heading not in headings:
            raise Unknown(f"--map {pair}: the headings are: {', '.join(headings)}.")
        if name not in names:
            raise Unknown(f"--map {pair}: the fields are: {', '.join(sorted(names - {''}))}.")
        said[heading] = name
    return said


def _segment(name: str | None) -> Segment | None:
    if name is None:
        return None
    found = Segment.objects.filter(name__iexact=name).first()
    if found is None:
        there_are = ", ".join(Segment.objects.order_by("name").values_list("name", flat=True))
        raise Unknown(f"There is no segment {name}. There are: {there_are}.")
    return found


def _asked(acting: Acting, found: Import, plan: Plan, options: argparse.Namespace) -> Job:
    """The job that does it: the one that was begun before, or a new one."""
    if found.stage == Stage.DONE and found.ended_at is not None:
        raise Unknown(
            f"This file was imported on {moment(found.ended_at)}: {found.fitting:,} people were registered."
            " Use --again to import it once more."
        )
    wanted = Stage.CHECKING if options.dry_run else Stage.IMPORTING
    if found.job is not None and found.stage == wanted:
        if not import_files.text_of(found.pk).exists():
            _send(acting, options)  # it was lost; that import gets it back
        return found.job
    if found.job is not None and found.job.is_open:  # a check that was killed, and is not wanted now
        jobs.stop(acting, found.job)
    verb = people.check_import if options.dry_run else people.begin_import
    return verb(acting, found, plan, here=True)


def _follow(job: Job) -> None:
    """Run it here, saying now and then how far it is."""
    told = time.monotonic()

    def tell(job: Job) -> None:
        nonlocal told
        if job.is_open and time.monotonic() - told > 2:
            told = time.monotonic()
            print(f"{job.done:,} rows ({job.percent or 0} %) …", file=sys.stderr, flush=True)

    try:
        jobs.run_here(job, tell)
    except KeyboardInterrupt:
        raise Unknown(f"Stopped behind row {job.done:,}. The same command goes on from there.") from None


def _written(acting: Acting, found: Import, options: argparse.Namespace) -> dict[str, Path]:
    """Write down the rows to correct, and those of people who may be registered twice; the files."""
    stem = options.file.with_suffix("")
    files = {
        "wrong": (found.wrong, options.wrong or Path(f"{stem}.wrong.csv"), to_correct),
        "alike": (found.alike, Path(f"{stem}.alike.csv"), doubles),
    }
    written: dict[str, Path] = {}
    for name, (rows, path, lines) in files.items():
        if rows:
            people.read_import_rows(acting, found, rows=rows)
            with path.open("wb") as file:
                file.writelines(lines(found))
            written[name] = path
    return written


def _told(
    found: Import, job: Job, left: list[str], written: dict[str, Path], seconds: float, *, as_json: bool
) -> str:
    if as_json:
        return json.dumps(
            {
                "stage": found.stage,
                "rows": found.rows,
                "registered": 0 if found.stage == Stage.CHECKED else found.fitting,
                "fitting": found.fitting,
                "wrong": found.wrong,
                "empty": found.empty,
                "alike": found.alike,
                "not_taken": left,
                "files": {name: str(path) for name, path in written.items()},
                "seconds": round(seconds, 1),
            }
        )
    where = "".join(f" See {path}." for path in written.values())
    return f"{job.told}{where} It took {seconds:.0f} s."
