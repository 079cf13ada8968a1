"""What was handed in, in the console."""

from __future__ import annotations

import copy
import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from alongside.assisting.acting import Acting
from alongside.forms import actions as forms
from alongside.forms.models import FormVersion, Submission
from alongside.forms.tests.samples import FIRST, PERMIT, SECOND
from alongside.history.models import Entry
from alongside.people.models import Group, Membership, Person
from alongside.portal.forms.tests.test_files import FORM, PDF
from alongside.workflow import keeping
from alongside.workflow.models import Instance
from alongside.workflow.tests.test_actions import CREW, deployed
from tests.cast import helping, make_person
from tests.council import browser_of, queries_of, resident

pytestmark = pytest.mark.django_db

LIST = "/console/submissions/"
RIGHTS = ["console.enter", "forms.handle", "forms.export_submissions"]


@pytest.fixture
def permits(setup: Acting) -> Group:
    """Who handles parking permits."""
    return Group.objects.create(name="Permits", staff=True)


@pytest.fixture
def version(setup: Acting, permits: Group) -> FormVersion:
    forms.publish(setup, slug="permit", title="Parking permit", definition=PERMIT, staff=[permits])
    return FormVersion.objects.get()


@pytest.fixture
def paul(permits: Group) -> Person:
    """Who handles what they bring."""
    person = make_person("Paul", "Permits", rights=RIGHTS)
    Membership.objects.create(group=permits, person=person)
    return person


@pytest.fixture
def browser(paul: Person) -> Client:
    return browser_of(paul)


def handed_in(acting: Acting, version: FormVersion, **second: Any) -> Submission:
    draft = forms.begin(acting, version, FIRST)
    forms.save(acting, draft, 2, SECOND | second)
    return forms.submit(acting, draft)


@pytest.fixture
def submission(setup: Acting, version: FormVersion, bob: Person) -> Submission:
    """Which Bob handed in for Ann."""
    return handed_in(helping(bob, resident(setup)), version)


def shown(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


@contextmanager
def clock_of_signing(*, minutes: int) -> Iterator[None]:
    """Links are dated by Django, and by the clock of the machine."""
    later = time.time() + 60 * minutes
    with mock.patch("django.core.signing.time.time", return_value=later):
        yield


def text(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode()


def test_a_submission_is_found_and_read_and_that_is_recorded(browser: Client, submission: Submission) -> None:
    assert submission.reference in shown(browser.get(LIST))
    page = shown(browser.get(f"{LIST}{submission.pk}/"))
    for said in ("AB12 CDE", "Zone A<br>Zone B", "Bob Helper", "Parking permit, version 1", "Ann Smith"):
        assert said in page
    entry = Entry.objects.of_kinds("forms.submission_seen").get()
    assert entry.person_ref == submission.person.ref
    document = browser.get(f"{LIST}{submission.pk}/document/")
    assert (document["Content-Type"], document.content[:5]) == ("application/pdf", b"%PDF-")
    assert Entry.objects.of_kinds("forms.submission_printed").get().person_ref == submission.person.ref


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"form": "permit"}, True),
        ({"form": "other"}, None),
        ({"by": "agent"}, True),
        ({"by": "person"}, False),
        ({"state": "received"}, True),
        ({"first": "1 1 2020"}, True),
        ({"first": "1 1 2099"}, False),
        ({"last": "1 1 2020"}, False),
        ({"first": "soon"}, None),
    ],
)
def test_the_list_is_narrowed_down(
    browser: Client, submission: Submission, asked: dict[str, str], found: bool | None
) -> None:
    page = shown(browser.get(LIST, asked))
    assert (submission.reference in page) is bool(found)
    assert ("There is a problem" in page) is (found is None)


def test_a_reference_is_found_by_how_it_begins(browser: Client, submission: Submission) -> None:
    begins = submission.reference[:3].lower()
    assert submission.reference in shown(browser.get(LIST, {"reference": f" {begins}"}))
    assert submission.reference not in shown(browser.get(LIST, {"reference": "ZZ99"}))


def test_only_staff_of_the_form_see_what_it_brings_also_while_helping_one_of_them(
    bob: Person, ann: Person, paul: Person, submission: Submission, setup: Acting
) -> None:
    other = make_person("Olaf", "Other", rights=RIGHTS)
    browser = browser_of(other)
    assert "None of your groups handles a form" in shown(browser.get(LIST))
    for place in ("", "document/"):
        assert browser.get(f"{LIST}{submission.pk}/{place}").status_code == 404
    assert submission.reference not in text(browser.post(f"{LIST}export/", {"format": "csv"}))
    assert browser_of(ann).get(LIST).status_code == 404
    refused = Entry.objects.of_kinds("assisting.refused").newest_first().first()
    assert refused is not None
    assert refused.header["rule"] == "form-of-other-staff"


def test_a_long_list_is_turned_page_by_page(
    browser: Client, version: FormVersion, submission: Submission, ann: Person
) -> None:
    original = Submission.objects.get()
    for number in range(27):
        again = copy.copy(original)
        again.pk, again.reference = None, f"AA{number:02d}-AA00"
        again.draft = forms.begin(Acting.alone(ann), version, FIRST)
        again.id = again.draft.pk
        again.save(force_insert=True)
    first = shown(browser.get(LIST))
    following = first.split('class="pagination"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    rest = shown(browser.get(following))
    references = [one.reference for one in Submission.objects.all()]
    assert all((one in first) != (one in rest) for one in references)
    assert "Back to the newest" in rest
    assert browser.get(LIST, {"before": f"2026-01-01_{original.pk}"}).status_code == 404


def test_the_list_takes_as_many_statements_for_three_as_for_one(
    browser: Client, version: FormVersion, submission: Submission, ann: Person, ben: Person
) -> None:
    once = queries_of(browser, LIST)
    for person in (ann, ben):
        handed_in(Acting.alone(person), version)
    assert queries_of(browser, LIST) == once


def test_they_are_taken_out_as_a_table_that_no_spreadsheet_runs(
    browser: Client, version: FormVersion, ann: Person
) -> None:
    one = handed_in(Acting.alone(ann), version, plate="AB 1")
    Submission.objects.update(
        answers={**one.answers, "full_name": {**one.answers["full_name"], "value": "=1+1"}}
    )
    answer = browser.post(f"{LIST}export/", {"form": "permit", "format": "csv"})
    heading, _, row = text(answer).partition("\r\n")
    assert heading.endswith('"full_name","born","plate","zones","other_answers"')
    assert row.startswith(f'"{one.reference}","permit","1","received"')
    assert '"\'=1+1"' in row
    entry = Entry.objects.of_kinds("forms.submissions_exported").get().open()
    assert entry.data == {"submissions": 1, "form": "permit", "filters": ["form: permit"], "format": "csv"}


def test_they_are_taken_out_as_lines_of_json(browser: Client, submission: Submission) -> None:
    answer = browser.post(f"{LIST}export/", {"format": "jsonl"})
    told = json.loads(text(answer))
    assert (told["reference"], told["answers"]["plate"]) == (submission.reference, "AB12 CDE")
    assert (told["person"], told["handed_in_by"]) == ("Ann Smith", "Bob Helper")
    assert browser.post(f"{LIST}export/", {"format": "exe"}).status_code == 422


def test_files_are_fetched_by_links_that_are_good_for_some_minutes(
    browser: Client, permits: Group, setup: Acting, bob: Person, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    forms.publish(setup, slug="proof", title="Proof", definition=FORM, staff=[permits])
    version = FormVersion.objects.newest_of("proof").get()
    acting = helping(bob, resident(setup))
    draft = forms.begin(acting, version, {}, unfinished=True)
    proof = forms.attach(acting, draft, version.schema.questions[0], SimpleUploadedFile("letter.pdf", PDF))
    forms.save(acting, draft, 1, {"proof": [proof.item]})
    place = f"{LIST}{forms.submit(acting, draft).pk}/"

    def link_of(browser: Client) -> str:
        return re.search(r'href="([^"]+/files/[^"]+)"', shown(browser.get(place)))[1]  # type: ignore[index]

    link = link_of(browser)
    assert b"".join(browser.get(link).streaming_content) == PDF  # type: ignore[attr-defined]
    assert Entry.objects.of_kinds("forms.file_seen").count() == 1
    # Nobody else's link opens anything, even if they may see the same.
    other = make_person("Olaf", "Other", rights=RIGHTS)
    Membership.objects.create(group=permits, person=other)
    assert browser_of(other).get(link).status_code == 404
    assert browser.get(f"{link[:-2]}x/").status_code == 404
    with clock_of_signing(minutes=11):
        late = browser.get(link)
    assert (late.status_code, "too old" in shown(late)) == (410, True)
    Membership.objects.filter(group=permits).delete()
    assert browser.get(link).status_code == 404


def test_a_process_that_could_not_begin_is_started_from_the_submission(
    browser: Client, paul: Person, permits: Group, setup: Acting, bob: Person
) -> None:
    definition = PERMIT | {"process": "missed-bin"}
    forms.publish(setup, slug="permit", title="Parking permit", definition=definition, staff=[permits])
    submission = handed_in(helping(bob, resident(setup)), FormVersion.objects.get())
    page = f"{LIST}{submission.pk}/"
    assert "did not begin" in shown(browser.get(page))
    assert browser.post(f"{page}process/").status_code == 404
    overseer = make_person("Olga", "Oversees", rights=[*RIGHTS, "workflow.oversee"])
    Membership.objects.create(group=permits, person=overseer)
    olga = browser_of(overseer)
    assert "There is no process missed-bin." in shown(olga.post(f"{page}process/", follow=True))
    deployed(setup, CREW)
    assert "The process has begun." in shown(olga.post(f"{page}process/", follow=True))
    begun = Instance.objects.get()
    assert (begun.person, begun.actor, begun.submission) == (submission.person, bob, submission)
    assert keeping.values(begun.tokens)["plate"] == "AB12 CDE"
    assert "It has begun meanwhile." in shown(olga.post(f"{page}process/", follow=True))
    assert Entry.objects.of_kinds("workflow.started_late").count() == 1
