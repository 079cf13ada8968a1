from __future__ import annotations

import uuid

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.actions import start, stop
from alongside.forms.actions import begin, discard
from alongside.forms.models import Draft
from alongside.forms.tests.samples import FIRST, published
from alongside.history.models import Entry
from alongside.lib import ids
from alongside.people.checking import Misfit
from alongside.people.models import Group, Person
from tests.cast import helping

pytestmark = pytest.mark.django_db


def test_a_person_begins_a_form(ann: Person) -> None:
    draft = begin(Acting.alone(ann), published(), FIRST)

    assert (draft.person, draft.page, draft.assistance) == (ann, 2, None)
    assert draft.answers["born"]["value"] == "1980-03-12"
    assert draft.answers["born"]["by"] == {"ref": str(ann.ref), "name": "Ann Example"}
    entry = Entry.objects.get(kind="forms.saved")
    assert (entry.actor_ref, entry.person_ref, entry.about) == (ann.ref, ann.ref, f"forms.draft:{draft.pk}")


def test_an_agent_begins_a_form_for_a_person(bob: Person, ann: Person) -> None:
    acting = helping(bob, ann)

    draft = begin(acting, published(), FIRST)

    assert (draft.person, draft.assistance) == (ann, acting.assistance)
    assert draft.answers["full_name"]["by"]["name"] == "Bob Helper"
    entry = Entry.objects.get(kind="forms.saved")
    assert (entry.actor_ref, entry.person_ref) == (bob.ref, ann.ref)
    assert acting.assistance is not None
    assert entry.assistance_id == acting.assistance.pk


def test_a_page_that_is_sent_twice_begins_one_draft(ann: Person) -> None:
    version, number = published(), ids.random_id()

    first = begin(Acting.alone(ann), version, FIRST, draft_id=number)
    second = begin(Acting.alone(ann), version, FIRST | {"full_name": "Ann E."}, draft_id=number)

    assert (first.pk, second.pk) == (number, number)
    assert Draft.objects.get().answers["full_name"]["value"] == "Ann E."


def test_an_id_that_is_somebody_elses_begins_another_draft(ann: Person, ben: Person) -> None:
    version = published()
    anns = begin(Acting.alone(ann), version, FIRST)

    bens = begin(Acting.alone(ben), version, FIRST, draft_id=anns.pk)

    assert bens.pk != anns.pk
    assert (bens.person, Draft.objects.get(pk=anns.pk).person) == (ben, ann)


def test_an_id_that_was_thrown_away_begins_another_draft(ann: Person) -> None:
    version = published()
    first = begin(Acting.alone(ann), version, FIRST)
    discard(Acting.alone(ann), first)

    assert begin(Acting.alone(ann), version, FIRST, draft_id=first.pk).pk != first.pk


def test_what_does_not_fit_begins_nothing(ann: Person) -> None:
    with pytest.raises(Misfit) as misfit:
        begin(Acting.alone(ann), published(), {"full_name": "", "born": "31/2/1980"})

    assert misfit.value.errors == {
        "full_name": "Answer this question.",
        "born": "Enter a day, month and year that exist, for example 27 3 1984.",
    }
    assert not Draft.objects.exists()
    assert not Entry.objects.filter(kind="forms.saved").exists()


def test_a_secured_form_stays_closed_to_whoever_helps_somebody_it_is_open_to(
    bob: Person, ann: Person
) -> None:
    carers = Group.objects.create(name="Carers")
    carers.members.add(ann, through_defaults={})
    version = published(groups=[carers])

    assert begin(Acting.alone(ann), version, FIRST).person == ann
    with pytest.raises(Refused) as refusal:
        begin(helping(bob, ann), version, FIRST)
    assert refusal.value.verdict.rule == "secured-content"
    assert Entry.objects.filter(kind="assisting.refused", actor_ref=bob.ref).count() == 1


def test_a_form_without_assistance_is_begun_for_the_agent(bob: Person, ann: Person) -> None:
    draft = begin(helping(bob, ann), published(assist_enabled=False), FIRST)

    assert (draft.person, draft.assistance) == (bob, None)
    entry = Entry.objects.get(kind="forms.saved")
    assert (entry.actor_ref, entry.person_ref, entry.assistance_id) == (bob.ref, bob.ref, None)


def test_what_is_begun_for_the_anonymous_user_belongs_to_the_sitting(bob: Person, anonymous: Person) -> None:
    acting = helping(bob, anonymous)
    draft = begin(acting, published(), FIRST)
    assert list(Draft.objects.of(acting)) == [draft]

    assert acting.assistance is not None
    stop(acting, acting.assistance)
    later = Acting(bob, anonymous, start(Acting.alone(bob), anonymous))

    assert list(Draft.objects.of(later)) == []
    with pytest.raises(Refused) as refusal:
        discard(later, draft)
    assert refusal.value.verdict.rule == "not-theirs"


def test_an_unknown_id_is_taken_as_it_is(ann: Person) -> None:
    number = uuid.uuid4()

    assert begin(Acting.alone(ann), published(), FIRST, draft_id=number).pk == number
