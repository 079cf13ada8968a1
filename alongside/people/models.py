"""Who everybody is: tenants and their segments, persons, groups, roles, and the keys they are found by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from alongside.lib import ids, tenancy
from alongside.people.naming import spoken
from alongside.people.standing import Standing


class Tenant(models.Model):
    """A company with its own people and data, reached by its own domain."""

    id = models.SmallAutoField(primary_key=True)
    name = models.CharField(max_length=100)
    # The host name that belongs to this tenant; the only tenant of a house also answers every other one.
    domain = models.CharField(max_length=253, unique=True)
    # Sensitive choices have a column; how pages look and which shortcuts they offer is kept here.
    options = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return self.name


class TenantRow(models.Model):
    """A row that belongs to a tenant: written with the open one, read only within it."""

    tenant = models.ForeignKey(Tenant, models.PROTECT, default=tenancy.of_new_rows, db_index=False)

    class Meta:
        abstract = True


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
        """People, as opposed to the anonymous user and the system's own signatures."""
        return self.filter(kind=Kind.PERSON)

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
    date_of_birth = models.DateField(null=True, blank=True)
    # Values of the tenant's profile fields by name; several values are a list.
    profile = models.JSONField(default=dict, blank=True)
    # An address that somebody put in lately recovers no account: see `recovers_by_email`.
    email_changed_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    registered_at = models.DateTimeField()
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
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """As people say it; never empty."""
        return spoken(self.given_name, self.family_name, self.username)

    @property
    def person_id(self) -> int:
        """Whose this row is: a person's record is their own thing (security.md K4)."""
        return self.pk

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


class Group(TenantRow):
    """People who may reach something together: pages, forms, tasks."""

    name = models.CharField(max_length=100)
    # Belonging to a staff group is a privilege: an agent without it may not help its members.
    staff = models.BooleanField(default=False)
    members = models.ManyToManyField(Person, through="Membership", related_name="groups")

    objects = tenancy.TenantManager["Group"]()
    everywhere = models.Manager["Group"]()

    class Meta:
        constraints = [models.UniqueConstraint("tenant", Lower("name"), name="group_names_are_unique")]

    def __str__(self) -> str:
        return self.name


class Membership(TenantRow):
    group = models.ForeignKey(Group, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")

    objects = tenancy.TenantManager["Membership"]()
    everywhere = models.Manager["Membership"]()

    class Meta:
        constraints = [models.UniqueConstraint("person", "group", name="a_person_is_in_a_group_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in group {self.group_id}"


class Role(TenantRow):
    """A named set of rights. Rights are names of powers, such as `people.search`."""

    name = models.CharField(max_length=100)
    rights = models.JSONField(default=list)

    objects = tenancy.TenantManager["Role"]()
    everywhere = models.Manager["Role"]()

    class Meta:
        constraints = [models.UniqueConstraint("tenant", Lower("name"), name="role_names_are_unique")]

    def __str__(self) -> str:
        return self.name


class Holding(TenantRow):
    """A role in somebody's hands: a person's, or a group's and so each member's."""

    role = models.ForeignKey(Role, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="holdings")
    group = models.ForeignKey(Group, models.CASCADE, null=True, related_name="holdings")

    objects = tenancy.TenantManager["Holding"]()
    everywhere = models.Manager["Holding"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_role_is_held_by_a_person_or_a_group",
                condition=Q(person__isnull=True, group__isnull=False)
                | Q(person__isnull=False, group__isnull=True),
            ),
            models.UniqueConstraint("role", "person", name="a_person_holds_a_role_once"),
            models.UniqueConstraint("role", "group", name="a_group_holds_a_role_once"),
        ]

    def __str__(self) -> str:
        return f"role {self.role_id}"


class FieldType(models.TextChoices):
    TEXT = "text", "Text"
    DATE = "date", "Date"
    DATETIME = "datetime", "Date and time"
    NUMBER = "number", "Number"
    INTEGER = "integer", "Whole number"
    CHOICE = "choice", "Choice"
    TELEPHONE = "telephone", "Telephone"
    EMAIL = "email", "E-mail"
    POSTCODE = "postcode", "Postcode"
    ADDRESS = "address", "Address"


class ProfileFieldQuerySet(models.QuerySet["ProfileField"]):
    def searchable(self) -> ProfileFieldQuerySet:
        return self.filter(searchable=True)

    def in_order(self) -> ProfileFieldQuerySet:
        return self.order_by("position", "pk")


ProfileFieldManager = tenancy.TenantManager.from_queryset(ProfileFieldQuerySet)


class ProfileField(TenantRow):
    """One thing the tenant wants to know of its people (spec G12, I38)."""

    name = models.SlugField(max_length=40)
    label = models.CharField(max_length=100)
    type = models.CharField(max_length=10, choices=FieldType.choices, default=FieldType.TEXT)
    choices = models.JSONField(default=list, blank=True)
    searchable = models.BooleanField(default=False)
    several = models.BooleanField(default=False)
    required = models.BooleanField(default=False)
    read_only = models.BooleanField(default=False, help_text="The person sees it, but only agents change it.")
    segment = models.ForeignKey(Segment, models.PROTECT, null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = ProfileFieldManager()
    everywhere = models.Manager["ProfileField"]()

    class Meta:
        constraints = [models.UniqueConstraint("tenant", "name", name="field_names_are_unique")]

    def __str__(self) -> str:
        return self.label


class SearchKey(models.Model):
    """One way to find one person: a folded, tagged piece of a searchable field.

    Searching reads short ranges of this table in key order and nothing else, so its cost does not
    grow with the population. It is written in the transaction that changes the person. The key is
    compared byte by byte (the migration sets the collation), and on SQLite the table is its own index.
    """

    pk = models.CompositePrimaryKey("tenant_id", "key", "person_id")
    tenant_id = models.SmallIntegerField(default=tenancy.of_new_rows)
    key = models.CharField(max_length=64)
    person_id = models.BigIntegerField()

    objects = tenancy.TenantManager["SearchKey"]()
    everywhere = models.Manager["SearchKey"]()

    class Meta:
        indexes = [models.Index(fields=["person_id"], name="search_keys_of_a_person")]

    def __str__(self) -> str:
        return self.key


# Asked with every request, so it is written out: the ORM needs 4 ms to put these four reads together,
# the database a tenth of one to answer them.
STANDINGS = """
    SELECT 'group', m.group_id, g.staff, CAST(NULL AS text) FROM people_membership m
      JOIN people_group g ON g.id = m.group_id WHERE m.tenant_id = %(tenant)s AND m.person_id = %(person)s
    UNION ALL
    SELECT 'segment', segment_id, %(no)s, CAST(NULL AS text) FROM people_segmentmember
      WHERE tenant_id = %(tenant)s AND person_id = %(person)s
    UNION ALL
    SELECT 'role', h.role_id, %(no)s, CAST(r.rights AS text) FROM people_holding h
      JOIN people_role r ON r.id = h.role_id WHERE h.tenant_id = %(tenant)s AND h.person_id = %(person)s
    UNION ALL
    SELECT 'role', h.role_id, %(no)s, CAST(r.rights AS text) FROM people_membership m
      JOIN people_holding h ON h.group_id = m.group_id JOIN people_role r ON r.id = h.role_id
      WHERE m.tenant_id = %(tenant)s AND m.person_id = %(person)s
"""


def standing_of(person: int) -> Standing:
    """What somebody may do and belongs to, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(STANDINGS, {"tenant": tenancy.current(), "person": person, "no": False})
        rows = cursor.fetchall()
    return Standing.of((what, number, staff, rights) for what, number, staff, rights in rows)
