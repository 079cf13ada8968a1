from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.history.models import Entry
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job, State
from alongside.people import actions as people
from alongside.people import reindexing
from alongside.people.models import Person, ProfileField, SearchKey
from alongside.people.tests.reindexed import a_step, finish
from tests.cast import make_person
from tests.council import resident

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alongside.people.actions.reindexing.BATCH", 2)


def keys() -> set[tuple[str, int]]:
    return set(SearchKey.objects.values_list("key", "person_id"))


def half_done(setup: Acting, job: Job) -> Job:
    """A job that has renewed some people and not yet all."""
    while not a_step(job).done:
        pass
    assert job.state == State.WAITING
    return job


def test_renewing_the_keys_mends_what_is_missing_and_what_is_too_much(setup: Acting) -> None:
    cora = resident(setup, "Cora", "Tregenza")
    resident(setup, "Dora", "Penrose")
    right = keys()
    SearchKey.objects.filter(person_id=cora.pk).delete()
    SearchKey.objects.create(key="snobody", person_id=cora.pk)

    first = finish(people.reindex(setup))

    assert (keys(), first.result["people"], first.done, first.total) == (right, 1, 2, 2)
    assert first.told == "2 people were looked at; 1 of them had keys to renew."
    assert finish(people.reindex(setup)).result == {"people": 0, "keys": 0}
    assert Entry.objects.of_kinds("people.reindex_asked").count() == 2
    assert [entry.open().data for entry in Entry.objects.of_kinds("people.reindexed").order_by("number")] == [
        {"people": 1, "keys": first.result["keys"]},
        {"people": 0, "keys": 0},
    ]


def test_everybody_is_renewed_however_many_steps_it_takes(setup: Acting) -> None:
    for number in range(5):
        resident(setup, f"Given{number}", "Tregenza")
    right = keys()
    SearchKey.objects.all().delete()
    job = people.reindex(setup)
    percents = []
    jobs.run_here(job, lambda job: percents.append(job.percent), pause=0)
    assert keys() == right
    assert job.result["people"] == 5
    assert percents == sorted(percents, key=lambda share: -1 if share is None else share)


def test_it_is_stopped_and_goes_on_where_it_was(setup: Acting) -> None:
    for number in range(5):
        resident(setup, f"Given{number}", "Tregenza")
    right = keys()
    SearchKey.objects.all().delete()
    job = half_done(setup, people.reindex(setup))

    jobs.stop(setup, job)
    assert jobs.take() is None
    renewed = keys()
    assert len({person for _, person in renewed}) == job.done == 2
    jobs.resume(setup, job)

    assert finish(job).result["people"] == 5
    assert keys() == right


def test_searching_works_meanwhile_and_finds_who_is_renewed_already(setup: Acting, bob: Person) -> None:
    field = people.define_field(setup, "badge", "Badge number")
    everybody = [resident(setup, f"Given{number}", "Tregenza", badge=f"BX-{number}") for number in range(4)]
    job = half_done(setup, people.set_searchable(setup, field))
    searching = Acting.alone(bob)

    def found() -> set[int]:
        badges = [person.profile["badge"] for person in everybody]
        return {one.id for badge in badges for one in people.search_people(searching, badge)}

    assert found() == {person.pk for person in everybody if person.pk <= job.cursor["after"]}
    assert len(people.search_people(searching, "tregenza")) == 4
    finish(job)
    assert found() == {person.pk for person in everybody}


def test_whoever_is_registered_or_changed_meanwhile_has_the_right_keys(setup: Acting, bob: Person) -> None:
    field = people.define_field(setup, "badge", "Badge number")
    before = [resident(setup, f"Given{number}", "Tregenza", badge=f"BX-{number}") for number in range(4)]
    job = half_done(setup, people.set_searchable(setup, field))
    changed = max(before, key=lambda person: person.pk)
    people.correct(setup, changed, {"badge": "CX-1"})
    resident(setup, "Dora", "Penrose", badge="DX-1")
    finish(job)
    as_written = keys()
    assert finish(people.reindex(setup)).result["people"] == 0
    assert keys() == as_written
    searching = Acting.alone(bob)
    assert [len(people.search_people(searching, badge)) for badge in ("CX-1", "DX-1")] == [1, 1]


def test_a_change_meanwhile_begins_anew_and_the_first_one_ends(setup: Acting, bob: Person) -> None:
    badge, locker = (people.define_field(setup, name, name.capitalize()) for name in ("badge", "locker"))
    for number in range(4):
        resident(setup, f"Given{number}", "Tregenza", badge=f"BX-{number}", locker=f"LK-{number}")
    first = half_done(setup, people.set_searchable(setup, badge))
    second = people.set_searchable(setup, locker)
    assert reindexing.under_way() == second

    finish(first)

    assert first.told == "A later re-indexing took over."
    finish(second)
    searching = Acting.alone(bob)
    found = [people.search_people(searching, f"{start}-{n}") for start in ("BX", "LK") for n in range(4)]
    assert [len(one) for one in found] == [1] * 8
    assert reindexing.under_way() is None


def test_one_that_was_stopped_takes_nothing_over(setup: Acting) -> None:
    resident(setup, "Cora", "Tregenza")
    first, second = people.reindex(setup), people.reindex(setup)
    jobs.stop(setup, second)
    assert finish(first).result == {"people": 0, "keys": 0}


def test_agents_do_not_re_index(setup: Acting, bob: Person) -> None:
    with pytest.raises(Refused):
        people.reindex(Acting.alone(bob))
    assert not Job.objects.exists()


def test_marking_takes_both_rights_or_nothing_is_changed(setup: Acting) -> None:
    """Whoever marks a field has people re-indexed; a mark without that would find nobody."""
    field = ProfileField.objects.get(name="title")
    half = Acting.alone(make_person("Hugo", "Half", rights=["people.set_searchable"]))
    with pytest.raises(Refused):
        people.set_searchable(half, field)
    field.refresh_from_db()
    assert field.searchable is False
