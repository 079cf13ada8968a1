"""What the house offers is said in the console, and holds."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.calls.options import Options as CallOptions
from alongside.cases.options import Options as CaseOptions
from alongside.console.options import lines
from alongside.console.options.inputs import SECTIONS
from alongside.console.options.lines import Illegible, Line
from alongside.forms.options import only_the_person_hands_in
from alongside.history.models import Entry
from alongside.interactions import choices, numbers, services
from alongside.interactions.actions.checking import wanted
from alongside.interactions.queries import begins_by_itself
from alongside.people import actions as people
from alongside.people import roles
from alongside.people.models import Tenant
from tests.cast import make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(tenant: Tenant, setup: Acting) -> Client:
    people.create_group(setup, "Staff", staff=True)
    return sign_in(tenant, make_person("Adam", "Pryce", rights=list(roles.STANDARD["Administrator"])))


def said(client: Client, section: str, **values: object) -> int:
    return client.post(f"/console/options/{section}/", values).status_code


def now(tenant: Tenant) -> Tenant:
    return Tenant.objects.get(pk=tenant.pk)


def test_every_section_is_filled_with_what_holds_and_keeps_it_when_nothing_is_changed(
    administrator: Client, tenant: Tenant
) -> None:
    assert administrator.get("/console/options/").status_code == 200
    for name, kind in SECTIONS.items():
        page = administrator.get(f"/console/options/{name}/")
        assert page.status_code == 200
        form = kind(None, now(tenant))
        filled = {key: value for key, value in form.initial.items() if value not in (False, None, "")}
        assert said(administrator, name, **filled) == 303
        assert kind(None, now(tenant)).initial == form.initial
    assert administrator.get("/console/options/none-such/").status_code == 404


def test_services_and_ends_of_contacts_are_lists_with_codes_that_stay(
    administrator: Client, tenant: Tenant
) -> None:
    written = "Streets: Refuse and recycling [waste]\n\nLibraries\nStreets: Bridges & piers"
    kept = {"services": written, "wrap_ups": "Solved [resolved]", "channel": "chat", "begins": "on"}
    assert said(administrator, "contacts", **kept, staff_groups=["Staff"], wrap_up_required="on") == 303
    options = now(tenant).options
    assert [(one.value, one.label, one.group) for one in services.services(options)] == [
        ("waste", "Refuse and recycling", "Streets"),
        ("libraries", "Libraries", ""),
        ("bridges-piers", "Bridges & piers", "Streets"),
    ]
    assert [(one.value, one.label) for one in choices.wrap_ups(options)] == [("resolved", "Solved")]
    assert begins_by_itself(options) == ("chat", "waste")
    assert (choices.staff_groups(options), choices.wrap_up_required(options)) == (("Staff",), True)

    answer = administrator.post("/console/options/contacts/", kept | {"services": "Roads\nRoads"})
    assert answer.status_code == 422
    assert "Line 2 has the code [roads] of another line." in answer.content.decode()
    assert "Roads\nRoads" in answer.content.decode()


@pytest.mark.parametrize("text", ["[only-a-code]", "Streets:", "***", "x" * 101, "Roads [" + "y" * 65 + "]"])
def test_a_line_that_says_nothing_is_named(text: str) -> None:
    with pytest.raises(Illegible, match="Line 2"):
        lines.read(f"Fine\n{text}")


def test_what_is_written_is_what_was_read() -> None:
    both = [Line("waste", "Waste", "Streets"), Line("other", "Something else")]
    assert lines.read(lines.written(both)) == both


def test_callers_are_asked_and_numbers_read_as_was_said(administrator: Client, tenant: Tenant) -> None:
    asked = {"questions": ["postcode"], "needed": "1", "before_sensitive": "on", "number_formats": "9#\n"}
    assert said(administrator, "callers", **asked) == 303
    check = wanted(now(tenant).options)
    assert (check.questions, check.needed, check.before_sensitive) == (("postcode",), 1, True)
    assert numbers.formats(now(tenant).options)[0] == "9#"
    assert said(administrator, "callers", **asked | {"needed": "2"}) == 422
    assert said(administrator, "callers", **asked | {"number_formats": "no mark"}) == 422
    pages = {"pop_sources": "https://Phones.example.org/call\n\nhttps://phones.example.org"}
    assert said(administrator, "callers", **asked | pages) == 303
    assert now(tenant).options["pop_sources"] == ["https://phones.example.org"]
    assert said(administrator, "callers", **asked | {"pop_sources": "phones.example.org"}) == 422


def test_the_house_helping_and_calls(administrator: Client, tenant: Tenant) -> None:
    assert said(administrator, "house", name="Alder Bay Council", time_zone="Europe/Paris") == 303
    assert (now(tenant).name, now(tenant).options["time_zone"]) == ("Alder Bay Council", "Europe/Paris")
    assert said(administrator, "house", name="", time_zone="Moon/Sea") == 422

    assert said(administrator, "helping", person_hands_in="on") == 303
    assert (only_the_person_hands_in(), CaseOptions.of(now(tenant).options).lend_parts) == (True, False)

    terms = {"guest_licences": "3", "terms_version": "2", "terms": "Be kind."}
    assert said(administrator, "calls", **terms) == 303
    offered = CallOptions.of(now(tenant).options)
    assert (offered.guest_licences, offered.terms_version, offered.terms) == (3, "2", "Be kind.")
    assert said(administrator, "calls", **terms | {"terms": "Be kinder."}) == 422
    entries = Entry.objects.of_kinds("people.options_set").oldest_first()
    assert [one.open().data["section"] for one in entries] == ["The house", "Helping", "Calls"]
    assert entries[0].open().data["said"] == {"name": "Alder Bay Council", "time_zone": "Europe/Paris"}


def test_the_scanner_of_files_is_tried(administrator: Client) -> None:
    page = administrator.post("/console/options/scanner/trial/", follow=True).content.decode()
    assert "No scanner is named (ALONGSIDE_SCANNER)" in page


def test_targets_rest_on_the_holidays_that_are_said(administrator: Client, tenant: Tenant) -> None:
    wrong = administrator.post("/console/options/calendar/", {"working_days": ["0"], "holidays": "Christmas"})
    assert (wrong.status_code, "Line 1 is not a day" in wrong.content.decode()) == (422, True)
    assert said(administrator, "helping", lend_parts="") == 303
    days = "2026-12-28\n\n 2026-12-25 "
    assert said(administrator, "calendar", working_days=["0", "5"], holidays=days) == 303
    kept = CaseOptions.of(now(tenant).options)
    assert (kept.lend_parts, kept.working_days) == (False, frozenset({0, 5}))
    assert kept.holidays == {date(2026, 12, 25), date(2026, 12, 28)}
