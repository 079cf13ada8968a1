"""Two records of one person, in a browser: found, compared, merged, approved by a colleague, undone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from alongside.assisting.acting import Acting
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.models import Person
from tests.browser.conftest import Walker
from tests.cast import AGENT, make_person

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.looks]


@pytest.fixture
def double(caller: Person) -> Person:
    """Another record of Ann, with more in it."""
    registrar = Acting.alone(Person.objects.get(username="rita"))
    people.define_field(
        Acting.alone(make_person("Adele", "Admin", rights=["people.define_field"])),
        "nicknames",
        "Nicknames",
        several=True,
    )
    person = people.register(
        registrar,
        given_name="Anne",
        family_name="Example",
        date_of_birth=date(1980, 3, 12),
        profile={"telephone": "01632 960456", "nicknames": ["Nan"], "address": "1 Drake Street\nPort Alder"},
    )
    corrector = Acting.alone(make_person("Cora", "Rector", rights=AGENT))
    people.correct(corrector, caller, {"nicknames": ["Annie"]})
    return person


def test_two_records_become_one_and_two_again(
    walker: Walker, javascript: bool, bob: Person, caller: Person, double: Person
) -> None:
    agent = walker(bob, javascript=javascript)
    agent.go(f"/console/people/{caller.pk}/")
    agent.follow("Merge with another record")
    agent.page.get_by_label("of the other record").fill("01632 960456")
    agent.press("Search", within=agent.page.locator("main"))
    agent.follow("Anne Example")
    assert "Are these one person?" in agent.text()

    agent.press("Merge the two records")
    assert "Say why." in agent.text()
    agent.page.get_by_label("Given name, Anne Example").check()
    agent.page.get_by_label("Nicknames, of both").check()
    agent.page.get_by_label("Why are these one person?").fill("Same address, same day of birth")
    agent.press("Merge the two records")

    assert agent.path() == f"/console/people/{caller.pk}/"
    assert "Annie, Nan" in agent.text()
    agent.go(f"/console/people/{double.pk}/")
    assert agent.path() == f"/console/people/{caller.pk}/"
    assert "That record was merged with this one" in agent.text()

    agent.follow("See or undo")
    agent.page.get_by_label("Why is it undone?").fill("Mother and daughter")
    agent.press("Make them two records again")
    assert "are two records again" in agent.text()
    agent.go(f"/console/people/{double.pk}/")
    assert agent.path() == f"/console/people/{double.pk}/"


def test_a_colleague_approves_or_declines(
    walker: Walker, bob: Person, caller: Person, double: Person
) -> None:
    Person.objects.filter(pk=caller.pk).update(last_login=clock.now() - timedelta(days=2))
    agent, colleague = walker(bob), walker(make_person("Bea", "Second", rights=AGENT))
    place = f"/console/people/{caller.pk}/merge/{double.pk}/"
    agent.go(place)
    agent.page.get_by_label("Why are these one person?").fill("Same address")
    agent.press("Propose to merge")
    assert "A colleague approves it" in agent.text()

    colleague.go("/console/merges/")
    colleague.follow("Anne Example into Ann Example")
    colleague.press("Decline")
    assert "Say why." in colleague.text()
    colleague.press("Approve: merge the two records")
    assert colleague.path() == f"/console/people/{caller.pk}/"
    colleague.go("/console/merges/")
    assert "Merged" in colleague.text()

    agent.go(f"/console/people/{caller.pk}/merge/{caller.pk}/")
    assert "These are one record already." in agent.text()
    agent.go("/console/manage/")
    agent.follow("Merges")
