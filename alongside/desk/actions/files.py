"""Attaching files to an answer that is being written, and fetching files."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.desk.actions import enclosing
from alongside.desk.actions.answering import SEE_PROPOSAL
from alongside.desk.actions.drafting import DRAFT
from alongside.desk.actions.enclosing import MOST_FILES, Content, NoSuchFile, enclose, taken_from
from alongside.desk.actions.seeing import VIEW
from alongside.desk.actions.working import working
from alongside.desk.models import AnswerDraft, AnswerState, Conversation, LetterFile, Question, SentFile
from alongside.forms import vault
from alongside.history.events import Event
from alongside.people.checking import Misfit

FETCH_OWN = Power("desk.fetch_own_file", Kind.OPEN)


class FileFetched(
    Event,
    kind="desk.file_fetched",
    title="File Fetched",
    sentence="{actor} fetched a file of the question {reference} of {person}",
    private=True,
):
    reference: str
    file: str


class OwnFileFetched(
    Event,
    kind="desk.own_file_fetched",
    title="File Fetched",
    sentence="{actor} fetched a file of the question {reference} for {person}",
    sentence_self="{actor} fetched a file of the question {reference}",
):
    reference: str
    file: str


class FilesAttached(
    Event,
    kind="desk.files_attached",
    title="Files Attached",
    sentence="{actor} attached files to an answer to the question {reference}",
    private=True,
):
    reference: str
    question: str
    count: int


class FileDetached(
    Event,
    kind="desk.file_detached",
    title="File Detached",
    sentence="{actor} took a file out of an answer to the question {reference}",
    private=True,
):
    reference: str
    question: str


def attach(acting: Acting, question: Question, uploads: Sequence[UploadedFile[bytes]]) -> AnswerDraft:
    """Keep files with what an agent is writing: they leave with the answer. Raises `Misfit`."""
    files = taken_from(uploads)
    with working(acting, DRAFT, question) as (deed, current):
        draft, _ = AnswerDraft.objects.get_or_create(
            question=current, agent_id=acting.actor.id, defaults={"text": "", "saved_at": deed.at}
        )
        if draft.files.count() + len(files) > MOST_FILES:
            raise Misfit({"files": f"Send at most {MOST_FILES} files with an answer."})
        enclose(current, files, deed.at, draft=draft)
        reference = current.conversation.reference
        deed.record(
            FilesAttached(reference=reference, question=str(current.pk), count=len(files)), about=current
        )
        return draft


def detach(acting: Acting, question: Question, number: uuid.UUID) -> None:
    """Take a file out of what an agent is writing. Raises `NoSuchFile`."""
    with working(acting, DRAFT, question) as (deed, current):
        gone, _ = SentFile.objects.filter(
            pk=number, draft__agent=acting.actor.id, draft__question=current
        ).delete()
        if not gone:
            raise NoSuchFile
        vault.remove_after_commit([number])
        reference = current.conversation.reference
        deed.record(FileDetached(reference=reference, question=str(current.pk)), about=current)


def fetch_file(acting: Acting, question: Question, number: uuid.UUID) -> Content:
    """A file of a question, for the agents who see that; it is recorded that it was fetched. Raises
    `NoSuchFile`."""
    with acting.doing(VIEW, about=question, whose=question.conversation.person) as deed:
        proposals = bool(acting.may(SEE_PROPOSAL, about=question))
        found = enclosing.content_for(acting, question, number, proposals=proposals)
        reference = question.conversation.reference
        deed.record(FileFetched(reference=reference, file=str(number)), about=question)
    return found


def fetch_own_file(acting: Acting, conversation: Conversation, number: uuid.UUID) -> Content:
    """A file of a conversation of the person's own: of what they asked, and of what was answered. While
    helping, of the agent's segments. Raises `NoSuchFile`."""
    with acting.doing(FETCH_OWN) as deed:
        theirs = Question.objects.filter(
            conversation__in=Conversation.objects.of(acting).filter(pk=conversation.pk)
        )
        if acting.helping:
            theirs = theirs.filter(segment__in=acting.actor.standing.segments)
        sent = SentFile.objects.filter(pk=number, draft=None, question__in=theirs)
        letters = LetterFile.objects.filter(pk=number, letter__question__in=theirs)
        found = enclosing.content_of(
            letters.first()
            or sent.filter(answer=None).first()
            or sent.filter(answer__state=AnswerState.SENT).first()
        )
        reference = conversation.reference
        deed.record(OwnFileFetched(reference=reference, file=str(number)), about=conversation)
    return found
