"""T-04: only a POST from a page of this host, with its token, by somebody signed in, begins anything."""

from __future__ import annotations

from itertools import product

import pytest
from django.db import transaction
from django.test import Client

from alongside.assisting.models import Assistance
from alongside.console.assistances.tests.doors import ASK, START
from alongside.history.models import Entry
from alongside.interactions.models import Interaction
from alongside.people.models import Person, Tenant
from tests.cast import sign_in

pytestmark = pytest.mark.django_db

METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE"]
SITES = [None, "none", "same-origin", "same-site", "cross-site"]
ORIGINS = [
    None,
    "http://{host}",
    "http://evil.example",
    "http://sub.{host}",
    "http://{host}.evil.example",
    "null",
]
COOKIES = ["signed out", "without token", "with token"]


DOORS = [(START, method) for method in METHODS] + [(ASK, method) for method in ("GET", "HEAD", "POST")]


@pytest.mark.parametrize(("page", "method"), DOORS)
def test_nothing_changes_but_by_a_good_post(
    tenant: Tenant, bob: Person, ann: Person, page: str, method: str
) -> None:
    bobs = sign_in(tenant, bob)
    bobs.get(ASK, {"person": ann.pk})
    token = bobs.cookies["csrftoken"].value

    begun = []
    for site, origin, cookie in product(SITES, ORIGINS, COOKIES):
        headers = {
            "host": tenant.domain,
            "sec-fetch-site": site,
            "origin": origin and origin.format(host=tenant.domain),
            "x-csrftoken": token if cookie == "with token" else None,
        }
        client = Client(
            headers={name: value for name, value in headers.items() if value is not None},
            enforce_csrf_checks=True,
        )
        if cookie != "signed out":
            client.cookies.load(bobs.cookies.output(header=""))
        if begins_something(client, method, f"{page}?person={ann.pk}", f"person={ann.pk}&channel=phone"):
            begun.append((site, origin, cookie))

    good = product([None, "none", "same-origin"], [None, "http://{host}"], ["with token"])
    assert begun == (list(good) if (page, method) == (START, "POST") else [])


def begins_something(client: Client, method: str, address: str, body: str) -> bool:
    """Whether a request left anything behind but a refusal; afterwards all is as before."""
    with transaction.atomic():
        client.generic(method, address, body, "application/x-www-form-urlencoded")
        done = Entry.objects.exclude(kind="assisting.refused").exists()
        rows = Assistance.objects.exists() or Interaction.objects.exists()
        transaction.set_rollback(True)
    assert done == rows
    return rows
