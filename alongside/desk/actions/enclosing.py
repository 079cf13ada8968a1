"""Files that come with questions and leave with answers: taken as forms take theirs, and given out."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from alongside.assisting.acting import Acting
from alongside.desk.actions.letter_files import unsealed
from alongside.desk.mail import sealing
from alongside.desk.models import Answer, AnswerDraft, AnswerState, LetterFile, Question, SentFile
from alongside.forms import filetypes, vault
from alongside.forms.taking import Taken, Untaken, taken
from alongside.lib import tenancy
from alongside.people.checking import Misfit

MOST_FILES, MOST_MEGABYTES = 10, 10
MEGABYTE = 2**20


class NoSuchFile(Exception):
    """There is no such file, or it is not for whoever asks, or nothing of it was kept."""


@dataclass(frozen=True)
class Enclosed:
    """A file that came with a question or left with an answer; `problem` says why one was not taken."""

    id: uuid.UUID
    name: str
    size: int  # bytes
    problem: str = ""


@dataclass(frozen=True)
class Content:
    name: str
    media_type: str
    content: bytes


def taken_from(uploads: Sequence[UploadedFile[bytes]]) -> list[Taken]:
    """Files that somebody sends, as they may be kept. Raises `Misfit` with what is wrong with one of them."""
    if len(uploads) > MOST_FILES:
        raise Misfit({"files": f"Send at most {MOST_FILES} files."})
    try:
        return [taken(one, most=MOST_MEGABYTES * MEGABYTE) for one in uploads]
    except Untaken as problem:
        raise Misfit({"files": str(problem)}) from None


def enclose(
    question: Question, files: Iterable[Taken], at: datetime, *, draft: AnswerDraft | None = None
) -> list[SentFile]:
    """Keep files with a question, or with what an agent is writing on it; within the deed that sends them."""
    kept = []
    for one in files:
        file = SentFile(
            question=question, draft=draft, name=one.name, type=one.type.name, size=one.size, kept_at=at
        )
        key = settings.SECRET_KEY
        vault.keep(file.pk, sealing.seal(key, tenancy.current(), str(file.pk), one.content))
        file.save(force_insert=True)
        kept.append(file)
    return kept


def hand_over(acting: Acting, answer: Answer) -> None:
    """What was attached while an answer was written belongs to it now; within the deed that writes it."""
    mine = SentFile.objects.filter(draft__agent=acting.actor.id, draft__question=answer.question_id)
    mine.update(draft=None, answer=answer)


def attached_by(acting: Acting, question: Question) -> list[Enclosed]:
    """What the agent attached to what they are writing."""
    mine = SentFile.objects.filter(draft__agent=acting.actor.id, draft__question=question)
    return [Enclosed(one.pk, one.name, one.size) for one in mine.order_by("name", "pk")]


def files_of(things: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Enclosed]]:
    """The files of each of these questions and answers, by name; none of what is being written."""
    found: dict[uuid.UUID, list[Enclosed]] = {}
    numbers = list(things)
    letters = LetterFile.objects.filter(letter__question__in=numbers).order_by("name", "pk")
    for number, whose, name, size, problem in letters.values_list(
        "pk", "letter__question", "name", "size", "problem"
    ):
        found.setdefault(whose, []).append(Enclosed(number, name, size, problem))
    columns = ("pk", "question", "answer", "name", "size")
    sent = SentFile.objects.filter(draft=None, question__in=numbers) | SentFile.objects.filter(
        draft=None, answer__in=numbers
    )
    for number, question, answer, name, size in sent.order_by("name", "pk").values_list(*columns):
        found.setdefault(answer or question, []).append(Enclosed(number, name, size))
    return found


def content_for(acting: Acting, question: Question, number: uuid.UUID, *, proposals: bool) -> Content:
    """A file of a question for an agent who sees that: what they attach themselves, and what is proposed only
    where they may know that (`proposals`). Raises `NoSuchFile`."""
    letters = LetterFile.objects.filter(pk=number, letter__question=question).exclude(type="")
    file: SentFile | LetterFile | None = letters.first() or (
        SentFile.objects.select_related("answer", "draft").filter(pk=number, question=question).first()
    )
    if isinstance(file, SentFile):
        written = file.draft is not None and file.draft.agent_id != acting.actor.id
        proposed = file.answer is not None and file.answer.state != AnswerState.SENT
        if written or (proposed and not proposals):
            raise NoSuchFile
    return content_of(file)


def content_of(file: SentFile | LetterFile | None) -> Content:
    """What a file holds. Raises `NoSuchFile`."""
    if file is None or not file.type:
        raise NoSuchFile
    try:
        return Content(file.name, filetypes.TYPES[file.type].media_type, unsealed(file.pk))
    except (sealing.Locked, FileNotFoundError):
        raise NoSuchFile from None
