"""Writing a mailing, sending it, and what became of it."""

from __future__ import annotations

import pytest
from django.core import mail

from alongside.assisting.acting import Acting
from alongside.jobs.models import Job
from alongside.lib import clock
from alongside.mailings import actions as mailings
from alongside.mailings.actions import Draft, Wanted
from alongside.mailings.models import Delivery, Mailing
from alongside.mailings.tests.conftest import Work, joined
from alongside.mailings.tests.conftest import work as work
from alongside.people.models import Person, Segment, SegmentMember, Tenant
from tests.cast import make_person
from tests.council import browser_of, queries_of

pytestmark = pytest.mark.django_db
PAGE = "/console/mailings/"
RIGHTS = ["mailings.arrange", "mailings.send", "console.enter", "people.view_details"]


def test_a_mailing_is_written_looked_at_sent_and_followed(
    tenant: Tenant, ann: Person, ben: Person, work: Work
) -> None:
    mia = make_person("Mia", "Mails", rights=RIGHTS, email="mia@example.com")
    browser = browser_of(mia)
    assert b"There is no mailing list yet" in browser.get(PAGE).content
    news = mailings.arrange(Acting.alone(mia), Wanted("Council news", "Once a month."))
    joined(news, ann)
    said = {"list": news.pk, "subject": "News for {given_name}", "text": "Bins *move*."}
    looked = browser.post(f"{PAGE}new/", said | {"look": "yes"}).content
    assert b"<p>Bins <em>move</em>.</p>" in looked
    assert b"News for Mia" in looked
    assert Mailing.objects.count() == 0
    wrong = browser.post(f"{PAGE}new/", said | {"text": "Dear {nobody}"})
    assert (wrong.status_code, b"stands for nothing" in wrong.content) == (422, True)
    browser.post(f"{PAGE}new/", said)
    page = f"{PAGE}{Mailing.objects.get().pk}/"
    browser.post(f"{page}text/", said | {"subject": "Bins", "text": "Dear {name}"})
    browser.post(f"{page}trial/")
    assert [letter.to for letter in mail.outbox] == [["mia@example.com"]]
    assert b"<strong>1 person</strong>" in browser.get(f"{page}start/").content

    browser.post(f"{page}start/")
    assert b"hx-get" in browser.get(f"{page}progress/").content
    browser.post(f"{page}pause/")
    assert b"Go on" in browser.get(page).content
    browser.post(f"{page}continuation/")
    work()
    done = browser.get(page).content.decode()
    assert ("What became of it" in done, mail.outbox[1].subject) == (True, "Bins")
    assert browser.get(f"{page}progress/")["HX-Refresh"] == "true"
    assert browser.get(f"{page}text/").status_code == 404
    browser.post(f"{page}removal/")
    assert Mailing.objects.count() == 1


def test_what_may_have_left_is_decided_by_hand_and_only_by_those_who_see_the_person(
    tenant: Tenant, ann: Person, ben: Person, eve: Person, work: Work
) -> None:
    mia = Acting.alone(make_person("Mia", "Mails", rights=RIGHTS))
    news = mailings.arrange(mia, Wanted("Council news", "Once a month."))
    mailing = mailings.write(mia, news, Draft("Dear {name}", "News"))
    mailings.start(mia, mailing)
    at = clock.now()
    kim, lea = make_person("Kim", "Example"), make_person("Lea", "Example")
    elsewhere = Segment.objects.create(name="Elsewhere")
    SegmentMember.objects.filter(person=eve).update(segment=elsewhere)

    def perhaps(person: Person) -> Delivery:
        made: Delivery = Delivery.objects.create(
            mailing=mailing,
            subscription=joined(news, person),
            state="unknown",
            address=f"{person.given_name}@example.com",
            due_at=at,
            taken_at=at,
        )
        return made

    first = perhaps(ann)
    browser = browser_of(mia.actor)  # type: ignore[arg-type]  # a Person
    page = f"{PAGE}{mailing.pk}/recipients/?state=unknown"
    one = queries_of(browser, page)
    others = [perhaps(person) for person in (ben, kim, lea)]
    assert queries_of(browser, page) == one
    hidden = perhaps(eve)
    shown = browser.get(page).content.decode()
    assert ("Lea Example" in shown, "Eve Outsider" in shown, "Perhaps sent (5)" in shown) == (
        True,
        False,
        True,
    )

    assert browser.post(f"{PAGE}deliveries/{hidden.pk}/settlement/").status_code == 404
    browser.post(f"{PAGE}deliveries/{first.pk}/settlement/")
    browser.post(f"{PAGE}deliveries/{others[0].pk}/repetition/")
    Job.objects.update(state="failed", ended_at=at)
    assert b"Nobody has it in hand" in browser.get(f"{PAGE}{mailing.pk}/").content
    assert b"cannot go on again" in browser.get(f"{PAGE}{mailing.pk}/cancellation/").content
    browser.post(f"{PAGE}{mailing.pk}/cancellation/")
    states = Delivery.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["sent", "skipped", "unknown", "unknown", "unknown"]


def test_the_list_of_mailings_asks_the_same_of_the_database_whatever_is_in_it(
    tenant: Tenant, eve: Person
) -> None:
    mia = Acting.alone(make_person("Mia", "Mails", rights=RIGHTS[:1] + RIGHTS[2:3]))
    course = mailings.arrange(mia, Wanted("First steps", "Tips.", is_series=True))
    mailings.write(mia, course, Draft("Hello", "Welcome", day=0))
    browser = browser_of(mia.actor)  # type: ignore[arg-type]  # a Person
    one = queries_of(browser, PAGE)
    for day in (1, 3):
        mailings.write(mia, course, Draft("Hello", f"Day {day}", day=day))
    assert queries_of(browser, PAGE) == one
    # Whoever arranges lists may not therefore send.
    assert browser.post(f"{PAGE}{Mailing.objects.latest('pk').pk}/start/").status_code == 404
    assert browser_of(eve).get(PAGE).status_code == 404
