"""Service reports: written, edited, signed, taken out and deleted; and what a call was about (J25, A32)."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from alongside.assisting.acting import Acting
from alongside.calls import actions as calls
from alongside.calls.models import Call, MediaKind, Report
from alongside.calls.permissions import NUMBERED
from alongside.history.models import Entry
from alongside.people import roles
from alongside.people.custody import registered
from alongside.people.models import Person, Tenant
from alongside.portal.tests.doors import text_of
from tests.cast import make_person, sign_in
from tests.council import resident

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path) -> object:
    with override_settings(DATA=tmp_path):
        yield


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "blue").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def over(xenia: Acting) -> Call:
    """A call in which a picture was shared, and that is over."""
    call = calls.create_conference(xenia, "The boiler")
    calls.join(xenia, call)
    calls.share(xenia, call, SimpleUploadedFile("boiler.png", png()), MediaKind.SNAPSHOT)
    calls.end(xenia, call)
    return call


@pytest.fixture
def desk(tenant: Tenant, xenia: Acting) -> Client:
    return sign_in(tenant, Person.objects.get(pk=xenia.actor.id))


def test_a_report_is_written_signed_edited_taken_out_and_deleted(
    desk: Client, over: Call, tenant: Tenant
) -> None:
    new = f"/console/live/log/{over.pk}/reports/new/"
    assert "boiler.png" in text_of(desk.get(new))
    wrong = desk.post(new, {"title": " ", "work": "Kept."})
    assert (wrong.status_code, "Kept." in wrong.content.decode()) == (422, True)
    pictures = [str(one.pk) for one in over.media.all()]
    typed = {"title": "Valve", "work": "Changed it.\nTested it.", "pictures": pictures}
    page = desk.post(new, typed)["Location"]
    assert "Changed it." in text_of(desk.get(page))
    # Signed with a name and a drawing; changing it takes the signature away.
    for signer, drawn, status in (("", "", 422), ("Gus", "data:image/png;base64,eA==", 422)):
        assert desk.post(f"{page}signature/", {"signer": signer, "drawn": drawn}).status_code == status
    drawn = "data:image/png;base64," + base64.b64encode(png()).decode()
    assert desk.post(f"{page}signature/", {"signer": "Gus Guest", "drawn": drawn}).status_code == 303
    assert "Signed by Gus Guest" in text_of(desk.get(page))
    out = desk.post(f"{page}document/")
    assert (out["Content-Type"], out.content[:5], b"/Image" in out.content) == (
        "application/pdf",
        b"%PDF-",
        True,
    )
    desk.post(f"{page}edit/", typed | {"result": "It holds."})
    assert ("Signed by" in text_of(desk.get(page)), "It holds." in text_of(desk.get(page))) == (False, True)
    # Deleting is another permission.
    assert desk.post(f"{page}deletion/").status_code == 404
    lead = make_person("Lea", "Lead", rights=["console.enter", *roles.LEADING_CALLS])
    assert sign_in(tenant, lead).post(f"{page}deletion/").status_code == 303
    gone = Report.objects.select_related("deleted_by").get()
    assert (gone.title, gone.work, gone.deleted_by) == ("Valve", "", lead)
    assert desk.get(page).status_code == 404
    kinds = ("written", "signed", "edited", "taken_out", "deleted")
    told = Entry.objects.of_kinds(*(f"calls.report_{one}" for one in kinds))
    assert {one.kind for one in told} == {f"calls.report_{one}" for one in kinds}


def test_each_deed_needs_its_permission_and_what_that_rests_on(
    tenant: Tenant, over: Call, xenia: Acting
) -> None:
    page = f"/console/live/reports/{calls.write_report(xenia, over, calls.Written('Valve')).pk}/"
    doors = {16: ("get", page), 17: ("get", f"{page}edit/"), 18: ("post", f"{page}deletion/")}
    for row, (method, address) in doors.items():
        needed = {NUMBERED[one].code for one in (row, *NUMBERED[row].needs)}
        without = make_person(f"No{row}", "Row", rights=["console.enter", *needed - {NUMBERED[14].code}])
        assert getattr(sign_in(tenant, without), method)(address).status_code == 404
        holder = make_person(f"Has{row}", "Row", rights=["console.enter", *needed])
        assert getattr(sign_in(tenant, holder), method)(address).status_code in (200, 303)


def test_a_call_stands_in_the_history_of_whom_it_was_about(
    desk: Client, over: Call, xenia: Acting, setup: Acting
) -> None:
    ann = resident(setup)
    calls.say_subject(xenia, over, ann, ann, ann.name)
    calls.say_subject(xenia, over, ann, ann, ann.name)
    assert over.subjects.count() == 1
    told = Entry.objects.of_kinds("calls.attached").newest_first()[0]
    assert told.person_ref == ann.ref
    answer = desk.post(f"/console/live/log/{over.pk}/subjects/", {"reference": "C-none"}, follow=True)
    assert "No case, question or person that you can open" in text_of(answer)
    assert ann.name in text_of(desk.get(f"/console/live/log/{over.pk}/"))
    report = calls.write_report(xenia, over, calls.Written("Valve", work="In Ann's kitchen."))
    next(one for one in registered() if one.name == "calls.about").erase(ann)
    report.refresh_from_db()
    assert (report.work, over.subjects.get().label) == ("", "")


def test_the_list_asks_the_same_however_long_it_is(
    desk: Client, over: Call, xenia: Acting, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (1, 3):
        for _ in range(rows):
            calls.write_report(xenia, over, calls.Written("Valve"))
        desk.get("/console/live/reports/")
        with django_assert_num_queries(QUERIES):
            desk.get("/console/live/reports/")


QUERIES = 4
