"""Registering without making somebody twice, and a field that people come to be found by: J7 and J9."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people import roles
from alongside.people.models import Person
from tests.browser.conftest import Walker
from tests.browser.walking import Walk
from tests.cast import make_person

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.looks]


@pytest.fixture
def anna(caller: Person) -> Person:
    """Anna, who is called nearly as Ann is."""
    registrar = Acting.alone(Person.objects.get(username="rita"))
    return people.register(registrar, given_name="Anna", family_name="Example", email="anna@example.org")


def fill(walk: Walk, **typed: str) -> None:
    for label, text in typed.items():
        walk.page.get_by_label(re.compile(rf"^{label.replace('_', '.')}\b", re.IGNORECASE)).first.fill(text)


def names(walk: Walk) -> list[str]:
    """Those beside the form, in their order."""
    return walk.page.locator("#matches h3").all_inner_texts()


def test_j7_registering_with_those_who_may_be_the_same(
    walker: Walker, bob: Person, caller: Person, anna: Person, javascript: bool
) -> None:
    agent = walker(bob, javascript=javascript)
    agent.go("/console/people/new/")
    fill(agent, given_name="A", family_name="Example")
    if javascript:
        agent.page.wait_for_timeout(800)
        assert names(agent) == []
        fill(agent, given_name="Ann")
        agent.page.locator("#matches h3").first.wait_for()
    else:
        fill(agent, given_name="Ann")
        agent.press("Register")
    agent.look(agent.page)
    assert names(agent) == ["Ann Example", "Anna Example"]

    fill(agent, e_mail="anna@example.org")
    if javascript:
        first = agent.page.locator("#matches h3").first
        expect(first).to_have_text("Anna Example")
        expect(agent.page.get_by_role("status").filter(has_text="may be the same")).to_be_visible()
    else:
        agent.press("Register anyway")
    assert names(agent)[0] == "Anna Example"
    assert "same e-mail" in agent.text().lower()

    with agent.page.expect_popup() as opened:
        agent.page.get_by_role("link", name="Open Anna Example in a new window").click()
    agent.look(opened.value)
    assert "Anna Example" in opened.value.inner_text("h1")
    opened.value.close()
    agent.press("This is the person – help them Anna Example")
    assert "Helping Anna Example" in agent.page.title()
    assert Entry.objects.of_person(anna.ref).of_kinds("people.same_chosen").get().actor_ref == bob.ref
    agent.press("Stop")

    agent.go("/console/people/new/")
    fill(agent, given_name="Ann", family_name="Example", e_mail="ann@example.com")
    if javascript:
        agent.page.locator("#matches h3").first.wait_for()
    else:
        agent.press("Register")
    agent.page.get_by_label("Why is this somebody else?").fill("Her daughter, of the same name")
    agent.press("Register")
    if "Register somebody new" in agent.page.title():  # the list had changed since it was shown
        agent.press("Register anyway")
    assert "Ann Example is registered." in agent.text()
    entry = Entry.objects.of_kinds("people.registered").order_by("-number")[0]
    data = entry.open().data
    assert (data["reason"], str(caller.ref) in data["despite"]) == ("Her daughter, of the same name", True)


def test_j9_a_field_finds_people_once_it_is_marked_and_they_are_re_indexed(
    walker: Walker, bob: Person, caller: Person, javascript: bool
) -> None:
    administrator = walker(
        make_person("Adele", "Admin", rights=list(roles.STANDARD["Administrator"])), javascript=javascript
    )
    administrator.go("/console/fields/")
    administrator.follow("Define a field")
    fill(administrator, label="Badge", help_text="On the card")
    administrator.press("Define the field")
    rita = Acting.alone(Person.objects.get(username="rita"))
    cora = people.register(rita, given_name="Cora", family_name="Tregenza", profile={"badge": "BX 1207"})
    agent = walker(bob, javascript=javascript)
    agent.go("/console/?q=bx1207")
    assert "Cora Tregenza" not in agent.text()

    administrator.follow("Badge")
    administrator.press("Let people be found by it")
    for _ in range(40):
        administrator.go("/console/jobs/")
        if "Done" in administrator.page.get_by_role("row").nth(1).inner_text():
            break
        administrator.page.wait_for_timeout(500)

    agent.go("/console/?q=bx1207")
    agent.follow("Cora Tregenza")
    assert agent.path() == f"/console/people/{cora.pk}/"
