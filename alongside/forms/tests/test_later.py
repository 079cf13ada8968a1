"""What the house does after a submission: once, and never in the way of handing in."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail

from alongside.assisting.acting import Acting
from alongside.forms import later
from alongside.forms.actions import begin, publish, save, submit
from alongside.forms.actions.later import PAUSES, follow_up_due
from alongside.forms.models import Draft, FollowUp, FormVersion, Submission
from alongside.forms.tests.samples import FIRST, PERMIT, SECOND
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people.models import Person
from tests.cast import helping, make_person

pytestmark = pytest.mark.django_db


def handed_in(acting: Acting, *, sensitive: bool = False, **definition: Any) -> Submission:
    publish(
        Acting.alone(make_person("Paula", "Publisher", rights=["forms.publish"])),
        slug="permit",
        title="Parking permit",
        definition={**PERMIT, **definition},
        sensitive=sensitive,
    )
    version = FormVersion.objects.newest_of("permit").get()
    draft: Draft = save(acting, begin(acting, version, FIRST), 2, SECOND)
    return submit(acting, draft)


def house() -> Acting:
    return Acting.alone(make_person("The", "House", rights=["forms.follow_up"]))


def test_what_fails_is_tried_again_until_it_is_given_up(ann: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def fail(submission: Submission) -> str:
        tried.append(submission.reference)
        raise OSError("no route to host")

    monkeypatch.setattr(later, "_all", {"receipt": fail})
    handed_in(Acting.alone(ann), receipt=True)
    for number in range(1, 10):
        with clock.moved(days=number):
            assert (follow_up_due(house), follow_up_due(house)) == (0, 0)
    row = FollowUp.objects.get()
    assert (len(tried), row.problem, row.next_at) == (
        len(PAUSES) + 1,
        "OSError: no route to host",
        None,
    )
    assert Entry.objects.filter(kind="forms.not_followed_up").count() == 1


def test_a_form_that_brings_about_nothing_notes_nothing(ann: Person) -> None:
    handed_in(Acting.alone(ann))
    assert not FollowUp.objects.exists()


def test_a_confirmation_has_the_answers_and_says_who_helped(ann: Person, bob: Person) -> None:
    submission = handed_in(helping(bob, ann), receipt=True, receipt_document=True)
    assert not mail.outbox
    assert (follow_up_due(house), follow_up_due(house)) == (1, 0)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([ann.email], f"Parking permit: {submission.reference}")
    for said in ("Bob Helper handed it in for you", "Registration number: AB12 CDE", "Zones: Zone A, Zone B"):
        assert said in letter.body
    ((name, content, kind),) = letter.attachments
    assert (name, content[:5], kind) == (f"permit-{submission.reference}.pdf", b"%PDF-", "application/pdf")


def test_a_confirmation_of_a_sensitive_form_says_nothing_of_it(ann: Person) -> None:
    submission = handed_in(Acting.alone(ann), sensitive=True, receipt=True, receipt_document=True)
    follow_up_due(house)
    (letter,) = mail.outbox
    told = f"{letter.subject} {letter.body}"
    assert (submission.reference in told, "Parking" in told, "AB12" in told) == (True, False, False)
    assert letter.attachments == []


def test_without_an_address_no_confirmation_is_sent_and_the_house_says_so(ann: Person) -> None:
    Person.objects.filter(pk=ann.pk).update(email="")
    handed_in(Acting.alone(Person.objects.get(pk=ann.pk)), receipt=True)
    assert (follow_up_due(house), follow_up_due(house), mail.outbox) == (0, 0, [])
    assert Entry.objects.filter(kind="forms.not_followed_up").count() == 1
