from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.people import actions as people
from alongside.people import roles
from alongside.people.models import Person, Role, Tenant

pytestmark = pytest.mark.django_db


def in_role(setup: Acting, role: str, username: str) -> Person:
    person = people.register(setup, given_name=username, username=username)
    people.give_role(setup, Role.objects.get(name=role), person)
    return person


def test_a_role_gives_its_rights_at_once(setup: Acting) -> None:
    person = people.register(setup, given_name="Cora")
    assert person.standing.rights == frozenset()
    people.give_role(setup, Role.objects.get(name="Agent"), person)
    assert person.standing.rights == frozenset(roles.STANDARD["Agent"])


def test_a_group_gives_its_roles_to_its_members(setup: Acting, ann: Person) -> None:
    group = people.create_group(setup, "Front office")
    people.give_role(setup, Role.objects.get(name="Agent"), group)
    people.add_to_group(setup, ann, group)
    assert ann.standing.rights == frozenset(roles.STANDARD["Agent"])
    assert ann.standing.groups == {group.pk}


def test_belonging_to_a_staff_group_is_a_privilege(setup: Acting, ann: Person) -> None:
    group = people.create_group(setup, "HR", staff=True)
    people.add_to_group(setup, ann, group)
    assert ann.standing.privileges == {f"group:{group.pk}"}


RANKS = [
    ("Superuser", "Superuser", True),
    ("Superuser", "Administrator", True),
    ("Administrator", "Superuser", False),
    ("Administrator", "Administrator", False),
    ("Administrator", "QA Manager", True),
    ("Administrator", "Auditor", True),
    ("QA Manager", "Administrator", False),
    ("QA Manager", "CSR Manager", True),
    ("CSR Manager", "QA Manager", False),
    ("CSR Manager", "QA CSR", True),
    ("CSR Manager", "CSR Manager", False),
    ("QA Manager", "CSR", True),
    ("QA Manager", "Auditor", False),
]


@pytest.mark.parametrize(("giver", "role", "allowed"), RANKS)
def test_nobody_hands_out_more_than_they_hold(
    setup: Acting, ann: Person, giver: str, role: str, allowed: bool
) -> None:
    acting = Acting.alone(in_role(setup, giver, "giver"))
    if allowed:
        people.give_role(acting, Role.objects.get(name=role), ann)
    else:
        with pytest.raises(Refused) as refusal:
            people.give_role(acting, Role.objects.get(name=role), ann)
        assert refusal.value.verdict.rule == "beyond-ones-own-rights"
    assert (ann.standing.rights == frozenset(roles.STANDARD[role])) is allowed


def test_nobody_comes_to_a_role_through_a_group(setup: Acting, ann: Person) -> None:
    group = people.create_group(setup, "Masters")
    people.give_role(setup, Role.objects.get(name="Superuser"), group)
    administrator = Acting.alone(in_role(setup, "Administrator", "adam"))
    with pytest.raises(Refused):
        people.add_to_group(administrator, ann, group)
    assert ann.standing.groups == frozenset()


def test_an_administrator_makes_a_role_of_rights_they_hold(setup: Acting) -> None:
    administrator = Acting.alone(in_role(setup, "Administrator", "adam"))
    role = people.create_role(administrator, "Reader", ["console.enter", "people.search"])
    assert role.rights == ["console.enter", "people.search"]
    with pytest.raises(Refused):
        people.create_role(administrator, "Master", ["people.appoint"])


def test_the_standard_roles_are_set_back(setup: Acting, tenant: Tenant) -> None:
    Role.objects.filter(name="Agent").delete()
    Role.objects.filter(name="CSR").update(rights=[])
    people.reset_roles(setup)
    rights = {role.name: tuple(role.rights) for role in Role.objects.all()}
    assert rights == roles.STANDARD
