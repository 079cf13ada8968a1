"""Files of a case: adding them, giving them out, taking them away (spec C36, C38)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.cases.actions.seeing import TRACK, VIEW, hides_private
from alongside.cases.actions.working import NotNow, working
from alongside.cases.models import Attachment, Case, CaseType
from alongside.forms import vault
from alongside.forms.taking import Taken, Untaken, taken
from alongside.history.events import Event
from alongside.people.checking import Misfit

ATTACH = Power("cases.attach", Kind.MATTER)
DETACH = Power("cases.detach", Kind.MATTER)

MEGABYTE = 1_000_000  # bytes, as the limits of a type are counted
# By these somebody sends a file as the owner, or with them, and the owner's limits count.
AS_OWNER = frozenset({"own-case", "helping-the-owner", "raised-in-this-sitting"})


class Attached(
    Event,
    kind="cases.attached",
    title="File Added",
    sentence="{actor} added a file to the case {reference}, for {person}",
    sentence_self="{actor} added a file to the case {reference}",
    private=True,
):
    reference: str
    file: str
    type: str
    size: int


class Detached(
    Event,
    kind="cases.detached",
    title="File Deleted",
    sentence="{actor} deleted a file of the case {reference}, for {person}",
    sentence_self="{actor} deleted a file of the case {reference}",
    private=True,
):
    reference: str
    file: str


class FileFetched(
    Event,
    kind="cases.file_fetched",
    title="File Fetched",
    sentence="{actor} fetched a file of the case {reference}, for {person}",
    sentence_self="{actor} fetched a file of the case {reference}",
    private=True,
):
    reference: str
    file: str


def attach(acting: Acting, case: Case, upload: UploadedFile[bytes], *, public: bool = False) -> Attachment:
    """Keep a file with a case, also with one that is closed. Owners, and whoever helps them, send within
    their own limits, and see it; of what staff add, the owner sees what is `public`. Raises `Misfit` with
    what is wrong with the file, and `NotNow` where there are as many as the type takes."""
    with working(acting, ATTACH, case) as (deed, current):
        own = deed.verdict.rule in AS_OWNER
        type = current.type
        most = type.sent_files if own else type.staff_files
        if Attachment.objects.filter(case=current, of_owner=own).count() >= most:
            full = f"There are {most} files already: no more are taken."
            raise NotNow(full if most else "No files are taken.")
        try:
            sent = taken(upload, most=(type.sent_megabytes if own else type.staff_megabytes) * MEGABYTE)
        except Untaken as problem:
            raise Misfit({"file": str(problem)}) from None
        kept = _kept(acting, current, sent, deed.at, own=own, public=own or public)
        deed.record(
            Attached(reference=current.reference, file=str(kept.pk), type=kept.type, size=kept.size),
            about=current,
        )
        return kept


def enclosed(type: CaseType, uploads: Sequence[UploadedFile[bytes]]) -> list[Taken]:
    """What an owner sends with a case of this type as it begins; raises `Misfit`."""
    if len(uploads) > type.sent_files:
        most = f"Send at most {type.sent_files} files." if type.sent_files else "No files are taken."
        raise Misfit({"files": most})
    try:
        return [taken(one, most=type.sent_megabytes * MEGABYTE) for one in uploads]
    except Untaken as problem:
        raise Misfit({"files": str(problem)}) from None


def enclose(acting: Acting, case: Case, files: Sequence[Taken], at: datetime) -> None:
    """Keep them as the owner's, within the deed that raises the case."""
    for one in files:
        _kept(acting, case, one, at, own=True, public=True)


def _kept(acting: Acting, case: Case, sent: Taken, at: datetime, *, own: bool, public: bool) -> Attachment:
    kept = Attachment(
        case=case,
        actor_id=acting.actor.id,
        person_id=case.owner_id if own else acting.person_id,
        of_owner=own,
        public=public,
        name=sent.name,
        type=sent.type.name,
        size=sent.size,
        sent_at=at,
    )
    vault.keep(kept.pk, sent.content)
    kept.save(force_insert=True)
    return kept


def detach(acting: Acting, case: Case, number: uuid.UUID) -> None:
    """Delete a file of a case. Raises `Attachment.DoesNotExist`."""
    with working(acting, DETACH, case) as (deed, current):
        file = Attachment.objects.select_for_update().get(case=current, pk=number)
        vault.remove_after_commit([file.pk])
        Attachment.objects.filter(pk=file.pk).delete()
        deed.record(Detached(reference=current.reference, file=str(number)), about=current)


def fetch(acting: Acting, case: Case, number: uuid.UUID, *, tracking: bool) -> tuple[Attachment, Path]:
    """A file of a case, and where its content lies; that it was fetched is an entry. `tracking`: on the
    owner's own page, where what is not public is not there. Raises `Attachment.DoesNotExist`."""
    with acting.doing(TRACK if tracking else VIEW, about=case) as deed:
        files = Attachment.objects.filter(case=case)
        if tracking or hides_private(deed.verdict):
            files = files.public()
        file = files.get(pk=number)
        deed.record(FileFetched(reference=case.reference, file=str(file.pk)), about=case)
    return file, vault.file_of(file.pk)
