from __future__ import annotations

import uuid

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.models import Erasure, ErasureState, Hold, Person, SegmentMember
from alongside.people.roles import LEADING
from tests.cast import make_person
from tests.council import browser_of, resident

pytestmark = pytest.mark.django_db


def page(person: Person) -> str:
    return f"/console/people/{person.pk}/erasure/"


def proposed(client: Client, person: Person) -> str:
    """The address of a proposal made in this browser."""
    answer = client.post(page(person), {"ground": "asked", "note": "Letter of 3 May"})
    assert answer.status_code == 303, answer.content.decode()
    return str(answer["Location"])


def looks_at(person: Person) -> int:
    looks: int = Entry.objects.of_person(person.ref).filter(kind="people.details_viewed").count()
    return looks


def test_what_goes_and_what_stays_is_shown_before_it_is_proposed(olive: Person, anne: Person) -> None:
    shown = browser_of(olive).get(page(anne)).content.decode()
    for text in ("Will be deleted", "Name, profile and account", "Will be emptied", "History", "Will stay"):
        assert text in shown
    assert "Ways to sign in" not in shown  # of which there are none
    assert looks_at(anne) == 1


def test_one_proposes_and_another_types_the_name_and_erases(
    olive: Person, theo: Person, anne: Person
) -> None:
    place = proposed(browser_of(olive), anne)
    colleague = browser_of(theo)
    assert place in colleague.get("/console/erasures/").content.decode()
    shown = colleague.get(place).content.decode()
    assert all(text in shown for text in ("Letter of 3 May", "This cannot be undone.", "Olive First"))

    answer = colleague.post(f"{place}completion/", {"naming-name": " anne  smith "}, follow=True)

    assert answer.redirect_chain == [("/console/erasures/", 303)]
    assert "They have been erased." in answer.content.decode()
    assert Erasure.objects.get().state == ErasureState.DONE
    assert Person.objects.get(pk=anne.pk).name == "An erased person"
    after = colleague.get(place).content.decode()
    assert ("Anne" in after, "Letter" in after, "Theo Second" in after) == (False, False, True)


def test_a_wrong_name_erases_nobody_and_stays_as_typed(olive: Person, theo: Person, anne: Person) -> None:
    place = proposed(browser_of(olive), anne)
    answer = browser_of(theo).post(f"{place}completion/", {"naming-name": "Anne Smyth"})
    assert answer.status_code == 422
    assert "This is not their name." in answer.content.decode()
    assert 'value="Anne Smyth"' in answer.content.decode()
    assert Person.objects.get(pk=anne.pk).erased_at is None


def test_whoever_proposed_it_withdraws_it_but_does_not_erase(olive: Person, anne: Person) -> None:
    agent = browser_of(olive)
    place = proposed(agent, anne)
    assert "Erase for good" not in agent.get(place).content.decode()

    answer = agent.post(f"{place}completion/", {"naming-name": "Anne Smith"})
    assert (answer.status_code, "somebody else has to" in answer.content.decode()) == (409, True)

    answer = agent.post(f"{place}withdrawal/", follow=True)
    assert "Anne Smith is not erased." in answer.content.decode()
    again = agent.post(f"{place}withdrawal/", follow=True)
    assert "This was decided already." in again.content.decode()
    assert "Withdrawn by" in again.content.decode()
    late = agent.post(f"{place}completion/", {"naming-name": ""})
    assert (late.status_code, "This was decided already." in late.content.decode()) == (409, True)


def test_a_proposal_says_why_and_is_made_once(olive: Person, theo: Person, anne: Person) -> None:
    agent = browser_of(olive)
    answer = agent.post(page(anne), {"ground": "spite", "note": "Her letter"})
    assert (answer.status_code, "Her letter" in answer.content.decode()) == (422, True)
    place = proposed(agent, anne)
    assert place in browser_of(theo).get(page(anne)).content.decode()
    answer = browser_of(theo).post(page(anne), {"ground": "law", "note": "Her letter"})
    assert (answer.status_code, "Her letter" in answer.content.decode()) == (409, True)


def test_who_is_held_is_not_erased_until_it_is_lifted(olive: Person, theo: Person, anne: Person) -> None:
    agent = browser_of(olive)
    place = proposed(agent, anne)
    path = f"/console/people/{anne.pk}/hold/"
    assert agent.post(path).status_code == 422
    answer = agent.post(path, {"holding-reason": "A claim"}, follow=True)
    assert answer.redirect_chain == [(page(anne), 303)]
    assert "A claim" in agent.get("/console/erasures/").content.decode()
    again = agent.post(path, {"holding-reason": "Another claim"})
    assert (again.status_code, "held already" in again.content.decode()) == (409, True)

    answer = browser_of(theo).post(f"{place}completion/", {"naming-name": "Anne Smith"})
    assert (answer.status_code, "They are held" in answer.content.decode()) == (409, True)
    agent.post(f"{path}lifting/")
    assert Hold.objects.standing().count() == 0
    assert agent.post(f"{path}lifting/").status_code == 404
    browser_of(theo).post(f"{place}completion/", {"naming-name": "Anne Smith"})
    assert Person.objects.get(pk=anne.pk).erased_at is not None


def test_an_agent_meets_nothing_of_it(bob: Person, olive: Person, anne: Person) -> None:
    place = proposed(browser_of(olive), anne)
    agent = browser_of(bob)
    assert "Erase…" not in agent.get(f"/console/people/{anne.pk}/").content.decode()
    assert "Erase…" in browser_of(olive).get(f"/console/people/{anne.pk}/").content.decode()
    unknown = agent.get("/console/nowhere/").status_code
    for path in ("/console/erasures/", place, page(anne)):
        assert agent.get(path).status_code in (403, unknown)
    for path in (f"{place}completion/", f"{place}withdrawal/", f"/console/people/{anne.pk}/hold/"):
        assert agent.post(path).status_code in (403, unknown)
    assert Erasure.objects.get().state == ErasureState.PROPOSED


def test_a_leader_proposes_and_neither_erases_nor_holds(olive: Person, anne: Person) -> None:
    leader = browser_of(make_person("Lena", "Leader", rights=list(LEADING)))
    assert "Forbid to erase" not in leader.get(page(anne)).content.decode()
    place = proposed(browser_of(olive), anne)
    shown = leader.get(place).content.decode()
    assert ("Erase for good" in shown, "Somebody who may erase people" in shown) == (False, True)


def test_unknown_and_hidden_erasures_are_the_same(
    setup: Acting, olive: Person, theo: Person, anne: Person
) -> None:
    place = proposed(browser_of(olive), anne)
    hidden = resident(setup, "Cora", "Hidden", segments=[people.create_segment(setup, "Elsewhere")])
    people.hold(setup, hidden, "A claim")
    SegmentMember.objects.filter(person=anne).delete()
    agent = browser_of(theo)
    nowhere = f"/console/erasures/{uuid.uuid4()}/"
    answers = [agent.get(path) for path in (nowhere, place, page(anne), page(hidden))]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({answer.content for answer in answers}) == 1
    shown = agent.get("/console/erasures/").content.decode()
    assert ("Anne" in shown, "Cora" in shown) == (False, False)


def test_the_list_is_recorded_with_whom_it_showed(olive: Person, theo: Person, anne: Person) -> None:
    proposed(browser_of(olive), anne)
    browser_of(theo).get("/console/erasures/")
    contents = Entry.objects.of_kinds("people.erasures_seen").get().open()
    assert contents.data == {"shown": [anne.pk]}
