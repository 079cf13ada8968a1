"""Every request that changes anything about cases leaves one entry, with the right pair of people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases.models import (
    Appointment,
    Attachment,
    Case,
    CaseTask,
    CaseType,
    ChoiceKind,
    How,
    Link,
    Part,
    SavedView,
)
from alongside.cases.tests.test_life import choice
from alongside.console.cases import urls as console
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people.models import Group, Person
from alongside.portal.cases import urls as portal
from alongside.portal.tests.doors import begin_to_help
from tests.council import browser_of

pytestmark = pytest.mark.django_db

# Reading, and asking the list, which puts what was typed away and changes nothing.
READING = {"cases", "case", "case_board", "case_file", "case_lots", "case_map", "case_view"}
READING |= {"appointments", "appointment_calendar", "case_stream"}
READING_OF_OWNERS = {"cases", "case", "case_appointment_calendar", "case_file", "report_kinds", "tracking"}


def names(patterns: list[Any]) -> set[str]:
    return {pattern.name for pattern in patterns}


def newest(actor: Person, person: Person, send: Callable[[], Any], what: str) -> None:
    """Send it, and hold the one entry that came of it against the pair."""
    before = Entry.objects.newest_first().values_list("number", flat=True)[0]
    answer = send()
    assert (what, answer.status_code) in ((what, 303), (what, 200)), answer.content.decode()[-3000:]
    written = Entry.objects.filter(number__gt=before).values_list("kind", "actor_ref", "person_ref")
    assert [(what, *pair) for _, *pair in written] == [(what, actor.ref, person.ref)]


@pytest.mark.parametrize("helped", [False, True], ids=["alone", "helped"])
def test_each_request_of_staff_leaves_one_entry_of_the_pair(
    case: Case,
    mary: Person,
    bob: Person,
    groups: dict[str, Group],
    missed_bin: CaseType,
    setup: Acting,
    may_help_staff: Callable[[Person], None],
    helped: bool,
) -> None:
    groups["Waste rescue"].memberships.create(person=bob)  # who may write private notes
    other = cases.raise_case(Acting.alone(mary), missed_bin, title="Another")
    noise = cases.set_up(setup, "noise", cases.Plan("Noise", groups["Highways"]))
    missed_bin.parts.create(part=Part.EXPORT, group=groups["Waste rescue"], tenant_id=missed_bin.tenant_id)
    missed_bin.parts.create(part=Part.EXPORT, group=groups["Waste managers"], tenant_id=missed_bin.tenant_id)
    client, actor, start = _at_work(mary, bob, may_help_staff, helped=helped)
    root, page = f"{start}/console/cases/", f"{start}/console/cases/{case.pk}/"
    search = client.post(root, {"type": "missed-bin"})["Location"].partition("search=")[2]
    stages = missed_bin.offered(ChoiceKind.STAGE)
    whole = Case.objects.for_a_page()

    steps: dict[str, tuple[Callable[[], str], Callable[[], dict[str, Any]]]] = {}

    def step(what: str, address: Callable[[], str] | str, **data: Any) -> None:
        steps[what] = (address if callable(address) else lambda: address, lambda: data)

    step("raising", f"{root}new/", type="noise", title="Loud music")
    step("case_moves", f"{root}board/moves/", case=case.pk, to=stages[0].pk)
    step("case_export", f"{root}file/", search=search)
    step("case_views", f"{root}views/", search=search, name="Bins")
    step("case_view_removal", lambda: f"{root}views/{SavedView.objects.get().pk}/removal/")
    deeds: dict[str, dict[str, Any]] = {
        "note": {"text": "On Friday."},
        "private-note": {"text": "Again."},
        "files": {"file": SimpleUploadedFile("note.pdf", b"%PDF-1.7")},
        "claim": {},
        "release": {},
        "escalation": {},
        "status": {"to": choice(missed_bin, ChoiceKind.STATUS, "On hold").pk},
        "stage": {"to": stages[1].pk},
        "subtype": {"to": choice(missed_bin, ChoiceKind.SUBTYPE, "Refuse").pk},
        "assignment": {"to": mary.pk},
        "extension": {"amount": 2, "unit": "days", "reason": "The crew is ill."},
        "contact": {"telephone": "01632 960100"},
        "question": {"text": "Which colour?"},
        "question-withdrawal": {},
        "links": {"reference": other.reference, "kind": "related"},
        "reassignment": {"to": groups["Highways"].pk},
        "closing": {"to": choice(missed_bin, ChoiceKind.REASON, "Resolved").pk},
        "reopening": {},
    }
    for noun, typed in deeds.items():
        step(f"case_{noun.replace('-', '_')}", f"{page}{noun}/", **typed)
    step("case_unlinking", lambda: f"{page}links/{Link.objects.get().pk}/removal/")
    step("case_file_removal", lambda: f"{page}files/{Attachment.objects.get().pk}/removal/")
    steps["case_tasks"] = (
        lambda: f"{page}tasks/",
        lambda: {"task": CaseTask.objects.get().pk, "to": "done"},
    )
    tomorrow = clock.now() + timedelta(days=1)
    met = {"how": "telephone", "day": f"{tomorrow:%Y-%m-%d}", "time": "23:00", "minutes": 30}
    step("case_appointments", f"{page}appointments/", **met)
    for noun, minutes in (("change", 60), ("cancellation", 60)):
        steps[f"case_appointment_{noun}"] = (
            lambda noun=noun: f"{page}appointment-{noun}/",  # type: ignore[misc]  # the loop's
            lambda minutes=minutes: met | {"minutes": minutes, "appointment": Appointment.objects.get().pk},  # type: ignore[misc]  # the loop's
        )
    step("case_lot_deeds", f"{root}lots/deeds/", do="escalate", case=str(case.pk))
    step("case_type", f"{page}type/", to=noise.pk)
    assert set(steps) == names(console.urlpatterns) - READING

    staffs = {"case_export", "case_views", "case_view_removal"}  # by a right of one's own, whomever one helps
    for name, (address, data) in steps.items():
        newest(
            actor,
            actor if name in staffs else mary,
            lambda address=address, data=data: client.post(address(), data()),  # type: ignore[misc]  # the loop's
            name,
        )
    assert whole.get(pk=case.pk).type == noise


@pytest.mark.parametrize("helped", [False, True], ids=["alone", "helped"])
def test_each_request_of_owners_leaves_one_entry_of_the_pair(
    case: Case, ann: Person, bob: Person, mary: Person, missed_bin: CaseType, helped: bool
) -> None:
    client = browser_of(bob if helped else ann)
    start = begin_to_help(client, ann) if helped else ""
    manager, actor = Acting.alone(mary), bob if helped else ann
    cases.ask(manager, case, "Which colour?")
    CaseType.objects.filter(pk=missed_bin.pk).update(anybody=True)
    meeting = cases.Meeting(How.TELEPHONE, clock.now() + timedelta(days=1))
    met = cases.appoint(manager, case, meeting)
    page = f"{start}/cases/{case.pk}/"
    file = SimpleUploadedFile("bin.pdf", b"%PDF-1.7")
    steps: dict[str, tuple[str, dict[str, Any]]] = {
        "case_notes": (f"{page}notes/", {"text": "It smells."}),
        "case_answer": (f"{page}answer/", {"text": "Green"}),
        "case_contact": (f"{page}contact/", {"telephone": "01632 960100"}),
        "case_appointment": (f"{page}appointments/{met.pk}/", {"reply": "declined"}),
        "case_files": (f"{page}files/", {"file": file}),
        "case_note_by_reference": (f"{start}/case-notes/", {"reference": "XX-1", "text": "Hello"}),
        "report": (f"{start}/report/missed-bin/", {"title": "Another bin", "anyway": "yes"}),
        "case_satisfaction": (f"{page}satisfaction/", {"score": "4"}),
    }
    assert set(steps) == names(portal.urlpatterns) - READING_OF_OWNERS
    for name, (address, data) in steps.items():
        if name == "case_satisfaction":
            cases.close(manager, case, choice(missed_bin, ChoiceKind.REASON, "Resolved"))
        newest(actor, ann, lambda address=address, data=data: client.post(address, data), name)  # type: ignore[misc]  # the loop's


def _at_work(
    mary: Person, bob: Person, may_help_staff: Callable[[Person], None], *, helped: bool
) -> tuple[Client, Person, str]:
    if not helped:
        return browser_of(mary), mary, ""
    may_help_staff(bob)
    client = browser_of(bob)
    return client, bob, begin_to_help(client, mary)
