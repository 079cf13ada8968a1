"""J2 for forms: the actor's own groups decide, whoever is being helped (spec G5–G8)."""

from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.models import StaffGrant
from alongside.forms.actions import open_form
from alongside.forms.models import Form, FormVersion
from alongside.forms.tests.samples import published
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people.models import Group, Person, Tenant
from tests.cast import helping

pytestmark = pytest.mark.django_db


@pytest.fixture
def secured(hal: Person, bob: Person) -> None:
    """A form for HR, one for Bob's own team, one for everybody."""
    team = Group.objects.create(name="Contact centre", staff=True)
    team.members.add(bob, through_defaults={})
    published("absence", groups=[Group.objects.get(name="HR")])
    published("rota", groups=[team])
    published("permit")


def reached(acting: Acting) -> dict[str, bool]:
    """Which forms open; and the list must say the same."""
    opened = {slug: opens(acting, slug) for slug in ("absence", "rota", "permit")}
    listed = set(Form.objects.reachable_by(acting.actor).values_list("slug", flat=True))
    assert listed == {slug for slug in opened if opened[slug]}
    return opened


def opens(acting: Acting, slug: str) -> bool:
    try:
        return open_form(acting, slug).form.slug == slug
    except Refused as refusal:
        return refusal.verdict.rule != "secured-content"


def test_helping_opens_nothing_and_closes_nothing(secured: None, bob: Person, hal: Person) -> None:
    bobs = {"absence": False, "rota": True, "permit": True}
    assert reached(Acting.alone(bob)) == bobs
    assert reached(Acting.alone(hal)) == {"absence": True, "rota": False, "permit": True}

    grant_to_help_colleagues(bob, hal)

    assert reached(helping(bob, hal)) == bobs


def test_a_refusal_is_recorded_and_an_unknown_form_is_not_found(secured: None, bob: Person) -> None:
    with pytest.raises(Refused):
        open_form(Acting.alone(bob), "absence")
    with pytest.raises(FormVersion.DoesNotExist):
        open_form(Acting.alone(bob), "absences")

    assert Entry.objects.filter(kind="assisting.refused", actor_ref=bob.ref).count() == 1


def test_whoever_is_not_signed_in_sees_what_is_secured_to_nobody(secured: None, tenant: Tenant) -> None:
    assert [form.slug for form in Form.objects.reachable_by(None)] == ["permit"]


def grant_to_help_colleagues(agent: Person, by: Person) -> None:
    at = clock.now()
    StaffGrant.objects.create(
        agent=agent, granted_by=by, reason="Covers", valid_from=at, valid_until=at.replace(year=at.year + 1)
    )
