from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.forms.actions import Closed, begin, discard, save, submit
from alongside.forms.models import Draft
from alongside.forms.tests.samples import FIRST, SECOND, published
from alongside.history.models import Entry
from alongside.people.models import Person
from tests.cast import helping

pytestmark = pytest.mark.django_db


def test_what_was_typed_is_gone(ann: Person) -> None:
    draft = begin(Acting.alone(ann), published(), FIRST)

    discard(Acting.alone(ann), draft)

    draft.refresh_from_db()
    assert draft.answers == {}
    assert not Draft.objects.of(Acting.alone(ann)).unfinished().exists()
    assert Entry.objects.get(kind="forms.discarded").about == f"forms.draft:{draft.pk}"


def test_an_agent_throws_away_for_a_person(ann: Person, bob: Person) -> None:
    draft = begin(Acting.alone(ann), published(), FIRST)

    discard(helping(bob, ann), draft)

    entry = Entry.objects.get(kind="forms.discarded")
    assert (entry.actor_ref, entry.person_ref) == (bob.ref, ann.ref)


def test_twice_is_once(ann: Person) -> None:
    draft = begin(Acting.alone(ann), published(), FIRST)

    discard(Acting.alone(ann), draft)
    discard(Acting.alone(ann), draft)

    assert Entry.objects.filter(kind="forms.discarded").count() == 1


def test_what_was_handed_in_stays(ann: Person) -> None:
    acting = Acting.alone(ann)
    draft = save(acting, begin(acting, published(), FIRST), 2, SECOND)
    submission = submit(acting, draft)

    with pytest.raises(Closed):
        discard(acting, draft)

    submission.refresh_from_db()
    assert submission.answers["plate"]["value"] == "AB12 CDE"


def test_nobody_throws_away_what_is_somebody_elses(ann: Person, ben: Person) -> None:
    draft = begin(Acting.alone(ann), published(), FIRST)

    with pytest.raises(Refused):
        discard(Acting.alone(ben), draft)
