"""What the database was told of the open tenant, when transactions end."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from uuid import uuid4

import pytest
from django.db import connection, transaction

from alongside.lib import tenancy
from alongside.people import actions as people

pytestmark = pytest.mark.committed


def test_what_a_transaction_was_told_counts_no_longer_than_the_transaction() -> None:
    made = (people.create_tenant("Port Alder Council", f"{uuid4().hex[:12]}.localhost") for _ in range(2))
    one, other = (tenant.pk for tenant in made)
    with tenancy.within(one):
        assert told() == one
    for within in (nullcontext, transaction.atomic):  # a statement alone, and the first of a transaction
        with suppress(RuntimeError), transaction.atomic(), tenancy.within(other):
            assert (told(), told()) == (other, other)
            raise RuntimeError
        with within(), tenancy.within(other):
            assert told() == other
        with within(), tenancy.within(one):
            assert told() == one


def told() -> int:
    """The tenant that the server shows the rows of, by a statement that goes around every manager."""
    if connection.vendor != "postgresql":
        return tenancy.open_tenant() or 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tenant_id FROM people_person")
        [[tenant]] = cursor.fetchall()
    return int(tenant)
