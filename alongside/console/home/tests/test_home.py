from __future__ import annotations

import pytest

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.people import actions as people
from alongside.people import middleware
from alongside.people.models import Person, Role, Tenant
from tests.cast import helping
from tests.council import browser_of, queries_of, resident

pytestmark = pytest.mark.django_db


def help_once(agent: Person, person: Person) -> None:
    acting = helping(agent, person)
    assert acting.assistance is not None
    assisting.stop(acting, acting.assistance)


def test_a_new_agent_is_told_what_to_do(bob: Person) -> None:
    page = browser_of(bob).get("/console/").content.decode()
    assert "You have not helped anybody yet" in page
    assert 'href="/console/people/new/"' in page
    assert 'action="/console/searches/"' in page


def test_whom_an_agent_helped_last_comes_first_and_once(
    setup: Acting, bob: Person, ann: Person, anonymous: Person
) -> None:
    cora = resident(setup, "Cora", "Tregenza")
    for person in (ann, cora, ann, anonymous):
        help_once(bob, person)
    page = browser_of(bob).get("/console/").content.decode()
    links = [page.index(f"/console/people/{person.pk}/") for person in (ann, cora)]
    assert links == sorted(links)
    assert page.count(f"/console/people/{ann.pk}/") == 1
    assert f"/console/people/{anonymous.pk}/" not in page


def test_somebody_without_an_account_is_helped_by_a_button_in_the_tenants_words(
    tenant: Tenant, bob: Person, anonymous: Person
) -> None:
    browser = browser_of(bob)
    assert "Help somebody without an account" in browser.get("/console/").content.decode()
    for words, shown in (("Walk-in visitor", True), ("", False)):
        tenant.options = {"anonymous_button": words}
        tenant.save()
        middleware._kept.clear()
        page = browser.get("/console/").content.decode()
        assert (f'name="person" value="{anonymous.pk}"' in page) is shown
        assert ("Walk-in visitor" in page) is shown


def test_the_page_takes_as_many_statements_for_three_people_as_for_one(
    setup: Acting, bob: Person, ann: Person
) -> None:
    help_once(bob, ann)
    browser = browser_of(bob)
    one = queries_of(browser, "/console/")
    help_once(bob, resident(setup, "Cora", "Tregenza"))
    help_once(bob, resident(setup, "Dora", "Penrose"))
    assert queries_of(browser, "/console/") == one


def test_an_auditor_comes_in_without_searching_or_helping(setup: Acting, eve: Person) -> None:
    people.give_role(setup, Role.objects.get(name="Auditor"), eve)
    page = browser_of(eve).get("/console/").content.decode()
    assert 'href="/console/history/"' in page
    assert "/console/searches/" not in page
    assert "/console/assistances/" not in page


def test_for_residents_there_is_no_console(ann: Person) -> None:
    assert browser_of(ann).get("/console/").status_code == 404
