"""Saying how task lists are: whose tasks they show while helping, and how they are claimed."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.people.models import Tenant
from alongside.workflow.options import Options

ARRANGE = Power("workflow.arrange_tasks", Kind.STAFF, right="workflow.deploy")


class TasksArranged(
    Event,
    kind="workflow.tasks_arranged",
    title="Task Lists Arranged",
    sentence="{actor} arranged the task lists: of the {tasks_of} user, claimed by {claiming}",
    private=True,
):
    tasks_of: str
    claiming: str
    telling: str = ""  # who hears by e-mail; entries of before do not say it


def arrange_tasks(acting: Acting, options: Options) -> None:
    """Say whose tasks lists show while somebody is helped, and how they are claimed (spec 4.7, C28)."""
    with acting.doing(ARRANGE) as deed:
        tenant = Tenant.objects.select_for_update().get(pk=acting.tenant_id)
        tenant.options = {**tenant.options, "workflow": options.kept()}
        tenant.save(update_fields=["options"])
        deed.record(TasksArranged(**options.kept()))
