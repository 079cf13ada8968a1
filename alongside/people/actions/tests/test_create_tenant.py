from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.history.models import Entry
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people import roles
from alongside.people.fields import STANDARD_FIELDS
from alongside.people.models import Kind, Person, ProfileField, Role, Segment, Tenant

pytestmark = pytest.mark.django_db


def test_a_tenant_starts_with_everything_it_needs(tenant: Tenant) -> None:
    kinds = sorted(Person.objects.values_list("kind", flat=True))
    assert kinds == [Kind.ANONYMOUS, Kind.SYSTEM]
    assert [segment.name for segment in Segment.objects.all()] == ["Residents"]
    assert set(Role.objects.values_list("name", flat=True)) == set(roles.STANDARD)
    names = [field.name for field in ProfileField.objects.in_order()]
    assert names == [field.name for field in STANDARD_FIELDS]


def test_the_first_entry_of_a_tenant_has_an_author_of_its_own(tenant: Tenant) -> None:
    entry = Entry.objects.get()
    setup = people.system(tenant)
    assert (entry.number, entry.kind) == (0, "people.tenant_created")
    assert (entry.actor_ref, entry.person_ref) == (setup.ref, setup.ref)
    assert setup.name == "Automatic setup"


def test_the_anonymous_user_and_the_system_cannot_sign_in(tenant: Tenant) -> None:
    assert [person.has_usable_password() for person in Person.objects.all()] == [False, False]


def test_another_kind_of_automatic_work_has_another_name(tenant: Tenant) -> None:
    tidying = people.system(tenant, "tidying")
    assert tidying.name == "Automatic tidying"
    assert people.system(tenant, "tidying") == tidying
    assert tidying.standing.rights == frozenset(roles.STANDARD[roles.SYSTEM])
    assert Entry.objects.newest_first()[0].person_ref == tidying.ref


def test_whoever_makes_a_segment_belongs_to_it_and_so_does_the_system(setup: Acting, tenant: Tenant) -> None:
    tidying = people.system(tenant, "tidying")
    segment = people.create_segment(setup, "Business")
    assert segment.pk in setup.actor.standing.segments
    assert segment.pk in Person.objects.get(pk=tidying.pk).standing.segments


def test_a_person_is_put_into_one_more_segment(setup: Acting, ann: Person) -> None:
    segment = people.create_segment(setup, "Business")
    people.join_segment(setup, ann, segment)
    assert segment.pk in ann.standing.segments


def test_an_agent_makes_no_segments(bob: Person) -> None:
    with pytest.raises(Refused):
        people.create_segment(Acting.alone(bob), "Business")


def test_tenants_share_nothing(tenant: Tenant) -> None:
    other = people.create_tenant("Elsewhere", "elsewhere.localhost")
    assert Segment.objects.filter(name="Everybody").exists() is False
    with tenancy.within(other.pk):
        assert [segment.name for segment in Segment.objects.all()] == ["Everybody"]
        assert Entry.objects.get().number == 0
