"""For whom a form is filled in: J2, J3 and J8 on the pages."""

from __future__ import annotations

import re

import pytest

from alongside.forms import examples
from alongside.forms.models import Draft, Submission
from alongside.forms.tests.samples import FIRST, SECOND, published, staff
from alongside.history import goss
from alongside.history.models import Entry
from alongside.people.models import Group, Person
from alongside.portal.tests.doors import begin_to_help, text_of
from tests.council import browser_of

pytestmark = pytest.mark.django_db


def proxies(kind: str) -> list[tuple[object, object]]:
    """User and proxy of each event of a kind, as GOSS names them."""
    events = [goss.history_event(entry) for entry in Entry.objects.of_kinds(kind).oldest_first()]
    return [(event["userId"], event["proxyUserId"]) for event in events]


def continued(page: str) -> str:
    """Where My Account leads to carry on."""
    (address,) = re.findall(r'href="([^"]*/drafts/[^"]*/pages/[^"]*)"', page)
    return str(address)


def test_what_a_person_saved_an_agent_finishes(ann: Person, bob: Person) -> None:
    published()
    browser_of(ann).post("/forms/permit/", FIRST | {"then": "later"})
    bobs = browser_of(bob)
    start = begin_to_help(bobs, ann)

    page = continued(bobs.get(f"{start}/account/").content.decode())
    assert bobs.post(page, FIRST).status_code == 303
    summary = bobs.post(page.replace("/1/", "/2/"), SECOND)["Location"]
    assert "answered by Bob Helper" in text_of(bobs.get(summary))
    done = bobs.post(summary)

    assert done["Location"] == f"{start}/requests/{Submission.objects.get().pk}/"
    assert proxies("forms.saved") == [(ann.pk, None), (ann.pk, bob.pk), (ann.pk, bob.pk)]
    assert proxies("forms.submitted") == [(ann.pk, bob.pk)]


def test_what_an_agent_saved_the_person_finishes_alone(ann: Person, bob: Person) -> None:
    published()
    bobs = browser_of(bob)
    bobs.post(f"{begin_to_help(bobs, ann)}/forms/permit/", FIRST | {"then": "later"})
    anns = browser_of(ann)

    account = anns.get("/account/")
    assert "saved just now by Bob Helper" in text_of(account)
    page = continued(account.content.decode())
    anns.post(page, FIRST)
    anns.post(anns.post(page.replace("/1/", "/2/"), SECOND)["Location"])

    assert proxies("forms.submitted") == [(ann.pk, None)]


def facts(page: str) -> dict[str, str]:
    """The four variables as the page shows them."""
    return dict(re.findall(r"<dt>((?:SITE|PROXY)USER\w+)</dt><dd>([^<]*)</dd>", page))


def test_the_form_context_on_the_page(ann: Person, bob: Person) -> None:
    for name in ("form-context", "form-context-alone"):
        examples.publish(staff(), name)
    bobs = browser_of(bob)
    start = begin_to_help(bobs, ann)
    alone = {
        "SITEUSERID": str(bob.pk),
        "SITEUSERNAME": "Bob Helper",
        "PROXYUSERID": "",
        "PROXYUSERNAME": "",
    }
    helping = {
        "SITEUSERID": str(ann.pk),
        "SITEUSERNAME": "Ann Example",
        "PROXYUSERID": str(bob.pk),
        "PROXYUSERNAME": "Bob Helper",
    }

    addresses = (f"{start}/forms/form-context/", "/forms/form-context/", f"{start}/forms/form-context-alone/")
    pages = [bobs.get(address).content.decode() for address in addresses]

    assert [facts(page) for page in pages] == [helping, alone, alone]
    filled_in = [re.findall(r'name="(?:site|proxy)_user"(?: value="([^"]*)")?', page) for page in pages]
    assert filled_in == [["Ann Example", "Bob Helper"], ["Bob Helper", ""], ["Bob Helper", ""]]


def test_a_form_without_assistance_says_so_and_belongs_to_the_agent(ann: Person, bob: Person) -> None:
    published(assist_enabled=False)
    bobs = browser_of(bob)
    start = begin_to_help(bobs, ann)

    page = text_of(bobs.get(f"{start}/forms/permit/"))
    assert "This form is not filled in for somebody else." in page
    assert "What you enter here is yours, Bob Helper; nothing of it is recorded for Ann Example." in page
    assert "This page is your own: what you do here is done as yourself, not for Ann Example." in page

    second = bobs.post(f"{start}/forms/permit/", FIRST)["Location"]
    summary = bobs.post(second, SECOND)["Location"]
    done = bobs.post(summary)["Location"]

    submission = Submission.objects.get()
    assert (submission.person, submission.actor) == (bob, bob)
    assert done == f"/requests/{submission.pk}/"
    assert bobs.get(done).status_code == 200
    assert bobs.get(f"{start}{done}").status_code == 404
    assert proxies("forms.submitted") == [(bob.pk, None)]


def test_a_secured_form_stays_closed_while_helping_somebody_it_is_open_to(ann: Person, bob: Person) -> None:
    carers = Group.objects.create(name="Carers")
    carers.members.add(ann, through_defaults={})
    published(groups=[carers], title="For carers")
    anns, bobs = browser_of(ann), browser_of(bob)
    anns.post("/forms/permit/", FIRST | {"then": "later"})
    start = begin_to_help(bobs, ann)

    assert anns.get("/forms/permit/").status_code == 200
    secured, unknown = (bobs.get(f"{start}/forms/{slug}/") for slug in ("permit", "permits"))
    assert (secured.status_code, unknown.status_code) == (404, 404)
    assert text_of(secured) == text_of(unknown)
    assert bobs.post(f"{start}/forms/permit/", FIRST).status_code == 404
    for page in ("/", "/forms/", "/account/"):
        assert "For carers" in text_of(anns.get(page))
        assert "For carers" not in text_of(bobs.get(f"{start}{page}"))
    assert bobs.get(f"{start}/forms/permit/drafts/{Draft.objects.get().pk}/pages/1/").status_code == 404


def test_what_is_begun_for_the_anonymous_user_belongs_to_the_sitting(bob: Person, anonymous: Person) -> None:
    published()
    bobs = browser_of(bob)
    page = bobs.post(f"{begin_to_help(bobs, anonymous)}/forms/permit/", FIRST)["Location"]
    assert bobs.get(page).status_code == 200
    bobs.post(f"/console/assistances/{page.split('/')[2]}/ending/")

    start = begin_to_help(bobs, anonymous)

    assert "No saved forms" in text_of(bobs.get(f"{start}/account/"))
    assert bobs.get(f"{start}/forms/{page.partition('/forms/')[2]}").status_code == 404


@pytest.mark.parametrize("by", ["query", "field"])
def test_what_outlived_its_sitting_is_shown_again_and_not_saved(ann: Person, bob: Person, by: str) -> None:
    published()
    bobs = browser_of(bob)
    start = begin_to_help(bobs, ann)
    query, field = ("?carried=yes", {}) if by == "query" else ("", {"carried": "yes"})

    page = bobs.post(f"{start}/forms/permit/{query}", FIRST | {"full_name": "Ann E."} | field)

    assert page.status_code == 200
    assert 'value="Ann E."' in page.content.decode()
    assert "Nothing of it is saved yet" in text_of(page)
    assert f'action="{start}/forms/permit/"' in page.content.decode()
    assert not Draft.objects.exists()

    second = bobs.post(f"{start}/forms/permit/", FIRST)["Location"]
    again = bobs.post(f"{second}{query}", SECOND | {"plate": "ZZ99"} | field)
    assert 'value="ZZ99"' in again.content.decode()
    assert "plate" not in Draft.objects.get().answers

    summary = bobs.post(second, SECOND)["Location"]
    carried = bobs.post(f"{summary}{query}", field)
    assert "Nothing was handed in yet" in text_of(carried)
    assert not Submission.objects.exists()
