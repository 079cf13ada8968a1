"""Copies of all that is held of a person, for them (GDPR 15): gathered in steps, and made one file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job
from alongside.jobs.works import Failed, Step
from alongside.lib import clock
from alongside.people import archive_files, archive_pages, custody
from alongside.people.actions import decoys
from alongside.people.actions.erasing import NotErasable
from alongside.people.actions.retaining import retention
from alongside.people.custody import Copy, Record
from alongside.people.models import Archive, ArchiveQuerySet, Holding, Person
from alongside.people.models import Kind as Sort

ARCHIVE = Power("people.archive", Kind.STAFF)
TAKE_ARCHIVE = Power("people.take_archive", Kind.STAFF, right=ARCHIVE.right)
ARCHIVE_PERSON = "people.archive_person"

AT_ONCE = 200  # records of one step


class ArchiveAsked(
    Event,
    kind="people.archive_asked",
    title="Copy all that is held",
    sentence="{actor} asked for a copy of all that is held of {person}",
):
    pass


class ArchiveTaken(
    Event,
    kind="people.archive_taken",
    title="Download copy",
    sentence="{actor} downloaded a copy of all that is held of {person}",
):
    pass


class ArchiveMade(
    Event,
    kind="people.archive_made",
    title="Copy made",
    sentence="{actor} had a copy made of all that is held of {person} ({records} records)",
):
    records: int


def ask_archive(acting: Acting, person: Person, *, here: bool = False) -> Archive:
    """Have a copy made of all that is held of a person. Raises `NotErasable` where there is nobody."""
    with acting.doing(ARCHIVE, whose=person) as deed:
        if person.kind != Sort.PERSON or person.erased_at is not None or person.merged_into_id is not None:
            raise NotErasable("Nothing is held here that is somebody's own.")
        archive = Archive(person=person, actor_id=acting.actor.id, asked_at=deed.at)
        archive.job = jobs.ask(acting, ARCHIVE_PERSON, payload={"archive": str(archive.pk)}, here=here)
        archive.save(force_insert=True)
        decoys.touched(acting, person, "asked for a copy of all that is held of", deed.at)
        deed.record(ArchiveAsked(), about=archive)
        return archive


def archives_of(acting: Acting) -> ArchiveQuerySet:
    """Copies that the actor asked for of others, and nobody else may have; not those whose day is over.
    One's own is had in the portal alone, with a fresh password."""
    mine: ArchiveQuerySet = Archive.objects.unexpired(clock.now()).filter(actor=acting.actor.id)
    return mine.exclude(person=acting.actor.id)


def take_archive(acting: Acting, archive: Archive) -> BinaryIO:
    """Their copy, open to be read, once it is recorded. Raises `FileNotFoundError` where it is gone."""
    file = archive_files.file_of(archive.pk).open("rb")
    try:
        with acting.doing(TAKE_ARCHIVE, whose=archive.person) as deed:
            deed.record(ArchiveTaken(), about=archive)
    except BaseException:
        file.close()
        raise
    return file


def gather(acting: Acting, job: Job, *, power: Power = ARCHIVE) -> Step:
    """The next records of the next kind of thing, written behind those that are there; the file at last."""
    archive = Archive.objects.select_related("person").filter(pk=job.payload["archive"]).first()
    if archive is None or archive.person.erased_at is not None:
        raise Failed("This person has been erased.")
    kind, first, size = (job.cursor.get(name, 0) for name in ("kind", "first", "size"))
    kinds = custody.registered()
    if kind == len(kinds):
        return _finish(acting, archive, job.done, power)
    records = list(kinds[kind].tell(Copy(archive.person, by_work()), first, first + AT_ONCE))
    with archive_files.writing(archive_files.lines_of(archive.pk), keep=size) as file:
        for record in records:
            file.write(_line(kinds[kind].title, record))
        size = file.tell()
    whole = len(records) == AT_ONCE
    cursor = {"kind": kind if whole else kind + 1, "first": first + AT_ONCE if whole else 0, "size": size}
    return Step(cursor, done=job.done + len(records))


def by_work() -> Callable[[int, str], str]:
    """How others are called in a copy: agents by their role, for their names are theirs."""
    known: dict[int, str] = {}

    def call(id: int, name: str) -> str:
        if id not in known:
            known[id] = _work_of(id)
        return known[id]

    return call


def _work_of(number: int) -> str:
    if Person.objects.filter(pk=number, kind=Sort.SYSTEM).exists():
        return "The house"
    roles = Holding.objects.filter(person=number).order_by("role__name").values_list("role__name", flat=True)
    return f"Somebody who works here ({', '.join(roles)})" if roles else "Somebody else"


def _line(kind: str, record: Record) -> bytes:
    plain = {"kind": kind, **asdict(record), "at": record.at.isoformat() if record.at else None}
    return f"{json.dumps(plain, ensure_ascii=False)}\n".encode()


def _finish(acting: Acting, archive: Archive, records: int, power: Power) -> Step:
    with acting.doing(power, whose=archive.person) as deed:
        lines = archive_files.lines_of(archive.pk)
        path = archive_files.file_of(archive.pk)
        with archive_files.writing(path) as file, ZipFile(file, "w", ZIP_DEFLATED) as packed:
            _pack(packed, "data.json", lines, partial(archive_pages.as_data, archive.person, deed.at))
            _pack(packed, "index.html", lines, partial(archive_pages.as_page, archive.person, deed.at))
        lines.unlink()
        archive.made_at, archive.size = deed.at, path.stat().st_size
        archive.expires_at = deed.at + timedelta(days=retention().archives)
        archive.save(update_fields=["made_at", "expires_at", "size"])
        deed.record(ArchiveMade(records=records), about=archive)
    return Step({}, done=records, finished=True, result={"archive": str(archive.pk)})


def _pack(packed: ZipFile, name: str, lines: Path, drawn: Callable[[Iterable[str]], Iterable[str]]) -> None:
    """Write a file into the copy from what was gathered, a piece at a time: however much is held of
    somebody, little of it is in memory."""
    with (
        lines.open(encoding="utf-8", newline="\n") as gathered,
        packed.open(name, "w", force_zip64=True) as file,
    ):
        for part in drawn(gathered):
            file.write(part.encode())
