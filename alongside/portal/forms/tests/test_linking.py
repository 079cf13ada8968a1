"""Coming back to a saved form by a link that is sent by e-mail."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.forms.actions import begin, discard
from alongside.forms.actions.linking import HOLDS, forget_links, send_links
from alongside.forms.models import Draft, DraftLink
from alongside.forms.tests.samples import FIRST, SECOND, published
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people.models import Kind, Person, Tenant
from alongside.portal.tests.doors import begin_to_help, text_of
from tests.cast import PASSWORD, make_person
from tests.council import browser_of

pytestmark = pytest.mark.django_db


def house() -> Acting:
    known = Person.objects.filter(given_name="The").first()
    return Acting.alone(known or make_person("The", "House", rights=["forms.send_link"]))


def visitor(tenant: Tenant) -> Client:
    return Client(headers={"host": tenant.domain})


@pytest.fixture
def draft(ann: Person) -> Draft:
    return begin(Acting.alone(ann), published(), FIRST)


def sent(client: Client, draft: Draft, start: str = "") -> str:
    """The path of a link that was asked for and sent."""
    answer = client.post(f"{start}/forms/permit/drafts/{draft.pk}/link/")
    assert (answer.status_code, answer["Location"]) == (303, f"{start}/account/")
    send_links(house)
    return opened(mail.outbox[-1])


def opened(letter: Any) -> str:
    found = re.search(r"https?://[^/]+(/saved-forms/link/\?link=\S+)", letter.body)
    assert found
    return found[1]


def test_an_agent_has_a_link_sent_which_opens_the_form_and_nothing_else(
    tenant: Tenant, ann: Person, bob: Person, draft: Draft
) -> None:
    bobs, anybody = browser_of(bob), visitor(tenant)
    link = sent(bobs, draft, begin_to_help(bobs, ann))
    assert mail.outbox[-1].to == [ann.email]
    # Whoever is signed in does not become somebody else; opening it changes nothing.
    assert "Somebody else is signed in here" in text_of(bobs.post(link))
    for _ in range(2):
        looked = anybody.get(link)
        assert (looked.status_code, looked["Cache-Control"]) == (200, "no-store")
    pages = f"/forms/permit/drafts/{draft.pk}/pages/"

    answer = anybody.post(link)

    assert (answer.status_code, answer["Location"]) == (303, f"{pages}2/")
    assert visitor(tenant).post(link).status_code == 410
    for closed in ("/account/", "/forms/permit/", "/tasks/", "/console/", "/accounts/2fa/"):
        assert anybody.get(closed)["Location"].startswith("/accounts/login/"), closed
    assert anybody.post(f"{pages}2/", SECOND | {"then": "later"})["Location"] == "/saved-forms/"
    anybody.post(f"{pages}2/", SECOND)
    done = anybody.post(f"{pages}summary/")["Location"]
    assert "Handed in" in text_of(anybody.get(done))
    assert anybody.get(f"{done}document/").status_code == 200
    told = Entry.objects.of_kinds("forms.link_asked", "forms.link_sent", "forms.link_used").order_by("number")
    assert [(one.kind, one.actor_ref) for one in told] == [
        ("forms.link_asked", bob.ref),
        ("forms.link_sent", house().actor.ref),
        ("forms.link_used", ann.ref),
    ]
    # Who signs in by themselves is confined no more.
    anybody.post("/accounts/login/", {"login": "ann", "password": PASSWORD})
    assert anybody.get("/account/").status_code == 200


def test_links_die_with_time_with_the_form_and_with_a_changed_address(
    tenant: Tenant, ann: Person, draft: Draft
) -> None:
    anns = browser_of(ann)
    link = sent(anns, draft)
    assert "short while ago" in text_of(anns.post(f"/forms/permit/drafts/{draft.pk}/link/", follow=True))
    with clock.moved(seconds=HOLDS.total_seconds() + 1):
        assert visitor(tenant).post(link).status_code == 410
    Person.objects.filter(pk=ann.pk).update(email_changed_at=clock.now())
    assert visitor(tenant).get(link).status_code == 410
    with clock.moved(minutes=10):
        anns.post(f"/forms/permit/drafts/{draft.pk}/link/")
        assert send_links(house) == 0  # it would go to whoever changed the address
    Person.objects.filter(pk=ann.pk).update(email_changed_at=None)
    assert visitor(tenant).get(link).status_code == 200
    discard(Acting.alone(ann), draft)
    assert visitor(tenant).post(link).status_code == 410
    assert Entry.objects.of_kinds("forms.link_given_up").count() == 1
    with clock.moved(days=40):
        assert (forget_links(), DraftLink.objects.exists()) == (2, False)


def test_asking_by_address_says_the_same_whether_anybody_has_it(
    tenant: Tenant, ann: Person, draft: Draft
) -> None:
    first = make_person("The", "Setup", kind=Kind.SYSTEM, rights=["forms.ask_links", "forms.send_link"])
    Person.objects.filter(pk=first.pk).update(username="system:setup")
    said = [
        text_of(visitor(tenant).post("/saved-forms/", {"email": email}, follow=True))
        for email in ("ANN@example.com", "nobody@example.com")
    ]
    assert said[0] == said[1]
    assert Entry.objects.of_kinds("forms.links_asked").count() == 2
    assert visitor(tenant).post("/saved-forms/", {"email": "ann"}).status_code == 422
    assert (send_links(house), send_links(house), len(mail.outbox)) == (1, 0, 1)
    assert visitor(tenant).post(opened(mail.outbox[0])).status_code == 303


def test_a_mail_server_that_does_not_answer_is_asked_again_for_a_while(
    tenant: Tenant, ann: Person, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*args: object, **named: object) -> None:
        raise OSError("no route to host")

    browser_of(ann).post(f"/forms/permit/drafts/{draft.pk}/link/")
    with monkeypatch.context() as patch:
        patch.setattr("alongside.forms.actions.linking.EmailMessage.send", down)
        assert send_links(house) == 0
    assert send_links(house) == 1
    DraftLink.objects.update(sent_at=None, asked_at=clock.now() - timedelta(hours=3))
    monkeypatch.setattr("alongside.forms.actions.linking.EmailMessage.send", down)
    assert (send_links(house), DraftLink.objects.filter(ended_at=None).count()) == (0, 0)
