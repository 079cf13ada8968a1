"""My mailings."""

from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting
from alongside.assisting.tests.test_mount import help_person
from alongside.mailings import actions as mailings
from alongside.mailings.actions import Wanted
from alongside.mailings.models import Subscription
from alongside.people.models import Person, Tenant
from tests.cast import make_person
from tests.council import browser_of, queries_of

pytestmark = pytest.mark.django_db
PAGE = "/account/mailings/"


def test_one_says_what_one_wants_and_hidden_lists_are_seen_by_those_on_them(
    tenant: Tenant, ann: Person, ben: Person, bob: Person
) -> None:
    mia = Acting.alone(make_person("Mia", "Mails", rights=["mailings.arrange"]))
    news = mailings.arrange(mia, Wanted("Council news", "Once a month.", confirmed=False))
    browser = browser_of(ann)
    one = queries_of(browser, PAGE)
    hidden = mailings.arrange(mia, Wanted("Carers", "For carers.", shown=False, confirmed=False))
    mailings.arrange(mia, Wanted("Tips", "Each week."))
    mailings.arrange(mia, Wanted("Events", "Each week."))
    assert queries_of(browser, PAGE) == one

    assert b"Carers" not in browser.get(PAGE).content
    assert browser.post(f"{PAGE}{hidden.pk}/", {"wanted": "yes"}).status_code == 404
    Subscription.objects.create(
        list=hidden, person=ann, state="suspended", asked_at=news.made_at, reason="It came back."
    )
    assert b"It came back." in browser.get(PAGE).content

    said = browser.post(f"{PAGE}{news.pk}/", {"wanted": "yes"}, follow=True).content.decode()
    assert "is sent to Ann Example from now on" in said
    browser.post(f"{PAGE}{news.pk}/", {"wanted": "no"})
    assert Subscription.objects.get(list=news).state == "ended"

    helper = browser_of(bob)
    mount = help_person(helper, ben).rstrip("/")
    answer = helper.post(f"{mount}{PAGE}{news.pk}/", {"wanted": "yes"}, follow=True).content.decode()
    assert "Nobody agrees for somebody else" in answer
    assert Subscription.objects.get(list=news, person=ben).state == "asked"
