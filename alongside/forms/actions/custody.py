"""What forms hold about a person, and what erasing does to it (`people.custody`)."""

from __future__ import annotations

from collections.abc import Iterable

from alongside.forms import reading, vault
from alongside.forms.answers import Answers
from alongside.forms.asking import candidates
from alongside.forms.models import Design, DesignStep, Draft, File, FollowUp, FormVersion, Submission, Upload
from alongside.forms.schema import Definition, Kind
from alongside.people.custody import Copy, Custody, Fate, Record, register
from alongside.people.models import Person


def declare() -> None:
    """Register it; called when the app is ready."""
    for one in (DRAFTS, SUBMISSIONS, HANDED_IN, DESIGNED):
        register(one)
    vault.register(lambda numbers: File.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    vault.register(lambda numbers: Upload.objects.filter(pk__in=numbers).values_list("pk", flat=True))


def _told_submissions(copy: Copy, first: int, end: int) -> Iterable[Record]:
    submissions = Submission.objects.of_person(copy.person.pk).order_by("handed_in_at", "pk")
    return [
        Record(
            f"{one.form.title}, {one.reference}",
            one.handed_in_at,
            (
                ("State", one.get_state_display()),
                ("Handed in by", copy.by(one.actor_id, one.actor.name)),
                *_answers(one.version.schema, one.answers),
            ),
        )
        for one in submissions.select_related("form", "version", "actor")[first:end]
    ]


def _answers(definition: Definition, answers: Answers) -> Iterable[tuple[str, str]]:
    """Each question as it was asked, also in rows of groups, with its answer; and what was typed and did
    not fit."""
    rows = {
        one.name: reading.listed(reading.as_typed(one, answers))
        for one in definition.questions
        if one.kind is Kind.GROUP
    }
    for page in definition.pages:
        for question in candidates(page, rows):
            answer = answers.get(question.name)
            if answer is None:
                continue
            typed = answer.get("typed", "")
            said = reading.shown(question, answer["value"]) if "value" in answer else reading.listed(typed)
            yield question.label, said if isinstance(said, str) else "\n".join(said)


def _empty_submissions(person: Person) -> None:
    Submission.objects.of_person(person.pk).update(answers={})
    FollowUp.objects.filter(submission__person=person).update(problem="", next_at=None)


SUBMISSIONS = Custody(
    "forms.submissions",
    "Requests",
    Fate.EMPTIED,
    "Every answer is deleted. Form, reference, state and times stay, for the work that was done on them.",
    references=("forms.Submission.person",),
    count=lambda person: Submission.objects.of_person(person.pk).count(),
    tell=_told_submissions,
    erase=_empty_submissions,
)


def _told_drafts(copy: Copy, first: int, end: int) -> Iterable[Record]:
    drafts = Draft.objects.filter(person=copy.person).unfinished().order_by("saved_at", "pk")
    return [
        Record(
            one.form.title,
            one.saved_at,
            (*_answers(one.version.schema, one.answers), *((label, said) for label, said in one.left)),
        )
        for one in drafts.select_related("form", "version")[first:end]
    ]


def _delete_drafts(person: Person) -> None:
    """Those that were handed in stand behind a submission, and are emptied."""
    theirs = Draft.objects.filter(person=person)
    files = File.objects.filter(draft__person=person)
    vault.remove_after_commit(files.values_list("pk", flat=True))
    files.delete()
    uploads = Upload.objects.filter(draft__person=person)
    vault.remove_after_commit(uploads.values_list("pk", flat=True))
    uploads.delete()
    theirs.filter(handed_in_at__isnull=True).delete()
    theirs.update(answers={}, left=[])


DRAFTS = Custody(
    "forms.drafts",
    "Saved forms",
    Fate.DELETED,
    "Forms that were begun and not handed in.",
    references=("forms.Draft.person",),
    count=lambda person: Draft.objects.filter(person=person).unfinished().count(),
    tell=_told_drafts,
    erase=_delete_drafts,
)

HANDED_IN = Custody(
    "forms.handed_in",
    "Requests handed in for others",
    Fate.KEPT,
    "They belong to those for whom they were handed in.",
    references=("forms.Submission.actor",),
    count=lambda person: Submission.objects.filter(actor=person).exclude(person=person).count(),
)

DESIGNED = Custody(
    "forms.designed",
    "Work on forms",
    Fate.KEPT,
    "Which versions they published and what they changed is the house's own record.",
    references=("forms.FormVersion.publisher", "forms.Design.editor", "forms.DesignStep.author"),
    count=lambda person: (
        FormVersion.objects.filter(publisher=person).count()
        + Design.objects.filter(editor=person).count()
        + DesignStep.objects.filter(author=person).count()
    ),
)
