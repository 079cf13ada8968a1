from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting
from alongside.jobs.models import Job
from alongside.people import actions as people
from alongside.people import roles
from alongside.people.models import Group, Person
from tests.cast import make_person
from tests.council import browser_of, setup, tenant

__all__ = ["setup", "tenant"]

pytestmark = pytest.mark.django_db

PAGE = "/console/found/"


@pytest.fixture
def olive(setup: Acting) -> Person:
    return make_person("Olive", "First", rights=list(roles.STANDARD["Administrator"]))


def test_an_administrator_chooses_whose_people_are_found(setup: Acting, olive: Person) -> None:
    client = browser_of(olive)
    assert PAGE in client.get("/console/manage/").content.decode()
    assert "There are no groups" in client.get(PAGE).content.decode()
    customers = people.create_group(setup, "Customers")
    staff = people.create_group(setup, "Staff", staff=True)

    said = {"groups": [str(customers.pk), str(staff.pk)]}
    refused = client.post(PAGE, said)
    assert refused.status_code == 422
    assert "no group of staff" in refused.content.decode()
    assert refused.content.decode().count(" checked") == 3  # with "–" of those that new people join
    assert client.post(PAGE, said | {"joined": "x"}).status_code == 422

    answer = client.post(PAGE, said | {"joined": str(customers.pk)}, follow=True)
    assert "Only people of these groups are found" in answer.content.decode()
    assert "Re-indexing people" in answer.content.decode()
    marks = Group.objects.order_by("pk").values_list("searched", "joined")
    assert list(marks) == [(True, True), (True, False)]
    assert Job.objects.of("people.reindex").count() == 1

    everybody = client.post(PAGE, follow=True)
    assert "Everybody is found." in everybody.content.decode()
    assert not Group.objects.filter(searched=True).exists()


def test_an_agent_meets_nothing_of_it(bob: Person) -> None:
    assert browser_of(bob).get(PAGE).status_code == 404
