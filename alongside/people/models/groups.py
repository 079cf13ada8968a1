"""Groups and roles: what people reach and may do together."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from alongside.lib import tenancy
from alongside.people.models.persons import Person
from alongside.people.models.tenants import TenantRow


class Group(TenantRow):
    """People who may reach something together: pages, forms, tasks."""

    name = models.CharField(max_length=100)
    # Belonging to a staff group is a privilege: an agent without it may not help its members.
    staff = models.BooleanField(default=False)
    # People of these groups are found, and nobody else; where no group is marked, everybody is (spec G14).
    searched = models.BooleanField(default=False)
    joined = models.BooleanField(default=False)  # by people who are registered while only some are found
    members = models.ManyToManyField(Person, through="Membership", related_name="groups")

    objects = tenancy.TenantManager["Group"]()
    everywhere = models.Manager["Group"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("tenant", Lower("name"), name="group_names_are_unique"),
            models.UniqueConstraint(
                "tenant", name="new_people_join_one_group", condition=models.Q(joined=True)
            ),
            models.CheckConstraint(
                name="new_people_join_a_group_that_is_found",
                condition=models.Q(joined=False) | models.Q(searched=True),
            ),
        ]

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
