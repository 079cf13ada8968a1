"""Files of people: received, mapped, checked, imported — or discarded.

What goes through them row by row is `importing`; each of those steps is a deed of whoever asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind, deny
from alongside.history.events import Event
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job
from alongside.lib import ids
from alongside.people import import_files
from alongside.people.actions.persons import of_the_actors
from alongside.people.actions.profile_fields import SET_SEARCHABLE, SearchableSet, define_field
from alongside.people.checking import Misfit
from alongside.people.describing import name_from
from alongside.people.headings import USERNAME
from alongside.people.identities import IDENTIFYING
from alongside.people.import_guess import MADE
from alongside.people.models import Duplicates, Import, ProfileField, Segment, Stage
from alongside.people.moving.intake import Source, Taken, take_in
from alongside.people.moving.reading import shape_of
from alongside.people.profiles import fields_in

IMPORT = Power("people.import_people", Kind.STAFF)
RECEIVE = Power("people.receive_import", Kind.STAFF, right="people.import_people")
CHECK = Power("people.check_import", Kind.STAFF, right="people.import_people")
DISCARD = Power("people.discard_import", Kind.STAFF, right="people.import_people")
READ_ROWS = Power("people.read_import_rows", Kind.STAFF, right="people.import_people")


class ImportReceived(
    Event,
    kind="people.import_received",
    title="Receive file of people",
    sentence="{actor} sent a file of people",
    private=True,
):
    """`sha256` is of the file as it was sent, so that it can be proved which one it was."""

    sha256: str
    size: int


class ImportChecked(
    Event,
    kind="people.import_checked",
    title="Check file of people",
    sentence="{actor} had a file of people checked",
    private=True,
):
    fields: tuple[str, ...]


class ImportBegun(
    Event,
    kind="people.import_begun",
    title="Import people",
    sentence="{actor} had people imported from a file",
    private=True,
):
    fields: tuple[str, ...]
    duplicates: str


class ImportDiscarded(
    Event,
    kind="people.import_discarded",
    title="Discard file of people",
    sentence="{actor} discarded a file of people",
    private=True,
):
    pass


class ImportRowsRead(
    Event,
    kind="people.import_rows_read",
    title="Read rows of a file of people",
    sentence="{actor} read {rows} rows of a file of people",
    private=True,
):
    rows: int


class NotNow(Exception):
    """This cannot be done with the import as it stands; the message says why, to people."""


@dataclass(frozen=True)
class Plan:
    """What is to be done with a file: the columns that each field is taken from, what becomes of people
    who may be registered already, and the segment people come to (None: the actor's first)."""

    mapping: Mapping[str, Sequence[str]]
    duplicates: str = Duplicates.IGNORE
    segment: Segment | None = None

    @property
    def as_kept(self) -> dict[str, list[str]]:
        return {name: list(columns) for name, columns in sorted(self.mapping.items()) if columns}


def receive(
    acting: Acting, source: Source, *, file_name: str, encoding: str = "utf-8", format: str | None = None
) -> Import:
    """Keep a file of people; raises `Unreadable` when it is none. Nobody is registered yet.

    Where the text of an import under way was lost, that one gets it back and is returned."""
    if not (verdict := acting.may(RECEIVE)):
        raise Refused(acting, RECEIVE, verdict, None)
    number = ids.random_id()
    try:
        with import_files.new(number) as kept:
            taken = take_in(source, kept, encoding=encoding)
            shape = shape_of(kept, format)
        with acting.doing(RECEIVE) as deed:
            found = _lost(acting, taken) or Import.objects.create(
                id=number,
                actor_id=acting.actor.id,
                file_name=file_name[-255:],
                sha256=taken.sha256,
                size=taken.size,
                encoding=taken.encoding,
                format=shape.format,
                delimiter=shape.delimiter,
                headings=list(shape.headings),
                start=shape.start,
                received_at=deed.at,
            )
            import_files.text_of(number).rename(import_files.text_of(found.pk))
            deed.record(ImportReceived(sha256=taken.sha256, size=taken.size), about=found)
            return found
    except BaseException:
        import_files.remove(number)
        raise


def _lost(acting: Acting, taken: Taken) -> Import | None:
    """The import under way of this file whose text is not there any more: it gets this one and can go on."""
    same = Import.objects.open().seen_by(acting.actor).of_content(taken.sha256)
    lost = (
        one for one in same if one.encoding == taken.encoding and not import_files.text_of(one.pk).exists()
    )
    return next(lost, None)


def check(acting: Acting, found: Import, plan: Plan, *, here: bool = False) -> Job:
    """Have every row looked at and nobody registered. Raises `Misfit` and `NotNow`; `here` as in `begin`."""
    with acting.doing(CHECK) as deed:
        chosen = _mapped(acting, found, plan)
        import_files.forget_seen(chosen.pk)
        job = _ask(acting, chosen, Stage.CHECKING, "people.check_import", here=here)
        found.refresh_from_db()
        deed.record(ImportChecked(fields=tuple(sorted(chosen.mapping))), about=chosen)
    return job


def begin(acting: Acting, found: Import, plan: Plan, *, here: bool = False) -> Job:
    """Have the people of a file registered, a batch at a time. Raises `Misfit` and `NotNow`.

    With `here`, this process runs it (`jobs.run_here`)."""
    with acting.doing(IMPORT) as deed:
        chosen = _mapped(acting, found, plan)
        job = _ask(acting, chosen, Stage.IMPORTING, "people.import_people", here=here)
        found.refresh_from_db()
        deed.record(
            ImportBegun(fields=tuple(sorted(chosen.mapping)), duplicates=plan.duplicates), about=chosen
        )
    return job


def discard(acting: Acting, found: Import) -> None:
    """Forget a file. Whoever was registered from it stays. Raises `NotNow` while it is in use."""
    with acting.doing(DISCARD) as deed:
        kept = _held(acting, found)
        if kept.job is not None and kept.job.is_open:
            raise NotNow("It is in use. Stop it first.")
        kept.stage, kept.ended_at = Stage.DISCARDED, deed.at
        kept.save(update_fields=["stage", "ended_at"])
        transaction.on_commit(lambda: import_files.remove(kept.pk))
        found.refresh_from_db()
        deed.record(ImportDiscarded(), about=kept)


def read_rows(acting: Acting, found: Import, *, rows: int) -> None:
    """Record that somebody reads so many rows of a file; call it before any is shown."""
    with acting.doing(READ_ROWS) as deed:
        if not seen_by(acting, found):
            raise Refused(acting, READ_ROWS, deny("other-segment"), None)
        deed.record(ImportRowsRead(rows=rows), about=found)


def seen_by(acting: Acting, found: Import) -> bool:
    """Whether this import is the actor's business."""
    return Import.objects.seen_by(acting.actor).filter(pk=found.pk).exists()


def add_fields(acting: Acting, headings: Iterable[str]) -> dict[str, str]:
    """A text field for each of these headings; the headings' fields by name."""
    taken = set(ProfileField.objects.values_list("name", flat=True))
    made: dict[str, str] = {}
    for heading in headings:
        label = " ".join(heading.split())[:100]
        made[heading] = define_field(acting, name_from(label, taken), label).name
        taken.add(made[heading])
    return made


def make_needed(acting: Acting, names: Iterable[str]) -> None:
    """Make those of these fields that a tenant only has when a file first needed them."""
    for name in set(names) & set(MADE):
        if ProfileField.objects.filter(name=name).exists():
            continue
        made = define_field(acting, name, MADE[name])
        with acting.doing(SET_SEARCHABLE) as deed:
            # Nobody has a value of it yet, so there are no keys to renew.
            made.searchable = True
            made.save(update_fields=["searchable"])
            deed.record(SearchableSet(name=name, label=made.label, searchable=True), about=made)


def _mapped(acting: Acting, found: Import, plan: Plan) -> Import:
    """The import with this plan, held until commit."""
    kept = _held(acting, found)
    if not kept.can_be_mapped:
        raise NotNow("This file is being imported, or was already.")
    [segment] = of_the_actors(acting, None if plan.segment is None else [plan.segment])
    _demand(kept, plan, fields_in([segment]))
    kept.mapping, kept.duplicates, kept.segment_id = plan.as_kept, plan.duplicates, segment
    return kept


def _demand(found: Import, plan: Plan, fields: Sequence[ProfileField]) -> None:
    """Raise `Misfit` where people could not be made of these columns, whatever stands in them."""
    mapping, by_name = plan.as_kept, {field.name: field for field in fields}
    columns = [column for theirs in mapping.values() for column in theirs]
    errors: dict[str, str] = {}
    for name, theirs in mapping.items():
        if name not in by_name and name != USERNAME:
            errors[name] = "There is no such field."
        if missing := [column for column in theirs if column not in found.headings]:
            errors[name] = f"There is no column “{missing[0]}”."
        if twice := [column for column in theirs if columns.count(column) > 1]:
            errors[name] = f"The column “{twice[0]}” is taken for two fields."
        if name in IDENTIFYING and name in by_name and not by_name[name].searchable:
            errors[name] = "Mark this field as searchable first: people are recognised by it."
    if not {"given_name", "family_name"} & set(mapping):
        errors["family_name"] = "Say which column holds the name."
    for one in fields:
        if one.required and one.name not in mapping:
            errors.setdefault(one.name, "This must be filled in: say which column holds it.")
    if errors:
        raise Misfit(errors)


def _ask(acting: Acting, found: Import, stage: Stage, work: str, *, here: bool) -> Job:
    found.stage = stage
    found.job = job = jobs.ask(acting, work, payload={"import": str(found.pk)}, here=here)
    found.rows = found.fitting = found.wrong = found.empty = found.alike = 0
    found.save()
    return job


def _held(acting: Acting, found: Import) -> Import:
    """The import as it is now, held until commit: two tabs must not begin it twice."""
    kept: Import = Import.objects.select_for_update(of=("self",)).select_related("job").get(pk=found.pk)
    if not seen_by(acting, kept):
        raise Refused(acting, IMPORT, deny("other-segment"), None)
    return kept


def same_as(acting: Acting, sha256: str, plan: Plan) -> list[Import]:
    """Imports of the same file in the same way, the latest first; a discarded one does not count."""
    [segment] = of_the_actors(acting, None if plan.segment is None else [plan.segment])
    of_file = Import.objects.of_content(sha256).exclude(stage=Stage.DISCARDED).select_related("job")
    return [
        found
        for found in of_file.newest_first()[:50]
        if seen_by(acting, found)
        and (found.stage == Stage.RECEIVED or found.is_like(plan.as_kept, plan.duplicates, segment))
    ]
