"""Reporting without signing in, and following it by the link alone (spec C4, C5, J10)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases.models import Attachment, Case, CaseType, ChoiceKind
from alongside.forms.tests.samples import published
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.models import Group, Person
from alongside.portal.tests.doors import begin_to_help, text_of
from tests.council import browser_of

pytestmark = pytest.mark.django_db

SAID = {"title": "A hole in the road", "name": "Zoe van Dyke", "email": "zoe@example.net"}


@dataclass
class Street:
    type: CaseType
    at: str = "/report/pothole/"


@pytest.fixture
def street(setup: Acting, groups: dict[str, Group], anonymous: Person) -> Street:
    plan = cases.Plan("Pothole", groups["Highways"], subtypes=("Pavement",), anybody=True)
    return Street(cases.set_up(setup, "pothole", plan))


def test_a_visitor_reports_and_follows_it_by_the_link_alone(
    street: Street, ann: Person, mary: Person, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    visitor = Client(headers={"host": ann.tenant.domain})
    assert "Pothole" in text_of(visitor.get("/"))
    assert "Pothole" in text_of(visitor.get("/report/"))
    assert "Your telephone number" in text_of(visitor.get(street.at))

    for wrong, said in (
        ({"email": "zoe"}, "Enter an e-mail address like name@example.com."),
        ({"email": ""}, "Give an e-mail address or a telephone number"),
        ({"name": ""}, "Enter your name."),
        ({"title": " "}, "Say in a few words what it is about."),
        ({"subtype": "Motorway"}, "Choose one of the list."),
        ({"attachments": SimpleUploadedFile("a.exe", b"MZ")}, "This file cannot be taken"),
    ):
        answer = visitor.post(street.at, SAID | wrong)
        assert (answer.status_code, said in text_of(answer)) == (422, True), said
    assert not Case.objects.exists()

    before = Entry.objects.count()
    pictures = [SimpleUploadedFile(f"{n}.pdf", b"%PDF-1.7") for n in range(2)]
    sent = visitor.post(street.at, SAID | {"subtype": "Pavement", "attachments": pictures})
    case = Case.objects.select_related("owner", "actor", "subtype").get()
    assert (sent.status_code, sent["Location"].startswith("/followed/")) == (303, True)
    assert (case.owner.is_anonymous_user, case.actor) == (True, people.system(ann.tenant))
    assert (case.contact, case.subtype and case.subtype.name) == (
        {"name": "Zoe van Dyke", "email": "zoe@example.net"},
        "Pavement",
    )
    assert sorted((one.name, one.of_owner) for one in Attachment.objects.all()) == [
        ("0.pdf", True),
        ("1.pdf", True),
    ]
    told = Entry.objects.newest_first()[0]
    assert (Entry.objects.count(), told.kind) == (before + 1, "cases.sent_in")
    assert (told.actor_ref, told.person_ref) == (case.actor.ref, case.owner.ref)

    page = visitor.get(sent["Location"])
    assert case.reference in text_of(page)
    assert "We also send it to zoe@example.net." in text_of(page)
    assert "with the help of" not in text_of(page)
    _answered_and_nothing_more(case, visitor, sent["Location"], mary)


def _answered_and_nothing_more(case: Case, visitor: Client, link: str, mary: Person) -> None:
    """What the owner would be told stands there; nobody's details do, and nothing changes by looking."""
    house = Acting.alone(people.system(mary.tenant))
    assert cases.write_and_send(lambda: house) == 1
    [letter] = mail.outbox
    assert (letter.to, link in letter.body) == (["zoe@example.net"], True)
    Group.objects.get(name="Highways").memberships.create(person=mary)
    manager = Acting.alone(Person.objects.get(pk=mary.pk))
    cases.note(manager, case, "The crew comes on Friday.")
    cases.note_privately(manager, case, "They ring every week.")
    before = Entry.objects.count()
    shown = text_of(visitor.get(link))
    assert ("on Friday" in shown, "every week" in shown) == (True, False)
    assert not re.search("Zoe|zoe@", visitor.get(link).content.decode())
    assert [visitor.head(link).status_code, visitor.post(link).status_code] == [200, 405]
    assert Entry.objects.count() == before
    cases.close(manager, case, case.type.offered(ChoiceKind.REASON)[0])
    assert "This is closed" in text_of(visitor.get(link))


def test_whoever_is_signed_in_or_helped_owns_what_is_reported(
    street: Street, ann: Person, bob: Person, setup: Acting, groups: dict[str, Group]
) -> None:
    ann_at = browser_of(ann)
    assert "Your telephone number" not in text_of(ann_at.get(street.at))
    sent = ann_at.post(street.at, {"title": "A hole"})
    raised = Case.objects.get(owner=ann)
    assert sent["Location"] == f"/cases/{raised.pk}/"
    again = ann_at.post(street.at, {"title": "A hole"})
    assert (again.status_code, f"Open {raised.reference}" in text_of(again)) == (409, True)
    assert ann_at.post(street.at, {"title": "A hole", "anyway": "yes"}).status_code == 303

    helper = browser_of(bob)
    start = begin_to_help(helper, ann)
    shown = helper.post(f"{start}{street.at}?carried=yes", {"title": "Typed before"})
    assert (shown.status_code, "Typed before" in shown.content.decode()) == (200, True)
    sent = helper.post(f"{start}{street.at}", {"title": "Another", "anyway": "yes"})
    assert sent["Location"].startswith(f"{start}/cases/")
    latest = Case.objects.latest_first()[0]
    assert (latest.owner, latest.actor) == (ann, bob)

    form = published().form
    cases.set_up(setup, "pothole", cases.Plan("Pothole", groups["Highways"], anybody=True, form=form))
    assert ann_at.get(street.at)["Location"] == f"/forms/{form.slug}/"


def test_what_is_not_open_to_anybody_is_not_there(
    street: Street, missed_bin: CaseType, ann: Person, setup: Acting
) -> None:
    visitor = Client(headers={"host": ann.tenant.domain})
    assert visitor.post("/report/missed-bin/", SAID).status_code == 404
    assert visitor.post(street.at, SAID | {"email": "", "telephone": "01632 960100"}).status_code == 303
    cases.retire_type(setup, street.type)
    assert visitor.post(street.at, SAID).status_code == 404
    assert "Nothing is reported here yet" in text_of(visitor.get("/report/"))
    assert Case.objects.count() == 1
