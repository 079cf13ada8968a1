"""Guests and experts come into calls and go (J21, J22)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.calls import actions as calls
from alongside.calls.actions.saying import CHAT
from alongside.calls.models import Call, Delivery, EndReason, Participant, Presence, ServiceRequest
from alongside.calls.permissions import Kind
from alongside.calls.tasks import as_themselves
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people.checking import Misfit
from alongside.people.models import Person, Tenant

pytestmark = pytest.mark.django_db

VERSION = "1"
DAY = timedelta(hours=24).total_seconds()


def let_in(token: str, name: str = "Gus", terms: str = VERSION) -> Acting:
    taking, _ = calls.join_by_link(token, name, terms=terms, kind=Kind.GUEST_WEB, client="web")
    return Acting.alone(taking.guest)


def why_not(token: str, terms: str = VERSION) -> str:
    with pytest.raises(calls.LinkRefused) as said:
        calls.join_by_link(token, "Gus", terms=terms, kind=Kind.GUEST_WEB)
    return said.value.verdict.rule


def test_a_guest_joins_by_a_link_and_is_no_user(call: Call, token: str, xenia: Acting) -> None:
    people = Person.objects.count()
    assert calls.look_at_link(token)[1].rule == "call-exists"
    assert not Participant.objects.exists()  # looking changes nothing
    assert why_not(token, terms="") == "terms-not-confirmed"
    calls.join(xenia, call)
    gus = let_in(token)
    taking = Participant.objects.get(kind=Kind.GUEST_WEB)
    assert (taking.name, taking.terms_version, taking.state) == ("Gus", VERSION, Presence.IN)
    assert Person.objects.count() == people
    told = Entry.objects.of_kinds("calls.joined").newest_first()[0]
    assert (told.actor_ref, told.person_ref) == (gus.actor.ref, xenia.actor.ref)


def test_when_everybody_has_left_the_link_is_dead(call: Call, token: str, xenia: Acting) -> None:
    calls.join(xenia, call)
    gus = let_in(token)
    calls.leave(xenia, call)
    assert Call.objects.get().over_at is None  # a guest alone keeps it open until they go
    calls.leave(gus, call)
    over = Call.objects.get()
    assert (over.over_at is not None, over.end_reason) == (True, EndReason.LEFT)
    assert why_not(token) == "everybody-left"
    with pytest.raises(Refused):
        calls.join(xenia, call)


def test_a_call_can_be_cancelled_until_somebody_has_joined(
    call: Call, token: str, xenia: Acting, yuri: Acting
) -> None:
    with pytest.raises(Refused):
        calls.cancel(yuri, call)
    calls.cancel(xenia, call)
    assert why_not(token) == "call-cancelled"


def test_a_begun_call_is_ended_and_not_cancelled(call: Call, xenia: Acting) -> None:
    calls.join(xenia, call)
    with pytest.raises(Refused):
        calls.cancel(xenia, call)
    calls.end(xenia, call)
    assert Call.objects.get().end_reason == EndReason.ENDED


@pytest.fixture
def request_of_xenia(xenia: Acting) -> ServiceRequest:
    return calls.request_service(xenia, "The meter")


@pytest.fixture
def offered(xenia: Acting, request_of_xenia: ServiceRequest) -> str:
    return calls.invite_to_request(xenia, request_of_xenia, Delivery.SMS, address="01632 960100")[1]


def test_a_service_request_begins_one_call_within_a_day(offered: str, xenia: Acting) -> None:
    with clock.moved(seconds=DAY):
        assert why_not(offered) == "link-older-than-a-day"
    with clock.moved(seconds=DAY - 1):
        gus = let_in(offered)
        call = Call.objects.get()
        assert (call.organiser_id, call.request is not None) == (xenia.actor.id, True)
        # The expert does not accept; it shows as ongoing, and they join later (spec A16).
        assert list(Call.objects.ongoing().with_(xenia.actor.id)) == [call]
    with clock.moved(seconds=DAY + 60):
        calls.join(xenia, call)
        let_in(offered, "Gus again")
        calls.leave(gus, call)
        calls.end(xenia, call)
        assert why_not(offered) == "link-used-up"


def test_a_guest_who_hung_up_before_the_expert_came_can_try_again(offered: str) -> None:
    gus = let_in(offered)
    calls.leave(gus, Call.objects.get())
    let_in(offered)
    assert Call.objects.count() == 2
    with clock.moved(seconds=DAY):
        assert Call.objects.ongoing().count() == 1


def test_a_new_link_replaces_the_one_before(
    offered: str, xenia: Acting, yuri: Acting, request_of_xenia: ServiceRequest
) -> None:
    _, newer = calls.invite_to_request(xenia, request_of_xenia, Delivery.EMAIL, address="gus@example.org")
    assert why_not(offered) == "link-revoked"
    with pytest.raises(ServiceRequest.DoesNotExist):
        calls.invite_to_request(yuri, request_of_xenia, Delivery.LINK)
    let_in(newer)


def test_a_link_is_taken_back(call: Call, xenia: Acting, token: str) -> None:
    invitation, _ = calls.look_at_link(token)
    assert invitation is not None
    calls.revoke(xenia, invitation)
    assert why_not(token) == "link-revoked"
    assert why_not("nobody-sent-this") == "link-unknown"


def test_whoever_waits_is_let_in_and_whoever_is_removed_stays_out(xenia: Acting) -> None:
    call = calls.create_conference(xenia, "With a lobby", lobby=True)
    _, token = calls.invite(xenia, call, Delivery.QR)
    calls.join(xenia, call)
    gus = let_in(token)
    waiting = Participant.objects.get(state=Presence.WAITING)
    assert not gus.may(CHAT, about=call)
    calls.admit(xenia, call, waiting)
    assert gus.may(CHAT, about=call)
    calls.remove(xenia, call, waiting)
    assert why_not(token) == "link-revoked"
    assert not gus.may(CHAT, about=call)


def test_guests_hold_nothing_and_can_be_given_nothing(call: Call, token: str, xenia: Acting) -> None:
    calls.join(xenia, call)
    gus = let_in(token)
    for forbidden in (
        lambda: calls.create_conference(gus, "Mine"),
        lambda: calls.request_service(gus, "Mine"),
        lambda: calls.invite(gus, call, Delivery.LINK),
        lambda: calls.end(gus, call),
        lambda: calls.remove(gus, call, Participant.objects.get(person=xenia.actor.id)),
    ):
        with pytest.raises(Refused):
            forbidden()


def test_guests_are_counted_at_once(call: Call, token: str, xenia: Acting, tenant: Tenant) -> None:
    tenant.options = {"calls": {"guest_licences": 1}}
    tenant.save()
    calls.join(xenia, call)
    gus = let_in(token)
    assert why_not(token) == "no-guest-licence-free"
    calls.leave(gus, call)
    let_in(token)


def test_what_is_said_is_kept_with_the_call(call: Call, token: str, xenia: Acting, yuri: Acting) -> None:
    calls.join(xenia, call)
    gus = let_in(token)
    calls.say(gus, call, "It drips. <b>Here</b>.")
    calls.say(xenia, call, "Turn the red tap.")
    with pytest.raises(Refused):
        calls.say(yuri, call, "Hello?")
    with pytest.raises(Misfit):
        calls.say(xenia, call, " ")
    said = call.messages.order_by("said_at").values_list("participant__name", "text")
    assert list(said) == [("Gus", "It drips. <b>Here</b>."), (xenia.actor.name, "Turn the red tap.")]
    calls.end(xenia, call)
    with pytest.raises(Refused):
        calls.say(gus, call, "Too late.")


def test_an_expert_joins_what_they_were_asked_to(
    call: Call, xenia: Acting, yuri: Acting, ann: Person
) -> None:
    with pytest.raises(Refused):
        calls.join(yuri, call)
    calls.ask(xenia, call, Person.objects.get(pk=yuri.actor.id))
    assert calls.join(yuri, call).state == Presence.IN
    with pytest.raises(Misfit):
        calls.ask(xenia, call, ann)
    with pytest.raises(Refused):
        calls.create_conference(Acting.alone(ann), "Mine")


def test_a_gap_is_not_leaving_and_a_long_one_is(call: Call, xenia: Acting) -> None:
    taking = calls.join(xenia, call)
    calls.note_dropped(taking)
    assert calls.end_forgotten(as_themselves) == 0
    calls.note_back(taking)
    calls.note_dropped(taking)
    with clock.moved(seconds=31):
        assert calls.end_forgotten(as_themselves) == 1
    taking.refresh_from_db()
    call.refresh_from_db()
    # It ended when they went, not when that was noticed.
    assert (call.end_reason, call.over_at) == (EndReason.LEFT, taking.seen_at)


def test_a_house_that_was_killed_ends_calls_at_the_time_when_they_were_last_known(
    call: Call, token: str, xenia: Acting
) -> None:
    own = calls.join(xenia, call)
    gus, _ = calls.join_by_link(token, "Gus", terms=VERSION, kind=Kind.GUEST_MOBILE)
    with clock.moved(seconds=60):
        calls.note_seen([str(own.pk), str(gus.pk)])
    with clock.moved(seconds=75):
        calls.note_seen([str(own.pk)])
    own.refresh_from_db()
    # Nobody noted anything any more. Back after an hour, the house gives everybody time to come back.
    with clock.moved(hours=1):
        calls.wait_again()
        assert calls.end_forgotten(as_themselves) == 0
    with clock.moved(hours=1, seconds=31):
        assert calls.end_forgotten(as_themselves) == 2
    ended = Call.objects.get()
    assert (ended.end_reason, ended.over_at) == (EndReason.LEFT, own.seen_at)
    assert list(ended.participants.order_by("left_at").values_list("name", flat=True)) == ["Gus", own.name]


def test_a_house_that_does_not_come_back_ends_calls_all_the_same(call: Call, xenia: Acting) -> None:
    taking = calls.join(xenia, call)
    calls.note_back(taking)
    with clock.moved(seconds=119):
        assert calls.end_forgotten(as_themselves) == 0
    with clock.moved(seconds=121):
        assert calls.end_forgotten(as_themselves) == 1


def test_a_guests_session_lasts_as_long_as_they_may_be_in_the_call(
    call: Call, token: str, xenia: Acting
) -> None:
    calls.join(xenia, call)
    taking, secret = calls.join_by_link(token, "Gus", terms=VERSION, kind=Kind.GUEST_MOBILE)
    assert calls.guest_of(secret) == taking
    calls.end(xenia, call)
    assert calls.guest_of(secret) is None
    assert calls.guest_of("") is None
