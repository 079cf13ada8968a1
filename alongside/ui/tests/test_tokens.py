"""Every form of a page has the page's token; every page has one of its own."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from alongside.people.models import Person, Tenant
from tests.cast import sign_in

pytestmark = pytest.mark.django_db


def test_forms_of_a_page_share_a_token_and_pages_do_not(tenant: Tenant, bob: Person, ann: Person) -> None:
    browser = sign_in(tenant, bob)

    first, second = (tokens(browser, f"/console/people/{ann.pk}/") for _ in range(2))

    assert (len(first) > 2, len(set(first)), len(set(second))) == (True, 1, 1)
    assert set(first) != set(second)


def test_the_token_is_the_one_that_is_asked_for(tenant: Tenant, bob: Person, ann: Person) -> None:
    browser = sign_in(tenant, bob)
    (token, *_) = tokens(browser, f"/console/people/{ann.pk}/")
    browser.handler.enforce_csrf_checks = True

    found = [
        browser.post("/console/people/results/", {"q": "Ann", "csrfmiddlewaretoken": sent}).status_code
        for sent in (token, token[::-1], "")
    ]

    assert found == [200, 403, 403]


def tokens(browser: Client, path: str) -> list[str]:
    return re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get(path).content.decode())
