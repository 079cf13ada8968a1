from __future__ import annotations

import copy

import pytest
from django.core.exceptions import ValidationError

from alongside.assisting.acting import Acting, Refused
from alongside.forms.actions import begin, publish
from alongside.forms.models import Form, FormVersion
from alongside.forms.schema import BadDefinition
from alongside.forms.tests.samples import FIRST, PERMIT, published, staff
from alongside.history.models import Entry
from alongside.people.models import Group, Person, Tenant
from tests.cast import helping

pytestmark = pytest.mark.django_db


def test_a_form_is_put_into_use(tenant: Tenant) -> None:
    acting = staff()

    form = publish(acting, slug="permit", title="Parking permit", summary="For a year", definition=PERMIT)

    assert (form.title, form.summary, form.assist_enabled) == ("Parking permit", "For a year", True)
    assert FormVersion.objects.get(form=form).definition == PERMIT
    entry = Entry.objects.get(kind="forms.published")
    assert (entry.actor_ref, entry.private) == (acting.actor.ref, True)


def test_what_asks_something_else_is_a_new_version_and_drafts_keep_theirs(ann: Person) -> None:
    acting, changed = staff(), copy.deepcopy(PERMIT)
    changed["pages"].pop()
    publish(acting, slug="permit", title="Permit", definition=PERMIT)
    draft = begin(Acting.alone(ann), FormVersion.objects.get(), FIRST)

    publish(acting, slug="permit", title="Permit", definition=changed)
    publish(acting, slug="permit", title="Permit for parking", definition=changed)

    assert [version.number for version in FormVersion.objects.newest_of("permit")] == [2, 1]
    assert (Form.objects.get().title, draft.version.number) == ("Permit for parking", 1)


def test_groups_replace_the_groups_before(tenant: Tenant) -> None:
    carers, drivers = (Group.objects.create(name=name) for name in ("Carers", "Drivers"))
    acting = staff()

    publish(acting, slug="permit", title="Permit", definition=PERMIT, groups=[carers])
    form = publish(acting, slug="permit", title="Permit", definition=PERMIT, groups=[drivers, drivers])

    assert list(form.groups.all()) == [drivers]


def test_whoever_may_not_publish_publishes_nothing_not_even_by_helping_somebody_who_may(
    bob: Person, ann: Person
) -> None:
    with pytest.raises(Refused) as refusal:
        publish(helping(bob, ann), slug="permit", title="Permit", definition=PERMIT)

    assert refusal.value.verdict.rule == "right-missing"
    assert not Form.objects.exists()


def test_a_bad_definition_changes_nothing(tenant: Tenant) -> None:
    version = published()

    with pytest.raises(BadDefinition):
        published(definition={"pages": []})
    with pytest.raises(ValidationError):
        publish(staff(), slug="no slug!", title="Permit", definition=PERMIT)

    assert FormVersion.objects.get() == version
