"""A mailing in a browser: a list is made, a resident joins it, something is written, sent and looked at."""

from __future__ import annotations

import time

import pytest

from alongside.jobs.models import Job
from alongside.lib import clock
from alongside.mailings import links
from alongside.mailings.models import Delivery, Mailing, MailingList, Subscription
from alongside.people import roles
from alongside.people.models import Kind, Person, Tenant
from tests.browser.conftest import Walker
from tests.browser.test_journeys import with_password
from tests.cast import make_person

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.looks]

TEXT = """\
Dear {given_name},

# Bins move to Monday

From **1 December** your bins are emptied on *Mondays*:

- paper in even weeks,
- everything else in odd weeks.

[All rounds](https://council.example/rounds/)
"""


def test_a_resident_joins_a_list_and_gets_what_is_sent_to_it(
    walker: Walker, house: Tenant, caller: Person
) -> None:
    signature = make_person("Setup", "Automatic", rights=list(roles.STANDARD[roles.SYSTEM]), kind=Kind.SYSTEM)
    Person.objects.filter(pk=signature.pk).update(username="system:setup")
    admin = make_person("Adele", "Admin", rights=list(roles.STANDARD["Administrator"]))
    caller.email = "caller@example.com"
    caller.save()
    console = walker(admin)
    console.go("/console/mailings/")
    console.follow("Make a list")
    console.press("Make the list")
    assert "There is a problem" in console.text()
    console.page.get_by_label("Name", exact=True).fill("Council news")
    console.page.get_by_label("What it is for").fill("Once a month, what changes in Port Alder.")
    console.press("Make the list")
    news = MailingList.objects.get()

    resident = walker(with_password(caller))
    resident.go("/account/mailings/")
    resident.press("Subscribe to Council news")
    assert "We have sent an e-mail" in resident.text()
    asked = Subscription.objects.get()
    resident.go(f"/mailings/confirmation/{links.confirming(asked)}/")
    resident.press("Yes, subscribe")

    console.go(f"/console/mailings/lists/{news.pk}/")
    console.go("/console/mailings/new/")
    console.page.get_by_label("Subject").fill("Bins, {given_name}")
    console.page.get_by_label("Text", exact=True).fill(TEXT)
    console.press("Look at it first")
    assert "Bins, Adele" in console.text()
    console.press("Keep the draft")
    mailing = Mailing.objects.get()
    console.follow("Send it …")
    Subscription.objects.bulk_create(
        Subscription(list=news, person=one, state="active", asked_at=clock.now(), joined_at=clock.now())
        for one in [make_person(f"Number{number}", "Reader") for number in range(8)]
    )
    console.press("Send it")
    _wait_for_deliveries(9)
    Mailing.objects.update(state="paused")
    states = ["sent", "sent", "sent", "sent", "unknown", "returned", "unwanted", "refused", "skipped"]
    for delivery, state in zip(Delivery.objects.order_by("pk"), states, strict=True):
        delivery.state, delivery.taken_at = state, clock.now()
        delivery.address = f"{delivery.pk}@example.com"
        delivery.problem = "The house was stopped while this was handed over." if state == "unknown" else ""
        delivery.save()
    console.go(f"/console/mailings/{mailing.pk}/")
    console.follow("Decide about those that may have left")
    console.press("It arrived")
    console.go(f"/console/mailings/{mailing.pk}/cancellation/")
    console.go("/console/mailings/")
    console.go("/console/mailings/lists/")

    resident.go(f"/mailings/leaving/{links.leaving(asked)}/")
    resident.press("Unsubscribe")
    resident.go("/mailings/confirmation/old/")
    assert Subscription.objects.get(pk=asked.pk).state == "ended"


def _wait_for_deliveries(count: int) -> None:
    """Until the server has lined up so many; it reaches no mail server, so it sends nothing."""
    deadline = time.monotonic() + 20
    while Delivery.objects.count() < count:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    Job.objects.update(state="stopped", ended_at=clock.now())
