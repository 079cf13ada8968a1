"""What processes do when a form is handed in: a task is done by it, or a process begins with it."""

from __future__ import annotations

from django.db import transaction

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.assisting.sentences import sentence
from alongside.forms import actions as forms
from alongside.forms import answers, following
from alongside.forms.models import Draft, FormVersion, Submission
from alongside.history.events import Event
from alongside.workflow.actions.doing import COMPLETE, complete
from alongside.workflow.actions.moving import NotNow
from alongside.workflow.actions.starting import of_submission, start
from alongside.workflow.models import Task, TaskForm, Version
from alongside.workflow.values import of_answers

NOTICE = Power("workflow.notice", Kind.OPEN)


class NotStarted(
    Event,
    kind="workflow.not_started",
    title="Process Not Started",
    sentence="The process {process} was not started by {reference}: {why}",
    sentence_self="The process {process} was not started by {reference}: {why}",
    private=True,
):
    process: str
    reference: str
    why: str


def declare() -> None:
    """Register it; called when the app is ready."""
    following.register(follow)


def fill_in(acting: Acting, task: Task) -> Draft:
    """The form of a task, to be filled in by whoever has the task: the one that was begun, or a new one.

    Raises `NotNow` where the task is not in their hands or its form is not there, and `Refused` where the
    actor does not reach the form: the task is the person's, the form is the actor's own (spec 4.8).
    """
    verdict = acting.may(COMPLETE, about=task)
    if not verdict:
        raise NotNow(sentence(verdict.rule))
    begun = TaskForm.objects.open().filter(task=task, draft__person=acting.person_id).first()
    if begun is not None:
        draft: Draft = begun.draft
        return draft
    try:
        version = forms.open_form(acting, task.form)
    except FormVersion.DoesNotExist:
        raise NotNow(
            f"Its form, {task.form}, is not in use. Whoever looks after forms can put it into use."
        ) from None
    with transaction.atomic():
        draft = forms.begin(acting, version, {}, unfinished=True, drawn=())
        TaskForm.objects.create(task=task, draft=draft)
    return draft


def follow(acting: Acting, submission: Submission) -> None:
    """Do the task whose form this is, or begin the process that the form names. Raises `Held` where the task
    cannot be done now: then nothing is handed in, and what was typed stays."""
    given = answers.plain(submission.answers)
    definition = submission.version.schema
    of_task = TaskForm.objects.filter(draft=submission.draft_id).select_related("task").first()
    if of_task is not None:
        try:
            complete(acting, of_task.task, of_answers(definition, given))
        except NotNow as problem:
            raise following.Held(str(problem)) from problem
        except Refused as refusal:
            raise following.Held(sentence(refusal.verdict.rule)) from refusal
    elif definition.process:
        _begin(acting, submission, definition.process)


def _begin(acting: Acting, submission: Submission, process: str) -> None:
    """What people hand in arrives also where the process cannot begin: then somebody is told."""
    try:
        with transaction.atomic():
            start(acting, process, of_submission(submission), submission=submission)
    except (Version.DoesNotExist, NotNow) as problem:
        why = "there is no such process" if isinstance(problem, Version.DoesNotExist) else str(problem)
        with acting.doing(NOTICE) as deed:
            event = NotStarted(process=process, reference=submission.reference, why=why[:200])
            deed.record(event, about=submission)
