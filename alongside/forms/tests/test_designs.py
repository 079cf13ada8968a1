"""Working copies: begun, changed step by step, undone, published."""

from __future__ import annotations

from typing import Any

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.forms import actions as forms
from alongside.forms import designing
from alongside.forms.actions.designing import begin_design, edit, new_design, publish_design
from alongside.forms.models import Design, DesignStep, Form, FormVersion
from alongside.forms.schema import BadDefinition
from alongside.forms.tests.samples import FIRST, PERMIT, published
from alongside.history.models import Entry
from alongside.people.checking import Misfit
from alongside.people.models import Group, Person, Tenant
from tests.cast import helping, make_person

pytestmark = pytest.mark.django_db

QUESTION = {"type": "text", "name": "colour", "label": "Colour"}


@pytest.fixture
def dora(tenant: Tenant) -> Acting:
    """Who designs forms."""
    return Acting.alone(make_person("Dora", "Designer", rights=["forms.design", "forms.publish"]))


def page(design: Design, index: int = 0) -> str:
    fresh: Any = Design.objects.get(pk=design.pk)
    return str(fresh.sketch["pages"][index]["id"])


def told() -> list[str]:
    entries = Entry.objects.of_kinds("forms.designed").order_by("number")
    return [entry.open().data["change"] for entry in entries]


def test_a_form_is_made_step_by_step_and_published(dora: Acting) -> None:
    design = new_design(dora, title="Skip for rubble")
    edit(dora, design, designing.add_item(page(design), QUESTION))
    design.refresh_from_db()

    form = publish_design(dora, design, revision=design.revision, change="The first one")

    version = FormVersion.objects.get(form=form)
    assert (form.slug, version.number, version.change) == ("skip-for-rubble", 1, "The first one")
    assert version.publisher_id == dora.actor.id
    assert version.definition == {"pages": [{"title": "First page", "items": [QUESTION]}]}
    assert (Design.objects.count(), DesignStep.objects.count()) == (0, 0)
    assert told() == ["made the form", "added Colour to First page"]


def test_a_form_in_use_is_changed_in_a_copy_that_nobody_sees(dora: Acting) -> None:
    version = published()
    design = begin_design(dora, version.form)
    assert begin_design(dora, version.form) == design
    assert designing.definition_of(design.sketch) == PERMIT
    edit(dora, design, designing.remove(page(design, 1)))

    assert [one.number for one in FormVersion.objects.newest_of("permit")] == [1]
    assert forms.open_form(dora, "permit") == version
    publish_design(dora, design, revision=2, change="Nothing about the vehicle")
    assert [one.number for one in FormVersion.objects.newest_of("permit")] == [2, 1]


def test_every_step_is_undone_and_done_again(dora: Acting) -> None:
    design = new_design(dora, title="Skip")
    edit(dora, design, designing.add_page("Second"))
    forms.settle(dora, Design.objects.get(), {"title": "A skip"})

    assert forms.step_back(dora, Design.objects.get()) == "changed the settings"
    assert Design.objects.get().title == "Skip"
    assert forms.step_back(dora, Design.objects.get()) == "added the page Second"
    assert forms.step_back(dora, Design.objects.get()) == ""
    assert len(Design.objects.get().sketch["pages"]) == 1
    assert forms.step_forward(dora, Design.objects.get()) == "added the page Second"
    edit(dora, design, designing.add_page("Third"))
    assert forms.step_forward(dora, Design.objects.get()) == ""
    assert [one["title"] for one in Design.objects.get().sketch["pages"]] == ["First page", "Second", "Third"]
    assert Design.objects.get().revision == 7


def test_two_designers_at_once_lose_nothing(dora: Acting) -> None:
    other = Acting.alone(make_person("Dan", "Designer", rights=["forms.design", "forms.publish"]))
    design = new_design(dora, title="Skip")
    seen_by_dora, seen_by_dan = Design.objects.get(), Design.objects.get()
    edit(dora, seen_by_dora, designing.add_page("Dora’s"))
    edit(other, seen_by_dan, designing.add_page("Dan’s"))

    assert [one["title"] for one in Design.objects.get().sketch["pages"]] == ["First page", "Dora’s", "Dan’s"]
    with pytest.raises(forms.Overtaken):
        publish_design(dora, design, revision=2, change="")
    was = forms.settings_print(design)
    forms.settle(other, design, {"summary": "For rubble"}, was=was)
    with pytest.raises(forms.Overtaken):
        forms.settle(dora, design, {"summary": "For wood"}, was=was)


def test_what_is_not_in_order_is_kept_but_not_published(dora: Acting) -> None:
    design = new_design(dora, title="Skip")
    with pytest.raises(BadDefinition) as bad:
        publish_design(dora, design, revision=1, change="")
    assert bad.value.problems == ["pages[0].items: is empty."]
    assert Design.objects.get() == design


def test_a_working_copy_is_thrown_away(dora: Acting) -> None:
    version = published()
    forms.discard_design(dora, begin_design(dora, version.form))
    assert not Design.objects.exists()
    assert Entry.objects.of_kinds("forms.design_discarded").exists()
    with pytest.raises(designing.Missing):
        edit(dora, Design(pk=7, slug="permit"), designing.add_page("Late"))


def test_settings_are_published_with_the_form(dora: Acting) -> None:
    staff = Group.objects.create(name="Permits", staff=True)
    design = begin_design(dora, published().form)
    forms.settle(dora, design, {"staff": [staff.pk], "sensitive": True, "title": " Permit "})
    form = publish_design(dora, design, revision=2, change="")
    assert ([*form.staff.all()], form.sensitive, form.title) == ([staff], True, "Permit")


def test_names_that_cannot_be_are_refused(dora: Acting) -> None:
    published()
    for title, slug, field in (("", "", "title"), ("Skip", "no slug!", "slug"), ("Permit", "permit", "slug")):
        with pytest.raises(Misfit) as misfit:
            new_design(dora, title=title, slug=slug)
        assert list(misfit.value.errors) == [field]
    assert not Design.objects.exists()


def test_a_retired_form_is_begun_by_nobody_but_what_was_begun_goes_on(dora: Acting, ann: Person) -> None:
    version = published()
    draft = forms.begin(Acting.alone(ann), version, FIRST)
    forms.retire_form(dora, version.form)

    with pytest.raises(FormVersion.DoesNotExist):
        forms.open_form(Acting.alone(ann), "permit")
    assert not Form.objects.reachable_by(ann).in_use().exists()
    assert forms.save(Acting.alone(ann), draft, 1, FIRST)
    forms.return_form(dora, version.form)
    assert forms.open_form(Acting.alone(ann), "permit") == version
    assert Entry.objects.of_kinds("forms.retired", "forms.returned").count() == 2


def test_nobody_designs_by_helping_somebody_who_does(dora: Acting, bob: Person, ann: Person) -> None:
    for acting in (Acting.alone(bob), helping(bob, ann)):
        with pytest.raises(Refused) as refused:
            new_design(acting, title="Skip")
        assert refused.value.verdict.rule == "right-missing"
