"""People who do not exist, and what happens when somebody touches one (security.md T-19)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting, Refused
from alongside.history.models import Entry
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job, State
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.actions.decoys import CROWD
from alongside.people.actions.tests.looking import alerts, crowd, limit
from alongside.people.models import Decoy, LookingAlert, Person, SearchKey, Tenant

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(setup: Acting) -> list[Person]:
    """Enough people to hide among."""
    known = {"telephone": "01632 960123", "postcode": "PL4 7AB", "address": "1 High Street"}
    return crowd(CROWD, profile=known, email="pat@example.com")


@pytest.fixture
def decoy(setup: Acting, town: list[Person]) -> Person:
    people.plant_decoys(setup)
    planted: Person = Person.objects.get(pk=Decoy.objects.values_list("person_id", flat=True)[0])
    return planted


def test_there_are_five_and_making_them_again_makes_no_more(setup: Acting, town: list[Person]) -> None:
    assert [people.plant_decoys(setup), people.plant_decoys(setup)] == [5, 5]
    assert (Decoy.objects.count(), Person.objects.filter(given_name="Pat").count()) == (5, 55)


def test_none_are_made_where_everybody_knows_everybody(setup: Acting) -> None:
    crowd(CROWD - 1)
    assert people.plant_decoys(setup) == 0


def test_a_tenant_may_want_more_or_none(tenant: Tenant, setup: Acting, town: list[Person]) -> None:
    limit(tenant, decoys=0)
    assert people.plant_decoys(setup) == 0
    limit(tenant, decoys=7)
    assert people.plant_decoys(setup) == 7


def test_a_decoy_has_what_others_have_and_is_found_like_them(decoy: Person, bob: Person) -> None:
    assert {name: bool(value) for name, value in decoy.profile.items()} == dict.fromkeys(
        ("telephone", "postcode", "address"), True
    )
    assert decoy.profile["telephone"] != "01632 960123"
    assert decoy.profile["postcode"] == "PL4 7AB"
    assert decoy.email.endswith("@example.com")
    assert decoy.email != "pat@example.com"
    assert decoy.registered_at <= clock.now()
    assert SearchKey.objects.filter(person_id=decoy.pk).exists()
    found = people.search_people(Acting.alone(bob), f"{decoy.given_name} {decoy.family_name}")
    assert decoy.pk in {person.id for person in found}


def test_nothing_about_a_decoy_itself_says_so(decoy: Person, town: list[Person]) -> None:
    other = Person.objects.get(pk=town[0].pk)
    for column in ("kind", "is_active", "username", "last_login", "email_changed_at"):
        assert getattr(decoy, column) == getattr(other, column)
    assert decoy.has_usable_password() == other.has_usable_password()
    assert list(decoy.segments.all()) == list(other.segments.all())
    assert Entry.objects.of_person(decoy.ref).count() == Entry.objects.of_person(other.ref).count() == 0


def test_sums_leave_decoys_out(decoy: Person, town: list[Person]) -> None:
    everybody = Person.objects.real().filter(given_name="Pat")
    assert (everybody.count(), everybody.existing().count()) == (55, 50)


TOUCHES: list[tuple[str, Callable[[Acting, Person], object]]] = [
    ("looked at the details of", people.view_details),
    ("began to help", assisting.start),
    ("corrected", lambda acting, person: people.correct(acting, person, {"given_name": "Quentin"})),
]


@pytest.mark.parametrize(("how", "touch"), TOUCHES, ids=[how for how, _ in TOUCHES])
def test_any_touch_alerts_at_once(
    decoy: Person, bob: Person, how: str, touch: Callable[[Acting, Person], object]
) -> None:
    touch(Acting.alone(bob), decoy)
    assert alerts(bob) == [("decoy", f"{how} a decoy, a person who does not exist and to whom no work leads")]
    alert = LookingAlert.objects.get()
    assert alert.decoy == decoy
    assert Job.objects.get().due_at - alert.at < timedelta(seconds=60)
    [entry] = Entry.objects.of_kinds("people.looking_noticed")
    assert (entry.person_ref, entry.private) == (bob.ref, True)
    assert str(decoy.pk) not in entry.leaf


def test_touching_it_again_that_day_is_the_same_alert(decoy: Person, bob: Person) -> None:
    for _ in range(2):
        people.view_details(Acting.alone(bob), decoy)
    assert LookingAlert.objects.count() == 1


def test_two_decoys_are_two_alerts(decoy: Person, bob: Person) -> None:
    for person in Person.objects.filter(pk__in=Decoy.objects.values("person_id")[:2]):
        people.view_details(Acting.alone(bob), person)
    assert LookingAlert.objects.count() == 2


def test_to_be_shown_in_results_is_no_touch(decoy: Person, bob: Person) -> None:
    people.search_people(Acting.alone(bob), decoy.name)
    assert alerts(bob) == []


def test_the_history_of_a_decoy_shows_the_look_and_nothing_else(decoy: Person, bob: Person) -> None:
    people.view_details(Acting.alone(bob), decoy)
    assert [entry.kind for entry in Entry.objects.of_person(decoy.ref)] == ["people.details_viewed"]


def test_who_is_a_decoy_is_read_by_a_right_of_its_own_and_recorded(
    decoy: Person, bob: Person, susan: Person
) -> None:
    with pytest.raises(Refused):
        people.see_decoys(Acting.alone(bob))
    assert len(people.see_decoys(Acting.alone(susan))) == 5
    assert Entry.objects.of_kinds("people.decoys_seen").get().actor_ref == susan.ref


def test_the_house_keeps_decoys_by_itself(setup: Acting, town: list[Person]) -> None:
    for _ in range(2):
        job = jobs.ask(setup, "people.keep_decoys", here=True)
        jobs.run_here(job, pause=0)
        assert job.state == State.DONE
    assert Decoy.objects.count() == 5
    planted = Entry.objects.of_kinds("people.decoys_planted").get().open()
    assert planted
    assert planted.data == {"decoys": 5}
