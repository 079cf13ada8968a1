"""The database fails at each call of the deeds of the main job, and all or nothing happened.

`make faults` does it for every action that any test calls (`tests/faults.py`).
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.forms import actions as forms
from alongside.forms.tests.samples import FIRST, SECOND, published
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.models import Person
from tests.cast import helping
from tests.faults import sweep

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
    """The sweep itself: an action that commits its halves one by one."""

    def careless(acting: Acting, person: Person) -> None:
        people.view_details(acting, person)
        people.view_details(acting, person)

    calls, wrong = sweep(careless, lambda: ((Acting.alone(bob), ann), {}))
    assert 0 < len(wrong) < calls
