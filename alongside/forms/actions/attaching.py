"""Taking files that people send, and giving them out again."""

from __future__ import annotations

import re
import unicodedata
import uuid
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.forms import filetypes, pictures, scanning, vault
from alongside.forms.actions.drafting import locked
from alongside.forms.actions.opening import demand_reach
from alongside.forms.filetypes import FileType
from alongside.forms.models import Draft, File
from alongside.forms.schema import Question
from alongside.history.events import Event
from alongside.people.checking import Misfit

ATTACH = Power("forms.attach")
FETCH = Power("forms.fetch")

MOST_FILES = 100  # of one draft, also those that were taken out of its answers again
_UNSAFE = re.compile(r"[^\w .,()+-]+")


class Attached(
    Event,
    kind="forms.attached",
    title="File Sent",
    sentence="{actor} sent a file with {form_title} for {person}",
    sentence_self="{actor} sent a file with {form_title}",
):
    form: str
    form_title: str
    question: str
    type: str
    size: int


class Fetched(
    Event,
    kind="forms.fetched",
    title="File Fetched",
    sentence="{actor} fetched a file of {form_title} of {person}",
    sentence_self="{actor} fetched a file of {form_title}",
):
    form: str
    form_title: str
    file: str


def attach(acting: Acting, draft: Draft, question: Question, upload: UploadedFile[bytes]) -> File:
    """Keep a file for a question of a draft; putting it among the answers is `save`'s. Raises `Misfit` with
    what is wrong with it, and `Closed`; nothing is kept then."""
    acting = draft.form.opened_by(acting)
    content, type_ = _looked_at(question, upload)
    with acting.doing(ATTACH, about=draft) as deed:
        demand_reach(acting, draft.form)
        current = locked(draft)
        if File.objects.of(current).count() >= MOST_FILES:
            raise Misfit({question.name: "There are too many files with this form."})
        file = File(
            draft=current,
            question=question.name,
            name=safe_name(upload.name or "", type_),
            type=type_.name,
            size=len(content),
            kept_at=deed.at,
        )
        vault.keep(file.pk, content)
        file.save(force_insert=True)
        form = current.form
        deed.record(
            Attached(form.slug, form.title, question=question.name, type=type_.name, size=len(content)),
            about=current,
        )
    return file


def fetch(acting: Acting, draft: Draft, number: uuid.UUID) -> tuple[File, Path]:
    """A file of a draft, or of what it became, and where its content lies; that it was fetched is recorded.
    Raises `File.DoesNotExist`."""
    acting = draft.form.opened_by(acting)
    with acting.doing(FETCH, about=draft) as deed:
        demand_reach(acting, draft.form)
        file = File.objects.of(draft).get(pk=number)
        form = draft.form
        deed.record(Fetched(form=form.slug, form_title=form.title, file=str(file.pk)), about=draft)
    return file, vault.file_of(file.pk)


def safe_name(name: str, type_: FileType) -> str:
    """What a file is called, without folders and signs that mean something, with the ending of its type."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    stem = _UNSAFE.sub("_", last.rpartition(".")[0] or last).strip(" ._")[:80]
    return f"{stem or 'file'}{type_.ending}"


def _looked_at(question: Question, upload: UploadedFile[bytes]) -> tuple[bytes, FileType]:
    most = question.max_megabytes or filetypes.USUAL_MEGABYTES
    if not upload.size:
        raise Misfit({question.name: "This file is empty."})
    if upload.size > most * 2**20:
        raise Misfit({question.name: f"This file is too large: send at most {most} MB."})
    content = upload.read()
    taken = question.types or filetypes.ALL
    type_ = filetypes.of(content[: filetypes.ENOUGH])
    if type_ is None or type_.name not in taken:
        raise Misfit({question.name: f"This file cannot be taken: send a {filetypes.said(taken)}."})
    _demand_clean(question, content)
    if type_.picture:
        try:
            content = pictures.redrawn(content, type_.name)
        except pictures.Unreadable as problem:
            raise Misfit({question.name: str(problem)}) from None
    return content, type_


def _demand_clean(question: Question, content: bytes) -> None:
    """Nothing is kept that the scanner, where there is one, did not call clean."""
    if not settings.SCANNER:
        return
    try:
        scanning.look(content, settings.SCANNER)
    except scanning.Infected:
        raise Misfit({question.name: "This file holds harmful software and was not kept."}) from None
    except scanning.Unanswered:
        sentence = "Files cannot be checked at the moment, so this one was not kept: try again later."
        raise Misfit({question.name: sentence}) from None
