"""Starting a process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.forms.models import Submission
from alongside.history.events import Event
from alongside.workflow.actions.moving import NotNow, keep
from alongside.workflow.engine import Running, Stopped
from alongside.workflow.models import Instance, Version

START = Power("workflow.start", Kind.OPEN)


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
            version=version,
            person_id=acting.person_id,
            actor_id=acting.actor.id,
            assistance=acting.assistance,
            submission=submission,
            tokens={},
            started_at=deed.at,
            changed_at=deed.at,
        )
        try:
            now = Running.begin(lambda: version.spec, known, known_as=version.known_as)
            now.go_on()
            keep(acting, instance, now, deed.at)
        except Stopped as problem:
            raise NotNow(f"It cannot be started. {problem}") from problem
        title = version.definition.title
        deed.record(Started(process=slug, process_title=title, version=version.number), about=instance)
        return instance
