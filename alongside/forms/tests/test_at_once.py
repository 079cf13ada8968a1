"""What happens when the same page is sent several times at the same moment, on real transactions."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from alongside.assisting.acting import Acting
from alongside.forms.actions import begin, save, submit
from alongside.forms.models import Draft, Submission
from alongside.forms.tests.samples import FIRST, SECOND, published
from alongside.history.models import Entry
from alongside.lib import ids, tenancy
from alongside.people.models import Person, Tenant
from tests.cast import make_person

pytestmark = pytest.mark.committed


def at_once(tenant: Tenant, person: Person, click: Callable[[Acting], object], times: int = 4) -> None:
    """Each click in a connection of its own, all of them released together."""
    together = threading.Barrier(times)

    def one() -> None:
        with tenancy.within(tenant.pk):
            acting = Acting.alone(Person.objects.get(pk=person.pk))
            together.wait()
            click(acting)
        connections.close_all()

    clicks = [threading.Thread(target=one) for _ in range(times)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()


def test_a_double_click_hands_in_once(new_tenant: Tenant) -> None:
    with tenancy.within(new_tenant.pk):
        ann = make_person("Ann", "Example")
        draft = save(Acting.alone(ann), begin(Acting.alone(ann), published(), FIRST), 2, SECOND)
    submitted: list[Submission] = []

    at_once(new_tenant, ann, lambda acting: submitted.append(submit(acting, draft)))

    with tenancy.within(new_tenant.pk):
        assert [one.pk for one in submitted] == [Submission.objects.get().pk] * 4
        assert Entry.objects.filter(kind="forms.submitted").count() == 1


def test_a_double_click_begins_one_draft(new_tenant: Tenant) -> None:
    with tenancy.within(new_tenant.pk):
        ann, version, number = make_person("Ann", "Example"), published(), ids.random_id()
    begun: list[Draft] = []

    at_once(new_tenant, ann, lambda acting: begun.append(begin(acting, version, FIRST, draft_id=number)))

    with tenancy.within(new_tenant.pk):
        assert [one.pk for one in begun] == [number] * 4
        assert [one.pk for one in Draft.objects.all()] == [number]
