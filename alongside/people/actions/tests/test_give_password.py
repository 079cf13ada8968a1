from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.models import Person, Role
from tests.cast import helping

pytestmark = pytest.mark.django_db

PASSWORD = "horses like batteries"


def test_setting_up_a_house_gives_first_passwords(setup: Acting) -> None:
    cora = people.register(setup, given_name="Cora", username="cora")
    people.give_password(setup, cora, PASSWORD)
    cora.refresh_from_db()
    assert cora.check_password(PASSWORD)
    assert PASSWORD not in str(Entry.objects.of_kinds("people.password_given").get().open())


@pytest.mark.parametrize("role", ["Agent", "QA Manager", "Administrator"])
def test_nobody_in_the_console_chooses_a_password_for_somebody(
    setup: Acting, bob: Person, ann: Person, role: str
) -> None:
    people.give_role(setup, Role.objects.get(name=role), bob)
    for acting in (Acting.alone(bob), helping(bob, ann)):
        with pytest.raises(Refused):
            people.give_password(acting, ann, PASSWORD)
