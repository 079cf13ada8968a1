"""Appointments: made, told, put into calendars, answered, moved and cancelled (spec C36, C41)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from icalendar import Calendar

from alongside.assisting.acting import Acting, Refused
from alongside.cases import actions as cases
from alongside.cases.models import Appointment, Case, How, Reply
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people.checking import Misfit
from alongside.people.models import Person
from alongside.portal.tests.doors import begin_to_help, text_of
from tests.council import browser_of

pytestmark = pytest.mark.django_db


def meeting(days: int = 3, **said: object) -> cases.Meeting:
    begins = clock.now().replace(microsecond=0) + timedelta(days=days)
    return cases.Meeting(How.PLACE, begins, where="12 High Street", **said)  # type: ignore[arg-type]  # as said


def attached(setup: Acting) -> tuple[str, Calendar]:
    """The subject of the one letter that leaves now, and the file with it."""
    mail.outbox.clear()
    cases.write_and_send(lambda: setup)
    (letter,) = mail.outbox
    ((name, content, kind),) = letter.attachments
    assert (name, kind) == ("appointment.ics", "text/calendar")
    text = content if isinstance(content, bytes) else str(content).encode()
    return str(letter.subject), Calendar.from_ical(text)


def test_what_cannot_be_is_told(case: Case, mary: Person, bob: Person, ann: Person) -> None:
    manager, good = Acting.alone(mary), meeting()
    wrong = {
        "day": meeting(days=-1),
        "minutes": meeting(minutes=0),
        "where": cases.Meeting(How.PLACE, good.begins_at),
        "about": meeting(about="x" * 201),
    }
    for name, said in wrong.items():
        with pytest.raises(Misfit) as problem:
            cases.appoint(manager, case, said)
        assert set(problem.value.errors) == {name}
    for other in (Acting.alone(bob), Acting.alone(ann)):
        with pytest.raises(Refused):
            cases.appoint(other, case, good)
    assert not Appointment.objects.exists()


def test_the_owner_is_told_and_says_that_it_does_not_suit(
    case: Case, mary: Person, bob: Person, ann: Person, ben: Person, setup: Acting
) -> None:
    manager = Acting.alone(mary)
    cases.write_and_send(lambda: setup)
    made = cases.appoint(manager, case, meeting(about="Show the bin"))
    assert Case.objects.get(pk=case.pk).status.name == "Open"
    subject, calendar = attached(setup)
    assert subject == f"Your appointment about {case.reference}"
    (event,) = calendar.walk("VEVENT")
    assert (event.decoded("dtstart"), str(event["location"]), event.decoded("sequence")) == (
        made.begins_at.astimezone(UTC),
        "12 High Street",
        0,
    )

    owner, page = browser_of(ann), f"/cases/{case.pk}/"
    place = f"{page}appointments/{made.pk}/"
    said = text_of(owner.get(page))
    assert ("12 High Street" in said, "Show the bin" in said) == (True, True)
    cases.ask(manager, case, "Which bin is it?")
    mail.outbox.clear()
    cases.write_and_send(lambda: setup)
    ids = re.findall(r' id="([^"]+)"', owner.get(page).content.decode())
    assert [one for one in ids if ids.count(one) > 1] == []  # labels would lead to the wrong field
    assert owner.get(f"{place}calendar/").content.startswith(b"BEGIN:VCALENDAR")
    assert browser_of(ben).get(f"{place}calendar/").status_code == 404
    silent = owner.post(place, {"reply": "another"})
    assert (silent.status_code, "Say which days" in text_of(silent)) == (422, True)
    helper = browser_of(bob)
    start = begin_to_help(helper, ann)
    assert helper.post(f"{start}{place}", {"reply": "another", "text": "Fridays"}).status_code == 303
    told = Entry.objects.of_kinds("cases.appointment_answered").get()
    assert (told.actor_ref, told.person_ref) == (bob.ref, ann.ref)
    assert "We will be in touch." in text_of(owner.get(page))
    staffs = browser_of(mary)
    assert "Fridays" in text_of(staffs.get(f"/console/cases/{case.pk}/"))

    cases.move_appointment(manager, case, made.pk, meeting(days=4))
    with pytest.raises(cases.NotNow, match="Nothing was changed"):
        cases.move_appointment(manager, case, made.pk, _as_it_is())
    assert Appointment.objects.get().reply == ""
    subject, calendar = attached(setup)
    assert ("changed" in subject, calendar.walk("VEVENT")[0].decoded("sequence")) == (True, 1)
    cases.answer_appointment(Acting.alone(ann), case, made.pk, Reply.DECLINED)
    cases.cancel_appointment(manager, case, made.pk)
    assert str(attached(setup)[1]["method"]) == "CANCEL"
    with pytest.raises(cases.NotNow, match="cancelled already"):
        cases.cancel_appointment(manager, case, made.pk)
    with pytest.raises(cases.NotNow, match="cancelled already"):
        cases.answer_appointment(Acting.alone(ann), case, made.pk, Reply.DECLINED)


def test_staff_make_appointments_on_the_page_and_on_the_house_clock(case: Case, mary: Person) -> None:
    client, page = browser_of(mary), f"/console/cases/{case.pk}/"
    day = (clock.now() + timedelta(days=300)).year + 1
    typed = {"how": "telephone", "day": f"{day}-01-15", "time": "10:30", "minutes": "20"}
    assert client.post(f"{page}appointments/", typed).status_code == 303
    made = Appointment.objects.get()
    assert made.begins_at == datetime(day, 1, 15, 10, 30, tzinfo=UTC)
    gone = client.post(f"{page}appointments/", typed | {"day": "2020-01-15"})
    assert (gone.status_code, "still to come" in text_of(gone)) == (422, True)
    moved = typed | {"appointment": str(made.pk), "time": "11:00"}
    assert client.post(f"{page}appointment-change/", moved).status_code == 303
    assert client.post(f"{page}appointment-cancellation/", {"appointment": made.pk}).status_code == 303
    assert Entry.objects.about(f"cases.case:{case.pk}").filter(kind__contains="appoint").count() == 3


def _as_it_is() -> cases.Meeting:
    kept = Appointment.objects.get()
    return cases.Meeting(How(kept.how), kept.begins_at, kept.minutes, kept.where, kept.about)
