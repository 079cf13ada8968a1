"""Small forms for the tests."""

from __future__ import annotations

from typing import Any

from alongside.assisting.acting import Acting
from alongside.forms.actions import publish
from alongside.forms.answers import Typed
from alongside.forms.models import Form, FormVersion
from alongside.people.models import Person
from tests.cast import make_person

PERMIT: dict[str, Any] = {
    "pages": [
        {
            "title": "About you",
            "items": [
                {"type": "information", "text": "You are asking as {SITEUSERNAME}."},
                {
                    "type": "text",
                    "name": "full_name",
                    "label": "Full name",
                    "required": True,
                    "default": "{SITEUSERNAME}",
                },
                {"type": "date_of_birth", "name": "born", "label": "Date of birth", "required": True},
            ],
        },
        {
            "title": "Your vehicle",
            "items": [
                {
                    "type": "text",
                    "name": "plate",
                    "label": "Registration number",
                    "required": True,
                    "max_length": 10,
                    "pattern": "[A-Z0-9 ]+",
                    "pattern_message": "Use capitals and digits, for example AB12 CDE.",
                },
                {
                    "type": "choices",
                    "name": "zones",
                    "label": "Zones",
                    "choices": [{"value": "a", "label": "Zone A"}, {"value": "b", "label": "Zone B"}],
                },
            ],
        },
    ],
    "confirmation": "Your permit comes by post.",
}
FIRST: dict[str, Typed] = {"full_name": "Ann Example", "born": "12/3/1980"}
SECOND: dict[str, Typed] = {"plate": "AB12 CDE", "zones": ["b", "a"]}


def staff() -> Acting:
    """Somebody who publishes forms."""
    fay = Person.objects.filter(username="fay").first()
    return Acting.alone(fay or make_person("Fay", "Forms", rights=["forms.publish"]))


def published(slug: str = "permit", **other: Any) -> FormVersion:
    """The form, in use."""
    settings: dict[str, Any] = {"title": "Parking permit", "definition": PERMIT} | other
    form: Form = publish(staff(), slug=slug, **settings)
    return FormVersion.objects.newest_of(form.slug).get(number=1)
