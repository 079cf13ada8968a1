"""Cases: a person's matter, and what it is at now."""

from __future__ import annotations

import uuid
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from alongside.assisting.models import Assistance
from alongside.assisting.rules import Mode, Verdict
from alongside.cases import references
from alongside.cases.models import deciding
from alongside.cases.models.deciding import ENQUIRE, lends
from alongside.cases.models.types import CaseType, Part, TypeChoice
from alongside.forms.models import Submission
from alongside.lib import clock, ids, tenancy
from alongside.lib.compiled import compiled
from alongside.people.models import Group, Kind, TenantRow

if TYPE_CHECKING:
    from alongside.assisting.acting import Acting
    from alongside.assisting.powers import Power
    from alongside.cases.models.appointments import Appointment
    from alongside.cases.models.notes import Asked


LONGEST_ORIGIN = 80
OF_TYPES = ("type__parts", "type__choices")


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> CaseQuerySet:
        return self.filter(closed_at__isnull=True)

    def of(self, acting: Acting) -> CaseQuerySet:
        """What the person the deed is for raised; of the anonymous user's, what this sitting raised."""
        theirs = self.filter(owner_id=acting.person_id)
        if acting.mode is Mode.ANON:
            sitting = None if acting.assistance is None else acting.assistance.pk
            return theirs.filter(assistance=sitting, assistance__isnull=False)
        return theirs.none() if acting.person.is_anonymous_user else theirs

    def viewed_by(self, acting: Acting) -> CaseQuerySet:
        """Those whose page of staff opens: the same answer as `rules.decide` gives for each."""
        if ENQUIRE not in acting.actor.standing.rights:
            return self.none()
        own = acting.actor.standing.groups
        opened = Q(manager_group__in=own) | Q(type__manager_group__in=own) | _monitored(own)
        if acting.mode is Mode.USER and lends(acting):
            lent = acting.person.standing.groups
            opened |= Q(manager_group__in=lent) | Q(type__manager_group__in=lent) | _monitored(lent)
        if acting.mode is Mode.USER:
            opened |= Q(owner_id=acting.person_id)
        elif acting.mode is Mode.ANON and acting.assistance is not None:
            opened |= Q(owner_id=acting.person_id, assistance=acting.assistance)
        return self.filter(opened)

    def raised_from(self, origin: str) -> CaseQuerySet:
        """What was raised from something, by its name in the history."""
        return self.filter(origin=origin).exclude(origin="")

    def due_before(self, moment: datetime) -> CaseQuerySet:
        return self.open().filter(target_at__lte=moment)

    def for_a_page(self) -> CaseQuerySet:
        return self.joined().prefetch_related(*OF_TYPES)

    def joined(self) -> CaseQuerySet:
        """With what it names itself; the groups and choices of its type (`OF_TYPES`) are read apart."""
        return self.select_related(
            "owner", "actor", "assignee", "manager_group", "status", "stage", "subtype", "reason", "type"
        )

    def waiting(self) -> CaseQuerySet:
        """Those whose owners are asked something."""
        return self.open().filter(Exists(_unanswered()))

    def going_on(self) -> CaseQuerySet:
        return self.open().exclude(Exists(_unanswered()))

    def closed(self) -> CaseQuerySet:
        return self.filter(closed_at__isnull=False)

    def with_a_place(self) -> CaseQuerySet:
        return self.filter(latitude__isnull=False)

    def latest_first(self) -> CaseQuerySet:
        return self.order_by("-raised_at", "-pk")


CaseManager = tenancy.TenantManager.from_queryset(CaseQuerySet)


class Case(TenantRow):
    """A matter of its owner. Whoever raised it for them stays visible as the first who helped.

    `target_at` is when it is due; while it waits for the owner there is none, and `target_left` says what
    was left of it (seconds for a target in hours, days of its unit otherwise).
    """

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    reference = models.CharField(max_length=references.LONGEST)
    type = models.ForeignKey(CaseType, models.PROTECT, related_name="cases", db_index=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="cases", db_index=False)
    # Who raised it, for themselves or for the owner (spec C2), and in which sitting.
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assistance = models.ForeignKey(Assistance, models.PROTECT, null=True, related_name="+")
    # What it was raised from, as history names things: "desk.question:7c…"; empty where it was from nothing.
    origin = models.CharField(max_length=LONGEST_ORIGIN, blank=True, default="")
    submission = models.OneToOneField(Submission, models.PROTECT, null=True, related_name="case")
    title = models.CharField(max_length=200)
    details = models.TextField(blank=True)
    # As given with this case: "name", "email", "telephone", "address", "postcode", "place".
    contact = models.JSONField(default=dict)
    # Degrees of its place, where its contact details say one: what maps are drawn of.
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    status = models.ForeignKey(TypeChoice, models.PROTECT, related_name="+", db_index=False)
    stage = models.ForeignKey(TypeChoice, models.PROTECT, null=True, related_name="+")
    subtype = models.ForeignKey(TypeChoice, models.PROTECT, null=True, related_name="+")
    manager_group = models.ForeignKey(Group, models.PROTECT, related_name="+")
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    target_at = models.DateTimeField(null=True)
    target_left = models.PositiveIntegerField(null=True)
    reminded_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reason = models.ForeignKey(TypeChoice, models.PROTECT, null=True, related_name="+")

    # Whether the deed that is under way did the last of its tasks: what follows is told, and nothing is kept.
    tasks_done = False

    objects = CaseManager()
    everywhere = models.Manager["Case"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("tenant", "reference", name="case_references_are_unique"),
            models.CheckConstraint(
                name="a_closed_case_has_a_reason",
                condition=Q(closed_at__isnull=True, reason__isnull=True)
                | Q(closed_at__isnull=False, reason__isnull=False),
            ),
            models.CheckConstraint(
                name="a_place_has_both_degrees",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
            models.CheckConstraint(
                name="a_case_waits_or_has_a_target",
                condition=Q(target_left__isnull=True) | Q(target_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-raised_at"], name="cases_of_an_owner"),
            models.Index(fields=["tenant", "-raised_at", "-id"], name="cases_by_age"),
            models.Index(fields=["tenant", "origin"], name="cases_by_origin", condition=~Q(origin="")),
            models.Index(fields=["type", "-raised_at", "-id"], name="cases_of_a_type"),
            models.Index(fields=["status", "-raised_at", "-id"], name="cases_of_a_status"),
            models.Index(
                fields=["tenant", "target_at"],
                name="targets_to_keep",
                condition=Q(closed_at__isnull=True, breached_at__isnull=True, target_at__isnull=False),
            ),
            models.Index(
                fields=["type", "stage", "-raised_at", "-id"],
                name="open_cases_of_a_stage",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["type", "-raised_at", "-id"],
                name="open_cases_with_a_place",
                condition=Q(closed_at__isnull=True, latitude__isnull=False),
            ),
            models.Index(
                fields=["tenant", "closed_at", "type"],
                name="closed_cases_by_time",
                condition=Q(closed_at__isnull=False),
            ),
            models.Index(
                fields=["manager_group", "-raised_at"],
                name="open_cases_of_a_group",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["assignee", "-raised_at"],
                name="open_cases_of_an_assignee",
                condition=Q(closed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def person_id(self) -> int:
        """Whose it is, as the kernel asks."""
        return self.owner_id

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def waits(self) -> bool:
        """Whether it waits for its owner, and its target with it."""
        return self.target_left is not None

    @cached_property
    def meetings(self) -> list[Appointment]:
        """All appointments that were not cancelled, the first first."""
        return _meetings(self.pk)

    @property
    def coming(self) -> list[Appointment]:
        """The appointments that are not over."""
        return [one for one in self.meetings if one.is_to_come(clock.now())]

    @property
    def on_behalf(self) -> bool:
        """Whether somebody else raised it for the owner; the house itself is nobody, who signs for a process
        and for whoever is not signed in."""
        return self.actor_id != self.owner_id and self.actor.kind != Kind.SYSTEM

    def verdict_on(self, acting: Acting, power: Power) -> Verdict:
        """What the rules of cases say of a power over this one."""
        return deciding.verdict_on(self, acting, power)


@compiled
def _meetings(case: uuid.UUID) -> models.QuerySet[Appointment]:
    theirs = apps.get_model("cases", "Appointment").objects.filter(case=case).select_related("keeper")
    found: models.QuerySet[Appointment] = theirs.kept().first_first()
    return found


def _unanswered() -> models.QuerySet[Asked]:
    found: models.QuerySet[Asked] = apps.get_model("cases", "Asked").objects.filter(
        case=OuterRef("pk"), answer__isnull=True, withdrawn_at__isnull=True
    )
    return found


def _monitored(groups: frozenset[int]) -> Q:
    return Q(type__parts__part=Part.MONITOR, type__parts__group__in=groups)
