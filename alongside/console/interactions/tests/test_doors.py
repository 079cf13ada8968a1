"""The agent's contacts in the console."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance
from alongside.console.assistances.tests.doors import begin as help_person
from alongside.interactions import actions
from alongside.interactions.models import Interaction, State
from alongside.lib import clock
from alongside.people.models import Person, Tenant
from tests.cast import AGENT, make_person, sign_in

pytestmark = pytest.mark.django_db

LIST = "/console/interactions/"
CALL = {"channel": "phone", "service": "benefits"}


@pytest.fixture
def bobs(tenant: Tenant, bob: Person) -> Client:
    return sign_in(tenant, bob)


@pytest.fixture
def recording(bob: Person) -> Interaction:
    return actions.begin(Acting.alone(bob), **CALL)


def at(interaction: Interaction, noun: str) -> str:
    return f"{LIST}{interaction.pk}/{noun}/"


def state(interaction: Interaction) -> str:
    interaction.refresh_from_db()
    return interaction.state


def test_an_agent_begins_a_contact_and_goes_back_to_where_they_were(tenant: Tenant, bobs: Client) -> None:
    answer = bobs.post(LIST, CALL, headers={"referer": f"http://{tenant.domain}/console/"})

    assert (answer.status_code, answer["Location"]) == (303, "/console/")
    contact = Interaction.objects.get()
    assert (contact.channel, contact.service, contact.state) == ("phone", "benefits", State.RUNNING)


def test_a_question_goes_on_to_the_search_in_the_body(bobs: Client) -> None:
    """G60, T-05: a telephone number must not stand in an address."""
    answer = bobs.post(LIST, CALL | {"q": "01752 123456"})

    assert (answer.status_code, answer["Location"]) == (307, "/console/searches/")
    assert Interaction.objects.count() == 1


def test_nobody_is_looked_for_while_somebody_is_being_helped(bobs: Client, ann: Person) -> None:
    assert "Who is it?" in _panel(bobs)
    help_person(bobs, ann)

    assert "Who is it?" not in _panel(bobs)
    assert bobs.post(LIST, CALL | {"q": "Ben"}).status_code == 303


@pytest.mark.parametrize("said", [{}, CALL | {"channel": "telepathy"}, CALL | {"service": "magic"}])
def test_what_is_not_offered_is_not_begun(bobs: Client, said: dict[str, str]) -> None:
    answer = bobs.post(LIST, said)

    assert (answer.status_code, 'role="alert"' in answer.content.decode()) == (422, True)
    assert not Interaction.objects.exists()


def test_the_form_is_hidden_while_a_contact_is_recording(bobs: Client, recording: Interaction) -> None:
    """G66."""
    page = _panel(bobs)

    assert ("Begin a contact" in page, "Being recorded" in page) == (False, True)
    actions.pause(Acting.alone(recording.agent), recording)
    assert "Begin a contact" in _panel(bobs)


def test_an_agent_pauses_resumes_and_closes(bobs: Client, recording: Interaction) -> None:
    for noun, then in (("pauses", State.PAUSED), ("resumptions", State.RUNNING), ("closing", State.CLOSED)):
        answer = bobs.post(at(recording, noun))
        assert (answer.status_code, answer["Location"], state(recording)) == (303, LIST, then)


@pytest.mark.parametrize(
    ("noun", "before", "sentence"),
    [
        ("pauses", State.PAUSED, "That contact is paused already."),
        ("resumptions", State.RUNNING, "That contact is recording already."),
        ("closing", State.CLOSED, "That contact was closed already."),
        ("resumptions", State.CLOSED, "That contact is closed already."),
    ],
)
def test_what_is_done_already_is_said(
    bobs: Client, bob: Person, recording: Interaction, noun: str, before: State, sentence: str
) -> None:
    if before == State.PAUSED:
        actions.pause(Acting.alone(bob), recording)
    elif before == State.CLOSED:
        actions.close(Acting.alone(bob), recording)

    answer = bobs.post(at(recording, noun))

    assert (answer.status_code, state(recording)) == (303, before)
    assert sentence in bobs.get(LIST).content.decode()


def test_resuming_leads_to_the_pages_of_whom_one_helps_again(bobs: Client, bob: Person, ann: Person) -> None:
    """G64."""
    first = help_person(bobs, ann)
    contact = actions.begin(Acting.alone(bob), **CALL)
    actions.pause(Acting.alone(bob), contact)
    bobs.post(f"/console/assistances/{first.pk}/ending/")
    key = bobs.cookies["alongside"].value

    answer = bobs.post(at(contact, "resumptions"))

    now = Assistance.objects.open().get()
    assert (now.person, answer["Location"]) == (ann, f"/for/{now.pk}/")
    assert bobs.cookies["alongside"].value != key
    assert bobs.get(answer["Location"]).status_code == 200


def test_resuming_by_the_band_stays_where_one_is(
    tenant: Tenant, bobs: Client, bob: Person, ann: Person
) -> None:
    sitting = help_person(bobs, ann)
    contact = actions.begin(Acting.alone(bob), **CALL)
    actions.pause(Acting.alone(bob), contact)
    page = f"/for/{sitting.pk}/forms/"

    answer = bobs.post(at(contact, "resumptions"), headers={"referer": f"http://{tenant.domain}{page}"})

    assert answer["Location"] == page


def test_a_person_who_may_not_be_helped_is_refused_with_the_reason(
    bobs: Client, bob: Person, ann: Person
) -> None:
    sitting = help_person(bobs, ann)
    contact = actions.begin(Acting.alone(bob), **CALL)
    actions.pause(Acting.alone(bob), contact)
    bobs.post(f"/console/assistances/{sitting.pk}/ending/")
    Person.objects.filter(pk=ann.pk).update(is_active=False)

    assert bobs.post(at(contact, "resumptions")).status_code == 403
    assert state(contact) == State.PAUSED


def test_a_colleagues_contact_is_not_found(tenant: Tenant, recording: Interaction) -> None:
    colleague = sign_in(tenant, make_person("Cat", "Colleague", rights=AGENT))

    for noun in ("pauses", "resumptions", "closing"):
        assert colleague.post(at(recording, noun)).status_code == 404
    assert state(recording) == State.RUNNING


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete"])
def test_only_a_post_changes_a_contact(bobs: Client, recording: Interaction, method: str) -> None:
    for noun in ("pauses", "resumptions", "closing"):
        assert getattr(bobs, method)(at(recording, noun)).status_code == 405
    assert state(recording) == State.RUNNING


def test_eve_finds_no_such_pages(tenant: Tenant, eve: Person, recording: Interaction) -> None:
    eves = sign_in(tenant, eve)

    assert [eves.get(LIST).status_code, eves.post(LIST, CALL).status_code] == [404, 404]
    assert [eves.post(at(recording, noun)).status_code for noun in ("pauses", "resumptions", "closing")] == [
        404
    ] * 3


def test_the_list_says_what_would_be_in_it(bobs: Client) -> None:
    page = bobs.get(LIST).content.decode()

    assert ("Nothing is paused" in page, "Nothing was closed yet" in page) == (True, True)


def test_the_list_says_who_was_helped_about_what_and_for_how_long(
    bobs: Client, bob: Person, ann: Person, recording: Interaction
) -> None:
    help_person(bobs, ann)
    with clock.moved(minutes=5, seconds=20):
        actions.close(Acting.alone(bob), recording)
    recording.refresh_from_db()

    page = bobs.get(LIST).content.decode()

    for said in ("Ann Example", "Phone", "Benefits", f"5:{recording.seconds_spent - 300}"):
        assert said in page


@pytest.mark.parametrize("contacts", [1, 3])
def test_the_list_asks_as_much_for_many_as_for_few(
    bobs: Client, bob: Person, ann: Person, contacts: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    help_person(bobs, ann)
    for _ in range(contacts):
        actions.close(Acting.alone(bob), actions.begin(Acting.alone(bob), **CALL))
        actions.pause(Acting.alone(bob), actions.begin(Acting.alone(bob), **CALL))
    actions.begin(Acting.alone(bob), **CALL)
    bobs.get(LIST)  # the tenant is remembered

    with django_assert_num_queries(9):
        bobs.get(LIST)


def _panel(client: Client) -> str:
    return client.get(LIST).content.decode()
