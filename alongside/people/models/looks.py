"""Who looked at whom: each look while it is young, and a row of totals for each agent and day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import Q

from alongside.lib import ids, tenancy
from alongside.people.looking import sketch
from alongside.people.looking.signals import TITLES
from alongside.people.models.persons import Person
from alongside.people.models.tenants import TenantRow


class Door(models.TextChoices):
    """By which door the agent came to see the person."""

    DETAILS = "details", "looked at the details of"
    HELP = "help", "began to help"


class Reason(models.TextChoices):
    """Why an agent needs to see one more person."""

    CONTACT = "contact", "They are in contact with us now"
    MATTER = "matter", "I am working on a matter of theirs"
    COLLEAGUE = "colleague", "A colleague asked me to"
    CHECK = "check", "I am checking that a record is right"
    OTHER = "other", "Something else"


class LookQuerySet(models.QuerySet["Look"]):
    def of_day(self, agent_id: int, day: date) -> LookQuerySet:
        return self.filter(agent_id=agent_id, day=day)


LookManager = tenancy.TenantManager.from_queryset(LookQuerySet)


class Look(TenantRow):
    """That an agent saw a person on a day, at the first time of it: a second look costs nothing.

    `contact` says that the agent also helped them that day, before the look or after. Kept for some
    weeks only; the history keeps every look.
    """

    agent = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()
    door = models.CharField(max_length=10, choices=Door.choices)
    contact = models.BooleanField(default=False)
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True)
    note = models.CharField(max_length=500, blank=True)

    objects = LookManager()
    everywhere = models.Manager["Look"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("agent", "day", "person", name="a_person_is_looked_at_once_a_day"),
        ]
        indexes = [models.Index(fields=["tenant", "day"], name="looks_of_a_day")]

    def __str__(self) -> str:
        return f"{self.agent_id} at {self.person_id} on {self.day}"


class LookingDayQuerySet(models.QuerySet["LookingDay"]):
    def between(self, first: date, last: date) -> LookingDayQuerySet:
        return self.filter(day__gte=first, day__lte=last)


LookingDayManager = tenancy.TenantManager.from_queryset(LookingDayQuerySet)


class LookingDay(TenantRow):
    """What one agent looked at on one day, in numbers. Kept for good: it grows by a row a day and agent.

    Written with each look, in its transaction, so it is never behind.
    """

    agent = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    people = models.PositiveIntegerField(default=0)
    without_contact = models.PositiveIntegerField(default=0)
    outside = models.PositiveIntegerField(default=0)  # the usual hours
    reasons = models.PositiveIntegerField(default=0)
    searches = models.PositiveIntegerField(default=0)
    shown = models.PositiveIntegerField(default=0)  # different people in results, about: see looking.sketch
    sketch = models.BinaryField(default=sketch.EMPTY, max_length=sketch.BITS // 8)
    network = models.CharField(max_length=43, blank=True)  # the last one, truncated

    objects = LookingDayManager()
    everywhere = models.Manager["LookingDay"]()

    class Meta:
        constraints = [models.UniqueConstraint("agent", "day", name="an_agents_day_is_one_row")]
        indexes = [models.Index(fields=["tenant", "day"], name="looking_of_a_day")]

    def __str__(self) -> str:
        return f"{self.agent_id} on {self.day}"

    @property
    def with_contact(self) -> int:
        return self.people - self.without_contact


class LookingAlertQuerySet(models.QuerySet["LookingAlert"]):
    def open(self) -> LookingAlertQuerySet:
        return self.filter(explained_at__isnull=True)

    def newest_first(self) -> LookingAlertQuerySet:
        return self.order_by("-at")


LookingAlertManager = tenancy.TenantManager.from_queryset(LookingAlertQuerySet)


class LookingAlert(TenantRow):
    """Something unusual about an agent's looking, until somebody has explained it.

    One for each agent, day and kind; of a decoy, one for each decoy. `words` follow the agent's name.
    """

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    agent = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=list(TITLES.items()))
    words = models.CharField(max_length=300)
    at = models.DateTimeField()
    decoy = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+", db_index=False)
    told_at = models.DateTimeField(null=True)  # when managers were written to
    explained_at = models.DateTimeField(null=True)
    explained_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    explanation = models.CharField(max_length=500, blank=True)

    objects = LookingAlertManager()
    everywhere = models.Manager["LookingAlert"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "agent", "day", "kind", name="an_alert_is_raised_once_a_day", condition=Q(decoy__isnull=True)
            ),
            models.UniqueConstraint(
                "agent",
                "day",
                "decoy",
                name="a_decoy_alerts_once_a_day",
                condition=Q(decoy__isnull=False),
            ),
            models.CheckConstraint(
                name="an_explained_alert_says_by_whom_and_why",
                condition=Q(explained_at__isnull=True) | (Q(explained_by__isnull=False) & ~Q(explanation="")),
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "-at"], name="alerts_lately"),
            models.Index(
                fields=["tenant", "-at"], name="open_alerts", condition=Q(explained_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.agent_id} on {self.day}"

    @property
    def title(self) -> str:
        return TITLES.get(self.kind, self.kind)

    @property
    def is_open(self) -> bool:
        return self.explained_at is None


class LookingLeave(TenantRow):
    """Leave for an agent to look at more people on one day than anybody may."""

    agent = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    reason = models.CharField(max_length=500)
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    given_at = models.DateTimeField()

    objects = tenancy.TenantManager["LookingLeave"]()
    everywhere = models.Manager["LookingLeave"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("agent", "day", name="leave_to_look_is_given_once_a_day"),
            models.CheckConstraint(name="leave_to_look_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} may look on, on {self.day}"


class Decoy(TenantRow):
    """That a person does not exist: whoever touches one looks where no work leads (security.md T-19).

    A table of its own, so that nothing that reads or shows people can tell. Who may read it holds
    `people.see_decoys`.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    objects = tenancy.TenantManager["Decoy"]()
    everywhere = models.Manager["Decoy"]()

    def __str__(self) -> str:
        return f"decoy {self.person_id}"
