from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting
from alongside.forms.actions import begin, save, submit
from alongside.forms.models import Draft
from alongside.forms.tests.samples import FIRST, SECOND, published
from alongside.history.models import Entry
from alongside.jobs import actions as jobs
from alongside.lib import clock
from alongside.people import actions as people
from tests.council import resident, setup, tenant

__all__ = ["setup", "tenant"]

pytestmark = pytest.mark.django_db


def test_saved_forms_that_nobody_went_on_with_go_when_the_tenant_says_so(setup: Acting) -> None:
    acting = Acting.alone(resident(setup))
    begin(acting, published(), FIRST)
    handed_in = save(acting, begin(acting, published(), FIRST), 2, SECOND)
    submit(acting, handed_in)
    with clock.moved(days=20):
        later = begin(acting, published(), FIRST)

    def tidied() -> int:
        jobs.run_here(jobs.ask(setup, "forms.tidy_drafts"), pause=0)
        number: int = Draft.objects.count()
        return number

    with clock.moved(days=40):
        assert tidied() == 3
        people.set_retention(setup, {"drafts": "30"})
        assert tidied() == 2
    assert set(Draft.objects.values_list("pk", flat=True)) == {handed_in.pk, later.pk}
    assert Entry.objects.of_kinds("forms.drafts_tidied").count() == 1
