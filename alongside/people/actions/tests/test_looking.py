"""Whom an agent looks at is counted, and past a limit a reason is asked (security.md T-18)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting, Refused
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.actions.looking import ReasonWanted, Why
from alongside.people.actions.searches import VIEW_DETAILS
from alongside.people.actions.tests.looking import at, crowd, limit, look_at
from alongside.people.models import Look, LookingDay, Person, Reason, Tenant
from tests.cast import helping

pytestmark = pytest.mark.django_db

CALL = Why(Reason.CONTACT, "They are on the telephone")


def day_of(agent: Person) -> dict[str, int]:
    names = ("people", "without_contact", "outside", "reasons", "searches", "shown")
    return dict(LookingDay.objects.filter(agent=agent).values(*names).get())


def test_a_second_look_on_the_same_day_costs_nothing(bob: Person, ann: Person, ben: Person) -> None:
    with at(10):
        look_at(bob, [ann, ben, ann, ann])
    assert day_of(bob) == {
        "people": 2, "without_contact": 2, "outside": 0, "reasons": 0, "searches": 0, "shown": 0
    }  # fmt: skip
    assert Look.objects.filter(agent=bob).count() == 2
    assert Entry.objects.by(bob.ref).of_kinds("people.details_viewed").count() == 4


def test_whoever_is_helped_is_a_contact_whether_before_the_look_or_after(
    bob: Person, ann: Person, ben: Person
) -> None:
    with at(10):
        look_at(bob, [ann])
        acting = helping(bob, ann)
        assisting.switch(acting, ben)
        look_at(bob, [ben])
    assert dict(Look.objects.values_list("person_id", "contact")) == {ann.pk: True, ben.pk: True}
    assert (day_of(bob)["people"], day_of(bob)["without_contact"]) == (2, 0)


def test_yesterdays_contact_covers_no_look_of_today(bob: Person, ann: Person) -> None:
    with at(10):
        acting = helping(bob, ann)
        assert acting.assistance is not None
        assisting.stop(acting, acting.assistance)
    with at(10, days=1):
        look_at(bob, [ann])
    assert list(Look.objects.order_by("day").values_list("contact", flat=True)) == [True, False]


def test_a_reason_is_asked_past_an_hours_limit_and_not_an_hour_later(tenant: Tenant, bob: Person) -> None:
    limit(tenant, hour=3)
    *some, fourth = crowd(4)
    with at(10):
        look_at(bob, some)
        with pytest.raises(ReasonWanted) as wanted:
            look_at(bob, [fourth])
        assert (wanted.value.rule, wanted.value.person_id) == ("many-in-an-hour", fourth.pk)
        look_at(bob, some)
    assert Entry.objects.of_person(fourth.ref).count() == 0
    with at(11, 1):
        look_at(bob, [fourth])


def test_an_hour_does_not_begin_anew_at_midnight(tenant: Tenant, bob: Person) -> None:
    limit(tenant, hour=3)
    *some, fourth = crowd(4)
    with at(23, 50):
        look_at(bob, some)
    with at(0, 10, days=1), pytest.raises(ReasonWanted):
        look_at(bob, [fourth])


def test_past_a_days_limit_each_further_person_takes_a_reason(tenant: Tenant, bob: Person) -> None:
    limit(tenant, day=3)
    *some, fourth, fifth = crowd(5)
    with at(8):
        look_at(bob, some)
    with at(12):
        with pytest.raises(ReasonWanted) as wanted:
            look_at(bob, [fourth])
        assert wanted.value.rule == "many-in-a-day"
        people.give_reason(Acting.alone(bob), fourth, CALL)
        look_at(bob, [fourth])
        with pytest.raises(ReasonWanted):
            look_at(bob, [fifth])
    assert day_of(bob)["reasons"] == 1
    look = Look.objects.get(person=fourth)
    assert (look.reason, look.note) == ("contact", "They are on the telephone")
    given = Entry.objects.of_person(fourth.ref).of_kinds("people.reason_given").get().open()
    assert given
    assert given.data == {
        "reason": "They are in contact with us now",
        "note": "They are on the telephone",
    }


def test_looking_ends_even_with_reasons_until_a_manager_lifts_it(
    tenant: Tenant, bob: Person, susan: Person
) -> None:
    limit(tenant, day=2, stop=3)
    first, second, third, fourth = crowd(4)
    alone = Acting.alone(bob)
    with at(9):
        look_at(bob, [first, second])
        people.give_reason(alone, third, CALL)
        for attempt in (
            lambda: people.give_reason(alone, fourth, CALL),
            lambda: people.view_details(alone, fourth),
            lambda: assisting.start(alone, fourth),
            lambda: people.demand_room(alone, VIEW_DETAILS, fourth.pk),
        ):
            with pytest.raises(Refused) as refusal:
                attempt()
            assert refusal.value.verdict.rule == "looked-at-enough-people"
        refusals = [entry.header["power"] for entry in Entry.objects.of_kinds("assisting.refused")]
        assert refusals == ["people.give_reason", "people.view_details", "assisting.assist"]
        people.lift(Acting.alone(susan), bob, "A mailing went wrong")
        people.give_reason(alone, fourth, CALL)
    with at(9, days=1):
        look_at(bob, [fourth])


def test_whoever_is_being_helped_is_shown_past_every_limit(tenant: Tenant, bob: Person) -> None:
    limit(tenant, hour=2, day=2, stop=2)
    first, second = crowd(2)
    with at(23, 55):
        helping(bob, first)
    with at(0, 1, days=1):
        limit(tenant, hour=1, day=1, stop=1)
        look_at(bob, [first])
        with pytest.raises(Refused):
            look_at(bob, [second])


def test_beginning_to_help_is_asked_for_like_looking(tenant: Tenant, bob: Person) -> None:
    limit(tenant, hour=2)
    *some, third = crowd(3)
    alone = Acting.alone(bob)
    with at(10):
        look_at(bob, some)
        with pytest.raises(ReasonWanted):
            assisting.start(alone, third)
        people.give_reason(alone, third, CALL)
        assisting.start(alone, third)
    assert day_of(bob)["without_contact"] == 2


def test_the_same_is_asked_whether_there_is_such_a_person_or_not(tenant: Tenant, bob: Person) -> None:
    limit(tenant, hour=1)
    first, second = crowd(2)
    with at(10):
        look_at(bob, [first])
        for number in (second.pk, 77, 2**63, 10**30):
            with pytest.raises(ReasonWanted):
                people.demand_room(Acting.alone(bob), VIEW_DETAILS, number)
        people.demand_room(Acting.alone(bob), VIEW_DETAILS, first.pk)


def test_nobody_is_counted_for_their_own_record_or_for_helping_without_an_account(
    tenant: Tenant, bob: Person, anonymous: Person, setup: Acting, ann: Person
) -> None:
    look_at(bob, [bob])
    helping(bob, anonymous)
    people.view_details(setup, ann)
    assert (Look.objects.count(), LookingDay.objects.count()) == (0, 0)


def test_looks_outside_usual_hours_are_counted_apart(bob: Person) -> None:
    first, second, third = crowd(3)
    for hour, person in ((6, first), (7, second), (20, third)):
        with at(hour):
            look_at(bob, [person])
    assert day_of(bob)["outside"] == 2


def test_searches_count_different_people_shown(bob: Person, setup: Acting) -> None:
    for given in ("Cora", "Dora", "Flora"):
        people.register(setup, given_name=given, family_name="Tregenza")
    alone = Acting.alone(bob)
    for query in ("tregenza", "tregenza", "cora tregenza", "nobody at all"):
        people.search_people(alone, query)
    assert (day_of(bob)["searches"], day_of(bob)["shown"]) == (4, 3)


def test_looking_costs_as_much_after_a_hundred_people_as_after_one(tenant: Tenant, bob: Person) -> None:
    limit(tenant, hour=1000, day=1000, stop=1000)
    them = crowd(109)

    def statements(person: Person) -> int:
        with CaptureQueriesContext(connection) as queries:
            look_at(bob, [person])
        return len(queries)

    look_at(bob, them[:1])
    few = statements(them[1])
    look_at(bob, them[2:108])
    assert statements(them[108]) == few


def test_the_facts_are_read_by_keys(bob: Person, vendor: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        people.demand_room(Acting.alone(bob), VIEW_DETAILS, 77)
    [facts] = [query["sql"] for query in queries if "people_lookingleave" in query["sql"]]
    with connection.cursor() as cursor:
        if vendor == "postgres":
            cursor.execute("SET LOCAL enable_seqscan = off")  # these tables are small enough to be read whole
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if vendor == 'sqlite' else ''}{facts}")
        plan = [str(row[-1]) for row in cursor.fetchall()]
    whole = [step for step in plan if step.startswith("SCAN") or "Seq Scan" in step]
    assert [step for step in whole if "CONSTANT" not in step] == []
