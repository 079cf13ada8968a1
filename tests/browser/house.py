"""What the journeys find in their tenant: forms, articles, a telephone number, an HR manager."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.forms import actions as forms
from alongside.knowledge import actions as knowledge
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.fields import STANDARD_FIELDS
from alongside.people.models import Group, Membership, Person, ProfileField, Tenant
from tests.cast import make_person

PERMIT = {
    "pages": [
        {
            "title": "The car",
            "items": [
                {"type": "text", "name": "plate", "label": "Registration number", "required": True},
                {"type": "integer", "name": "weeks", "label": "Weeks", "minimum": 1, "maximum": 52},
            ],
        },
        {
            "title": "The place",
            "items": [{"type": "text", "name": "street", "label": "Street", "required": True}],
        },
    ],
}
VARIABLES = ("SITEUSERID", "SITEUSERNAME", "PROXYUSERID", "PROXYUSERNAME")
WHOSE = {
    "pages": [
        {
            "title": "Whose form is this?",
            "items": [
                {"type": "information", "text": " ".join(f"{name}=<{{{name}}}>" for name in VARIABLES)},
                {"type": "text", "name": "remark", "label": "Remark"},
            ],
        }
    ],
}


@pytest.fixture
def house(tenant: Tenant) -> Tenant:
    """The tenant with what the journeys need."""
    rights = ["forms.publish", "knowledge.publish", "assisting.grant", "people.view_details"]
    editor = Acting.alone(make_person("Edda", "Editor", rights=rights))
    hr, staff = (Group.objects.create(name=name, staff=True) for name in ("HR", "Staff"))
    forms.publish(editor, slug="permit", title="Parking permit", definition=PERMIT)
    forms.publish(editor, slug="whose", title="Whose form", definition=WHOSE)
    forms.publish(editor, slug="own", title="Own form", definition=WHOSE, assist_enabled=False)
    knowledge.publish(editor, slug="salaries", title="Salaries", body="For HR only.", groups=[hr])
    knowledge.publish(editor, slug="rota", title="Staff rota", body="Who is on when.", groups=[staff])
    ProfileField.objects.bulk_create(
        ProfileField(name=one.name, label=one.label, type=one.type, searchable=one.searchable, position=place)
        for place, one in enumerate(STANDARD_FIELDS)
    )
    return tenant


@pytest.fixture
def caller(house: Tenant) -> Person:
    """Ann, who rings from 01632 960123."""
    registrar = make_person("Rita", "Registrar", rights=["people.register"])
    return people.register(
        Acting.alone(registrar),
        given_name="Ann",
        family_name="Example",
        email="ann@example.com",
        profile={"telephone": "01632 960123"},
        username="ann",
    )


@pytest.fixture
def manager(house: Tenant, bob: Person) -> Person:
    """Hal of HR, whom Bob may help by a grant, and Bob's own staff group."""
    hal = make_person("Hal", "Resources", rights=["console.enter", "people.personnel"])
    Membership.objects.create(group=Group.objects.get(name="HR"), person=hal)
    Membership.objects.create(group=Group.objects.get(name="Staff"), person=bob)
    editor = Person.objects.get(username="edda")
    until = clock.now() + timedelta(days=1)
    assisting.grant_to_assist_staff(Acting.alone(editor), bob, reason="Covers for the team", until=until)
    return hal
