"""The log of calls: own, all, and as a file, each by its own permission (J25)."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from alongside.assisting.acting import Acting
from alongside.calls import actions as calls
from alongside.calls.models import Call
from alongside.history.models import Entry
from alongside.people import roles
from alongside.people.models import Person, Tenant
from alongside.portal.tests.doors import text_of
from tests.cast import make_person, sign_in

pytestmark = pytest.mark.django_db

QUERIES = 6


def held(acting: Acting, title: str) -> Call:
    """A call that took place and is over."""
    call = calls.create_conference(acting, title)
    calls.join(acting, call)
    calls.say(acting, call, f"About {title}: <b>done</b>.")
    calls.end(acting, call)
    return call


@pytest.fixture
def desk(tenant: Tenant, xenia: Acting) -> Client:
    return sign_in(tenant, Person.objects.get(pk=xenia.actor.id))


@pytest.fixture
def lead(tenant: Tenant) -> Client:
    rights = ["console.enter", *roles.LEADING_CALLS]
    return sign_in(tenant, make_person("Lea", "Lead", rights=rights))


def test_ones_own_calls_are_there_with_what_was_written_and_no_others(
    desk: Client, lead: Client, xenia: Acting, yuri: Acting
) -> None:
    own, other = held(xenia, "The boiler"), held(yuri, "The meter")
    page = text_of(desk.get("/console/live/log/?calls=all"))
    assert ("The boiler" in page, "The meter" in page) == (True, False)
    told = desk.get(f"/console/live/log/{own.pk}/").content.decode()
    assert "About The boiler: &lt;b&gt;done&lt;/b&gt;." in told
    assert desk.get(f"/console/live/log/{other.pk}/").status_code == 404
    assert desk.post("/console/live/log/calls.csv").status_code == 404
    everything = text_of(lead.get("/console/live/log/?calls=all"))
    assert ("The boiler" in everything, "The meter" in everything) == (True, True)
    assert lead.get(f"/console/live/log/{other.pk}/").status_code == 200
    assert "No call is over yet" in text_of(lead.get("/console/live/log/"))


def test_the_log_goes_out_as_a_table_and_that_is_recorded(lead: Client, xenia: Acting) -> None:
    held(xenia, "=1+1")
    answer = lead.post("/console/live/log/calls.csv?calls=all")
    lines = answer.content.decode().strip().splitlines()
    assert (len(lines), lines[1].startswith('"\'=1+1","Conference","Xenia Expert"')) == (2, True)
    assert Entry.objects.of_kinds("calls.log_exported").count() == 1


def test_the_log_asks_the_same_however_long_it_is(
    lead: Client, xenia: Acting, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    held(xenia, "One")
    lead.get("/console/live/log/?calls=all")
    with django_assert_num_queries(QUERIES):
        lead.get("/console/live/log/?calls=all")
    held(xenia, "Two")
    held(xenia, "Three")
    with django_assert_num_queries(QUERIES):
        lead.get("/console/live/log/?calls=all")


def test_access_without_a_log_of_ones_own_or_all_opens_none(tenant: Tenant) -> None:
    rights = ["console.enter", "xa_xassist", "xa_ocall_outside-the-call", "xa_ocall_calllog_call-logs"]
    assert (
        sign_in(tenant, make_person("Lone", "Right", rights=rights)).get("/console/live/log/").status_code
        == 404
    )
