"""Files that came with questions and left with answers: giving them out."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from alongside.assisting.acting import Acting
from alongside.desk.actions.letter_files import unsealed
from alongside.desk.actions.seeing import VIEW
from alongside.desk.mail.sealing import Locked
from alongside.desk.models import LetterFile, Question
from alongside.forms import filetypes
from alongside.history.events import Event


class FileFetched(
    Event,
    kind="desk.file_fetched",
    title="File Fetched",
    sentence="{actor} fetched a file of the question {reference} of {person}",
    private=True,
):
    reference: str
    file: str


@dataclass(frozen=True)
class Enclosed:
    """A file that came with a question; `problem` says why one was not taken."""

    id: uuid.UUID
    name: str
    size: int  # bytes
    problem: str


def files_of(questions: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Enclosed]]:
    """The files that came with each of these questions, by name."""
    found: dict[uuid.UUID, list[Enclosed]] = {}
    rows = LetterFile.objects.filter(letter__question__in=list(questions)).order_by("name", "pk")
    for number, question, name, size, problem in rows.values_list(
        "pk", "letter__question", "name", "size", "problem"
    ):
        found.setdefault(question, []).append(Enclosed(number, name, size, problem))
    return found


class NoSuchFile(Exception):
    """There is no such file, or nothing of it was kept."""


@dataclass(frozen=True)
class Fetched:
    name: str
    media_type: str
    content: bytes


def fetch_file(acting: Acting, question: Question, number: uuid.UUID) -> Fetched:
    """A file that came with a question, for whoever sees that; it is recorded that it was fetched. Raises
    `NoSuchFile`."""
    with acting.doing(VIEW, about=question, whose=question.conversation.person) as deed:
        fetched = _fetched(LetterFile.objects.filter(pk=number, letter__question=question).first())
        reference = question.conversation.reference
        deed.record(FileFetched(reference=reference, file=str(number)), about=question)
    return fetched


def _fetched(file: LetterFile | None) -> Fetched:
    if file is None or not file.type:
        raise NoSuchFile
    try:
        return Fetched(file.name, filetypes.TYPES[file.type].media_type, unsealed(file.pk))
    except (Locked, FileNotFoundError):
        raise NoSuchFile from None
