"""A form that changed while somebody filled it in."""

from __future__ import annotations

import pytest
from django.test import Client

from alongside.forms.models import Draft
from alongside.forms.tests.samples import FIRST, SECOND, published
from alongside.forms.tests.test_carry_over import publish_again
from alongside.people.models import Person
from alongside.portal.tests.doors import begin_to_help, text_of
from tests.council import browser_of

pytestmark = pytest.mark.django_db


def begun(client: Client, start: str) -> str:
    """A draft with both pages; where its pages are."""
    client.post(f"{start}/forms/permit/", FIRST)
    pages = f"{start}/forms/permit/drafts/{Draft.objects.get().pk}/"
    client.post(f"{pages}pages/2/", SECOND)
    return pages


@pytest.mark.parametrize("helped", [False, True], ids=["alone", "for somebody"])
def test_one_goes_on_with_the_new_form_and_sees_what_did_not_come_along(
    ann: Person, bob: Person, helped: bool
) -> None:
    published()
    client = browser_of(bob if helped else ann)
    pages = begun(client, begin_to_help(client, ann) if helped else "")
    assert "This form has changed" not in text_of(client.get(f"{pages}pages/2/"))
    publish_again()
    for place in ("pages/2/", "pages/summary/"):
        assert "Go on with the new form" in text_of(client.get(f"{pages}{place}"))
    answer = client.post(f"{pages}version/")
    assert (answer.status_code, answer["Location"]) == (303, f"{pages}pages/1/")
    said = text_of(client.get(f"{pages}pages/summary/"))
    assert "Zones Zone A Zone B" in said
    assert "Colour" in said
    assert "This form has changed" not in said


def test_what_was_handed_in_or_is_somebody_elses_has_no_other_version(ann: Person, eve: Person) -> None:
    published()
    client = browser_of(ann)
    pages = begun(client, "")
    publish_again()
    assert browser_of(eve).post(f"{pages}version/").status_code == 404
    client.post(f"{pages}pages/summary/")
    assert "/requests/" in client.post(f"{pages}version/")["Location"]
