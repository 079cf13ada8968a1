"""Cases written in bulk, for measuring: whole, whatever column a case has been given since."""

from __future__ import annotations

import pytest

from alongside.cases.models import Case
from alongside.command.bench import many_cases
from alongside.command.bench.cases import TYPES, set_up_types
from alongside.people import roles
from alongside.people.models import Person, Tenant
from tests.cast import make_person

pytestmark = pytest.mark.django_db


def test_as_many_cases_are_written_as_were_asked_for(tenant: Tenant, ann: Person, ben: Person) -> None:
    types = set_up_types(make_person("Sue", "Setup", rights=list(roles.EVERYTHING)))
    many_cases.gather(types, [ann, ben], 20)
    assert Case.objects.count() == 20
    assert {case.type.name for case in Case.objects.select_related("type")} <= set(TYPES)
