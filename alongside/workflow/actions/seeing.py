"""Looking at a process."""

from __future__ import annotations

from uuid import UUID

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind, Verdict
from alongside.history.events import Event
from alongside.workflow.models import Instance

SEE = Power("workflow.see", Kind.MATTER)


class InstanceSeen(
    Event,
    kind="workflow.seen",
    title="Process Seen",
    sentence="{actor} looked at {process} of {person}",
    sentence_self="{actor} looked at {process}",
    private=True,
):
    process: str


def see(acting: Acting, number: UUID) -> tuple[Instance, Verdict]:
    """A process, and the verdict, which says how much of it is shown (`rules.WITH_VALUES`). That somebody
    looks at what it knows is recorded; that people look at their own is not.

    Raises `Instance.DoesNotExist` and `Refused`.
    """
    instance: Instance = Instance.objects.with_version().get(pk=number)
    verdict = acting.may(SEE, about=instance)
    if verdict.rule == "own-process":
        return instance, verdict
    with acting.doing(SEE, about=instance, whose=instance.person) as deed:
        deed.record(InstanceSeen(process=instance.version.definition.title), about=instance)
        return instance, deed.verdict
