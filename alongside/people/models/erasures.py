"""Erasures: people who are to be forgotten, who may not be, and copies of all that is held of somebody."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from alongside.jobs.models import Job
from alongside.lib import ids, tenancy
from alongside.people.models.persons import Person
from alongside.people.models.tenants import TenantRow


class Ground(models.TextChoices):
    """Why somebody is erased. A choice and not a text: it stays when they are gone."""

    ASKED = "asked", "They asked for it"
    PERIOD = "period", "Nothing has happened for as long as we keep people"
    MISTAKE = "mistake", "They were registered by mistake"
    LAW = "law", "The law demands it"


class ErasureState(models.TextChoices):
    DUE = "due", "Due"  # found by the house; nobody has said anything yet
    PROPOSED = "proposed", "Proposed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DONE = "done", "Erased"


OPEN_ERASURES = (ErasureState.DUE, ErasureState.PROPOSED)


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def open(self) -> ErasureQuerySet:
        return self.filter(state__in=OPEN_ERASURES)

    def in_state(self, state: str) -> ErasureQuerySet:
        return self.filter(state=state)

    def newest_first(self) -> ErasureQuerySet:
        return self.order_by("-noted_at")

    def with_people(self) -> ErasureQuerySet:
        return self.select_related("person", "proposed_by", "ended_by")


ErasureManager = tenancy.TenantManager.from_queryset(ErasureQuerySet)


class Erasure(TenantRow):
    """That a person is to be erased, or was. One proposes it and another carries it out.

    `note` may say more than the ground, and so may be about the person: it is emptied with them.
    """

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=9, choices=ErasureState.choices)
    ground = models.CharField(max_length=7, choices=Ground.choices)
    note = models.CharField(max_length=500, blank=True)
    noted_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)

    objects = ErasureManager()
    everywhere = models.Manager["Erasure"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "person", name="a_person_is_to_be_erased_once", condition=Q(state__in=OPEN_ERASURES)
            ),
            models.CheckConstraint(
                name="a_proposal_says_whose_it_is",
                condition=Q(state=ErasureState.DUE) | Q(proposed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_erases_alone",
                condition=~Q(state=ErasureState.DONE) | ~Q(ended_by=F("proposed_by")),
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "state", "-noted_at"], name="erasures_by_state"),
            models.Index(fields=["person"], name="erasures_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"erasure of {self.person_id}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_ERASURES


class HoldQuerySet(models.QuerySet["Hold"]):
    def standing(self) -> HoldQuerySet:
        return self.filter(lifted_at__isnull=True)

    def newest_first(self) -> HoldQuerySet:
        return self.order_by("-placed_at")

    def with_people(self) -> HoldQuerySet:
        return self.select_related("person", "placed_by")


HoldManager = tenancy.TenantManager.from_queryset(HoldQuerySet)


class Hold(TenantRow):
    """That a person must not be erased, for a claim or by law, until it is lifted."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=500, blank=True)  # emptied with the person
    placed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    lifted_at = models.DateTimeField(null=True)

    objects = HoldManager()
    everywhere = models.Manager["Hold"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "person", name="a_person_is_held_once", condition=Q(lifted_at__isnull=True)
            ),
            models.CheckConstraint(
                name="a_standing_hold_has_a_reason", condition=Q(lifted_at__isnull=False) | ~Q(reason="")
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="holds_of_a_person"),
            models.Index(
                fields=["tenant", "-placed_at"], name="standing_holds", condition=Q(lifted_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"hold on {self.person_id}"


class ArchiveQuerySet(models.QuerySet["Archive"]):
    def unexpired(self, at: datetime) -> ArchiveQuerySet:
        """Those that can be had, or will be."""
        return self.filter(Q(made_at__isnull=True) | Q(expires_at__gt=at))

    def newest_first(self) -> ArchiveQuerySet:
        return self.order_by("-asked_at")


ArchiveManager = tenancy.TenantManager.from_queryset(ArchiveQuerySet)


class Archive(TenantRow):
    """A copy of everything held about a person, asked for by them or by an agent, and given for a day.

    The file lies beside the database (`archive_files`), under a name that cannot be guessed.
    """

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    actor = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes

    objects = ArchiveManager()
    everywhere = models.Manager["Archive"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_archive_that_was_made_expires",
                condition=Q(made_at__isnull=True) | Q(expires_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-asked_at"], name="archives_of_a_person"),
            models.Index(fields=["tenant", "asked_at"], name="archives_by_age"),
        ]

    def __str__(self) -> str:
        return f"archive of {self.person_id}"
