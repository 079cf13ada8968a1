"""The database fails at each call of the deeds of the main job, and all or nothing happened.

`make faults` does it for every action that any test calls (`tests/faults.py`).
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.forms import actions as forms
from alongside.forms.tests.samples import FIRST, SECOND, published
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.models import Person
from tests.cast import helping
from tests.sweeps import Fault, sweep, unrecorded

pytestmark = pytest.mark.django_db

Deed = tuple[Callable[..., Any], tuple[Any, ...]]


def looking(bob: Person, ann: Person) -> Deed:
    return people.view_details, (Acting.alone(bob), ann)


def starting(bob: Person, ann: Person) -> Deed:
    return assisting.start, (Acting.alone(bob), ann)


def stopping(bob: Person, ann: Person) -> Deed:
    return assisting.stop, (Acting.alone(bob), helping(bob, ann).assistance)


def saving(bob: Person, ann: Person) -> Deed:
    acting = helping(bob, ann)
    return forms.save, (acting, forms.begin(acting, published(), FIRST), 2, SECOND)


def handing_in(bob: Person, ann: Person) -> Deed:
    acting = helping(bob, ann)
    return forms.submit, (acting, forms.save(acting, forms.begin(acting, published(), FIRST), 2, SECOND))


@pytest.mark.parametrize("prepare", [looking, starting, stopping, saving, handing_in])
def test_all_or_nothing_whichever_call_fails_and_then_once(
    bob: Person, ann: Person, prepare: Callable[[Person, Person], Deed]
) -> None:
    action, words = prepare(bob, ann)
    before = Entry.objects.count()
    calls, wrong = sweep(action, lambda: (copy.deepcopy(words), {}))
    assert calls > 2
    assert wrong == []
    assert Entry.objects.count() == before
    action(*words)
    assert Entry.objects.count() == before + 1


def test_what_is_left_half_done_is_found(bob: Person, ann: Person) -> None:
    """The sweep itself: an action that changes something and records it in another transaction."""

    def careless(acting: Acting, person: Person) -> None:
        with transaction.atomic():
            Person.objects.filter(pk=person.pk).update(given_name="Anna")
        people.view_details(acting, person)

    calls, wrong = sweep(careless, lambda: ((Acting.alone(bob), ann), {}))
    assert calls > 2
    assert len(wrong) > calls / 2
    assert {line.partition(") ")[2] for line in wrong} == {"left changes without an entry in people_person"}


def test_work_of_many_deeds_may_leave_whole_ones(bob: Person, ann: Person) -> None:
    def both(acting: Acting, person: Person) -> None:
        people.view_details(acting, person)
        people.view_details(acting, person)

    calls, wrong = sweep(both, lambda: ((Acting.alone(bob), ann), {}))
    assert (calls > 4, wrong) == (True, [])


def test_what_was_written_is_followed_through_savepoints() -> None:
    """Which saves comparing all tables after each call that fails."""

    def run(*statements: str) -> list[int]:
        fault = Fault(None)
        for statement in statements:
            fault(lambda *words: None, statement, None, False, {})
        return [len(written) for written in fault.kept]

    insert, append = 'INSERT INTO "a" VALUES (1)', "SELECT * FROM history_append(%s)"
    begin, undo, keep = 'SAVEPOINT "s1"', 'ROLLBACK TO SAVEPOINT "s1"', 'RELEASE SAVEPOINT "s1"'
    within = begin.replace("s1", "s2")
    assert run('SELECT "a"."b" FROM "a" FOR UPDATE', "SHOW server_version") == []
    assert (run(insert), run(append), run(insert, append)) == ([1], [1], [1, 1])
    assert run(begin, insert, undo, keep) == []
    assert run(begin, insert, keep, append) == [1, 1]
    assert run(begin, insert, within, append, undo, keep) == []
    assert run(insert, begin, append, undo, keep) == [1]
    assert run(begin, within, insert, 'RELEASE SAVEPOINT "s2"', append, keep) == [2]
    assert (unrecorded([[insert], [insert, append]]), unrecorded([[insert, append]])) == (["a"], [])
