"""Open cases on a map and in the table beside it; where no case has a place the page says how it gets one."""

from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases.models import Case, CaseType, ChoiceKind
from alongside.people.models import Person
from alongside.portal.tests.doors import text_of
from tests.council import browser_of, queries_of

pytestmark = pytest.mark.django_db
AT = "/console/cases/map/"


def test_cases_are_shown_where_they_are(case: Case, mary: Person, bob: Person, missed_bin: CaseType) -> None:
    client, manager = browser_of(mary), Acting.alone(mary)
    assert "No open case says where it is" in text_of(client.get(AT))
    page = f"/console/cases/{case.pk}/contact/"
    wrong = client.post(page, {"place": "by the church"})
    assert (wrong.status_code, "by the church" in wrong.content.decode()) == (422, True)
    assert "Enter latitude and longitude" in text_of(wrong)
    assert client.post(page, {"place": "50.3755 N, 4.1427 W", "address": "12 High Street"}).status_code == 303
    kept = Case.objects.get(pk=case.pk)
    assert (kept.latitude, kept.longitude, kept.contact["place"]) == (
        50.3755,
        -4.1427,
        "50.375500, -4.142700",
    )

    one = queries_of(client, AT)
    for title, place in (("Near", "50.3755, -4.1428"), ("Far", "50.7184, -3.5339")):
        cases.raise_case(Acting.alone(mary), missed_bin, title=title, contact={"place": place})
    assert queries_of(client, AT) == one
    shown = client.get(AT).content.decode()
    assert shown.count('href="#mark-') == 2
    assert [f'id="mark-{number}"' in shown for number in (1, 2, 3)] == [True, True, False]
    assert all(said in shown for said in ("12 High Street", "50.718400, -3.533900", "Near", "Far"))

    collect = missed_bin.offered(ChoiceKind.STAGE)[1]
    cases.change_stage(manager, case, collect)
    narrowed = text_of(client.get(f"{AT}?type=missed-bin&stage={collect.pk}"))
    assert (case.reference in narrowed, "Near" in narrowed) == (True, False)
    cases.change_contact(manager, kept, {"address": "12 High Street"})
    assert Case.objects.with_a_place().count() == 2
    cases.close(manager, Case.objects.get(title="Far"), missed_bin.offered(ChoiceKind.REASON)[0])
    assert "Far" not in text_of(client.get(AT))
    seen = browser_of(bob).get(AT).content.decode()  # he has no part in it: it is listed, and does not open
    assert ("Near" in seen, "View case" in seen) == (True, False)
    for address in ("type=none", "type=missed-bin&stage=0"):
        assert client.get(f"{AT}?{address}").status_code == 404
