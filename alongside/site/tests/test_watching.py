"""What open streams watch is looked up for all of them at once."""

from __future__ import annotations

from typing import Any

import pytest

from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases.models import Case
from alongside.cases.tests.conftest import case, groups, mary, missed_bin
from alongside.history.models import Entry
from alongside.history.watching import number_of_last, watch
from alongside.interactions.actions.calls import WATCHED
from alongside.people.models import Person, Tenant
from alongside.site.watching import latest
from tests.council import setup
from tests.council import tenant as tenant

__all__ = ["case", "groups", "mary", "missed_bin", "setup"]

pytestmark = pytest.mark.django_db


def test_the_newest_of_everything_by_two_statements(
    tenant: Tenant, case: Case, mary: Person, django_assert_num_queries: Any
) -> None:
    mine, elsewhere = watch(tenant.pk, case), watch(tenant.pk + 1, case)
    cases.claim(Acting.alone(mary), case)
    cases.note(Acting.alone(mary), case, "The crew comes on Friday.")
    last = Entry.objects.newest_first()[0].number
    with django_assert_num_queries(2):
        assert latest([mine, elsewhere, WATCHED]) == {mine: last, WATCHED: 0}
    assert number_of_last(case) == last
    cases.note(Acting.alone(mary), case, "They came.")
    assert latest([mine])[mine] > last
    assert latest([]) == {}
