from __future__ import annotations

import re
from datetime import date

import pytest

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.models import Person
from tests.council import browser_of, resident

pytestmark = pytest.mark.django_db


def test_the_form_shows_what_is_known_and_looking_at_it_is_recorded(setup: Acting, bob: Person) -> None:
    people.define_field(setup, "badge", "Badges", several=True)
    cora = resident(setup, "Cora", "Tregenza", date_of_birth="12/3/1980", badge=["AX 12", "BX 7"])
    page = browser_of(bob).get(f"/console/people/{cora.pk}/details/").content.decode()
    assert 'value="12/3/1980"' in page
    assert re.findall(r'name="badge" value="([^"]*)"', page) == ["AX 12", "BX 7"]
    assert Entry.objects.of_person(cora.ref).newest_first()[0].kind == "people.details_viewed"


def test_an_agent_puts_details_right(setup: Acting, bob: Person) -> None:
    cora = resident(setup, "Cora", "Tregenza", date_of_birth="12/3/1980", telephone="01632 960123")
    answer = browser_of(bob).post(
        f"/console/people/{cora.pk}/details/", {"date_of_birth": "13/3/1980", "telephone": ""}
    )
    assert (answer.status_code, answer["Location"]) == (303, f"/console/people/{cora.pk}/")
    cora.refresh_from_db()
    assert (cora.date_of_birth, cora.profile, cora.name) == (date(1980, 3, 13), {}, "Cora Tregenza")


def test_errors_keep_what_was_typed(setup: Acting, bob: Person, ann: Person) -> None:
    answer = browser_of(bob).post(f"/console/people/{ann.pk}/details/", {"postcode": "nowhere at all!"})
    assert answer.status_code == 422
    assert 'value="nowhere at all!"' in answer.content.decode()
    assert "Enter a postcode, for example PL4 8AA." in answer.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_who_holds_more_rights_is_not_corrected(bob: Person, hal: Person, method: str) -> None:
    answer = getattr(browser_of(bob), method)(
        f"/console/people/{hal.pk}/details/", {"email": "b@example.org"}
    )
    assert answer.status_code == 403
    hal.refresh_from_db()
    assert hal.email == ""
