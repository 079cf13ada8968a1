"""Types of cases, as an administrator sets them up (spec C29–C35)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from alongside.assisting.facts import reaches
from alongside.assisting.rules import Verdict
from alongside.cases import references, rules
from alongside.cases.deadlines import Target, Unit
from alongside.forms.models import Form
from alongside.lib import tenancy
from alongside.people.models import Group, TenantRow

if TYPE_CHECKING:
    from alongside.assisting.acting import Acting
    from alongside.assisting.powers import Power
    from alongside.cases.models.tasks import StandardTask


class Units(models.TextChoices):
    HOURS = Unit.HOURS.value, "hours"
    DAYS = Unit.DAYS.value, "days"
    WORKING_DAYS = Unit.WORKING_DAYS.value, "working days"


class CaseTypeQuerySet(models.QuerySet["CaseType"]):
    def in_use(self) -> CaseTypeQuerySet:
        return self.filter(retired_at__isnull=True)

    def for_anybody(self) -> CaseTypeQuerySet:
        """Those that are offered to whoever comes, by their names."""
        return self.in_use().filter(anybody=True).order_by("name")

    def whole(self) -> CaseTypeQuerySet:
        """With the groups that have a part in its cases, and everything that can be chosen for them."""
        return self.select_related("manager_group", "form").prefetch_related("parts", "choices")


CaseTypeManager = tenancy.TenantManager.from_queryset(CaseTypeQuerySet)


class CaseType(TenantRow):
    """A kind of matter: who works on it, how far it can be, and by when it should be done."""

    slug = models.SlugField(max_length=50)
    name = models.CharField(max_length=100)
    description = models.CharField(max_length=500, blank=True)
    pattern = models.CharField(max_length=60, default=references.DEFAULT)
    last_number = models.PositiveIntegerField(default=0)
    manager_group = models.ForeignKey(Group, models.PROTECT, related_name="+")
    # Filled in to raise a case; without one, cases are raised by staff.
    form = models.ForeignKey(Form, models.PROTECT, null=True, blank=True, related_name="+")
    target_amount = models.PositiveSmallIntegerField(null=True, blank=True)
    target_unit = models.CharField(max_length=12, choices=Units.choices, default=Units.WORKING_DAYS)
    reminder_hours = models.PositiveSmallIntegerField(null=True, blank=True)  # before the target
    managers_extend = models.BooleanField(default=True)
    # Whoever is not signed in may raise one too, and follows it by a link (spec C4, C5).
    anybody = models.BooleanField(default=False)
    # How many files of how many million bytes are taken: from owners, and from staff (spec C38).
    sent_files = models.PositiveSmallIntegerField(default=3)
    sent_megabytes = models.PositiveSmallIntegerField(default=3)
    staff_files = models.PositiveSmallIntegerField(default=20)
    staff_megabytes = models.PositiveSmallIntegerField(default=5)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = CaseTypeManager()
    everywhere = models.Manager["CaseType"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("tenant", "slug", name="case_types_have_addresses_of_their_own"),
            models.UniqueConstraint(
                "tenant",
                Lower("name"),
                name="case_type_names_are_unique",
                condition=Q(retired_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def target(self) -> Target | None:
        return None if self.target_amount is None else Target(self.target_amount, Unit(self.target_unit))

    def groups_with(self, part: Part) -> frozenset[int]:
        """The groups that have this part in its cases; read with `whole`, without another query."""
        return frozenset(one.group_id for one in self._parts if one.part == part)

    @property
    def managers(self) -> frozenset[int]:
        return frozenset({self.manager_group_id})

    def offered(self, kind: ChoiceKind) -> list[TypeChoice]:
        """What can be chosen for its cases now, in its order."""
        found = [one for one in self.choices.all() if one.kind == kind and one.retired_at is None]
        return sorted(found, key=lambda one: (one.position, one.pk))

    def tasks(self) -> list[StandardTask]:
        """What is to be done in its cases, in its order."""
        kept = self.standard_tasks.filter(retired_at__isnull=True)
        return list(kept.select_related("stage").order_by("position", "pk"))

    def status_of(self, phase: Phase) -> TypeChoice:
        """The first status of a phase; each type has one of each."""
        return next(one for one in self.offered(ChoiceKind.STATUS) if one.phase == phase)

    def verdict_on(self, acting: Acting, power: Power) -> Verdict:
        """Who raises cases of this type (security.md K3d)."""
        return rules.decide_raise(
            rules.RaiseFacts(
                in_use=self.retired_at is None,
                has_form=self.form is not None,
                reaches=self.form is None or reaches(acting.actor, self.form),
                staff="console.enter" in acting.actor.standing.rights,
                anybody=self.anybody,
            )
        )

    @cached_property
    def _parts(self) -> list[TypeGroup]:
        return list(self.parts.all())


class Part(models.TextChoices):
    """What a group has to do with the cases of a type, beside managing them (spec C30)."""

    MONITOR = "monitor", "Monitors"
    REASSIGNMENT = "reassignment", "May be given cases"
    ESCALATION = "escalation", "Called when a case is escalated"
    AUTO_ASSIGN = "auto_assign", "Chosen by the start form"
    APPOINTMENT = "appointment", "Keeps appointments"
    EXPORT = "export", "May export cases"


class TypeGroup(TenantRow):
    type = models.ForeignKey(CaseType, models.CASCADE, related_name="parts")
    group = models.ForeignKey(Group, models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=Part.choices)

    objects = tenancy.TenantManager["TypeGroup"]()
    everywhere = models.Manager["TypeGroup"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("type", "part", "group", name="a_group_has_a_part_once"),
            models.UniqueConstraint(
                "type", name="one_group_is_called_on_escalation", condition=Q(part=Part.ESCALATION)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.get_part_display()}"


class ChoiceKind(models.TextChoices):
    STATUS = "status", "Status"
    STAGE = "stage", "Stage"
    SUBTYPE = "subtype", "Subtype"
    REASON = "reason", "Reason for closing"


class Phase(models.TextChoices):
    """What a status means to the house, whatever the type calls it (spec C33)."""

    NEW = "new", "New"
    PROGRESS = "progress", "In progress"
    ESCALATED = "escalated", "Escalated"
    CLOSED = "closed", "Closed"


class TypeChoice(TenantRow):
    """Something that is chosen for cases of a type. What was chosen stays when it is no longer offered."""

    type = models.ForeignKey(CaseType, models.CASCADE, related_name="choices")
    kind = models.CharField(max_length=10, choices=ChoiceKind.choices)
    name = models.CharField(max_length=100)
    phase = models.CharField(max_length=10, choices=Phase.choices, blank=True)
    position = models.PositiveSmallIntegerField()
    retired_at = models.DateTimeField(null=True)

    objects = tenancy.TenantManager["TypeChoice"]()
    everywhere = models.Manager["TypeChoice"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "type",
                "kind",
                Lower("name"),
                name="choices_are_called_differently",
                condition=Q(retired_at__isnull=True),
            ),
            models.CheckConstraint(
                name="a_status_has_a_phase",
                condition=Q(kind=ChoiceKind.STATUS) & ~Q(phase="") | ~Q(kind=ChoiceKind.STATUS) & Q(phase=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name
