"""Files that come in pieces, so that a connection that fails costs a piece and not the file.

Where a file is long, `attach` is called with all of it in the end: nothing is kept that it would refuse, and
nobody can read what has only half arrived."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.powers import Power
from alongside.forms import filetypes, vault
from alongside.forms.actions.attaching import keep, looked_at
from alongside.forms.actions.drafting import Closed, locked
from alongside.forms.actions.opening import demand_reach
from alongside.forms.models import Draft, File, Upload
from alongside.forms.schema import Kind, Question
from alongside.history.events import Event
from alongside.lib import clock
from alongside.people.checking import Misfit

UPLOAD = Power("forms.upload")

PIECE = 2**20  # bytes; a page says it to the browser
MOST_AT_ONCE = 20  # on their way to one draft
ABANDONED = timedelta(days=1)


class UploadBegun(
    Event,
    kind="forms.upload_begun",
    title="File On Its Way",
    sentence="{actor} began to send a file with {form_title} for {person}",
    sentence_self="{actor} began to send a file with {form_title}",
):
    form: str
    form_title: str
    question: str
    size: int


class Misplaced(Exception):
    """A piece that does not follow what is there; `received` is where the next one begins."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


def begin_upload(acting: Acting, draft: Draft, question: Question, *, name: str, size: int) -> Upload:
    """Say that a file comes, of so many bytes; one that was left half way goes on. Raises `Misfit` with what
    is wrong with it already, and `Closed`."""
    acting = draft.form.opened_by(acting)
    with acting.doing(UPLOAD, about=draft) as deed:
        demand_reach(acting, draft.form)
        current = locked(draft)
        _demand_size(question, size)
        name = name[:255]
        on_its_way = Upload.objects.filter(draft=current)
        half = on_its_way.filter(question=question.name, name=name, size=size).first()
        if half is None and on_its_way.count() >= MOST_AT_ONCE:
            raise Misfit({question.name: "There are too many files on their way: wait until some are there."})
        upload = half or Upload(draft=current, question=question.name, name=name, size=size)
        upload.touched_at = deed.at
        upload.save()
        form = current.form
        deed.record(UploadBegun(form.slug, form.title, question=question.name, size=size), about=current)
        return upload


def add_piece(acting: Acting, draft: Draft, number: uuid.UUID, *, at: int, content: bytes) -> Upload:
    """Put a piece behind the others. That the file comes was told, and that it is there will be: its pieces
    are no deeds.

    Raises `Upload.DoesNotExist`, `Misplaced`, `Misfit` where it grows beyond what was said or is of no type
    that is taken, and `Closed`."""
    acting = draft.form.opened_by(acting)
    verdict = acting.may(UPLOAD, about=draft)
    if not verdict:
        raise Refused(acting, UPLOAD, verdict, None)
    with transaction.atomic():
        locked(draft)
        upload = Upload.objects.select_for_update(of=("self",)).get(pk=number, draft=draft)
        question = question_of(draft, upload.question)
        if at != upload.received:
            raise Misplaced(upload.received)
        if not content or at + len(content) > upload.size:
            raise Misfit({question.name: "This file has changed while it was sent: choose it again."})
        if at == 0:
            _demand_type(question, content)
        vault.put(upload.pk, at, content)
        upload.received += len(content)
        upload.touched_at = clock.now()
        upload.save(update_fields=["received", "touched_at"])
    return upload


def finish_upload(acting: Acting, draft: Draft, upload: Upload) -> File:
    """The file of which all has arrived, looked at as any other. Raises what `attach` does. What was sent is
    gone when the file is there or cannot be taken; after a fault it is finished again."""
    question = question_of(draft, upload.question)
    try:
        with vault.file_of(upload.pk).open("rb") as content:
            sent = looked_at(question, UploadedFile(content, upload.name, size=upload.size))
            with transaction.atomic():
                taken = keep(acting, draft, question, sent)
                _forget(upload)
    except (Misfit, Closed, Refused):
        with transaction.atomic():
            _forget(upload)
        raise
    return taken


def _forget(upload: Upload) -> None:
    vault.remove_after_commit([upload.pk])
    Upload.objects.filter(pk=upload.pk).delete()


def forget_uploads() -> int:
    """Remove what nobody went on with; how many."""
    old = Upload.objects.filter(touched_at__lt=clock.now() - ABANDONED)
    with transaction.atomic():
        numbers = list(old.values_list("pk", flat=True))
        vault.remove_after_commit(numbers)
        Upload.objects.filter(pk__in=numbers).delete()
    return len(numbers)


def question_of(draft: Draft, name: str) -> Question:
    """The question of a draft that takes files, by its flat name, also within a row. Raises `KeyError`."""
    bare = name.rpartition(".")[2]
    for question in draft.version.schema.every:
        if question.name == bare and question.kind is Kind.FILE:
            return replace(question, name=name)
    raise KeyError(name)


def _demand_size(question: Question, size: int) -> None:
    most = question.max_megabytes or filetypes.USUAL_MEGABYTES
    if size <= 0:
        raise Misfit({question.name: "This file is empty."})
    if size > most * 2**20:
        raise Misfit({question.name: f"This file is too large: send at most {most} MB."})


def _demand_type(question: Question, content: bytes) -> None:
    """So that nobody waits for what is refused in the end; all of it is looked at then."""
    of = question.types or filetypes.ALL
    found = filetypes.of(content[: filetypes.ENOUGH])
    if found is None or found.name not in of:
        raise Misfit({question.name: f"This file cannot be taken: send a {filetypes.said(of)}."})
