from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting, Refused
from alongside.history.models import Entry
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people import roles
from alongside.people.actions import retaining
from alongside.people.models import Erasure, ErasureState, Keeping, Person, Tenant
from tests.cast import make_person
from tests.council import resident

pytestmark = pytest.mark.django_db

YEAR = 366


@pytest.fixture
def admin(setup: Acting) -> Acting:
    return Acting.alone(make_person("Olive", "First", rights=list(roles.STANDARD["Administrator"])))


@pytest.fixture
def other(setup: Acting) -> Acting:
    return Acting.alone(make_person("Theo", "Second", rights=list(roles.STANDARD["Administrator"])))


@pytest.fixture(autouse=True)
def _kept_for_a_year(setup: Acting) -> None:
    people.set_retention(setup, {"people": "12"})


def look_through(setup: Acting) -> Job:
    return jobs.run_here(jobs.ask(setup, "people.retention"), pause=0)


def due() -> set[str]:
    return {one.person.given_name for one in Erasure.objects.in_state(ErasureState.DUE).with_people()}


def test_whoever_had_no_sign_of_life_for_long_is_due(setup: Acting) -> None:
    resident(setup, "Ann")
    ben = resident(setup, "Ben")
    with clock.moved(days=100):
        people.correct(setup, ben, {"given_name": "Benjamin"})
    with clock.moved(days=300):
        look_through(setup)
        assert due() == set()
    with clock.moved(days=YEAR + 1):
        # The first time they are looked at, and no more.
        job = look_through(setup)
        assert (due(), job.result) == ({"Ann"}, {"people": 1})
        assert look_through(setup).done == 1  # who is due, and nobody else
    with clock.moved(days=YEAR + 103):
        look_through(setup)
        assert due() == {"Ann", "Benjamin"}
    found = [entry.open().data for entry in Entry.objects.of_kinds("people.due_found").oldest_first()]
    assert [len(data["people"]) for data in found] == [1, 1]


def test_who_comes_to_life_is_due_no_longer(setup: Acting) -> None:
    ann, ben = resident(setup, "Ann"), resident(setup, "Ben")
    with clock.moved(days=YEAR + 1):
        look_through(setup)
        assert due() == {"Ann", "Ben"}
        Person.objects.filter(pk=ann.pk).update(last_login=clock.now())
        look_through(setup)
        assert due() == {"Ben"}
    with clock.moved(days=2 * YEAR + 2):
        look_through(setup)
        assert due() == {"Ann", "Ben"}
    people.set_retention(setup, {"people": ""})
    look_through(setup)
    assert (due(), ben.erased_at) == (set(), None)


def test_what_stands_against_it_is_asked_again_a_month_later(setup: Acting, bob: Person) -> None:
    ann = resident(setup, "Ann")
    held = people.hold(setup, ann, "A claim")
    with clock.moved(days=YEAR + 1):
        look_through(setup)
        people.lift_hold(setup, held)
        look_through(setup)
        assert due() == set()
    with clock.moved(days=YEAR + 33):
        look_through(setup)
        assert due() == {"Ann"}  # and not Bob, who works here


def test_who_is_being_helped_or_was_merged_is_not_due(setup: Acting, bob: Person) -> None:
    ann, ben, double = (resident(setup, name) for name in ("Ann", "Ben", "Annie"))
    people.merge(setup, ben, double, reason="The same")
    with clock.moved(days=YEAR + 1):
        assisting.start(Acting.alone(bob), ann)
        look_through(setup)
        assert due() == {"Ben"}


def test_who_is_decided_to_be_kept_is_not_due_tomorrow(setup: Acting, admin: Acting) -> None:
    resident(setup, "Ann")
    with clock.moved(days=YEAR + 1):
        look_through(setup)
        people.withdraw_erasure(admin, Erasure.objects.get())
        look_through(setup)
        assert due() == set()
    with clock.moved(days=2 * YEAR + 3):
        look_through(setup)
        assert due() == {"Ann"}


def test_many_are_proposed_at_once_and_each_is_looked_at_again(
    setup: Acting, admin: Acting, other: Acting
) -> None:
    ann, ben, cleo = (resident(setup, name) for name in ("Ann", "Ben", "Cleo"))
    with clock.moved(days=YEAR + 1):
        look_through(setup)
        found = {one.person_id: one for one in Erasure.objects.all()}
        people.hold(setup, ben, "A claim")
        Person.objects.filter(pk=cleo.pk).update(last_login=clock.now())
        proposed, refused = people.propose_due(admin, [one.pk for one in found.values()])
        assert (proposed, sorted(refused)) == (
            1,
            ["Ben Smith: something has happened since.", "Cleo Smith: something has happened since."],
        )
        erasure = Erasure.objects.get(person=ann)
        assert (erasure.state, erasure.ground) == ("proposed", "period")
        people.erase(other, erasure)
    assert Person.objects.get(pk=ann.pk).erased_at is not None
    assert not Keeping.objects.filter(person=ann).exists()


def test_who_comes_to_life_after_it_was_proposed_is_not_erased_for_silence(
    setup: Acting, admin: Acting, other: Acting
) -> None:
    ann = resident(setup, "Ann")
    erasure = people.propose_erasure(admin, ann, "period")
    with clock.moved(days=1):
        people.correct(setup, ann, {"given_name": "Anne"})
    with pytest.raises(people.NotErasable, match="Something has happened since"):
        people.erase(other, erasure)


def test_a_day_costs_what_is_due_on_it(setup: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            look_through(setup)
        return len(queries)

    resident(setup, "Ann")
    with clock.moved(days=40):
        for number in range(12):
            resident(setup, f"Later {number}")
    with clock.moved(days=YEAR + 1):
        look_through(setup)
        settled = statements()
    with clock.moved(days=YEAR + 50):
        monkeypatch.setattr(retaining, "AT_ONCE", 5)  # a step is resumed where the last one ended
        look_through(setup)
        assert len(due()) == 13
    with clock.moved(days=70):
        for number in range(12):
            resident(setup, f"New {number}")
    monkeypatch.setattr(retaining, "AT_ONCE", 200)
    with clock.moved(days=YEAR + 50):
        assert statements() == settled


def test_how_long_things_are_kept_is_set_by_who_may(setup: Acting, bob: Person, tenant: Tenant) -> None:
    with pytest.raises(Refused):
        people.set_retention(Acting.alone(bob), {"people": "1"})
    people.set_retention(setup, {"people": "24", "jobs": "30"})
    tenant.refresh_from_db()
    assert tenant.options["retention"] == {"people": 24, "jobs": 30}


def test_long_work_that_ended_long_ago_is_forgotten(setup: Acting) -> None:
    for days in (0, 4, 95):
        with clock.moved(days=days):
            look_through(setup)
    with clock.moved(days=95):
        jobs.run_here(jobs.ask(setup, "people.tidy_jobs"), pause=0)
        asked = Job.objects.of("people.retention").values_list("asked_at", flat=True)
        assert [at > clock.now() - timedelta(days=90) for at in asked] == [True]
