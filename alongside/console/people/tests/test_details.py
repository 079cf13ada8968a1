from __future__ import annotations

import re
import uuid

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.forms.models import Submission
from alongside.history.models import Entry
from alongside.knowledge.models import Article
from alongside.lib import clock, tenancy
from alongside.people import actions as people
from alongside.people.models import Kind, Person, Tenant
from tests.cast import helping
from tests.council import browser_of, queries_of, resident

pytestmark = pytest.mark.django_db


def test_details_show_the_profile_and_what_happened(setup: Acting, bob: Person) -> None:
    cora = resident(setup, "Cora", "Tregenza", telephone="01632 960123", date_of_birth="12/3/1980")
    page = browser_of(bob).get(f"/console/people/{cora.pk}/").content.decode()
    assert "<h1>Cora Tregenza</h1>" in page
    assert "<dt>Telephone</dt><dd>01632 960123</dd>" in page
    assert "<dt>Date of birth</dt><dd>12 March 1980</dd>" in page
    assert "Automatic setup registered Cora Tregenza" in page


def test_each_look_is_recorded(bob: Person, ann: Person) -> None:
    browser = browser_of(bob)
    for _ in range(2):
        browser.get(f"/console/people/{ann.pk}/")
    entries = Entry.objects.of_person(ann.ref)
    assert [(entry.kind, entry.actor_ref) for entry in entries] == [("people.details_viewed", bob.ref)] * 2


def test_what_cannot_be_recorded_is_not_shown(
    bob: Person, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr("alongside.assisting.acting.history.record", full)
    answer = browser_of(bob).get(f"/console/people/{ann.pk}/")
    assert answer.status_code == 503
    assert "ann@example.com" not in answer.content.decode()


def test_unknown_foreign_and_hidden_people_are_the_same_to_an_agent(
    setup: Acting, tenant: Tenant, bob: Person, anonymous: Person
) -> None:
    elsewhere = people.create_segment(setup, "Elsewhere")
    hidden = resident(setup, "Cora", "Tregenza", segments=[elsewhere])
    other = people.create_tenant("Elsewhere", f"{uuid.uuid4().hex[:12]}.localhost")
    with tenancy.within(other.pk):
        foreign = people.register(Acting.alone(people.system(other)), given_name="Dora")
    system = Person.objects.get(kind=Kind.SYSTEM)
    browser = browser_of(bob)
    numbers = [77, hidden.pk, foreign.pk, system.pk, anonymous.pk, 2**63 - 1, 10**30]
    for page in ("", "details/"):
        answers = [browser.get(f"/console/people/{number}/{page}") for number in numbers]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
    assert Entry.objects.by(bob.ref).count() == 0


def test_a_hidden_person_takes_no_other_work_than_an_unknown_one(setup: Acting, bob: Person) -> None:
    elsewhere = people.create_segment(setup, "Elsewhere")
    hidden = resident(setup, "Cora", "Tregenza", segments=[elsewhere])
    browser = browser_of(bob)
    browser.get("/console/people/77/")
    statements: list[list[str]] = []
    for number in (77, hidden.pk):
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"/console/people/{number}/")
        statements.append([re.sub(r"\d+", "0", query["sql"]) for query in queries])
    assert statements[0] == statements[1]


def test_people_without_the_right_find_no_such_page(eve: Person, ann: Person) -> None:
    assert browser_of(eve).get(f"/console/people/{ann.pk}/").status_code == 404


def test_why_somebody_cannot_be_helped_is_said(bob: Person, hal: Person) -> None:
    page = browser_of(bob).get(f"/console/people/{hal.pk}/").content.decode()
    assert "You cannot help Hal Resources" in page
    assert f'name="person" value="{hal.pk}"' not in page
    assert "Correct details" not in page


def test_a_private_field_of_another_segment_is_not_shown(setup: Acting, bob: Person) -> None:
    elsewhere = people.create_segment(setup, "Elsewhere")
    people.define_field(setup, "licence", "Licence", segment=elsewhere)
    both = [*bob.segments.all(), elsewhere]
    cora = resident(setup, "Cora", "Tregenza", licence="L-99", segments=both)
    assert "L-99" not in browser_of(bob).get(f"/console/people/{cora.pk}/").content.decode()
    people.join_segment(setup, bob, elsewhere)
    assert "L-99" in browser_of(bob).get(f"/console/people/{cora.pk}/").content.decode()


def test_the_articles_chosen_as_shortcuts_are_buttons(tenant: Tenant, bob: Person, ann: Person) -> None:
    tenant.options = {"shortcuts": ["blue-badge", "secured", "gone", 7]}
    tenant.save()
    Article.objects.create(slug="blue-badge", title="Blue badges", body="", published_at=clock.now())
    page = browser_of(bob).get(f"/console/people/{ann.pk}/").content.decode()
    assert "Blue badges" in page
    assert 'name="next" value="/articles/blue-badge/"' in page


def test_a_page_takes_as_many_statements_for_three_things_as_for_one(bob: Person, ann: Person) -> None:
    def happen() -> None:
        acting = helping(bob, ann)
        people.edit_profile(acting, ann, {"telephone": f"01632 9601{Entry.objects.count():02}"})
        assisting.stop(acting, acting.assistance)  # type: ignore[arg-type]  # helping

    happen()
    browser = browser_of(bob)
    one = queries_of(browser, f"/console/people/{ann.pk}/")
    happen()
    happen()
    assert queries_of(browser, f"/console/people/{ann.pk}/") == one
    assert Submission.objects.count() == 0
