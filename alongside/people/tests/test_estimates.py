"""A few people are looked up by their ids, however many a tenant has."""

from __future__ import annotations

import pytest
from django.db import connection

from alongside.people.models import Person, Tenant

pytestmark = pytest.mark.django_db


def test_the_people_of_a_page_are_read_by_their_ids_and_the_newest_by_their_registration(
    tenant: Tenant,
) -> None:
    if connection.vendor == "sqlite":
        of_a_page = Person.objects.filter(pk__in=range(25)).explain()
        newest = Person.objects.order_by("-registered_at", "-pk")[:25].explain()
        assert "sqlite_autoindex_people_person_1 (id=?)" in of_a_page
        assert "people_by_registration (tenant_id=?)" in newest
        assert "TEMP B-TREE" not in newest
