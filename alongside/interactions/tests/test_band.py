"""The band on top of every page while somebody is being helped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.http import HttpRequest
from django.urls import get_script_prefix, set_script_prefix
from pytest_django import DjangoAssertNumQueries

from alongside.assisting.acting import Acting, Source
from alongside.assisting.models import Assistance
from alongside.interactions import actions
from alongside.interactions.context import Band, band
from alongside.lib import clock
from alongside.people.models import Person
from tests.cast import helping

pytestmark = pytest.mark.django_db


def seen(acting: Acting | None) -> Band | None:
    request = HttpRequest()
    if acting is not None:
        request.acting = acting  # type: ignore[attr-defined]  # as the middleware does
    found = band(request)
    assert found["acting"] is acting
    shown = found["band"]
    assert shown is None or isinstance(shown, Band)
    return shown


def used(acting: Acting, *, idle: timedelta = timedelta(), since: timedelta = timedelta()) -> Acting:
    """The same, as it will be: so long since it began, so long unused."""
    assert acting.assistance is not None
    acting.assistance.started_at = clock.now() - since
    acting.assistance.used_at = clock.now() - idle
    acting.assistance.save()
    return acting


def test_nobody_sees_a_band_who_is_not_signed_in() -> None:
    assert seen(None) is None


def test_nobody_sees_a_band_who_helps_nobody(bob: Person) -> None:
    assert seen(Acting.alone(bob)) is None


def test_the_band_says_who_is_being_helped(bob: Person, ann: Person) -> None:
    acting = helping(bob, ann)
    assert acting.assistance is not None
    number = acting.assistance.pk

    assert seen(acting) == Band(
        assistance_id=number,
        person_name="Ann Example",
        person_url=f"/console/people/{ann.pk}/",
        portal_url=f"/for/{number}/",
        cases_url=f"/for/{number}/console/cases/",
        since=acting.assistance.started_at,
        interaction=None,
        stop_url=f"/console/assistances/{number}/ending/",
        extend_url=f"/console/assistances/{number}/use/",
        own_page=False,
        minutes_left=None,
        other_note="",
    )


def test_the_addresses_are_the_same_below_the_mount(bob: Person, ann: Person) -> None:
    acting = helping(bob, ann)
    assert acting.assistance is not None
    outside = seen(acting)
    before = get_script_prefix()
    set_script_prefix(f"/for/{acting.assistance.pk}/")
    try:
        assert seen(acting) == outside
    finally:
        set_script_prefix(before)


def test_ones_own_pages_say_that_they_are(bob: Person, ann: Person) -> None:
    helping(bob, ann)

    own = seen(Acting.alone(bob))

    assert own is not None
    assert (own.person_name, own.own_page) == ("Ann Example", True)


def test_another_sign_in_shows_nobody(bob: Person, ann: Person) -> None:
    helping(bob, ann)

    assert seen(Acting.alone(bob, Source(session="another"))) is None


def test_residents_are_not_asked_about(
    ann: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert not ann.is_agent  # every page of the portal has read what Ann may do

    with django_assert_num_queries(0):
        assert seen(Acting.alone(ann)) is None


def test_an_agent_pays_one_question_a_page_and_one_while_helping(
    bob: Person, ann: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert bob.is_agent
    with django_assert_num_queries(1):
        seen(Acting.alone(bob))
    acting = helping(bob, ann)
    assert acting.assistance is not None
    assert acting.assistance.person == ann  # read with the sitting, as the middleware does
    with django_assert_num_queries(2):
        seen(Acting.alone(bob))
    with django_assert_num_queries(1):
        seen(acting)


def test_a_forgotten_sitting_is_not_shown(bob: Person, ann: Person) -> None:
    helping(bob, ann)

    with clock.moved(minutes=15):
        assert seen(Acting.alone(bob)) is None


@pytest.mark.parametrize(
    ("idle", "left"),
    [
        (timedelta(minutes=9, seconds=59), None),
        (timedelta(minutes=10, seconds=1), 4),
        (timedelta(minutes=13, seconds=1), 1),
        (timedelta(minutes=14, seconds=30), 0),
    ],
)
def test_the_end_for_want_of_use_is_counted_down(
    bob: Person, ann: Person, idle: timedelta, left: int | None
) -> None:
    shown = seen(used(helping(bob, ann), idle=idle, since=idle))

    assert shown is not None
    assert (shown.minutes_left, shown.other_note) == (left, "")


def test_the_end_that_cannot_be_put_off_is_said_by_its_time(bob: Person, ann: Person) -> None:
    shown = seen(used(helping(bob, ann), since=timedelta(minutes=56)))

    assert shown is not None
    assert (shown.minutes_left, shown.other_note.startswith("Helping ends at ")) == (None, True)


def test_the_contact_shows_its_channel_and_its_time(bob: Person, ann: Person) -> None:
    acting = helping(bob, ann)
    contact = actions.begin(acting, channel="phone", service="benefits")
    with clock.moved(minutes=2):
        shown = seen(acting)
        assert shown is not None
        assert shown.interaction is not None
        assert (shown.interaction.channel_label, shown.interaction.running) == ("Phone", True)
        assert shown.interaction.spent in (timedelta(seconds=120), timedelta(seconds=121))
    actions.pause(acting, contact)
    shown = seen(acting)
    assert shown is not None
    assert shown.interaction is not None
    assert (shown.interaction.running, shown.interaction.resume_url) == (
        False,
        f"/console/interactions/{contact.pk}/resumptions/",
    )


def test_a_paused_contact_of_somebody_else_is_not_shown(bob: Person, ann: Person, ben: Person) -> None:
    acting = helping(bob, ann)
    actions.pause(acting, actions.begin(acting, channel="phone", service="benefits"))
    assert acting.assistance is not None
    Assistance.objects.filter(pk=acting.assistance.pk).update(ended_at=clock.now(), end_reason="stopped")

    shown = seen(helping(bob, ben))

    assert shown is not None
    assert shown.interaction is None


def test_who_records_no_contacts_is_not_shown_any(bob: Person, ann: Person) -> None:
    acting = helping(bob, ann)
    actions.begin(acting, channel="phone", service="benefits")
    role = bob.holdings.get().role
    role.rights = ["console.enter", "assisting.assist"]
    role.save()
    del bob.standing

    shown = seen(acting)

    assert shown is not None
    assert shown.interaction is None


def test_an_error_page_is_drawn_when_the_database_is_gone(
    bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*args: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("alongside.interactions.context._helped_here", gone)

    assert seen(Acting.alone(bob)) is None
