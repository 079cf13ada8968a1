"""Querysets that are compiled once say what they would say themselves."""

from __future__ import annotations

import uuid
from contextvars import Context
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections, models
from django.db.models import Count, Q
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.assisting.models import Assistance, StaffGrant
from alongside.lib import clock, ids, tenancy
from alongside.lib.compiled import TENANT, NotTheSame, Spot, compiled
from alongside.people.models import Kind, Person, PersonQuerySet, ProfileField, Segment, SegmentMember, Tenant

pytestmark = pytest.mark.django_db

many_times = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
places = st.integers(0, 5)


def everybody() -> PersonQuerySet:
    found: PersonQuerySet = Person.objects.all()
    return found


@compiled
def in_segments(person: int, segments: tuple[int, ...]) -> models.QuerySet[Person]:
    return everybody().real().in_segments(segments).filter(pk=person)


@compiled
def helped(assistance: uuid.UUID, agent: int) -> models.QuerySet[Assistance]:
    return Assistance.objects.with_people().filter(pk=assistance, agent_id=agent)


@compiled
def counted(names: tuple[str, ...]) -> models.QuerySet[Person]:
    return everybody().filter(given_name__in=names).annotate(places=Count("segments")).order_by("pk")


@compiled
def shared(segments: tuple[int, ...], searchable: bool) -> models.QuerySet[ProfileField]:
    fields = ProfileField.objects.filter(Q(segment__isnull=True) | Q(segment__in=segments))
    return (fields.searchable() if searchable else fields).in_order()


@compiled
def begun(at: datetime) -> models.QuerySet[StaffGrant, tuple[int, datetime]]:
    return StaffGrant.objects.filter(valid_from__lte=at).order_by("pk").values_list("agent", "valid_from")


@compiled
def held(person: int) -> models.QuerySet[Person, str]:
    rows: PersonQuerySet = everybody().select_for_update(no_key=True)
    return rows.filter(pk=person).values_list("family_name", flat=True)


def contents(rows: Any) -> list[dict[str, Any]]:
    """Whole rows: models are equal already when their keys are."""
    return [{name: value for name, value in vars(row).items() if name != "_state"} for row in rows]


@pytest.fixture
def crowd(bob: Person) -> list[Person]:
    """Six people, spread over four segments."""
    people = everybody().bulk_create(
        Person(given_name=f"P{number % 3}", registered_at=clock.now(), profile={"notes": ["a", number]})
        for number in range(6)
    )
    segments = [Segment.objects.create(name=f"Part {number}") for number in range(4)]
    SegmentMember.objects.bulk_create(
        SegmentMember(person=person, segment=segments[place])
        for number, person in enumerate(people)
        for place in {number % 4, number % 3}
    )
    return people


def test_people_are_those_of_the_queryset(crowd: list[Person]) -> None:
    segments = [*Segment.objects.order_by("pk").values_list("pk", flat=True), 0]

    @many_times
    @given(places, st.lists(st.sampled_from(segments), unique=True).map(tuple))
    def the_same(number: int, chosen: tuple[int, ...]) -> None:
        found = in_segments(crowd[number].pk, chosen)

        assert contents(found) == contents(in_segments.queryset(crowd[number].pk, chosen))

    the_same()


def test_annotations_and_lists_are_those_of_the_queryset(crowd: list[Person]) -> None:
    @many_times
    @given(st.lists(st.sampled_from(["P0", "P1", "P2", "O'Neill", "%s", "100%"]), unique=True).map(tuple))
    def the_same(names: tuple[str, ...]) -> None:
        assert contents(counted(names)) == contents(counted.queryset(names))

    the_same()


def test_related_people_come_with_the_row(ann: Person, bob: Person) -> None:
    at = clock.now()
    sitting = Assistance.objects.create(agent=bob, person=ann, session="s", started_at=at, used_at=at)

    with CaptureQueriesContext(connection) as said:
        (found,) = helped(sitting.pk, bob.pk)
        people = found.agent, found.person
    (wanted,) = helped.queryset(sitting.pk, bob.pk)

    assert len(said) == 1 + said.captured_queries[0]["sql"].startswith("SELECT set_config")
    assert (contents(people), found.started_at) == (contents([wanted.agent, wanted.person]), at)
    assert (helped(sitting.pk, ann.pk), helped(ids.random_id(), bob.pk)) == ([], [])


@pytest.mark.parametrize("searchable", [True, False])
@pytest.mark.parametrize("segments", [(), (1,), (1, 2)])
def test_what_decides_how_it_reads_has_a_statement_of_its_own(
    ann: Person, segments: tuple[int, ...], searchable: bool
) -> None:
    assert contents(shared(segments, searchable)) == contents(shared.queryset(segments, searchable))


def test_moments_and_tuples_are_those_of_the_queryset(ann: Person, bob: Person) -> None:
    at = clock.now()
    for days in range(3):
        StaffGrant.objects.create(
            agent=bob,
            granted_by=ann,
            reason="leave",
            valid_from=at + timedelta(days=days),
            valid_until=at + timedelta(days=9),
        )

    for days in range(-1, 4):
        moment = at + timedelta(days=days)
        assert begun(moment) == list(begun.queryset(moment))


def test_each_tenant_finds_its_own_rows_by_the_same_statement(crowd: list[Person]) -> None:
    (person, *_) = crowd
    elsewhere = Tenant.objects.create(name="Elsewhere", domain="elsewhere.test")
    segments = tuple(Segment.objects.values_list("pk", flat=True))

    assert in_segments(person.pk, segments) == [person]
    with tenancy.within(elsewhere.pk):
        assert in_segments(person.pk, segments) == []


def test_where_no_tenant_is_open_it_raises(crowd: list[Person]) -> None:
    in_segments(crowd[0].pk, (1,))

    with pytest.raises(tenancy.Unscoped):
        Context().run(in_segments, crowd[0].pk, (1,))


def test_what_says_something_else_with_values_is_refused(ann: Person) -> None:
    @compiled
    def older(born: int) -> models.QuerySet[Person]:
        return everybody().filter(pk__gt=7 if born == 7 else 8)

    @compiled
    def called(part: str) -> models.QuerySet[Person]:
        return everybody().filter(username__icontains=part)

    with pytest.raises(NotTheSame):
        older(7)
    with pytest.raises(NotTheSame):
        called("a%b")


def test_a_prefetch_is_refused(ann: Person) -> None:
    @compiled
    def whole(person: int) -> models.QuerySet[Person]:
        return everybody().filter(pk=person).prefetch_related("segments")

    with pytest.raises(TypeError, match="nothing after them"):
        whole(ann.pk)


def test_nobody_has_a_number_too_large_for_a_column(crowd: list[Person]) -> None:
    segments = tuple(Segment.objects.values_list("pk", flat=True))

    assert [in_segments(number, segments) for number in (2**63 - 1, 2**63, 10**30)] == [[], [], []]


def test_nothing_is_given_by_name(ann: Person) -> None:
    with pytest.raises(TypeError, match="in their order"):
        in_segments(person=ann.pk, segments=(1,))


def test_rows_are_locked_within_a_transaction_only(ann: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    assert held(ann.pk) == [ann.family_name]

    monkeypatch.setattr(connections["default"], "in_atomic_block", False)
    with pytest.raises(TransactionManagementError):
        held(ann.pk)


def test_fixed_words_stand_in_the_sql(ann: Person, vendor: str) -> None:
    @compiled
    def real(person: int) -> models.QuerySet[Person]:
        return everybody().real().filter(pk=person)

    assert real(ann.pk) == [ann]
    (statement,) = real.statements.values()
    assert f"= '{Kind.PERSON.value}'" in statement.sql
    assert statement.parameters == (Spot(TENANT), Spot(0))
