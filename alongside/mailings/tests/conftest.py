"""A list of news with two people on it, and somebody who arranges lists and sends to them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeAlias

import pytest

from alongside.assisting.acting import Acting
from alongside.jobs import actions as jobs
from alongside.lib import clock
from alongside.mailings import actions as mailings
from alongside.mailings.actions import Draft, Wanted
from alongside.mailings.models import Mailing, MailingList, Subscription
from alongside.people.models import Person, Tenant
from tests.cast import make_person
from tests.council import setup as setup
from tests.council import tenant as tenant

Committed: TypeAlias = Callable[..., AbstractContextManager[list[Any]]]
Work: TypeAlias = Callable[[], int]


@pytest.fixture
def mia(tenant: Tenant) -> Acting:
    """Somebody who arranges mailings."""
    rights = ["mailings.arrange", "mailings.send", "console.enter"]
    return Acting.alone(make_person("Mia", "Mails", rights=rights, email="mia@example.com"))


@pytest.fixture
def news(mia: Acting) -> MailingList:
    return mailings.arrange(mia, Wanted("Council news", "Once a month.", return_address="back@example.org"))


@pytest.fixture
def readers(news: MailingList, ann: Person, ben: Person) -> list[Subscription]:
    return [joined(news, ann), joined(news, ben)]


@pytest.fixture
def mailing(mia: Acting, news: MailingList) -> Mailing:
    draft = Draft(subject="News for {given_name}", text="Dear {name},\n\nbins *move* to Monday.")
    return mailings.write(mia, news, draft)


@pytest.fixture
def work(django_capture_on_commit_callbacks: Committed) -> Work:
    """Do what jobs there are, as the worker does, until none is due: how many steps that took."""

    def until_nothing_is_due() -> int:
        steps = 0
        while (job := jobs.take()) is not None:
            goes_on = True
            while goes_on:
                with django_capture_on_commit_callbacks(execute=True):
                    goes_on = jobs.carry_on(job)
                steps += 1
        return steps

    return until_nothing_is_due


def joined(list: MailingList, person: Person) -> Subscription:
    found: Subscription = Subscription.objects.create(
        list=list, person=person, state="active", asked_at=clock.now(), joined_at=clock.now()
    )
    return found
