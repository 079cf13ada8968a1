from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.models import Person, Segment
from tests.council import browser_of, resident

pytestmark = pytest.mark.django_db

NEW = "/console/people/new/"


def registered() -> Person:
    found: Person = Person.objects.real().order_by("-registered_at").first()
    return found


def test_an_agent_registers_somebody(bob: Person) -> None:
    browser = browser_of(bob)
    assert 'name="family_name"' in browser.get(NEW).content.decode()
    answer = browser.post(NEW, {"given_name": "Cora", "family_name": "Tregenza", "telephone": "01632 960123"})
    cora = registered()
    assert (answer.status_code, answer["Location"]) == (303, f"/console/people/{cora.pk}/")
    assert (cora.name, cora.profile) == ("Cora Tregenza", {"telephone": "01632 960123"})
    assert "Cora Tregenza is registered." in browser.get(answer["Location"]).content.decode()


def test_errors_stand_beside_their_fields_and_what_was_typed_is_kept(bob: Person) -> None:
    answer = browser_of(bob).post(
        NEW, {"given_name": "Cora", "email": "cora at home", "date_of_birth": "soon"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="cora at home"' in page
    assert '<a href="#id_email">E-mail – Enter an e-mail address, for example ann@example.org.</a>' in page
    assert '<a href="#id_date_of_birth">' in page
    assert Entry.objects.by(bob.ref).count() == 0


CORA = {"given_name": "Cora", "family_name": "Tregenza", "date_of_birth": "12 March 1980"}


def cora_of(setup: Acting) -> Person:
    return resident(
        setup,
        "Cora",
        "Tregenza",
        date_of_birth="12/3/1980",
        telephone="01632 960123",
        address="12 Acacia Avenue",
        postcode="PL4 8AA",
        email="cora@example.org",
    )


def despite_of(page: str) -> str:
    found = re.search(r'name="registration-despite" value="([^"]*)"', page)
    return found[1] if found else ""


def test_somebody_who_is_likely_the_same_is_shown_first_and_takes_a_reason(
    setup: Acting, bob: Person
) -> None:
    cora = cora_of(setup)
    browser = browser_of(bob)
    answer = browser.post(NEW, CORA)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f'href="/console/people/{cora.pk}/" target="_blank"' in page
    assert "Probably registered already." in page
    assert registered() == cora

    again = CORA | {"registration-despite": despite_of(page)}
    assert again["registration-despite"] == str(cora.ref)
    answer = browser.post(NEW, again)
    assert answer.status_code == 409
    assert "Say why this is not the same person." in answer.content.decode()

    answer = browser.post(NEW, again | {"registration-reason": "Her niece"})
    assert answer.status_code == 303
    niece = registered()
    entry = Entry.objects.of_person(niece.ref).of_kinds("people.registered").get()
    assert entry.open().data == {"reason": "Her niece", "despite": [str(cora.ref)]}


def test_a_reason_does_for_those_who_were_shown_and_nobody_else(setup: Acting, bob: Person) -> None:
    cora_of(setup)
    said = {"registration-reason": "Her niece", "registration-despite": "?"}
    assert browser_of(bob).post(NEW, CORA | said).status_code == 409


def test_somebody_who_is_only_possibly_the_same_is_shown_and_takes_none(setup: Acting, bob: Person) -> None:
    cora = cora_of(setup)
    browser = browser_of(bob)
    typed = {"given_name": "Cora", "family_name": "Tregenza"}
    page = browser.post(NEW, typed).content.decode()
    assert ("Possible" in page, despite_of(page)) == (True, str(cora.ref))
    assert browser.post(NEW, typed | {"registration-despite": despite_of(page)}).status_code == 303
    entry = Entry.objects.of_person(registered().ref).of_kinds("people.registered").get()
    assert entry.open().data == {"reason": "", "despite": []}


MATCHES = "/console/people/new/matches/"


def test_matches_appear_from_two_letters_in_both_names(setup: Acting, bob: Person) -> None:
    cora = cora_of(setup)
    browser = browser_of(bob)
    few = browser.post(MATCHES, {"given_name": "C", "family_name": "Tregenza"}).content.decode()
    assert "as soon as both names have two letters" in few
    assert str(cora.pk) not in few
    nobody = browser.post(MATCHES, {"given_name": "Xu", "family_name": "Zzyzx"}).content.decode()
    assert "Nobody is registered who may be the same person." in nobody
    page = browser.post(MATCHES, CORA | {"email": "cora@example.org"}).content.decode()
    assert (
        '<p id="matches-said" hx-swap-oob="innerHTML">1 person may be the same, 1 of them likely.</p>' in page
    )
    assert "<strong>Very likely</strong> – 99 %" in page
    assert "same date of birth" in page.lower()
    assert browser.get(MATCHES).status_code == 405


def test_a_match_tells_who_it_is_and_when_they_last_signed_in(setup: Acting, bob: Person) -> None:
    cora = cora_of(setup)
    page = browser_of(bob).post(MATCHES, CORA).content.decode()
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page) == [
        ("Born", "12 March 1980"),
        ("Address", "12 Acacia Avenue, PL4 8AA"),
        ("Telephone", "01632 960123"),
        ("E-mail", "cora@example.org"),
        ("Account", "None"),
    ]
    cora.username, cora.last_login = "cora", datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    cora.failed_sign_in_at = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
    cora.save()
    page = browser_of(bob).post(MATCHES, CORA).content.decode()
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page)[-2:] == [
        ("Last signed in", "20 November 2026, 09:30"),
        ("Last failed to", "21 November 2026, 08:00"),
    ]


def test_people_and_fields_of_other_segments_neither_match_nor_show(setup: Acting, bob: Person) -> None:
    hidden = people.create_segment(setup, "Hidden")
    people.join_segment(setup, setup.actor, hidden)  # type: ignore[arg-type]  # the first author is a person
    resident(setup, "Cora", "Tregenza", date_of_birth="12/3/1980", segments=[hidden])
    assert despite_of(browser_of(bob).post(MATCHES, CORA).content.decode()) == ""


def test_the_person_who_is_registered_already_is_helped_and_the_choice_recorded(
    setup: Acting, bob: Person
) -> None:
    cora = cora_of(setup)
    browser = browser_of(bob)
    assert f'action="/console/people/{cora.pk}/choice/"' in browser.post(NEW, CORA).content.decode()
    answer = browser.post(f"/console/people/{cora.pk}/choice/", {"person": cora.pk})
    assert (answer.status_code, answer["Location"]) == (307, "/console/assistances/")
    answer = browser.post(answer["Location"], {"person": cora.pk})
    assert answer["Location"].startswith("/for/")
    assert Entry.objects.of_person(cora.ref).of_kinds("people.same_chosen").get().actor_ref == bob.ref
    assert registered() == cora


def test_nobody_chooses_a_person_of_another_segment(setup: Acting, bob: Person) -> None:
    hidden = people.create_segment(setup, "Hidden")
    people.join_segment(setup, setup.actor, hidden)  # type: ignore[arg-type]
    cora = resident(setup, "Cora", "Tregenza", segments=[hidden])
    assert browser_of(bob).post(f"/console/people/{cora.pk}/choice/", {"person": cora.pk}).status_code == 404
    assert not Entry.objects.of_kinds("people.same_chosen").exists()


def test_what_was_searched_in_vain_stands_in_the_form(bob: Person) -> None:
    browser = browser_of(bob)
    page = browser.post(
        "/console/searches/", {"q": "cora tregenza 01632 960123"}, follow=True
    ).content.decode()
    link = re.search(r'href="(/console/people/new/\?search=[^"]+)"', page)
    assert link is not None
    assert "tregenza" not in link[1]
    form = browser.get(link[1]).content.decode()
    for name, value in (("given_name", "Cora"), ("family_name", "Tregenza"), ("telephone", "01632 960123")):
        assert f'name="{name}" value="{value}"' in form
    assert browser_of(bob).get(link[1]).status_code == 200  # whose session does not hold it
    assert browser.get(f"{NEW}?search=nonsense").status_code == 200


def test_rows_of_several_values_are_added_and_nobody_is_registered(setup: Acting, bob: Person) -> None:
    people.define_field(setup, "badge", "Badge", several=True)
    page = browser_of(bob).post(NEW, CORA | {"badge": "AX 1", "row": "add:badge"}).content.decode()
    assert re.findall(r'name="badge" value="([^"]*)"', page) == ["AX 1", ""]
    assert not Person.objects.filter(family_name="Tregenza").exists()


def test_a_field_of_another_segment_than_the_chosen_one_is_said_so(setup: Acting, bob: Person) -> None:
    business = people.create_segment(setup, "Business")
    people.join_segment(setup, bob, business)
    people.define_field(setup, "licence", "Licence", segment=business)
    residents = Segment.objects.get(name="Residents")
    typed = CORA | {"licence": "L 1", "registration-segment": str(residents.pk)}
    answer = browser_of(bob).post(NEW, typed)
    assert answer.status_code == 422
    assert "This is kept only of people in Business." in answer.content.decode()


def test_an_agent_of_several_segments_chooses_one(setup: Acting, bob: Person) -> None:
    business = people.create_segment(setup, "Business")
    hidden = people.create_segment(setup, "Hidden")
    people.join_segment(setup, bob, business)
    browser = browser_of(bob)
    page = browser.get(NEW).content.decode()
    assert "Business" in page
    assert "Hidden" not in page
    assert browser.post(NEW, {"given_name": "Cora"}).status_code == 422
    refused = browser.post(NEW, {"given_name": "Cora", "registration-segment": str(hidden.pk)})
    assert refused.status_code == 422
    browser.post(NEW, {"given_name": "Cora", "registration-segment": str(business.pk)})
    assert [segment.name for segment in Segment.objects.filter(people=registered())] == ["Business"]


def test_for_others_there_is_no_registering(eve: Person) -> None:
    assert browser_of(eve).get(NEW).status_code == 404
