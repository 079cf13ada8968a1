"""Taking instances over to another version of their process, each by itself."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.people.models import Group
from alongside.workflow.actions.moving import NotNow, on, running
from alongside.workflow.engine import Running, Stopped
from alongside.workflow.migrating import Difference
from alongside.workflow.models import Awaited, Instance, Task, TaskGroup, TaskState, Timer, Version

MIGRATE = Power("workflow.migrate", Kind.STAFF, right="workflow.oversee")


class Migrated(
    Event,
    kind="workflow.migrated",
    title="Process Taken Over",
    sentence="{actor} took {process} over from version {before} to version {after}",
    private=True,
):
    """`lost` are the elements it has been at that the new diagram does not have."""

    process: str
    before: int
    after: int
    lost: tuple[str, ...]


def difference(instance: Instance, to: Version) -> Difference:
    """What taking an instance over would mean; nothing is done."""
    return running(instance).difference(lambda: to.spec, known_as=to.known_as)


def migrate(acting: Acting, instance: Instance, to: Version) -> Instance:
    """Have an instance go on by another version of its process: its tokens stay where they are, and times
    that run go on running. Raises `NotNow` where one of them would find no place."""
    with on(acting, MIGRATE, instance.pk) as (deed, current):
        before = current.version
        if before.definition_id != to.definition_id:
            raise NotNow("That is another process.")
        if before.pk == to.pk:
            raise NotNow(f"It goes by version {to.number} already.")
        now = running(current)
        found = now.difference(lambda: to.spec, known_as=to.known_as)
        if not found.possible:
            raise NotNow(said(found, before))
        try:
            moved = now.moved(lambda: to.spec, known_as=to.known_as)
        except Stopped as problem:
            raise NotNow(str(problem)) from problem
        _keep(current, to, moved)
        current.changed_at = deed.at
        current.save(update_fields=["version", "tokens", "been", "now_at", "changed_at"])
        event = Migrated(before.definition.title, before=before.number, after=to.number, lost=found.lost)
        deed.record(event, about=current)
        return current


def said(found: Difference, version: Version) -> str:
    """Why it cannot be taken over, with the names that the diagram gives the elements."""
    return " ".join(
        f"It waits at “{version.element(id).get('name') or id}”. {why}" for id, why in found.missing.items()
    )


def _keep(instance: Instance, to: Version, moved: Running) -> None:
    """What waits is called, asked and offered as the new diagram says; what is in somebody's hands stays
    there."""
    instance.version, instance.tokens = to, moved.tokens()
    instance.been, instance.now_at = sorted(moved.been()), sorted(moved.now_at())
    waiting = {one.id: one for one in moved.waiting()}
    groups = {group.name.casefold(): group.pk for group in Group.objects.all()}
    for task in Task.objects.filter(instance=instance, state__in=(TaskState.OPEN, TaskState.FAILED)):
        described = to.element(task.element)
        task.name = (described.get("name") or task.element)[:255]
        if task.handler:
            task.handler = described.get("handler") or "?"
        else:
            task.form = described.get("form", "")[:60]
            _offer(task, [groups[name.casefold()] for name in described.get("groups", ())
                          if name.casefold() in groups])  # fmt: skip
        task.save(update_fields=["name", "handler", "form"])
    for awaited in Awaited.objects.filter(instance=instance):
        one = waiting.get(str(awaited.token))
        if one is not None and one.event[:255] != awaited.name:
            awaited.name = one.event[:255]
            awaited.save(update_fields=["name"])
    Timer.objects.filter(instance=instance).exclude(token__in=list(waiting)).delete()


def _offer(task: Task, groups: list[int]) -> None:
    if groups:
        TaskGroup.objects.filter(task=task).exclude(group__in=groups).delete()
        known = set(TaskGroup.objects.filter(task=task).values_list("group", flat=True))
        TaskGroup.objects.bulk_create(TaskGroup(task=task, group_id=one) for one in set(groups) - known)
