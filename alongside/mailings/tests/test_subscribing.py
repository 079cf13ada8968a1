"""Getting on a list and off it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeAlias

import pytest
from django.core import mail
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.mailings import actions as mailings
from alongside.mailings import links
from alongside.mailings.actions import Wanted
from alongside.mailings.models import MailingList, Subscription
from alongside.mailings.rules import Joining, joins_at_once
from alongside.people.checking import Misfit
from alongside.people.models import Person
from tests.cast import helping

pytestmark = pytest.mark.django_db

Committed: TypeAlias = Callable[..., AbstractContextManager[list[Any]]]


def told() -> list[str]:
    kinds = (
        Entry.objects.filter(kind__startswith="mailings.").order_by("number").values_list("kind", flat=True)
    )
    return [kind.removeprefix("mailings.") for kind in kinds]


def link_in(letter: mail.EmailMessage) -> str:
    found = re.search(r"http://[^/]+(/mailings/\S+)", str(letter.body))
    assert found is not None
    return found[1]


def test_nobody_agrees_for_somebody_else() -> None:
    cases = [(c, h, a) for c in (True, False) for h in (True, False) for a in (True, False)]
    at_once = {case for case in cases if joins_at_once(Joining(*case))}
    assert at_once == {case for case in cases if case[2]} | {(False, False, False)}


def test_one_joins_by_a_link_and_leaves_by_another_without_signing_in(
    news: MailingList, ann: Person, django_capture_on_commit_callbacks: Committed
) -> None:
    browser = Client(headers={"host": ann.tenant.domain}, enforce_csrf_checks=True)
    alone = Acting.alone(ann)
    with django_capture_on_commit_callbacks(execute=True):
        asked = mailings.subscribe(alone, news)
        mailings.subscribe(alone, news)  # pressed twice

    (letter,) = mail.outbox
    confirming = link_in(letter)
    assert (asked.state, letter.to, letter.subject) == (
        "asked", ["ann@example.com"], "Please confirm: Council news",
    )  # fmt: skip
    assert browser.get(confirming).status_code == 200  # as a program does that looks at links
    assert Subscription.objects.get().state == "asked"
    assert b"You are subscribed" in browser.post(confirming).content
    assert Subscription.objects.get().state == "active"
    assert browser.post(confirming).status_code == 200  # once more is once

    leaving = links.leaving(asked)
    assert browser.get(f"/mailings/leaving/{leaving}/").status_code == 200
    assert Subscription.objects.get().state == "active"
    one_click = browser.post(f"/mailings/leaving/{leaving}/", {"List-Unsubscribe": "One-Click"})
    assert (one_click.status_code, dict(one_click.cookies)) == (200, {})
    left = Subscription.objects.get()
    assert (left.state, left.reason) == ("ended", "They left it by a link.")
    assert browser.post(confirming).status_code == 404
    for forged in (leaving[:-1], f"1{leaving}", links.confirming(asked), "1.x"):
        assert browser.post(f"/mailings/leaving/{forged}/").status_code == 404
    assert told() == [
        "list_arranged", "confirmation_asked", "confirmation_asked", "confirmed", "confirmed", "left_by_link",
    ]  # fmt: skip


def test_a_link_that_confirms_is_good_for_a_week_and_until_the_next_one(
    setup: Acting, news: MailingList, ann: Person
) -> None:
    asked = mailings.subscribe(Acting.alone(ann), news)
    first = links.confirming(asked)
    with clock.moved(days=8), pytest.raises(mailings.Stale):
        mailings.confirm(setup, first)
    with clock.moved(days=1):
        again = mailings.subscribe(Acting.alone(ann), news)
        with pytest.raises(mailings.Stale):
            mailings.confirm(setup, first)
        assert mailings.confirm(setup, links.confirming(again)).state == "active"


def test_whoever_helps_has_a_link_sent_and_stops_at_once(
    mia: Acting, bob: Person, ann: Person, django_capture_on_commit_callbacks: Committed
) -> None:
    tips = mailings.arrange(mia, Wanted("Tips", "Each week.", confirmed=False))
    sitting = helping(bob, ann)
    with django_capture_on_commit_callbacks(execute=True):
        assert mailings.subscribe(sitting, tips).state == "asked"
    assert [letter.to for letter in mail.outbox] == [["ann@example.com"]]

    assert mailings.subscribe(Acting.alone(ann), tips).state == "active"
    mailings.unsubscribe(sitting, tips)

    left = Subscription.objects.get()
    assert (left.state, left.reason) == ("ended", "It was asked for them.")
    last = Entry.objects.filter(kind="mailings.unsubscribed").get()
    assert (last.actor_ref, last.person_ref) == (bob.ref, ann.ref)


def test_without_an_address_or_an_open_list_nobody_joins(mia: Acting, news: MailingList, eve: Person) -> None:
    with pytest.raises(mailings.NoAddress, match="no e-mail address"):
        mailings.subscribe(Acting.alone(eve), news)
    mailings.close(mia, news)
    with pytest.raises(mailings.Closed):
        mailings.subscribe(Acting.alone(eve), news)
    mailings.open_again(mia, news)
    assert Subscription.objects.count() == 0
    assert MailingList.objects.get().closed_at is None


def test_what_a_list_cannot_be_is_said_beside_each_field(mia: Acting, news: MailingList) -> None:
    with pytest.raises(Misfit) as misfit:
        mailings.arrange(
            mia,
            Wanted(
                "council NEWS",
                " ",
                channel="pigeon",
                sender_address="news@",
                return_address="x" * 21 + "@e.org",
            ),
        )
    assert sorted(misfit.value.errors) == ["channel", "name", "purpose", "return_address", "sender_address"]
    changed = mailings.arrange(mia, Wanted("Council news", "Twice a month."), list=news)
    assert changed.purpose == "Twice a month."
