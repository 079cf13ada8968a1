"""The house as an app: browsers can install it, and it says so when the network is away."""

from __future__ import annotations

import pytest
from django.test import Client

from alongside.people.models import Tenant
from alongside.portal.tests.doors import text_of

pytestmark = pytest.mark.django_db


def test_the_house_can_be_installed_and_keeps_nothing_of_anybody(tenant: Tenant) -> None:
    browser = Client(headers={"host": tenant.domain})
    told = browser.get("/app.webmanifest")
    assert told["Content-Type"] == "application/manifest+json"
    assert (told.json()["name"], told.json()["display"]) == (tenant.name, "standalone")
    worker = browser.get("/worker.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert 'const KEPT = ["/away/", "/static/ui/ui' in worker.content.decode()
    assert "The network is away" in text_of(browser.get("/away/"))
    assert 'rel="manifest" href="/app.webmanifest"' in browser.get("/forms/").content.decode()
