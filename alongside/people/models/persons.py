"""Persons, and the segments they belong to."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q, Subquery
from django.db.models.functions import Coalesce, Lower
from django.utils.functional import cached_property

from alongside.lib import ids, tenancy
from alongside.lib.compiled import compiled
from alongside.people.models.standings import standing_of
from alongside.people.models.tenants import TenantRow
from alongside.people.naming import ERASED, spoken
from alongside.people.standing import Standing


class Segment(TenantRow):
    """A part of a tenant with its own queues; agents see the people of their segments."""

    name = models.CharField(max_length=100)

    objects = tenancy.TenantManager["Segment"]()
    everywhere = models.Manager["Segment"]()

    class Meta:
        constraints = [models.UniqueConstraint("tenant", Lower("name"), name="segment_names_are_unique")]

    def __str__(self) -> str:
        return self.name


class Kind(models.TextChoices):
    """What sort of author a row of `Person` is."""

    PERSON = "person", "Person"
    ANONYMOUS = "anonymous", "Anonymous"  # stands for everybody without an account (spec G18, C4)
    SYSTEM = "system", "System"  # signs for background work, so that it too has a name


class PersonQuerySet(models.QuerySet["Person"]):
    def real(self) -> PersonQuerySet:
        """People, each once: without the anonymous user, the system's own signatures, and records that
        were merged into another."""
        return self.filter(kind=Kind.PERSON, merged_into__isnull=True)

    def numbered(self, number: int) -> PersonQuerySet:
        """The person of this id; whoever it was merged into, if it was: ids stand in other systems."""
        if isinstance(number, int) and number > ids.LARGEST_NUMBER:
            return self.none()
        stands_for = Person.everywhere.filter(pk=number).values(stands=Coalesce("merged_into", "pk"))
        return self.filter(pk=Subquery(stands_for))

    def existing(self) -> PersonQuerySet:
        """Without the decoys: for sums, never for lists that show or take records."""
        decoys = apps.get_model("people", "Decoy").objects.filter(person_id=models.OuterRef("pk"))
        return self.exclude(models.Exists(decoys))

    def sought(self) -> PersonQuerySet:
        """Whom anybody may find: where groups are chosen, their members and the anonymous user (spec G14)."""
        chosen = apps.get_model("people", "Group").objects.filter(searched=True)
        members = apps.get_model("people", "Membership").objects.filter(group__searched=True)
        among = models.Exists(members.filter(person_id=models.OuterRef("pk")))
        return self.filter(~models.Exists(chosen) | among | Q(kind=Kind.ANONYMOUS))

    def addressed(self, address: str) -> PersonQuerySet:
        """Whose e-mail address this is, in whichever case it is written."""
        return self.filter(email_lower=Lower(models.Value(address)))

    def in_segments(self, segments: Iterable[int]) -> PersonQuerySet:
        return self.filter(segments__in=segments).distinct()


class PersonManager(tenancy.TenantManager["Person"].from_queryset(PersonQuerySet)):  # type: ignore[misc]  # django-stubs wants a named base
    def get_by_natural_key(self, username: str | None) -> Person:
        person: Person = self.get(username=(username or "").lower())
        return person


class Person(AbstractBaseUser, TenantRow):
    """Anybody the house knows: a resident, an agent, or both. Also the sign-in account.

    `id` stands in addresses and screen pops (spec G21); `ref` stands for the person in history.
    Neither can be guessed or counted up. A person without `username` cannot sign in.
    """

    id = models.BigIntegerField(primary_key=True, default=ids.random_number)
    ref = models.UUIDField(unique=True, default=ids.random_id, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PERSON)
    username = models.CharField("user name or e-mail", max_length=254, null=True, blank=True)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    # Where policies keep rows apart, PostgreSQL uses no index of a function that it does not trust with the
    # rows of others, such as `lower`: so this is a column.
    email_lower = models.GeneratedField(
        expression=Lower("email"), output_field=models.CharField(max_length=254), db_persist=True
    )
    date_of_birth = models.DateField(null=True, blank=True)
    # Values of the tenant's profile fields by name; several values are a list.
    profile = models.JSONField(default=dict, blank=True)
    # An address that somebody put in lately recovers no account: see `recovers_by_email`.
    email_changed_at = models.DateTimeField(null=True, blank=True)
    # The last time somebody used this user name with a password that is not right (spec G73).
    failed_sign_in_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    registered_at = models.DateTimeField()
    # Who this record was found to be the same person as: always a record that stands for itself.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", db_index=False
    )
    # Then the row says nothing more of anybody: it stands where others point to it (`actions.erasing`).
    erased_at = models.DateTimeField(null=True, editable=False)
    segments = models.ManyToManyField(Segment, through="SegmentMember", related_name="people")

    objects = PersonManager()
    everywhere = models.Manager["Person"]()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "tenant", "username", name="user_names_are_unique", condition=Q(username__isnull=False)
            ),
            models.UniqueConstraint("tenant", name="one_anonymous_user", condition=Q(kind=Kind.ANONYMOUS)),
            models.CheckConstraint(
                name="a_merged_record_is_not_in_use",
                condition=Q(merged_into__isnull=True) | Q(is_active=False),
            ),
            models.CheckConstraint(
                name="an_erased_person_says_nothing",
                condition=Q(erased_at__isnull=True)
                | Q(
                    given_name="",
                    family_name="",
                    email="",
                    username__isnull=True,
                    date_of_birth__isnull=True,
                    is_active=False,
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["merged_into"], name="merged_people", condition=Q(merged_into__isnull=False)
            ),
            # Whoever wrote, signs in or is to be sent a link is looked up by it, however it is spelt.
            # Not by the tenant first: without statistics SQLite reads all of a tenant by such an index rather
            # than a few people by their ids.
            models.Index(fields=["email_lower", "tenant"], name="people_by_email"),
            # In this order people are looked through for those whom nothing has happened to for long.
            models.Index(fields=["tenant", "registered_at", "id"], name="people_by_registration"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """As people say it; never empty."""
        if self.erased_at is not None:
            return ERASED
        return spoken(self.given_name, self.family_name, self.username)

    @property
    def person_id(self) -> int:
        """Whose this row is: a person's record is their own thing (security.md K4)."""
        return self.pk

    def refs(self) -> list[uuid.UUID]:
        """The refs under which history tells of this person: their own, and those of every record that
        was merged into theirs."""
        return [self.ref, *_merged_refs(self.pk)]

    @property
    def is_anonymous_user(self) -> bool:
        """Whether this row stands for everybody without an account. (Django means "not signed in" by
        `is_anonymous`.)"""
        return self.kind == Kind.ANONYMOUS

    @cached_property
    def standing(self) -> Standing:
        """What this person may do and belongs to, read once for each loaded row: a row lives as long as
        its request, so a right that was taken away is gone with the next one (security.md T8)."""
        return standing_of(self.pk)

    def recovers_by_email(self, at: datetime) -> bool:
        """Whether a forgotten password may be reset by e-mail: not for three days after the address was
        changed, or whoever changes an address, for themselves or while helping, takes the account
        (security.md T-11)."""
        return self.email_changed_at is None or at - self.email_changed_at >= EMAIL_RESTS

    @property
    def is_agent(self) -> bool:
        return "console.enter" in self.standing.rights

    def value(self, field: str) -> Any:
        """The value of a profile field by name, or None."""
        if field in PROFILE_COLUMNS:
            return getattr(self, field)
        return self.profile.get(field)


@compiled
def _merged_refs(person: int) -> models.QuerySet[Person, uuid.UUID]:
    merged: models.QuerySet[Person] = Person.objects.filter(merged_into=person)
    return merged.values_list("ref", flat=True)


EMAIL_RESTS = timedelta(hours=72)

# Profile fields that have a column of their own, for signing in and for every list.
PROFILE_COLUMNS = frozenset({"given_name", "family_name", "email", "date_of_birth"})


class SegmentMember(TenantRow):
    segment = models.ForeignKey(Segment, models.PROTECT)
    person = models.ForeignKey(Person, models.CASCADE)

    objects = tenancy.TenantManager["SegmentMember"]()
    everywhere = models.Manager["SegmentMember"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("person", "segment", name="a_person_is_in_a_segment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in segment {self.segment_id}"
