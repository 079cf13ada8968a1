"""Tasks of persons and of handlers, and who claimed, completed and released them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance
from alongside.assisting.powers import Power
from alongside.assisting.rules import Mode, Verdict
from alongside.forms.models import Draft
from alongside.lib import tenancy
from alongside.people.models import Group, TenantRow
from alongside.workflow import rules
from alongside.workflow.models.definitions import MADE_OF
from alongside.workflow.models.instances import Instance, State


class TaskState(models.TextChoices):
    OPEN = "open", "To be done"
    DONE = "done", "Done"
    WITHDRAWN = "withdrawn", "No longer to be done"
    FAILED = "failed", "Failed"  # a handler's, after it was tried several times


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> TaskQuerySet:
        return self.filter(state=TaskState.OPEN, handler="", instance__state=State.RUNNING)

    def assigned_to(self, acting: Acting) -> TaskQuerySet:
        """What is in the hands of the person the deed is for (spec C27). For one's own tasks while helping
        pass `acting.as_oneself()` (4.7)."""
        found = self.open().filter(assignee_id=acting.person_id)
        if acting.mode is Mode.ANON:
            return found.filter(instance__assistance=acting.assistance)
        return found

    def claimable_by(self, acting: Acting) -> TaskQuerySet:
        """What is offered to the groups of the person the deed is for (spec C27, 4.8)."""
        groups = acting.person.standing.groups
        offered = TaskGroup.objects.filter(group__in=groups).values("task")
        return self.open().filter(Q(assignee__isnull=True), pk__in=offered)

    def with_instance(self) -> TaskQuerySet:
        found = self.select_related("instance__version__definition", "instance__person", "assignee")
        return found.defer("instance__tokens", *(f"instance__version__{name}" for name in MADE_OF))

    def oldest_first(self) -> TaskQuerySet:
        return self.order_by("created_at", "pk")


TaskManager = tenancy.TenantManager.from_queryset(TaskQuerySet)


class Task(TenantRow):
    """A token that waits for a person, or for a handler to have done its work."""

    id = models.UUIDField(primary_key=True, editable=False)  # the token's
    instance = models.ForeignKey(Instance, models.CASCADE, related_name="tasks")
    element = models.CharField(max_length=255)
    name = models.CharField(max_length=255)
    form = models.CharField(max_length=60, blank=True)  # its slug
    state = models.CharField(max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    groups = models.ManyToManyField(Group, through="TaskGroup", related_name="+")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    tell_at = models.DateTimeField(null=True)  # when somebody is to hear of it, if nobody has
    # Of a handler's:
    handler = models.CharField(max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)  # when it is tried again
    problem = models.TextField(blank=True)

    objects = TaskManager()
    everywhere = models.Manager["Task"]()

    class Meta:
        indexes = [
            models.Index(
                fields=["assignee", "created_at"], name="tasks_of_an_assignee", condition=Q(state="open")
            ),
            models.Index(
                fields=["tenant", "next_at"], name="handlers_to_try", condition=Q(next_at__isnull=False)
            ),
            models.Index(
                fields=["tenant", "tell_at"], name="tasks_to_tell_of", condition=Q(tell_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.element

    def verdict_on(self, acting: Acting, power: Power) -> Verdict:
        """What the rules say, for a power of kind MATTER."""
        return rules.decide(
            self.facts(acting, rules.Act(power.name.rpartition(".")[2].removesuffix("_task")))
        )

    def facts(self, acting: Acting, act: rules.Act) -> rules.Facts:
        own = rules.Whose.THEIRS if self.assignee_id == acting.person_id else rules.Whose.ANOTHER
        sitting = acting.assistance is not None and self.instance.assistance_id == acting.assistance.pk
        return rules.Facts(
            act=act,
            mode=acting.mode,
            whose=rules.Whose.NOBODY if self.assignee_id is None else own,
            candidate=act is rules.Act.CLAIM
            and not acting.person.standing.groups.isdisjoint(self._offered()),
            sitting=sitting,
        )

    def _offered(self) -> list[int]:
        return list(TaskGroup.objects.filter(task=self).values_list("group", flat=True))


class TaskGroup(TenantRow):
    """A group that a task is offered to."""

    task = models.ForeignKey(Task, models.CASCADE, db_index=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="+")

    objects = tenancy.TenantManager["TaskGroup"]()
    everywhere = models.Manager["TaskGroup"]()

    class Meta:
        constraints = [models.UniqueConstraint("task", "group", name="a_task_is_offered_to_a_group_once")]

    def __str__(self) -> str:
        return f"task {self.task_id} for group {self.group_id}"


class Did(models.TextChoices):
    CLAIMED = "claimed", "Claimed"
    COMPLETED = "completed", "Completed"
    RELEASED = "released", "Released"


class TaskDeed(TenantRow):
    """Who did what with a task, for whom: `_claimed`, `_completed` and `_released` (spec G36)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="deeds", db_index=False)
    did = models.CharField(max_length=10, choices=Did.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assistance = models.ForeignKey(Assistance, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    objects = tenancy.TenantManager["TaskDeed"]()
    everywhere = models.Manager["TaskDeed"]()

    class Meta:
        indexes = [models.Index(fields=["task", "at"], name="deeds_on_a_task")]

    def __str__(self) -> str:
        return f"{self.did} {self.task_id}"

    @property
    def user(self) -> str:
        return self.person.name

    @property
    def proxy_user(self) -> str:
        """The agent's name; empty where nobody helped."""
        return self.actor.name if self.actor_id != self.person_id else ""


class TaskFormQuerySet(models.QuerySet["TaskForm"]):
    def open(self) -> TaskFormQuerySet:
        """Those that are being filled in."""
        found = self.filter(draft__handed_in_at__isnull=True, draft__discarded_at__isnull=True)
        return found.select_related("draft__form")


TaskFormManager = tenancy.TenantManager.from_queryset(TaskFormQuerySet)


class TaskForm(TenantRow):
    """A form that is filled in to do a task; handing it in does the task."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="+")
    draft = models.OneToOneField(Draft, models.CASCADE, related_name="+")

    objects = TaskFormManager()
    everywhere = models.Manager["TaskForm"]()

    def __str__(self) -> str:
        return f"form of task {self.task_id}"
