"""Going through a file of people, a batch of rows in each step of a job.

A step is one transaction: the people, their keys, the rows that are wrong, the counts, the entry in the
history and where the next step begins. Killed at any moment, it is as if the step had not begun.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from django.db import transaction

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.jobs.actions import Failed, Step
from alongside.jobs.models import Job
from alongside.lib import clock
from alongside.people import identities, import_files
from alongside.people.actions.persons import insert_many, new_person
from alongside.people.checking import Misfit
from alongside.people.doubles import code_of, double_of, in_words
from alongside.people.headings import USERNAME
from alongside.people.identities import Identity
from alongside.people.import_reports import outcome
from alongside.people.models import (
    AlikeRow,
    Duplicates,
    Import,
    Person,
    ProfileField,
    Stage,
    Tenant,
    WrongRow,
)
from alongside.people.moving import reading, seen, values
from alongside.people.moving.limits import LONGEST_ROW
from alongside.people.moving.reading import Row
from alongside.people.profiles import fields_in
from alongside.people.queries import plain

IMPORT_ROWS = Power("people.import_rows", Kind.STAFF, right="people.import_people")

BATCH = 200  # rows: about a fifth of a second, in which nobody else writes
BATCH_COMPARED = 30  # the same where each is compared with everybody
CLEARED = 2_000  # wrong rows of the last time through, that are deleted in one step


class PeopleImported(
    Event,
    kind="people.people_imported",
    title="Import batch of people",
    sentence="{actor} registered {people} people from a file",
    private=True,
):
    """The people of the rows from `first` to `last`, but for those that were wrong."""

    people: int
    first: int
    last: int


class ImportEnded(
    Event,
    kind="people.import_ended",
    title="End of import",
    sentence="{actor} came to the end of a file: {registered} people were registered, {wrong} rows are wrong",
    private=True,
):
    registered: int
    wrong: int


class Batch(NamedTuple):
    """Some rows, the byte behind them, and whether they are the last."""

    rows: list[Row]
    end: int
    is_last: bool


People = list[tuple[Row, Person]]


class Judged(NamedTuple):
    """What was made of some rows."""

    fitting: People
    wrong: list[tuple[Row, str]]
    empty: int
    copies: dict[int, int]  # by the number of a row that was refused: the id of whom it is a copy


def check_rows(acting: Acting, job: Job) -> Step:
    """Look at a batch of rows and register nobody."""
    found = _of_job(job)
    if cleared := _cleared(found, job):
        return cleared
    batch = _read(found, job)
    judged = _judged(found, batch, before=True)
    alike = _register(acting, found, judged, only_check=True)
    _note(found, batch, judged, alike)
    return _came_to(found, batch, Stage.CHECKED, clock.now())


def import_rows(acting: Acting, job: Job) -> Step:
    """Register the people of a batch of rows."""
    found = _of_job(job)
    if cleared := _cleared(found, job):
        return cleared
    # One import of a tenant at a time: two could register the same account number at the same moment.
    Tenant.objects.select_for_update(no_key=True).get(pk=acting.tenant_id)
    batch = _read(found, job)
    judged = _judged(found, batch)
    if not judged.fitting and not batch.is_last:
        _note(found, batch, judged, [])
        return _came_to(found, batch, Stage.DONE, clock.now())
    with acting.doing(IMPORT_ROWS) as deed:
        looked_at = bool(judged.fitting)
        _note(found, batch, judged, _register(acting, found, judged))
        if looked_at:
            first, last = batch.rows[0].number, batch.rows[-1].number
            deed.record(PeopleImported(people=len(judged.fitting), first=first, last=last), about=found)
        if batch.is_last:
            deed.record(ImportEnded(registered=found.fitting, wrong=found.wrong), about=found)
    return _came_to(found, batch, Stage.DONE, clock.now())


def told(job: Job) -> str:
    """What came of it, in a sentence."""
    checked = job.work == "people.check_import"
    alike = job.result.get("alike", 0)
    return outcome(job.result["fitting"], job.result["wrong"], alike, only_checked=checked)


def _of_job(job: Job) -> Import:
    found: Import | None = Import.objects.filter(pk=job.payload["import"]).first()
    if found is None or found.job_id != job.pk or found.stage not in (Stage.CHECKING, Stage.IMPORTING):
        raise Failed("This file was discarded, or something else is done with it now.")
    if not import_files.text_of(found.pk).exists():
        raise Failed("The file is not there any more. Send it once more: it goes on where it was.")
    return found


def _cleared(found: Import, job: Job) -> Step | None:
    """Delete what the last time through left behind, some in each step; None when nothing is left."""
    if job.cursor:
        return None
    for kept in (WrongRow, AlikeRow):
        if left := list(kept.objects.filter(source=found).values_list("pk", flat=True)[:CLEARED]):
            kept.objects.filter(pk__in=left).delete()
            return Step({})
    return None


def _read(found: Import, job: Job) -> Batch:
    """The rows from where the last step came to; fewer when they are long."""
    shape = found.shape
    start = job.cursor.get("at", shape.start)
    with import_files.text_of(found.pk).open("rb") as kept:
        rows: list[Row] = []
        end = start
        left = reading.rows(kept, shape, start=start, number=job.cursor.get("number"))
        for row in islice(left, BATCH if found.duplicates == Duplicates.IGNORE else BATCH_COMPARED):
            rows.append(row)
            end = row.end
            if end - start > LONGEST_ROW:
                break
        is_last = not kept.read(1) if rows else True
    return Batch(rows, end, is_last)


def _judged(found: Import, batch: Batch, *, before: bool = False) -> Judged:
    """Rows apart: those that people can be made of, and the others with what is wrong.

    `before`: those further up are not in the database, so what they had is asked of the notes."""
    fields = fields_in([found.segment_id or 0])
    labels = {field.name: field.label for field in fields}
    read = values.reader(found.headings, found.mapping, fields)
    judged = Judged([], [], sum(1 for row in batch.rows if row.is_empty), {})
    at = clock.now()
    named: People = []
    for row in batch.rows:
        if row.is_empty:
            continue
        if row.problem:
            judged.wrong.append((row, row.problem))
            continue
        known = read(row.cells)
        username = str(known.pop(USERNAME, "") or "")
        try:
            named.append((row, new_person(fields, known, username, at)))
        except Misfit as misfit:
            judged.wrong.append((row, _in_words(misfit, labels)))
    _tell_apart(found, named, judged, labels, before=before)
    return judged


def _tell_apart(
    found: Import, named: People, judged: Judged, labels: Mapping[str, str], *, before: bool
) -> None:
    """Take nobody whose number or user name somebody has, in the database or further up in the file."""
    ours = [(row, person, identities.of_person(person)) for row, person in named]
    wanted = [one for *_, theirs in ours for one in theirs]
    taken = identities.taken(wanted)
    seen_file = import_files.seen_of(found.pk)
    rows = seen.rows_of(seen_file, wanted) if before else {}
    for row, person, theirs in ours:
        if problem := _twice(row, theirs, taken, rows, labels):
            judged.wrong.append((row, problem))
        else:
            judged.fitting.append((row, person))
            rows.update(dict.fromkeys(theirs, row.number))
    if before:
        seen.note(seen_file, rows)


def _twice(
    row: Row,
    theirs: Iterable[Identity],
    taken: Collection[Identity],
    rows: Mapping[Identity, int],
    labels: Mapping[str, str],
) -> str:
    """Why somebody cannot be registered whose number or user name is not theirs alone; empty when it is."""
    for one in theirs:
        label = labels.get(one.field, "User name").lower()
        if one in taken:
            return f"Somebody has this {label} already."
        if rows.get(one, row.number) < row.number:
            return f"Row {rows[one]:,} has the same {label}."
    return ""


def _register(acting: Acting, found: Import, judged: Judged, *, only_check: bool = False) -> list[AlikeRow]:
    """Register those who fit, unless it is only a check; those who may be registered already, or none of
    them where they are refused. One after the other, so that each is compared with those before."""
    segments = [found.segment_id or 0]
    if found.duplicates == Duplicates.IGNORE:
        if not only_check:
            insert_many([person for _, person in judged.fitting], segments)
        return []
    fields = plain(ProfileField.objects.all())
    registered: People = []
    alike: list[AlikeRow] = []
    twins = _twins(found, judged.fitting) if only_check else {}
    for row, person in judged.fitting:
        match = double_of(acting.tenant_id, person, fields=fields, segments=acting.actor.standing.segments)
        said = in_words(match) if match else twins.get(row.number, "")
        if said and found.duplicates == Duplicates.REFUSE:
            judged.wrong.append((row, said))
            if match:
                judged.copies[row.number] = match.person.id
            continue
        if not only_check:
            insert_many([person], segments)
        registered.append((row, person))
        if said:
            ids = {"person_id": None if only_check else person.pk, "other_id": match and match.person.id}
            alike.append(AlikeRow(source=found, number=row.number, said=said, **ids))
    judged.fitting[:] = registered
    return alike


def _twins(found: Import, people: People) -> dict[int, str]:
    """What is said of rows that have the same name and date of birth as one further up."""
    coded = {row.number: code for row, person in people if (code := code_of(person))}
    file = import_files.seen_of(found.pk)
    rows = seen.rows_of(file, coded.values())
    said: dict[int, str] = {}
    for number, code in coded.items():
        if rows.setdefault(code, number) < number:
            said[number] = f"This is probably row {rows[code]:,}: same name, same date of birth."
    seen.note(file, rows)
    return said


def _note(found: Import, batch: Batch, judged: Judged, alike: Sequence[AlikeRow]) -> None:
    """Keep the counts, the rows that are to be corrected, and those of people who may be doubles."""
    found.rows += len(batch.rows)
    found.fitting += len(judged.fitting)
    found.wrong += len(judged.wrong)
    found.empty += judged.empty
    found.alike += len(alike)
    AlikeRow.objects.bulk_create(alike)
    WrongRow.objects.bulk_create(
        WrongRow(
            source=found,
            number=row.number,
            cells=_storable(row),
            problem=problem,
            other_id=judged.copies.get(row.number),
        )
        for row, problem in judged.wrong
    )


def _came_to(found: Import, batch: Batch, stage: Stage, at: datetime) -> Step:
    if batch.is_last:
        found.stage = stage
        if stage is Stage.DONE:
            found.ended_at = at
            transaction.on_commit(lambda: import_files.remove(found.pk))
        else:
            transaction.on_commit(lambda: import_files.forget_seen(found.pk))
    found.save(update_fields=["stage", "ended_at", "rows", "fitting", "wrong", "empty", "alike"])
    number = batch.rows[-1].number + 1 if batch.rows else 0
    return Step(
        {"at": batch.end, "number": number},
        done=found.rows,
        total=found.rows if batch.is_last else _all_rows(found, batch),
        finished=batch.is_last,
        result={"fitting": found.fitting, "wrong": found.wrong, "empty": found.empty, "alike": found.alike}
        if batch.is_last
        else {},
    )


def _all_rows(found: Import, batch: Batch) -> int:
    """How many rows there are, judged by the length of those that were read."""
    size = import_files.text_of(found.pk).stat().st_size
    return round(found.rows * (size - found.start) / max(1, batch.end - found.start))


def _in_words(misfit: Misfit, labels: dict[str, str]) -> str:
    labels = labels | {USERNAME: "User name"}
    return " ".join(
        f"{label}: {misfit.errors[name]}" for name, label in labels.items() if name in misfit.errors
    )


# PostgreSQL keeps neither in JSON; nobody can read them anyway.
_UNSTORABLE = {0: "␀"} | dict.fromkeys(range(0xD800, 0xE000), "�")


def _storable(row: Row) -> list[str]:
    return [reading.as_text(cell).translate(_UNSTORABLE) for cell in row.cells]
