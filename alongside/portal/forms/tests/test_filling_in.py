"""From the first page to the confirmation, alone and for somebody."""

from __future__ import annotations

import pytest

from alongside.forms.models import Draft, Submission
from alongside.forms.tests.samples import FIRST, SECOND, published
from alongside.history.models import Entry
from alongside.people.models import Person
from alongside.portal.tests.doors import begin_to_help, sent_by, text_of
from tests.council import browser_of

pytestmark = pytest.mark.django_db


def test_looking_at_a_form_writes_nothing(ann: Person) -> None:
    published()
    entries = Entry.objects.count()

    page = browser_of(ann).get("/forms/permit/")

    assert page.status_code == 200
    assert "You are asking as Ann Example." in text_of(page)
    assert 'value="Ann Example"' in page.content.decode()
    assert (Draft.objects.count(), Entry.objects.count()) == (0, entries)


@pytest.mark.parametrize("helped", [False, True], ids=["alone", "for somebody"])
def test_a_form_is_filled_in_and_handed_in(ann: Person, bob: Person, helped: bool) -> None:
    published()
    client = browser_of(bob if helped else ann)
    start = begin_to_help(client, ann) if helped else ""

    first = client.get(f"{start}/forms/permit/")
    second = client.post(f"{start}/forms/permit/", FIRST | sent_by(first))
    draft = Draft.objects.get()
    assert (second.status_code, second["Location"]) == (
        303,
        f"{start}/forms/permit/drafts/{draft.pk}/pages/2/",
    )

    check = client.post(second["Location"], SECOND)
    assert (check.status_code, check["Location"]) == (
        303,
        f"{start}/forms/permit/drafts/{draft.pk}/pages/summary/",
    )
    said = text_of(client.get(check["Location"]))
    assert "12 March 1980" in said
    assert "Zone A Zone B" in said

    done = client.post(check["Location"])
    submission = Submission.objects.get()
    assert (done.status_code, done["Location"]) == (303, f"{start}/requests/{submission.pk}/")
    assert (submission.person, submission.actor) == (ann, bob if helped else ann)
    said = text_of(client.get(done["Location"]))
    assert submission.reference in said
    assert "Your permit comes by post." in said


def test_what_does_not_fit_is_shown_with_what_was_typed(ann: Person) -> None:
    published()

    answer = browser_of(ann).post("/forms/permit/", {"full_name": "", "born": "31/2/1980"})

    assert answer.status_code == 422
    said = text_of(answer)
    assert "Full name – Answer this question." in said
    assert "Date of birth – Enter a day, month and year that exist, for example 27 3 1984." in said
    assert 'value="31/2/1980"' in answer.content.decode()
    assert not Draft.objects.exists()
