"""The pages of looking: the question before one person more, and what managers see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people import roles
from alongside.people.actions.looking import Why
from alongside.people.actions.tests.looking import crowd, look_at
from alongside.people.models import Kind, LookingAlert, LookingDay, Person, Reason, Tenant
from tests.browser.conftest import Walker
from tests.browser.test_pages import look_at as open_pages
from tests.cast import AGENT, make_person

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.looks]


@pytest.fixture
def susan(house: Tenant) -> Person:
    """Who may do everything; and the house itself, which tells managers."""
    everything = list(roles.STANDARD["Superuser"])
    make_person("system:tidying", "", rights=everything, kind=Kind.SYSTEM)
    return make_person("Susan", "Chief", rights=everything)


def test_a_reason_opens_the_page_that_was_asked_for(
    walker: Walker, house: Tenant, bob: Person, caller: Person
) -> None:
    house.options = {"looking": {"hour": 3}}
    house.save(update_fields=["options"])
    look_at(bob, crowd(3))
    agent = walker(bob)

    open_pages(agent, f"/console/people/{caller.pk}/")
    agent.page.emulate_media(color_scheme="light")
    agent.press("Continue")
    assert "Choose one of the list." in agent.text()
    agent.page.get_by_label("They are in contact with us now").check()
    agent.page.get_by_label("What is it about?").fill("On the telephone")
    agent.press("Continue")

    assert agent.path() == f"/console/people/{caller.pk}/"
    assert agent.page.get_by_role("heading", level=1).inner_text() == "Ann Example"


def test_the_pages_of_managers(
    walker: Walker, house: Tenant, bob: Person, caller: Person, susan: Person
) -> None:
    agents = [make_person(*name.split(), rights=AGENT) for name in ("Mia Low", "Grace Adeyemi", "Cara Whit")]
    them = crowd(60)
    setup = Acting.alone(susan)
    today = timezone.localdate(clock.now())
    LookingDay.objects.bulk_create(
        LookingDay(
            agent=agent,
            day=today - timedelta(days=days),
            people=9 + (7 * place + days * days) % 23,
            without_contact=(3 * place + days) % 7,
        )
        for days in range(1, 13)
        for place, agent in enumerate([bob, *agents])
    )
    people.plant_decoys(setup)
    for agent, number in zip(agents, (4, 9, 6), strict=True):
        for person in them[:number]:
            assisting.switch(Acting.alone(agent), person)
        look_at(agent, them[number : number + 2])
    look_at(bob, them[:11], apart=0.1)
    people.give_reason(Acting.alone(bob), caller, Why(Reason.CHECK, "Two records of one name"))
    look_at(bob, people.see_decoys(setup)[:1])
    people.explain(
        setup, LookingAlert.objects.filter(kind="burst").latest("at"), "A list of the housing office"
    )
    manager = walker(susan)

    alert = LookingAlert.objects.get(kind="decoy")
    open_pages(manager, "/console/looking/", "/console/looking/?period=month")
    open_pages(manager, f"/console/looking/agents/{bob.pk}/{today:%Y-%m-%d}/")
    open_pages(manager, "/console/looking/decoys/", "/console/looking/limits/", "/console/manage/")
    open_pages(manager, f"/console/looking/alerts/{alert.pk}/")
    manager.page.emulate_media(color_scheme="light")
    manager.page.get_by_label("What was it?").fill("He mistook the name")
    manager.press("Explain")

    assert manager.path() == "/console/looking/"
    assert "Decoy touched" not in manager.page.locator("main").inner_text().split("Explained in the last")[0]
