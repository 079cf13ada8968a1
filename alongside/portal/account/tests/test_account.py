from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting
from alongside.forms.actions import begin, save, submit
from alongside.forms.models import FormVersion, Submission
from alongside.forms.tests.samples import FIRST, SECOND, published
from alongside.people.models import Person
from alongside.portal.account import views
from alongside.portal.tests.doors import begin_to_help, text_of
from tests.cast import helping
from tests.council import browser_of, queries_of

pytestmark = pytest.mark.django_db


def hand_in(acting: Acting, version: FormVersion) -> Submission:
    return submit(acting, save(acting, begin(acting, version, FIRST), 2, SECOND))


def test_an_empty_account_says_what_will_be_there(ann: Person) -> None:
    said = text_of(browser_of(ann).get("/account/"))

    assert "No saved forms A form that is left before the end waits here." in said
    assert "No requests yet" in said


def test_the_person_sees_what_was_asked_for_by_whomever(ann: Person, bob: Person) -> None:
    version = published()
    mine, bobs = hand_in(Acting.alone(ann), version), hand_in(helping(bob, ann), version)

    said = text_of(browser_of(ann).get("/account/"))

    assert mine.reference in said
    assert f"{bobs.reference} {bobs.handed_in_at.day}" in said
    assert "by Bob Helper" in said


def test_an_agent_sees_the_same_account(ann: Person, bob: Person) -> None:
    submission = hand_in(Acting.alone(ann), published())
    client = browser_of(bob)

    start = begin_to_help(client, ann)

    said = text_of(client.get(f"{start}/account/"))
    assert submission.reference in said
    assert "Ann Example My account" in said
    assert "Signing in" not in said  # never somebody else's
    assert submission.reference not in text_of(client.get("/account/"))


def test_more_requests_than_fit_are_on_the_next_page(ann: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "REQUESTS", 2)
    version = published()
    references = [hand_in(Acting.alone(ann), version).reference for _ in range(3)]
    client = browser_of(ann)

    first, second = (client.get(f"/account/?page={page}") for page in (1, 2))
    nonsense = [client.get(f"/account/?page={page}") for page in ("-1", "x", "0", "1" * 5000)]

    assert [reference in text_of(first) for reference in references] == [False, True, True]
    assert [reference in text_of(second) for reference in references] == [True, False, False]
    assert 'href="?page=2"' in first.content.decode()
    assert {text_of(page) for page in nonsense} == {text_of(first)}


def test_a_longer_account_takes_no_more_queries(ann: Person) -> None:
    client, version = browser_of(ann), published()
    counts: list[list[int]] = []
    for _ in range(2):
        for _ in range(len(counts) * 2 + 1):
            hand_in(Acting.alone(ann), version)
            begin(Acting.alone(ann), version, FIRST)
        counts.append([queries_of(client, path) for path in ("/account/", "/", "/forms/")])

    assert counts[0] == counts[1]
