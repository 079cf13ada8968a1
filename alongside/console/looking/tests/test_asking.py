"""The question that stands between an agent and one person more."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.actions.tests.looking import limit
from alongside.people.looking import turns
from alongside.people.models import Look, Person, Tenant
from tests.council import browser_of, resident

pytestmark = pytest.mark.django_db

QUESTION = "One question before you go on"


@pytest.fixture
def bobs(tenant: Tenant, bob: Person, ann: Person) -> Client:
    """Bob's browser; he has looked at Ann, and anybody else takes a reason."""
    limit(tenant, hour=1)
    browser = browser_of(bob)
    assert browser.get(f"/console/people/{ann.pk}/").status_code == 200
    return browser


def answer(browser: Client, person: Person, next: str = "", **said: str) -> Any:
    given = {"person": str(person.pk), "next": next, "reason": "contact", "note": "On the telephone"}
    return browser.post("/console/looking/reasons/", given | said)


def test_the_page_asked_for_opens_after_the_reason(bobs: Client, ben: Person) -> None:
    path = f"/console/people/{ben.pk}/?channel=phone"
    question = bobs.get(path)
    page = question.content.decode()
    assert (question.status_code, QUESTION in page, "Ben" in page) == (409, True, False)
    assert f'name="next" value="{path}"' in page
    assert Entry.objects.of_person(ben.ref).count() == 0

    went_on = answer(bobs, ben, path)
    assert (went_on.status_code, went_on["Location"]) == (303, path)
    assert "<h1>Ben Sample</h1>" in bobs.get(path).content.decode()


def test_a_screen_pop_asks_too(bobs: Client, ben: Person) -> None:
    pop = bobs.get(f"/console/?u={ben.pk}&q=sample", follow=True)
    assert (pop.status_code, QUESTION in pop.content.decode()) == (409, True)
    back = pop.redirect_chain[-1][0]
    assert answer(bobs, ben, back)["Location"] == back
    assert "Ben Sample" in bobs.get(back).content.decode()


def test_correcting_asks_too(bobs: Client, ben: Person) -> None:
    assert QUESTION in bobs.get(f"/console/people/{ben.pk}/details/").content.decode()


def test_helping_asks_too_and_leads_back_to_the_question_whether_to_help(bobs: Client, ben: Person) -> None:
    question = bobs.post("/console/assistances/", {"person": ben.pk, "next": "/forms/"})
    assert (question.status_code, QUESTION in question.content.decode()) == (409, True)
    assert Assistance.objects.count() == 0
    back = f"/console/assistances/new/?person={ben.pk}&next={quote('/forms/', safe='')}"
    assert f'value="{back.replace("&", "&amp;")}"' in question.content.decode()
    answer(bobs, ben, back)
    assert bobs.post("/console/assistances/", {"person": ben.pk}).status_code == 303
    assert Assistance.objects.open().count() == 1


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"reason": ""}, "Choose one of the list."),
        ({"reason": "curiosity"}, "Choose one of the list."),
        ({"note": " "}, "Say in a few words what it is about."),
    ],
)
def test_a_reason_that_says_nothing_is_asked_for_again(
    bobs: Client, ben: Person, said: dict[str, str], error: str
) -> None:
    again = answer(bobs, ben, "/console/", **said)
    page = again.content.decode()
    assert (again.status_code, error in page) == (422, True)
    assert f'name="person" value="{ben.pk}"' in page
    assert not Look.objects.filter(person=ben).exists()


def test_nobody_is_led_elsewhere(bobs: Client, ben: Person) -> None:
    assert answer(bobs, ben, "https://elsewhere.example/")["Location"] == f"/console/people/{ben.pk}/"


def test_unknown_and_hidden_people_are_asked_about_alike_and_not_found_alike(
    bobs: Client, setup: Acting, ben: Person
) -> None:
    hidden = resident(setup, "Cora", "Tregenza", segments=[people.create_segment(setup, "Elsewhere")])
    paths = [f"/console/people/{number}/" for number in (ben.pk, hidden.pk, 77)]
    pages = [bobs.get(path).content.decode() for path in paths]
    same = {
        page.replace(path, "PATH").replace(path.split("/")[3], "ID")
        for page, path in zip(pages, paths, strict=True)
    }
    assert len({_without_token(page) for page in same}) == 1
    answers = [answer(bobs, Person(pk=number), path) for number, path in ((hidden.pk, ""), (77, ""))]
    assert {one.status_code for one in answers} == {404}
    assert answers[0].content == answers[1].content


def _without_token(page: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]*|(nonce=")[^"]*', "", page)


def test_when_looking_has_ended_everybody_is_refused_alike(tenant: Tenant, bobs: Client, ben: Person) -> None:
    limit(tenant, hour=1, day=1, stop=1)
    answers = [bobs.get(f"/console/people/{number}/") for number in (ben.pk, 77)]
    assert [one.status_code for one in answers] == [403, 403]
    assert answers[0].content == answers[1].content
    assert "unless a manager lets you go on" in answers[0].content.decode()
    assert answer(bobs, ben).status_code == 403


def test_a_third_search_at_a_time_is_turned_away_kindly(
    bobs: Client, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "WAITS", 0.01)
    with turns.turn(bob.pk), turns.turn(bob.pk):
        answer = bobs.post("/console/people/results/", {"q": "ann"})
    assert (answer.status_code, "Two of your searches are still under way" in answer.content.decode()) == (
        429,
        True,
    )
    assert bobs.post("/console/people/results/", {"q": "ann"}).status_code == 200
