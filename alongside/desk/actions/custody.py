"""What the desk holds about a person, and what erasing does to it (`people.custody`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from alongside.desk.models import (
    AgentSkill,
    Answer,
    AnswerDraft,
    AnswerState,
    Conversation,
    ExpertReply,
    Forwarding,
    Letter,
    LetterFile,
    Post,
    Question,
    SentFile,
)
from alongside.forms import vault
from alongside.people import lives
from alongside.people.custody import Copy, Custody, Fate, Record, register
from alongside.people.models import Person


def declare() -> None:
    """Register it; called when the app is ready."""
    for one in (CONVERSATIONS, WORK, DRAFTS, SKILLS):
        register(one)
    for model in (Letter, LetterFile, SentFile):
        vault.register(_named(model))
    lives.stands_against("They wait for an answer.", _waiting)


def _named(model: type[Letter | LetterFile | SentFile]) -> vault.Names:
    return lambda numbers: model.objects.filter(pk__in=numbers).values_list("pk", flat=True)


def _waiting(people: Collection[int]) -> Iterable[int]:
    found: Iterable[int] = (
        Question.objects.unresolved()
        .filter(conversation__person__in=people)
        .values_list("conversation__person", flat=True)
    )
    return found


def _told(copy: Copy, first: int, end: int) -> Iterable[Record]:
    conversations = Conversation.objects.filter(person=copy.person).order_by("begun_at", "pk")
    return [
        Record(f"{one.reference}: {one.subject}", one.begun_at, tuple(_said(copy, one)))
        for one in conversations[first:end]
    ]


def _said(copy: Copy, conversation: Conversation) -> Iterable[tuple[str, str]]:
    for question in conversation.questions.select_related("actor").order_by("received_at"):
        yield f"Asked by {copy.by(question.actor_id, question.actor.name)}", question.text
        sent = question.answers.filter(state=AnswerState.SENT).select_related("actor")
        for answer in sent.order_by("sent_at"):
            yield f"Answered by {copy.by(answer.actor_id, answer.actor.name)}", answer.sent_text


def _empty(person: Person) -> None:
    theirs = Conversation.objects.filter(person=person)
    questions = Question.objects.filter(conversation__in=theirs.values("pk"))
    AnswerDraft.objects.filter(question__in=questions.values("pk")).delete()
    asked = Forwarding.objects.filter(question__in=questions.values("pk"))
    ExpertReply.objects.filter(forwarding__in=asked.values("pk")).update(text="")
    asked.update(asked="")
    Answer.objects.filter(question__in=questions.values("pk")).update(text="", sent_text="", comment="")
    filed, sender = Q(question__in=questions.values("pk")), person.email.lower()
    # What was set aside is nobody's by a question, but theirs by the address.
    theirs_too = filed | Q(question=None, sender=sender) if sender else filed
    _empty_letters(Letter.objects.filter(theirs_too))
    Post.objects.filter(conversation__in=theirs.values("pk")).update(
        receiver="", subject="", text="", in_reply_to="", references="", problem=""
    )
    files = SentFile.objects.filter(question__in=questions.values("pk"))
    vault.remove_after_commit(files.values_list("pk", flat=True))
    files.delete()
    questions.update(text="")
    theirs.update(subject="")


def _empty_letters(letters: QuerySet[Letter]) -> None:
    """What they sent by e-mail, as it came and as it was read."""
    files = LetterFile.objects.filter(letter__in=letters.values("pk"))
    vault.remove_after_commit([*letters.values_list("pk", flat=True), *files.values_list("pk", flat=True)])
    files.delete()
    letters.update(sender="", subject="", message_id="", remarks=[])


CONVERSATIONS = Custody(
    "desk.conversations",
    "Questions and answers",
    Fate.EMPTIED,
    "Every question and answer is deleted. Reference, topic and times stay, for the work done on them.",
    references=("desk.Conversation.person",),
    count=lambda person: Conversation.objects.filter(person=person).count(),
    tell=_told,
    erase=_empty,
)

WORK = Custody(
    "desk.work",
    "Questions worked on",
    Fate.KEPT,
    "They belong to those who asked.",
    references=(
        "desk.Question.actor",
        "desk.Question.assignee",
        "desk.Answer.actor",
        "desk.Answer.decided_by",
        "desk.Forwarding.actor",
        "desk.Forwarding.expert",
    ),
    count=lambda person: Question.objects.filter(assignee=person).count(),
)


def _forget_drafts(person: Person) -> None:
    AnswerDraft.objects.by(person.pk).delete()


DRAFTS = Custody(
    "desk.drafts",
    "Answers being written",
    Fate.DELETED,
    "They were never sent.",
    references=("desk.AnswerDraft.agent",),
    count=lambda person: AnswerDraft.objects.by(person.pk).count(),
    erase=_forget_drafts,
)


def _forget_skills(person: Person) -> None:
    AgentSkill.objects.filter(agent=person).delete()


SKILLS = Custody(
    "desk.skills",
    "Skills",
    Fate.DELETED,
    "What they can, for the questions they were given.",
    references=("desk.AgentSkill.agent",),
    count=lambda person: AgentSkill.objects.filter(agent=person).count(),
    erase=_forget_skills,
)
