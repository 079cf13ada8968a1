"""The person one is helping is called from the band on top of every page."""

from __future__ import annotations

import pytest
from django.core import mail

from alongside.assisting.models import Assistance
from alongside.calls.models import Call, Invitation
from alongside.people import roles
from alongside.people.models import Person, Tenant
from alongside.portal.tests.doors import begin_to_help, text_of
from tests.cast import AGENT, make_person, sign_in

pytestmark = pytest.mark.django_db


def test_whoever_is_helped_is_called_by_their_address(tenant: Tenant, ann: Person) -> None:
    agent = make_person("Xara", "Helper", rights=[*AGENT, *roles.CALLS])
    client = sign_in(tenant, agent)
    pages = begin_to_help(client, ann)
    assert "Video call with Ann Example" in text_of(client.get(f"{pages}/"))
    assistance = Assistance.objects.open().get()
    answer = client.post(f"/console/live/helping/{assistance.pk}/")
    assert (answer.status_code, "was sent to ann@example.com" in text_of(answer)) == (200, True)
    call = Call.objects.get()
    assert (call.title, call.organiser_id) == ("Help for Ann Example", agent.pk)
    assert Invitation.objects.get(call=call).guest_name == "Ann Example"
    assert [one.to for one in mail.outbox] == [["ann@example.com"]]


def test_nobody_is_called_in_a_sitting_that_is_anothers(tenant: Tenant, ann: Person, bob: Person) -> None:
    begin_to_help(sign_in(tenant, bob), ann)
    assistance = Assistance.objects.open().get()
    other = sign_in(tenant, make_person("Xara", "Helper", rights=[*AGENT, *roles.CALLS]))
    assert other.post(f"/console/live/helping/{assistance.pk}/").status_code == 404
    assert sign_in(tenant, bob).post(f"/console/live/helping/{assistance.pk}/").status_code == 404
    assert not Call.objects.exists()
