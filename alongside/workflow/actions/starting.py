"""Starting a process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alongside.assisting.acting import Acting, Deed
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.forms import answers
from alongside.forms.models import Submission
from alongside.history.events import Event
from alongside.workflow.actions.moving import NotNow, keep
from alongside.workflow.engine import Running, Stopped
from alongside.workflow.models import Instance, Version
from alongside.workflow.values import of_answers

START = Power("workflow.start", Kind.OPEN)
START_LATE = Power("workflow.start_late", Kind.STAFF, right="workflow.oversee")


class Started(
    Event,
    kind="workflow.started",
    title="Process Started",
    sentence="{actor} started {process_title} for {person}",
    sentence_self="{actor} started {process_title}",
):
    process: str
    process_title: str
    version: int


class StartedLate(
    Event,
    kind="workflow.started_late",
    title="Process Started Late",
    sentence="{actor} started {process_title} for {person}, which could not begin before",
):
    process: str
    process_title: str
    version: int


def start(
    acting: Acting,
    slug: str,
    values: Mapping[str, Any] | None = None,
    *,
    submission: Submission | None = None,
) -> Instance:
    """Start the version in use of a process, with what it knows from the beginning.

    `submission` is what it begins with, if anything.

    `initiator` is the person's name and `_initiatorProxy` the agent's, or empty (spec G34, G35). Raises
    `Version.DoesNotExist`, and `NotNow` where it cannot take its first step.
    """
    version = Version.objects.newest_of(slug).first()
    if version is None:
        raise Version.DoesNotExist(slug)
    known = {
        **(values or {}),
        "initiator": acting.person.name,
        "_initiatorProxy": acting.actor.name if acting.helping else "",
    }
    with acting.doing(START) as deed:
        instance = Instance(
            person_id=acting.person_id,
            actor_id=acting.actor.id,
            assistance=acting.assistance,
            submission=submission,
        )
        return _begun(deed, instance, version, known, Started)


def start_late(acting: Acting, submission: Submission) -> Instance:
    """Start the process of a submission which could not begin when that was handed in: as it would have
    begun then, for whom and by whom that was. Raises `NotNow`."""
    slug = submission.version.schema.process
    version = Version.objects.newest_of(slug).first() if slug else None
    if version is None:
        raise NotNow(f"There is no process {slug}.")
    with acting.doing(START_LATE, whose=submission.person) as deed:
        Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
        if Instance.objects.filter(submission=submission).exists():
            raise NotNow("It has begun meanwhile.")
        known = {
            **of_submission(submission),
            "initiator": submission.person.name,
            "_initiatorProxy": submission.actor.name if submission.on_behalf else "",
        }
        instance = Instance(
            person_id=submission.person_id,
            actor_id=submission.actor_id,
            assistance_id=submission.assistance_id,
            submission=submission,
        )
        return _begun(deed, instance, version, known, StartedLate)


def of_submission(submission: Submission) -> dict[str, Any]:
    """What a process knows of the submission that it begins with."""
    said = of_answers(submission.version.schema, answers.plain(submission.answers))
    return {**said, "_form": submission.form.slug, "_reference": submission.reference}


def _begun(
    deed: Deed,
    instance: Instance,
    version: Version,
    known: Mapping[str, Any],
    told: type[Started] | type[StartedLate],
) -> Instance:
    instance.version, instance.tokens = version, {}
    instance.started_at = instance.changed_at = deed.at
    try:
        now = Running.begin(lambda: version.spec, known, known_as=version.known_as)
        now.go_on()
        keep(deed.acting, instance, now, deed.at)
    except Stopped as problem:
        raise NotNow(f"It cannot be started. {problem}") from problem
    process = version.definition
    deed.record(
        told(process=process.slug, process_title=process.title, version=version.number), about=instance
    )
    return instance
