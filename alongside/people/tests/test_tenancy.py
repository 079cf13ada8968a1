"""Tenants are apart: by the managers, and on PostgreSQL by the database itself."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import connection, transaction

from alongside.lib import tenancy
from alongside.people import wall
from alongside.people.models import Group, Person, Segment, Tenant
from tests.cast import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger(tenant: Tenant) -> Person:
    """Somebody of another tenant."""
    other = Tenant.objects.create(name="Elsewhere", domain="elsewhere.localhost")
    with tenancy.within(other.pk):
        Segment.objects.create(name="All")
        return make_person("Ann", "Example")


def test_a_query_outside_every_tenant_raises(new_tenant: Tenant) -> None:
    with pytest.raises(tenancy.Unscoped):
        Person.objects.filter(pk=1)
    with pytest.raises(tenancy.Unscoped):
        Group.objects.count()


def test_a_row_takes_the_open_tenant(tenant: Tenant) -> None:
    assert Group.objects.create(name="Carers").tenant == tenant


def test_people_of_another_tenant_are_not_found(ann: Person, stranger: Person) -> None:
    assert list(Person.objects.real()) == [ann]
    assert not Person.objects.filter(pk=stranger.pk).exists()


def test_a_relation_stays_within_the_tenant(ann: Person, stranger: Person) -> None:
    group = Group.objects.create(name="Carers")
    group.members.add(ann, through_defaults={})

    with tenancy.within(stranger.tenant_id or 0):
        assert not group.members.exists()
    assert list(group.members.all()) == [ann]


def test_the_database_itself_shows_no_row_of_another_tenant(ann: Person, stranger: Person) -> None:
    assert seen() == ({ann.pk} if connection.vendor == "postgresql" else {ann.pk, stranger.pk})


def test_the_database_is_told_again_where_it_forgot(ann: Person, stranger: Person) -> None:
    """What a transaction was told is forgotten with the part of it that is rolled back."""
    here, there = {ann.pk}, {stranger.pk} if connection.vendor == "postgresql" else {ann.pk, stranger.pk}
    here |= there if connection.vendor == "sqlite" else set()

    assert seen() == here
    with tenancy.within(stranger.tenant_id or 0):
        assert seen() == there
        with suppress(RuntimeError), transaction.atomic(), tenancy.within(ann.tenant_id or 0):
            assert seen() == here
            raise RuntimeError
        assert seen() == there
    with transaction.atomic(), tenancy.within(stranger.tenant_id or 0):
        assert seen() == there
    assert seen() == here


def seen() -> set[int]:
    """Whom the database shows to a statement that names no tenant."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM people_person WHERE kind = 'person'")
        return {row[0] for row in cursor.fetchall()}


def test_every_table_of_tenants_stands_behind_the_wall(tenant: Tenant) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        walled = {row[0] for row in cursor.fetchall()}

    assert walled == set(wall.tables())
