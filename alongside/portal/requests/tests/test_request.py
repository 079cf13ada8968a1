from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting
from alongside.forms.actions import begin, save, submit
from alongside.forms.models import Submission
from alongside.forms.tests.samples import FIRST, PERMIT, SECOND, published
from alongside.history.models import Entry
from alongside.people.models import Person
from alongside.portal.tests.doors import begin_to_help, text_of
from tests.cast import helping
from tests.council import browser_of

pytestmark = pytest.mark.django_db


def handed_in(acting: Acting) -> Submission:
    definition = PERMIT | {"confirmation": "Thank you, {SITEUSERNAME}.\n\nAsked with {PROXYUSERNAME}."}
    draft = begin(acting, published(definition=definition), FIRST)
    return submit(acting, save(acting, draft, 2, SECOND))


def test_a_request_shows_its_reference_its_state_and_its_answers(ann: Person, bob: Person) -> None:
    submission = handed_in(helping(bob, ann))

    said = text_of(browser_of(ann).get(f"/requests/{submission.pk}/"))

    assert f"Handed in: {submission.reference}" in said
    assert "State Received" in said
    assert "by Bob Helper" in said
    assert "Thank you, Ann Example. Asked with Bob Helper." in said
    assert "Registration number AB12 CDE answered by Bob Helper" in said


def test_somebody_elses_request_is_not_found_like_one_that_never_was(
    ann: Person, ben: Person, bob: Person
) -> None:
    submission = handed_in(Acting.alone(ann))
    bobs = browser_of(bob)

    for client, start in ((browser_of(ben), ""), (bobs, ""), (bobs, begin_to_help(bobs, ben))):
        known, unknown = (
            client.get(f"{start}/requests/{number}/")
            for number in (submission.pk, "00000000-0000-4000-8000-000000000000")
        )
        assert client.get(f"{start}/requests/{submission.pk}/document/").status_code == 404
        assert (known.status_code, unknown.status_code) == (404, 404)
        assert text_of(known) == text_of(unknown)


def test_whoever_helps_the_person_sees_it(ann: Person, bob: Person) -> None:
    submission = handed_in(Acting.alone(ann))
    client = browser_of(bob)

    start = begin_to_help(client, ann)

    assert submission.reference in text_of(client.get(f"{start}/requests/{submission.pk}/"))


def test_it_is_taken_as_a_document_and_that_is_recorded(ann: Person, bob: Person) -> None:
    submission = handed_in(helping(bob, ann))
    bobs = browser_of(bob)

    for client, start in ((browser_of(ann), ""), (bobs, begin_to_help(bobs, ann))):
        taken = client.get(f"{start}/requests/{submission.pk}/document/")
        assert taken["Content-Disposition"] == f'attachment; filename="permit-{submission.reference}.pdf"'
        assert (taken["Content-Type"], taken.content[:5]) == ("application/pdf", b"%PDF-")
        # Its outline has the pages of the form.
        for title in ("About you", "Your vehicle"):
            assert title.encode("utf-16-be") in taken.content or title.encode() in taken.content
    taken_by = Entry.objects.of_kinds("forms.document_taken").values_list("actor_ref", flat=True)
    assert set(taken_by) == {ann.ref, bob.ref}
