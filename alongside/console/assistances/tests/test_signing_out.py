from __future__ import annotations

import pytest
from django.test import Client

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.assisting.models import EndReason
from alongside.console.assistances.tests.doors import begin
from alongside.interactions import actions as recording
from alongside.people.models import Person, Tenant
from tests.cast import make_person, sign_in

pytestmark = pytest.mark.django_db


def sign_out(client: Client) -> None:
    assert client.post("/accounts/logout/").status_code == 302


def test_signing_out_ends_helping_and_the_contact_goes_on_without_a_person(
    tenant: Tenant, bob: Person, ann: Person
) -> None:
    bobs = sign_in(tenant, bob)
    assistance = begin(bobs, ann)
    contact = recording.begin(Acting.alone(bob), channel="phone", service="benefits")

    sign_out(bobs)

    assistance.refresh_from_db()
    contact.refresh_from_db()
    assert (assistance.end_reason, contact.person, contact.is_running) == (EndReason.SIGNED_OUT, None, True)


def test_the_agents_other_sign_in_goes_on(tenant: Tenant, bob: Person, ann: Person) -> None:
    desk, tablet = sign_in(tenant, bob), sign_in(tenant, bob)
    tablet.get("/console/")
    assistance = begin(desk, ann)

    sign_out(tablet)

    assert desk.get(f"/for/{assistance.pk}/").status_code == 200


def test_a_colleagues_sign_in_goes_on(tenant: Tenant, bob: Person, ann: Person, ben: Person) -> None:
    colleague = make_person("Cat", "Colleague", rights=["console.enter", "assisting.assist"])
    helped = assisting.start(Acting.alone(colleague), ben)
    bobs = sign_in(tenant, bob)
    begin(bobs, ann)

    sign_out(bobs)

    helped.refresh_from_db()
    assert helped.is_open
