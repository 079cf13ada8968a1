"""Taking files that people send, and giving them out again."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.forms import filetypes, vault
from alongside.forms.actions.drafting import locked
from alongside.forms.actions.opening import demand_reach
from alongside.forms.models import Draft, File
from alongside.forms.schema import Question
from alongside.forms.taking import Taken, Untaken, taken
from alongside.history.events import Event
from alongside.people.checking import Misfit

ATTACH = Power("forms.attach")
FETCH = Power("forms.fetch")

MOST_FILES = 100  # of one draft, also those that were taken out of its answers again


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
    return keep(acting, draft, question, looked_at(question, upload))


def keep(acting: Acting, draft: Draft, question: Question, sent: Taken) -> File:
    """`attach` of a file that was looked at already: that may take long, and is done before others wait."""
    acting = draft.form.opened_by(acting)
    with acting.doing(ATTACH, about=draft) as deed:
        demand_reach(acting, draft.form)
        current = locked(draft)
        if File.objects.of(current).count() >= MOST_FILES:
            raise Misfit({question.name: "There are too many files with this form."})
        file = File(
            draft=current,
            question=question.name,
            name=sent.name,
            type=sent.type.name,
            size=sent.size,
            kept_at=deed.at,
        )
        vault.keep(file.pk, sent.content)
        file.save(force_insert=True)
        form = current.form
        deed.record(
            Attached(form.slug, form.title, question=question.name, type=sent.type.name, size=sent.size),
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


def looked_at(question: Question, upload: UploadedFile[bytes]) -> Taken:
    most = question.max_megabytes or filetypes.USUAL_MEGABYTES
    try:
        return taken(upload, most=most * 2**20, types=question.types)
    except Untaken as problem:
        raise Misfit({question.name: str(problem)}) from None
