"""One form on two screens: whoever helps sees and points, the person answers and hands in."""

from __future__ import annotations

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.forms.actions import begin, save
from alongside.forms.models import Draft, Side
from alongside.forms.tests.samples import FIRST, SECOND, published
from alongside.history.models import Entry
from alongside.people.models import Person, Tenant
from alongside.portal.tests.doors import begin_to_help, text_of
from tests.cast import make_person
from tests.council import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(ann: Person) -> Draft:
    return begin(Acting.alone(ann), published(), FIRST)


@pytest.fixture
def helping(bob: Person, ann: Person) -> tuple[Client, str]:
    """Bob's browser, while he helps Ann, and where."""
    client = browser_of(bob)
    return client, begin_to_help(client, ann)


def test_the_person_keeps_the_keys_and_whoever_helps_sees_and_points(
    draft: Draft, ann: Person, helping: tuple[Client, str]
) -> None:
    bobs, mount = helping
    anns, path = browser_of(ann), f"/forms/permit/drafts/{draft.pk}/"
    page, sides = f"{path}pages/2/", f"{mount}{path}side/"
    assert 'data-open="no"' in anns.get(page).content.decode()  # somebody helps, and looks elsewhere
    assert anns.get(f"{path}side/standing/").status_code == 403
    assert "Fill it in side by side" in text_of(bobs.get(mount + page))
    assert bobs.post(sides)["Location"] == sides
    assert anns.post(f"{path}side/page/", {"page": "1"}).status_code == 204
    seen = text_of(bobs.get(sides))
    assert ("They have “About you” open" in seen, "Ann Example" in seen, "Point at it" in seen) == (True,) * 3
    # He points, and she sees it on whatever page she is.
    before = anns.get(f"{path}side/standing/").json()["version"]
    bobs.post(f"{sides}pointing/", {"question": "born"})
    assert bobs.post(f"{sides}pointing/", {"question": "nothing"}).status_code == 404
    assert anns.get(f"{path}side/standing/").json()["version"] != before
    assert "Bob Helper points at: Date of birth" in text_of(anns.get(page))
    # What she types is kept, as hers, and he sees it.
    kept = anns.post(page, {"plate": "ab", "then": "keep", "drawn-questions": ["plate"]})
    assert kept.status_code == 204
    anns.post(f"{path}side/page/", {"page": "2"})
    seen = text_of(bobs.get(f"{sides}now/"))
    assert ("ab" in seen, "Use capitals and digits" in seen) == (True, True)
    # Either ends it; nobody else comes near it.
    eve = browser_of(make_person("Eve", "Else"))
    assert {eve.get(f"{path}side/{one}").status_code for one in ("now/", "standing/", "")} == {404}
    assert anns.get(f"{path}side/").status_code == 404
    anns.post(f"{path}side/end/")
    assert not Side.objects.exists()
    assert bobs.get(f"{sides}now/").status_code == 205
    told = Entry.objects.of_kinds("forms.side_begun", "forms.pointed_at", "forms.side_ended")
    assert told.count() == 3


def test_only_the_person_hands_in_where_the_tenant_says_so(
    draft: Draft, ann: Person, helping: tuple[Client, str], tenant: Tenant
) -> None:
    save(Acting.alone(ann), draft, 2, SECOND)
    tenant.options = {"forms": {"person_hands_in": True}}
    tenant.save()
    bobs, mount = helping
    summary = f"/forms/permit/drafts/{draft.pk}/pages/summary/"
    answer = bobs.post(mount + summary)
    assert (answer.status_code, "Ann Example hands this in." in text_of(answer)) == (409, True)
    assert browser_of(ann).post(summary).status_code == 303
    assert Draft.objects.get().handed_in_at is not None
