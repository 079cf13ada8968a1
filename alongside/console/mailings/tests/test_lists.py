"""Arranging mailing lists."""

from __future__ import annotations

import pytest

from alongside.mailings.models import MailingList
from alongside.people.models import Person, Tenant
from tests.cast import make_person
from tests.council import browser_of, queries_of

pytestmark = pytest.mark.django_db
PAGE = "/console/mailings/lists/"


def test_lists_are_made_changed_and_closed(tenant: Tenant, eve: Person) -> None:
    browser = browser_of(make_person("Mia", "Mails", rights=["mailings.arrange", "console.enter"]))
    said = {
        "name": "News",
        "purpose": "Once a month.",
        "is_series": "news",
        "channel": "email",
        "shown": "on",
    }
    assert browser.post(f"{PAGE}new/", said).status_code == 303
    one = queries_of(browser, PAGE)
    for name in ("Tips", "Events"):
        browser.post(f"{PAGE}new/", said | {"name": name, "is_series": "series"})
    assert queries_of(browser, PAGE) == one

    wrong = browser.post(f"{PAGE}new/", said | {"name": "news", "sender_address": "nowhere"})
    assert wrong.status_code == 422
    assert b"Another list is called that" in wrong.content
    assert b'value="nowhere"' in wrong.content

    news = MailingList.objects.get(name="News")
    address = f"{PAGE}{news.pk}/"
    assert b"Unsubscribed" in browser.get(address).content
    browser.post(address, {"name": "Council news", "purpose": "Once a month."})
    browser.post(f"{address}closure/")
    news.refresh_from_db()
    assert (news.name, news.shown, news.confirmed, news.closed_at is None) == (
        "Council news",
        False,
        False,
        False,
    )
    browser.post(f"{address}opening/")
    news.refresh_from_db()
    assert news.closed_at is None
    assert MailingList.objects.filter(is_series=True).count() == 2
    assert browser_of(eve).get(PAGE).status_code == 404
