"""Every page, in light and dark: accessible, narrow enough, without an error, and light to load."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Request

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.jobs import actions as jobs
from alongside.knowledge import actions as knowledge
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people import roles
from alongside.people.models import Group, Membership, Person, ProfileField, Tenant
from tests.browser.conftest import Walker
from tests.browser.test_journeys import with_password
from tests.browser.walking import Walk
from tests.cast import AGENT, helping, make_person

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.looks]

COLD_PAGE = (6, 60_000)  # requests, bytes on the wire (performance.md)


def look_at(walk: Walk, *paths: str) -> None:
    """Open each page, in the light and in the dark."""
    for path in paths:
        for scheme in ("light", "dark"):
            walk.page.emulate_media(color_scheme=scheme)
            walk.go(path)


def test_the_pages_of_people(walker: Walker, caller: Person) -> None:
    Membership.objects.create(group=Group.objects.get(name="Staff"), person=caller)
    person = walker(with_password(caller))

    look_at(person, "/", "/forms/", "/forms/permit/", "/forms/whose/", "/saved-forms/", "/saved-forms/link/")
    look_at(person, "/account/", "/account/profile/", "/account/helped/", "/account/archive/")
    look_at(person, "/articles/", "/articles/rota/", "/nowhere/")
    look_at(person, "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/password/change/")
    look_at(person, "/design/parts/", "/design/parts/?layout=portal")


def test_the_pages_of_agents(walker: Walker, bob: Person, caller: Person) -> None:
    agent = walker(bob)

    look_at(agent, "/console/", "/console/people/new/", "/console/interactions/")
    look_at(agent, "/console/manage/", "/console/jobs/")
    look_at(agent, f"/console/people/{caller.pk}/", f"/console/people/{caller.pk}/details/")
    look_at(agent, f"/console/assistances/new/?person={caller.pk}", "/console/?q=nobody+at+all")
    look_at(agent, "/console/merges/", f"/console/people/{caller.pk}/merge/")
    look_at(agent, f"/console/people/{caller.pk}/merge/{bob.pk}/")


def test_the_pages_of_administrators(walker: Walker, house: Tenant) -> None:
    administrator = walker(make_person("Adele", "Admin", rights=list(roles.STANDARD["Administrator"])))
    setup = Acting.alone(Person.objects.get(username="adele"))
    people.define_field(
        setup, "", "Council ward", "choice", choices=["Drake", "Stoke"], hint="Where they vote", several=True
    )
    people.define_field(setup, "", "Badge", several=True, required=True, read_only=True)
    people.retire_field(setup, ProfileField.objects.get(name="title"))

    look_at(administrator, "/console/manage/", "/console/found/", "/console/fields/", "/console/fields/new/")
    look_at(administrator, "/console/fields/council_ward/change/", "/console/fields/email/change/")
    look_at(administrator, "/console/people/imports/", "/console/people/export/")
    colleague = make_person("Cora", "Colleague", rights=["console.enter"])
    team = people.create_group(setup, "Waste team", staff=True)
    people.add_to_group(setup, colleague, team)
    look_at(administrator, "/console/agents/", "/console/agents/new/", f"/console/agents/{colleague.pk}/")
    look_at(administrator, f"/console/agents/{colleague.pk}/closing/")
    look_at(administrator, "/console/roles/", "/console/roles/new/", "/console/groups/")
    look_at(administrator, "/console/groups/new/", f"/console/groups/{team.pk}/")
    sections = ("house", "contacts", "callers", "helping", "calls")
    look_at(
        administrator,
        "/console/segments/",
        "/console/options/",
        *(f"/console/options/{one}/" for one in sections),
    )
    waste = knowledge.add_branch(setup, "Waste")
    bins = knowledge.publish(setup, slug="bins", title="Missed bins", body="Two *days*.", branch=waste)
    knowledge.publish(setup, slug="bins", title="Missed bins", body="Three *days*.", branch=waste)
    knowledge.rate(setup, bins, helpful=False, remark="Which days?")
    look_at(
        administrator, "/console/articles/", "/console/articles/bins/", "/console/articles/bins/versions/"
    )
    look_at(administrator, "/console/articles/branches/", f"/console/articles/branches/{waste.pk}/")
    look_at(administrator, "/articles/", "/articles/?q=mised", "/articles/bins/")
    look_at(administrator, "/console/people/new/")
    administrator.page.get_by_role("button", name="Add another badge").click()
    administrator.page.get_by_label("Badge 2").wait_for()
    administrator.look(administrator.page)
    administrator.go("/console/fields/new/")
    administrator.press("Define the field")


def test_the_pages_of_erasing(walker: Walker, house: Tenant, caller: Person) -> None:
    olive, theo = (
        make_person(name, "Admin", rights=list(roles.STANDARD["Administrator"])) for name in ("Olive", "Theo")
    )
    acting = Acting.alone(olive)
    erasure = people.propose_erasure(acting, caller, "asked", note="Letter of 3 May")
    archive = people.ask_archive(acting, caller)
    assert archive.job
    colleague = walker(theo)

    look_at(colleague, "/console/erasures/", f"/console/erasures/{erasure.pk}/")
    colleague.page.get_by_label("Type their name").fill("Somebody Else")
    colleague.press("Erase for good")
    people.withdraw_erasure(acting, erasure)
    look_at(colleague, f"/console/people/{caller.pk}/erasure/", f"/console/people/{caller.pk}/")
    people.hold(acting, caller, "A claim is before the court")
    look_at(colleague, f"/console/people/{caller.pk}/erasure/", "/console/erasures/")

    people.set_retention(acting, {"people": "24"})
    long_silent = [make_person(name, "Quiet") for name in ("Ada", "Ida")]
    Person.objects.filter(pk__in=[one.pk for one in long_silent]).update(
        registered_at=clock.now() - timedelta(days=1000)
    )
    finder = make_person("Finder", "Admin", rights=["people.find_due"])
    jobs.run_here(jobs.ask(Acting.alone(finder), "people.retention"), pause=0)
    administrator = walker(olive)
    look_at(administrator, "/console/erasures/due/", "/console/retention/", "/console/erasures/")
    administrator.go(f"/console/archives/{archive.pk}/")
    jobs.run_here(archive.job, pause=0)
    look_at(administrator, f"/console/archives/{archive.pk}/")


def test_the_pages_of_auditors(walker: Walker, olga: Person, bob: Person, caller: Person) -> None:
    auditor = walker(olga)

    look_at(auditor, "/console/", "/console/history/", "/console/history/0/", "/console/history/?since=x")
    acting = helping(bob, caller)
    assisting.stop(Acting.alone(acting.actor), acting.assistance)  # type: ignore[arg-type]  # it is there
    look_at(auditor, "/console/history/assistances/", "/console/history/explain/", "/console/history/audit/")
    auditor.follow("Assistances")
    auditor.follow("Bob Helper")
    auditor.go("/console/history/explain/")
    auditor.page.get_by_label("Who would act").fill("bob")
    auditor.page.get_by_label("What they would do").select_option("people.edit_profile")
    auditor.page.get_by_label("For whom").fill("ann")
    auditor.press("Explain")
    assert "Yes: Bob Helper, people.edit_profile for Ann Example" in auditor.text()
    auditor.go("/console/history/audit/")
    auditor.press("Check")
    auditor.page.get_by_text("Who read the log was allowed to").wait_for()

    # Another system, which agents open for whom they help.
    tilda = make_person("Tilda", "Token", rights=[*AGENT, "people.make_token", "desk.view"])
    administrator = walker(with_password(tilda))
    administrator.go("/console/programs/")
    administrator.page.get_by_label("Name").fill("Library")
    administrator.page.get_by_label("Read questions").check()
    administrator.page.get_by_label("Address at which agents open it").fill("https://library.example.org/")
    administrator.page.get_by_label("Hand in a form").check()
    administrator.press("Make a token")
    assert "Copy it now" in administrator.text()
    agent = walker(bob)
    agent.go("/console/")
    agent.go(f"/console/people/{caller.pk}/")
    agent.press("Help Ann Example")
    agent.go(f"/console/people/{caller.pk}/")
    agent.follow("Other systems")
    agent.press("Open Library")
    assert "Library may now act for Ann Example while you help them." in agent.text()


def test_results_appear_while_somebody_types_and_the_keys_lead_to_them(
    walker: Walker, bob: Person, caller: Person
) -> None:
    agent = walker(bob)
    agent.go("/console/")

    agent.page.keyboard.press("/")
    agent.page.keyboard.type("ann exa", delay=20)
    agent.page.get_by_role("link", name="Ann Example").wait_for()
    agent.page.keyboard.press("ArrowDown")
    with agent.page.expect_navigation():
        agent.page.keyboard.press("Enter")

    assert agent.path() == f"/console/people/{caller.pk}/"


def test_a_cold_page_is_light(walker: Walker, bob: Person, caller: Person) -> None:
    agent = walker(bob)
    cold = agent.context.browser
    assert cold is not None
    context = cold.new_context(storage_state=agent.context.storage_state())
    page = context.new_page()
    asked: list[Request] = []
    page.on("requestfinished", lambda one: asked.append(one))

    page.goto(f"{agent.home}/console/people/{caller.pk}/", wait_until="networkidle")

    weight = sum(one.sizes()["responseBodySize"] + one.sizes()["responseHeadersSize"] for one in asked)
    assert len(asked) <= COLD_PAGE[0]
    assert weight <= COLD_PAGE[1]
    context.close()
