"""Links into calls, end to end by the page of guests: every state, age, confirmation and licence (spec
A12–A16, 4.15–4.17), with the clock moved; and sessions that are used where they are not valid."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.calls import actions as calls
from alongside.calls.actions import joining
from alongside.calls.links import CallState, For
from alongside.calls.models import Call, Delivery, Invitation, Participant
from alongside.calls.permissions import Kind
from alongside.calls.tests.conftest import expert
from alongside.history.models import Entry
from alongside.history.telling import tell
from alongside.lib import clock, tenancy
from alongside.people.models import Person, Tenant
from alongside.portal.tests.doors import text_of

DAY = 24 * 3600
AGES = {0: True, DAY - 60: True, DAY: False, 30 * DAY: False}  # seconds; whether a day is not over
DEAD = {
    CallState.OVER: ("Everybody has left this call", "The call that this link was for has taken place."),
    CallState.CANCELLED: ("The call was cancelled.", "The call was cancelled."),
}


def guest(token: str, name: str = "Gus") -> Acting:
    return Acting.alone(calls.join_by_link(token, name, terms="1", kind=Kind.GUEST_WEB)[0].guest)


def conference(xenia: Acting, state: CallState) -> str:
    """A link into a conference that is in a state."""
    call = calls.create_conference(xenia, "The boiler")
    token = calls.invite(xenia, call, Delivery.LINK)[1]
    if state in (CallState.LIVE, CallState.OVER):
        calls.join(xenia, call)
    if state is CallState.OVER:
        calls.leave(xenia, call)
    if state is CallState.CANCELLED:
        calls.cancel(xenia, call)
    return token


def service_request(xenia: Acting, state: CallState) -> str:
    """A link of a service request whose call is in a state."""
    request = calls.request_service(xenia, "The meter")
    token = calls.invite_to_request(xenia, request, Delivery.LINK)[1]
    if state in (CallState.LIVE, CallState.OVER, CallState.UNANSWERED):
        gus, call = guest(token), Call.objects.get()
        if state is CallState.OVER:
            calls.join(xenia, call)
            calls.leave(xenia, call)
        if state is not CallState.LIVE:
            calls.leave(gus, call)
    if state is CallState.CANCELLED:
        calls.withdraw_request(xenia, request)
    return token


MADE: dict[For, tuple[Callable[[Acting, CallState], str], list[CallState]]] = {
    For.CONFERENCE: (
        conference,
        [CallState.EMPTY, CallState.LIVE, CallState.OVER, CallState.CANCELLED],
    ),
    For.SERVICE_REQUEST: (
        service_request,
        [CallState.NONE, CallState.LIVE, CallState.OVER, CallState.UNANSWERED, CallState.CANCELLED],
    ),
}


def expected(
    link: For, state: CallState, *, revoked: bool, young: bool, licence: bool, terms: bool
) -> tuple[int, str]:
    """The answer to somebody who joins, and what it says, in the order in which the page decides."""
    if revoked:
        return 410, "This link was taken back"
    if state in DEAD:
        return 410, DEAD[state][link is For.SERVICE_REQUEST]
    if link is For.SERVICE_REQUEST and state is not CallState.LIVE and not young:
        return 410, "This link was valid for 24 hours."
    if not licence:
        return 503, "As many guests as may be in calls at once"
    return (303, "") if terms else (422, "Agree to the terms to join the call.")


@contextmanager
def undone() -> Iterator[None]:
    """What the body did did not happen."""
    before = transaction.savepoint()
    yield
    transaction.savepoint_rollback(before)


@pytest.mark.django_db
@pytest.mark.looks
def test_each_of_288_links_lets_in_whom_it_should(tenant: Tenant, xenia: Acting) -> None:
    browser = Client(headers={"host": tenant.domain})
    asked = 0
    for link, (make, states) in MADE.items():
        for state, revoked in itertools.product(states, (False, True)):
            with undone():
                token = make(xenia, state)
                if revoked:
                    Invitation.objects.update(revoked_at=clock.now())
                present = Participant.objects.filter(state="in", person=None).count()
                for (age, young), licence, terms in itertools.product(
                    AGES.items(), (True, False), (True, False)
                ):
                    tenant.options = {"calls": {"guest_licences": present + licence}}
                    tenant.save()
                    asked += 1
                    case = (link, state, revoked, age, licence, terms)
                    wanted = expected(link, state, revoked=revoked, young=young, licence=licence, terms=terms)
                    with undone(), clock.moved(seconds=age):
                        before = Participant.objects.count()
                        typed = {"name": "Gus", "version": "1"} | ({"terms": "on"} if terms else {})
                        answer = browser.post(f"/join/?link={token}", typed)
                        assert answer.status_code == wanted[0], case
                        assert wanted[1] in text_of(answer), case
                        came = Participant.objects.filter(name="Gus", state="in").count() - present
                        assert came == (answer.status_code == 303), case
                        assert (Participant.objects.count() > before) == (answer.status_code == 303), case
    assert asked == 288


@pytest.mark.django_db
def test_a_guests_session_is_of_one_call_and_ends_with_it(
    tenant: Tenant, xenia: Acting, call: Call, token: str
) -> None:
    other = calls.create_conference(xenia, "Another")
    calls.join(xenia, call)
    calls.join(xenia, other)
    browser = Client(headers={"host": tenant.domain})
    answer = browser.post(f"/join/?link={token}", {"name": "Gus", "terms": "on", "version": "1"})
    room = answer["Location"]
    secret = browser.cookies["alongside_call"].value
    foreign = room.replace(str(call.pk), str(other.pk))
    # Only somebody who is in the call is told of its relays, by the page that the socket asks, too.
    assert "ice" in browser.get(f"{room}standing/").json()
    assert Client(headers={"host": tenant.domain}).get(f"{room}standing/").status_code == 404
    for forged in (secret, secret[:-1], f"{secret}x", "", "x" * 10_000):
        stranger = Client(headers={"host": tenant.domain, "cookie": f"alongside_call={forged}"})
        for page in ("", "standing/", "beside/"):
            assert stranger.get(f"{foreign}{page}").status_code == 404
            if forged != secret:
                assert stranger.get(f"{room}{page}").status_code == 404
    browser.post(f"{room}leaving/")
    replayed = Client(headers={"host": tenant.domain, "cookie": f"alongside_call={secret}"})
    answer = replayed.get(f"{room}standing/")
    assert (answer.status_code, b"ice" in answer.content) == (403, False)


@pytest.mark.django_db
def test_a_link_that_lets_nobody_in_is_an_entry_once_a_minute(
    tenant: Tenant, xenia: Acting, anonymous: Person
) -> None:
    """Expired, replayed, taken back or guessed: the history says so, however often it is tried."""
    joining._lately.clear()
    over, open_still = conference(xenia, CallState.OVER), conference(xenia, CallState.EMPTY)
    browser = Client(headers={"host": tenant.domain})
    for _ in range(2):
        for token in (over, open_still, "guess-one", "guess-two"):
            browser.head(f"/join/?link={token}")
            browser.get(f"/join/?link={token}")
            browser.post(f"/join/?link={token}", {"name": "Gus", "version": "1"})

    told = [
        (entry.header["rule"], entry.header["outcome"], entry.actor_ref, entry.person_ref, tell(entry))
        for entry in Entry.objects.of_kinds("calls.link_refused").oldest_first()
    ]
    nobody, said = anonymous.ref, f"{anonymous.name} came by a link to"
    assert told == [
        ("everybody-left", "refused", nobody, xenia.actor.ref, f"{said} The boiler and was not let in"),
        ("link-unknown", "refused", nobody, nobody, f"{said} nothing and was not let in"),
    ]
    joining._lately.clear()  # a minute later
    browser.get(f"/join/?link={over}")
    assert Entry.objects.of_kinds("calls.link_refused").count() == 3


@pytest.mark.committed
def test_guests_who_come_at_once_are_counted(new_tenant: Tenant) -> None:
    tenant = new_tenant
    tenant.options = {"calls": {"guest_licences": 3}}
    tenant.save()
    with tenancy.within(tenant.pk):
        xenia = Acting.alone(expert("Xenia"))
        call = calls.create_conference(xenia, "The boiler")
        tokens = [calls.invite(xenia, call, Delivery.LINK)[1] for _ in range(6)]

    def come(token: str) -> str:
        try:
            with tenancy.within(tenant.pk):
                guest(token)
                return "in"
        except calls.LinkRefused as refused:
            return refused.verdict.rule
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tokens)) as pool:
        answers = sorted(pool.map(come, tokens))
    assert answers == ["in"] * 3 + ["no-guest-licence-free"] * 3
