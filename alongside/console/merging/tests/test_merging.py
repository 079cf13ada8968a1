from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.models import Merge, MergeState, Person
from tests.council import browser_of, resident

pytestmark = pytest.mark.django_db


def page(kept: Person, absorbed: Person) -> str:
    return f"/console/people/{kept.pk}/merge/{absorbed.pk}/"


def merged(client: Client, kept: Person, absorbed: Person, **said: str) -> Merge:
    answer = client.post(page(kept, absorbed), {"reason": "the same", **said})
    assert answer.status_code == 303, answer.content.decode()
    return Merge.objects.latest("proposed_at")


def test_the_other_record_is_looked_for_and_both_are_shown_side_by_side(
    bob: Person, anne: Person, double: Person
) -> None:
    agent = browser_of(bob)
    assert page(anne, double) not in agent.get(f"/console/people/{anne.pk}/merge/").content.decode()

    found = agent.post(f"/console/people/{anne.pk}/merge/", {"q": "01632 960456"}).content.decode()
    assert page(anne, double) in found
    shown = agent.get(page(anne, double)).content.decode()

    assert all(text in shown for text in ("Stays: Anne Smith", "Is closed: Zoe Smyth", "01632 960456"))
    assert shown.count("Differs") == 5
    looks = Entry.objects.of_kinds("people.details_viewed")
    assert set(looks.values_list("person_ref", flat=True)) == {anne.ref, double.ref}


def test_merging_leads_to_the_record_that_stays_with_what_was_chosen(
    bob: Person, anne: Person, double: Person
) -> None:
    agent = browser_of(bob)
    answer = agent.post(
        page(anne, double), {"reason": "married", "field-family_name": "absorbed", "field-x": "y"}
    )

    assert (answer.status_code, answer["Location"]) == (303, f"/console/people/{anne.pk}/")
    shown = agent.get(answer["Location"]).content.decode()
    assert "Anne Smyth" in shown
    assert "Merged with Zoe Smyth" in shown


def test_an_address_of_the_closed_record_leads_to_the_other_and_says_so(
    bob: Person, anne: Person, double: Person
) -> None:
    agent = browser_of(bob)
    merged(agent, anne, double)
    home = f"/console/people/{anne.pk}/"

    answer = agent.get(f"/console/people/{double.pk}/", follow=True)
    assert answer.redirect_chain == [(home, 303)]
    assert "That record was merged with this one, of Anne Smith." in answer.content.decode()

    answer = agent.post(f"/console/people/{double.pk}/details/", {"title": "Ms"}, follow=True)
    assert answer.redirect_chain == [(home, 303)]
    assert "Nothing was changed." in answer.content.decode()

    answer = agent.get(f"/console/?u={double.pk}", follow=True)
    assert "Anne Smith" in answer.content.decode()

    answer = agent.get(f"/console/assistances/new/?person={double.pk}", follow=True)
    assert "Anne Smith" in answer.content.decode()


def test_what_is_wrong_keeps_what_was_chosen(bob: Person, anne: Person, double: Person) -> None:
    answer = browser_of(bob).post(page(anne, double), {"reason": "", "field-family_name": "absorbed"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Say why." in shown
    assert 'value="absorbed" checked' in shown.split('id="field-family_name-absorbed"')[1][:90].replace(
        "\n", " "
    )
    assert Merge.objects.count() == 0


def test_why_they_cannot_be_merged_is_said(bob: Person, anne: Person, hal: Person, eve: Person) -> None:
    agent = browser_of(bob)
    shown = agent.get(page(anne, eve)).content.decode()
    assert "Only the record that is closed can sign in." in shown
    assert "Keep the other record instead" in shown
    assert "Merge the two records" not in shown
    assert agent.post(page(anne, eve), {"reason": "x"}).status_code in (403, 404)
    assert agent.get(page(anne, anne)).status_code == 200


def test_strangers_find_none_of_it(
    setup: Acting, eve: Person, bob: Person, anne: Person, double: Person
) -> None:
    merge = merged(browser_of(bob), anne, double)
    stranger = browser_of(eve)
    for path in (
        page(anne, double),
        f"/console/people/{anne.pk}/merge/",
        "/console/merges/",
        f"/console/merges/{merge.pk}/",
    ):
        assert stranger.get(path).status_code == 404
    elsewhere = people.create_segment(setup, "Elsewhere")
    setup = Acting.alone(Person.objects.get(pk=setup.actor.id))
    cora, cleo = (resident(setup, name, segments=[elsewhere]) for name in ("Cora", "Cleo"))
    hidden = people.merge(setup, cora, cleo, reason="the same")
    agent = browser_of(bob)
    assert agent.get(page(anne, cora)).status_code == 404
    assert agent.get(f"/console/merges/{hidden.pk}/").status_code == 404
    assert "Cleo" not in agent.get("/console/merges/").content.decode()


def proposed(agent: Client, kept: Person, absorbed: Person) -> Merge:
    kept.username, kept.last_login = "anne", clock.now() - timedelta(days=3)
    kept.save()
    assert "This takes two agents." in agent.get(page(kept, absorbed)).content.decode()
    return merged(agent, kept, absorbed, **{"field-given_name": "absorbed"})


def test_a_colleague_approves_what_was_proposed(
    bob: Person, bea: Person, anne: Person, double: Person
) -> None:
    agent, colleague = browser_of(bob), browser_of(bea)
    merge = proposed(agent, anne, double)
    place = f"/console/merges/{merge.pk}/"
    assert "Zoe Smyth into Anne Smith" in colleague.get("/console/merges/").content.decode()
    assert "Approve: merge" not in agent.get(place).content.decode()
    answer = agent.post(f"{place}approval/", follow=True)
    assert "Whoever proposed a merge does not approve it." in answer.content.decode()
    assert "Approve: merge" in colleague.get(place).content.decode()

    answer = colleague.post(f"{place}approval/", follow=True)

    assert answer.redirect_chain == [(f"/console/people/{anne.pk}/", 303)]
    assert "that of Zoe Smith" in answer.content.decode()
    answer = colleague.post(f"{place}approval/", follow=True)
    assert "This has been decided already." in answer.content.decode()


def test_a_proposal_is_declined_with_a_reason(bob: Person, bea: Person, anne: Person, double: Person) -> None:
    merge = proposed(browser_of(bob), anne, double)
    colleague = browser_of(bea)
    place = f"/console/merges/{merge.pk}/refusal/"
    assert colleague.post(place).status_code == 422
    answer = colleague.post(place, {"declining-reason": "mother and daughter"}, follow=True)
    assert "Both records stay as they are." in answer.content.decode()
    merge.refresh_from_db()
    assert merge.state == MergeState.DECLINED
    again = colleague.post(place, {"declining-reason": "x"}, follow=True)
    assert "This has been decided already." in again.content.decode()


def test_a_merge_is_undone_the_last_first(setup: Acting, bob: Person, anne: Person, double: Person) -> None:
    agent = browser_of(bob)
    first = merged(agent, anne, double)
    second = merged(agent, anne, resident(setup, "Ben", "Brown"))
    place = f"/console/merges/{first.pk}/"
    shown = agent.get(place).content.decode()
    assert "A later merge stands on this one." in shown
    assert f"/console/merges/{second.pk}/" in shown
    answer = agent.post(f"{place}undoing/", {"undoing-reason": "no"}, follow=True)
    assert "A later merge stands on this one." in answer.content.decode()

    assert agent.post(f"/console/merges/{second.pk}/undoing/").status_code == 422
    for merge in (second, first):
        answer = agent.post(f"/console/merges/{merge.pk}/undoing/", {"undoing-reason": "no"}, follow=True)
        assert "are two records again." in answer.content.decode()
    assert agent.get(f"/console/people/{double.pk}/").status_code == 200
    assert "Undone" in agent.get("/console/merges/").content.decode()


def test_the_history_of_both_is_told_together(
    setup: Acting, bob: Person, anne: Person, double: Person
) -> None:
    people.correct(setup, double, {"postcode": "PL4 8AA"})
    agent = browser_of(bob)
    merged(agent, anne, double)
    shown = agent.get(f"/console/people/{anne.pk}/").content.decode()
    assert "corrected postcode of Zoe Smyth" in shown
    assert "merged Zoe Smyth with another record (this record was closed)" in shown
    assert "merged Anne Smith with another record (this record stays)" in shown


def test_the_person_sees_who_acted_for_either_record(
    setup: Acting, bob: Person, anne: Person, double: Person
) -> None:
    people.correct(setup, double, {"postcode": "PL4 8AA"})
    anne.username = "anne"
    anne.save()
    merged(browser_of(bob), anne, double)
    shown = browser_of(anne).get("/account/helped/").content.decode()
    assert "corrected postcode of Zoe Smyth" in shown
