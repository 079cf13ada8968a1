from __future__ import annotations

from collections.abc import Iterator

import pytest

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.jobs import actions as jobs
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.actions import erasures
from alongside.people.models import Erasure, ErasureState, Person, Tenant
from tests.council import browser_of, queries_of, resident

pytestmark = pytest.mark.django_db

PAGE = "/console/erasures/due/"


@pytest.fixture
def due(setup: Acting, anne: Person) -> Iterator[list[Person]]:
    """Three people whose time is over, two years from now."""
    people.set_retention(setup, {"people": "12"})
    them = [anne, resident(setup, "Ben", "Ash"), resident(setup, "Cleo", "Birch")]
    with clock.moved(days=731):
        jobs.run_here(jobs.ask(setup, "people.retention"), pause=0)
        yield them


def test_who_is_due_is_listed_with_the_last_sign_of_life_and_proposed(
    due: list[Person], olive: Person
) -> None:
    client = browser_of(olive)
    assert PAGE in client.get("/console/erasures/").content.decode()
    shown = client.get(PAGE).content.decode()
    for text in ("Anne Smith", "Ben Ash", "Cleo Birch", "Registered", ">24<"):
        assert text in shown, text
    ids = [str(Erasure.objects.get(person=person).pk) for person in due[:2]]
    answer = client.post(f"{PAGE}proposals/", {"erasure": [*ids, "x"]}, follow=True)
    assert "2 people were proposed." in answer.content.decode()
    assert "Anne Smith" not in client.get(PAGE).content.decode()
    assert Erasure.objects.in_state(ErasureState.PROPOSED).count() == 2
    again = client.post(f"{PAGE}proposals/", {"erasure": ids}, follow=True)
    assert "not due any more" in again.content.decode()
    nobody = client.post(f"{PAGE}proposals/", follow=True)
    assert "Choose who is to be erased first." in nobody.content.decode()


def test_somebody_is_kept_from_their_page(due: list[Person], olive: Person) -> None:
    client = browser_of(olive)
    erasure = Erasure.objects.get(person=due[0])
    assert "Keep them" in client.get(f"/console/erasures/{erasure.pk}/").content.decode()
    client.post(f"/console/erasures/{erasure.pk}/withdrawal/", follow=True)
    assert "Anne Smith" not in client.get(PAGE).content.decode()


def test_lists_turn_their_pages_with_as_many_statements(
    due: list[Person], olive: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser_of(olive)
    monkeypatch.setattr(erasures, "PAGE", 1)
    one = queries_of(client, PAGE)
    first = client.get(PAGE)
    leaf = first.context["leaf"] if first.context else None
    assert leaf is None or leaf.next
    assert 'rel="next"' in first.content.decode()
    monkeypatch.setattr(erasures, "PAGE", 3)
    assert queries_of(client, PAGE) == one
    client.post(f"{PAGE}proposals/", {"erasure": [str(one.pk) for one in Erasure.objects.all()]})
    three = queries_of(client, "/console/erasures/")
    monkeypatch.setattr(erasures, "PAGE", 1)
    assert queries_of(client, "/console/erasures/") == three


def test_how_long_things_are_kept_is_set_and_what_does_not_fit_stays_as_typed(
    olive: Person, tenant: Tenant
) -> None:
    client = browser_of(olive)
    assert "/console/retention/" in client.get("/console/manage/").content.decode()
    typed = {"people": "x", "looks": "90", "drafts": "", "jobs": "90", "imports": "30", "archives": "1"}
    answer = client.post("/console/retention/", typed)
    assert (answer.status_code, 'value="x"' in answer.content.decode()) == (422, True)
    assert client.post("/console/retention/", typed | {"people": "36"}).status_code == 303
    tenant.refresh_from_db()
    assert tenant.options["retention"] == {"people": 36}
    assert Entry.objects.of_kinds("people.retention_set").count() == 1
    assert 'value="36"' in client.get("/console/retention/").content.decode()


def test_an_agent_meets_nothing_of_it(bob: Person, due: list[Person]) -> None:
    client = browser_of(bob)
    assert [client.get(path).status_code for path in (PAGE, "/console/retention/")] == [404, 404]
    assert client.post(f"{PAGE}proposals/").status_code == 404
