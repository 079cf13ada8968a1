from __future__ import annotations

from datetime import timedelta

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.actions import stop
from alongside.forms.actions import Closed, begin, discard, save, submit
from alongside.forms.models import Draft
from alongside.forms.tests.samples import FIRST, SECOND, published
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people.checking import Misfit
from alongside.people.models import Group, Membership, Person
from tests.cast import helping

pytestmark = pytest.mark.django_db


def test_a_page_is_saved(ann: Person) -> None:
    draft = begin(Acting.alone(ann), published(), FIRST)

    with clock.moved(hours=1):
        saved = save(Acting.alone(ann), draft, 2, SECOND)

    assert (saved.pk, saved.page) == (draft.pk, 3)
    assert saved.saved_at - draft.saved_at >= timedelta(hours=1)
    assert saved.answers["zones"]["value"] == ["a", "b"]
    assert Entry.objects.filter(kind="forms.saved", about=f"forms.draft:{draft.pk}").count() == 2


def test_what_does_not_fit_changes_nothing(ann: Person) -> None:
    draft = begin(Acting.alone(ann), published(), FIRST)

    with pytest.raises(Misfit) as misfit:
        save(Acting.alone(ann), draft, 2, {"plate": "ab12", "zones": ["z"]})

    assert misfit.value.errors == {
        "plate": "Use capitals and digits, for example AB12 CDE.",
        "zones": "Choose only from the list.",
    }
    assert set(Draft.objects.get().answers) == {"full_name", "born"}


def test_what_is_left_unfinished_is_kept_as_it_was_typed(ann: Person) -> None:
    draft = begin(Acting.alone(ann), published(), FIRST)

    saved = save(Acting.alone(ann), draft, 2, {"plate": "ab12", "zones": ["a"]}, unfinished=True)

    assert (saved.page, saved.answers["plate"]["typed"], saved.answers["zones"]["value"]) == (
        2,
        "ab12",
        ["a"],
    )
    with pytest.raises(Misfit):
        submit(Acting.alone(ann), saved)


def test_what_is_longer_than_anybody_types_is_refused_even_so(ann: Person) -> None:
    draft = begin(Acting.alone(ann), published(), FIRST)

    with pytest.raises(Misfit) as misfit:
        save(Acting.alone(ann), draft, 2, {"plate": "A" * 60_000}, unfinished=True)

    assert misfit.value.errors == {"plate": "Use at most 50000 characters."}


def test_answers_keep_their_authors_across_people(ann: Person, bob: Person) -> None:
    draft = begin(Acting.alone(ann), published(), FIRST)

    saved = save(helping(bob, ann), draft, 1, FIRST | {"born": "13/3/1980"})

    assert {name: answer["by"]["name"] for name, answer in saved.answers.items()} == {
        "full_name": "Ann Example",
        "born": "Bob Helper",
    }
    assert saved.saved_by == "Bob Helper"


def test_two_tabs_do_not_undo_each_other(ann: Person) -> None:
    draft = begin(Acting.alone(ann), published(), FIRST)
    as_another_tab_has_it = Draft.objects.with_version().get(pk=draft.pk)

    save(Acting.alone(ann), draft, 2, SECOND)
    saved = save(Acting.alone(ann), as_another_tab_has_it, 1, FIRST | {"full_name": "Ann E."})

    assert (saved.answers["full_name"]["value"], saved.answers["plate"]["value"]) == ("Ann E.", "AB12 CDE")
    assert saved.page == 3  # going back to a page does not lose the place


def test_somebody_elses_draft_is_not_saved(ann: Person, ben: Person, bob: Person) -> None:
    draft = begin(Acting.alone(ann), published(), FIRST)

    for stranger in (Acting.alone(ben), Acting.alone(bob), helping(bob, ben)):
        with pytest.raises(Refused) as refusal:
            save(stranger, draft, 1, FIRST)
        assert refusal.value.verdict.rule == "not-theirs"


def test_an_assistance_that_has_ended_saves_nothing(ann: Person, bob: Person) -> None:
    draft = begin(Acting.alone(ann), published(), FIRST)
    acting = helping(bob, ann)
    assert acting.assistance is not None
    stop(acting, acting.assistance)

    with pytest.raises(Refused) as refusal:
        save(acting, draft, 1, FIRST)

    assert refusal.value.verdict.rule == "assistance-ended"


def test_whoever_left_the_group_reaches_the_draft_no_longer(ann: Person) -> None:
    carers = Group.objects.create(name="Carers")
    carers.members.add(ann, through_defaults={})
    draft = begin(Acting.alone(ann), published(groups=[carers]), FIRST)
    Membership.objects.all().delete()
    ann = Person.objects.get(pk=ann.pk)

    with pytest.raises(Refused) as refusal:
        save(Acting.alone(ann), draft, 1, FIRST)

    assert refusal.value.verdict.rule == "secured-content"
    assert list(Draft.objects.of(Acting.alone(ann))) == []


def test_what_is_closed_is_not_saved(ann: Person) -> None:
    version = published()
    handed_in = save(Acting.alone(ann), begin(Acting.alone(ann), version, FIRST), 2, SECOND)
    submit(Acting.alone(ann), handed_in)
    discarded = begin(Acting.alone(ann), version, FIRST)
    discard(Acting.alone(ann), discarded)

    for draft in (handed_in, discarded):
        with pytest.raises(Closed):
            save(Acting.alone(ann), draft, 1, FIRST)
