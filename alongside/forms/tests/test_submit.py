from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.forms.actions import Closed, begin, discard, save, submit
from alongside.forms.models import Draft, Submission
from alongside.forms.tests.samples import FIRST, SECOND, published
from alongside.history import goss
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people.checking import Misfit
from alongside.people.models import Person
from tests.cast import helping

pytestmark = pytest.mark.django_db


def complete(acting: Acting) -> Draft:
    return save(acting, begin(acting, published(), FIRST), 2, SECOND)


def test_a_person_hands_in_a_form(ann: Person) -> None:
    draft = complete(Acting.alone(ann))

    submission = submit(Acting.alone(ann), draft)

    assert (submission.person, submission.actor, submission.on_behalf) == (ann, ann, False)
    assert submission.answers["plate"]["value"] == "AB12 CDE"
    draft.refresh_from_db()
    assert (draft.answers, draft.handed_in_at) == ({}, submission.handed_in_at)
    entry = Entry.objects.get(kind="forms.submitted")
    assert (entry.actor_ref, entry.person_ref, entry.about) == (
        ann.ref,
        ann.ref,
        f"forms.submission:{submission.pk}",
    )


def test_an_agent_hands_in_a_form_on_behalf_of_a_person(bob: Person, ann: Person) -> None:
    acting = helping(bob, ann)

    submission = submit(acting, complete(acting))

    assert (submission.person, submission.actor, submission.assistance) == (ann, bob, acting.assistance)
    event = goss.history_event(Entry.objects.get(kind="forms.submitted"))
    assert (event["event"], event["userId"], event["proxyUserId"]) == ("Form Submitted", ann.pk, bob.pk)
    assert event["formData"] == {
        "data": {"full_name": "Ann Example", "born": "1980-03-12", "plate": "AB12 CDE", "zones": ["a", "b"]},
        "formName": "permit",
        "formDefinitionType": "form",
        "typeName": "Parking permit",
    }
    assert event["description"] == (
        f"Bob Helper handed in Parking permit for Ann Example ({submission.reference})"
    )


def test_what_a_person_saved_an_agent_hands_in(ann: Person, bob: Person) -> None:
    """J3, one way."""
    begun = begin(Acting.alone(ann), published(), FIRST)
    acting = helping(bob, ann)

    (found,) = Draft.objects.of(acting).unfinished()
    submission = submit(acting, save(acting, found, 2, SECOND))

    assert (submission.draft, submission.person, submission.actor) == (begun, ann, bob)


def test_what_an_agent_saved_the_person_hands_in_alone(ann: Person, bob: Person) -> None:
    """J3, the other way: the second event has no proxy."""
    begin(helping(bob, ann), published(), FIRST)

    (found,) = Draft.objects.of(Acting.alone(ann)).unfinished()
    submission = submit(Acting.alone(ann), save(Acting.alone(ann), found, 2, SECOND))

    assert (submission.person, submission.actor, submission.assistance) == (ann, ann, None)
    assert submission.answers["full_name"]["by"]["name"] == "Bob Helper"
    event = goss.history_event(Entry.objects.get(kind="forms.submitted"))
    assert (event["userId"], event["proxyUserId"]) == (ann.pk, None)


def test_handing_in_twice_is_handing_in_once(ann: Person) -> None:
    draft = complete(Acting.alone(ann))

    first, second = submit(Acting.alone(ann), draft), submit(Acting.alone(ann), draft)

    assert first == second
    assert Entry.objects.filter(kind="forms.submitted").count() == 1


def test_what_is_missing_or_no_longer_fits_is_said_and_nothing_is_handed_in(ann: Person) -> None:
    definition = {
        "pages": [
            {
                "title": "A",
                "items": [
                    {"type": "date", "name": "day", "label": "Day", "required": True, "earliest": "today"},
                    {"type": "text", "name": "name", "label": "Name", "required": True},
                ],
            }
        ]
    }
    today = clock.now().strftime("%d/%m/%Y")
    acting = Acting.alone(ann)
    draft = begin(acting, published(definition=definition), {"day": today}, unfinished=True)

    with clock.moved(days=2), pytest.raises(Misfit) as misfit:
        submit(acting, draft)

    assert misfit.value.errors == {"day": "This must be today or later.", "name": "Answer this question."}
    assert not Submission.objects.exists()


def test_what_is_thrown_away_is_not_handed_in(ann: Person) -> None:
    draft = complete(Acting.alone(ann))
    discard(Acting.alone(ann), draft)

    with pytest.raises(Closed):
        submit(Acting.alone(ann), draft)


def test_nobody_hands_in_what_is_somebody_elses(ann: Person, ben: Person, bob: Person) -> None:
    draft = complete(Acting.alone(ann))

    for stranger in (Acting.alone(ben), Acting.alone(bob), helping(bob, ben)):
        with pytest.raises(Refused) as refusal:
            submit(stranger, draft)
        assert refusal.value.verdict.rule == "not-theirs"


def test_a_form_without_assistance_is_handed_in_by_the_agent_for_themselves(bob: Person, ann: Person) -> None:
    acting = helping(bob, ann)
    draft = save(acting, begin(acting, published(assist_enabled=False), FIRST), 2, SECOND)

    submission = submit(acting, draft)

    assert (submission.person, submission.actor, submission.assistance) == (bob, bob, None)
    assert list(Submission.objects.of(acting)) == []
    assert list(Submission.objects.of(Acting.alone(bob))) == [submission]


def test_a_person_keeps_sight_of_what_they_handed_in_before_the_form_was_switched_off_for_helpers(
    ann: Person, bob: Person
) -> None:
    acting = Acting.alone(ann)
    submission = submit(acting, complete(acting))
    submission.form.assist_enabled = False
    submission.form.save()

    assert list(Submission.objects.of(acting)) == [submission]
    assert list(Submission.objects.of(helping(bob, ann))) == []
