"""Several agents who merge the same records at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection

from alongside.assisting.acting import Acting, Refused
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people.models import Merge, Person, Tenant
from tests.cast import AGENT, make_person

pytestmark = pytest.mark.committed

ROUNDS = 8


@pytest.fixture
def agents(new_tenant: Tenant) -> list[Person]:
    with tenancy.within(new_tenant.pk):
        return [make_person(name, "Helper", rights=AGENT) for name in ("Bob", "Bea", "Bill")]


def at_once(tenant: Tenant, *deeds: Callable[[], object]) -> list[str]:
    """What came of each: "done", or the rule that refused."""

    def do(deed: Callable[[], object]) -> str:
        try:
            with tenancy.within(tenant.pk):
                deed()
        except Refused as refusal:
            return refusal.verdict.rule
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [done.result() for done in [pool.submit(do, deed) for deed in deeds]]


def strangers(count: int) -> list[Person]:
    made = [make_person(f"Person{place}", "Smith") for place in range(count)]
    Person.objects.filter(pk__in=[person.pk for person in made]).update(username=None)
    return [Person.objects.get(pk=person.pk) for person in made]


def test_of_two_who_merge_the_same_records_one_does(new_tenant: Tenant, agents: list[Person]) -> None:
    bob, bea, _ = map(Acting.alone, agents)
    for _ in range(ROUNDS):
        with tenancy.within(new_tenant.pk):
            one, other = strangers(2)
        outcomes = at_once(
            new_tenant,
            partial(people.merge, bob, one, other, reason="x"),
            partial(people.merge, bea, other, one, reason="x"),
        )
        assert sorted(outcomes) == ["done", "merged-already"]


def test_a_chain_that_is_made_at_once_never_ends_in_a_closed_record(
    new_tenant: Tenant, agents: list[Person]
) -> None:
    bob, bea, bill = map(Acting.alone, agents)
    for _ in range(ROUNDS):
        with tenancy.within(new_tenant.pk):
            a, b, c = strangers(3)
        outcomes = at_once(
            new_tenant,
            partial(people.merge, bob, a, b, reason="x"),
            partial(people.merge, bea, b, c, reason="x"),
            partial(people.merge, bill, c, a, reason="x"),
        )
        assert set(outcomes) <= {"done", "merged-already"}
        with tenancy.within(new_tenant.pk):
            closed = Person.objects.filter(pk__in=[a.pk, b.pk, c.pk], merged_into__isnull=False)
            assert len(closed) == outcomes.count("done") >= 1
            assert all(person.merged_into and person.merged_into.merged_into is None for person in closed)


def test_of_two_who_undo_one_does(new_tenant: Tenant, agents: list[Person]) -> None:
    bob, bea, _ = map(Acting.alone, agents)
    for _ in range(ROUNDS):
        with tenancy.within(new_tenant.pk):
            one, other = strangers(2)
            merge = people.merge(bob, one, other, reason="x")
            copy = Merge.objects.get(pk=merge.pk)
        outcomes = at_once(
            new_tenant,
            partial(people.undo_merge, bob, merge, reason="x"),
            partial(people.undo_merge, bea, copy, reason="x"),
        )
        assert sorted(outcomes) == ["done", "not-merged"]
