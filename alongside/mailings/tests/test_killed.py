"""Processes that are killed while they send: everybody gets it once, or is plainly listed as perhaps."""

from __future__ import annotations

import uuid
from random import Random

import pytest

from alongside.assisting.acting import Acting
from alongside.command.bench.mailing import subscribe_many, survive, tally
from alongside.desk.tests.smtp import receiving
from alongside.lib import tenancy
from alongside.mailings import actions as mailings
from alongside.mailings.actions import Draft, Wanted
from alongside.people import actions as people

pytestmark = pytest.mark.committed

RECIPIENTS, KILLS = 120, 2


def test_whoever_is_killed_while_sending_sends_nobody_a_second_letter() -> None:
    tenant = people.create_tenant("Port Alder Council", f"{uuid.uuid4().hex[:12]}.localhost")
    with tenancy.within(tenant.pk), receiving() as server:
        house = Acting.alone(people.system(tenant))
        news = mailings.arrange(house, Wanted("News", "Once a month.", confirmed=False))
        subscribe_many(news, RECIPIENTS)
        mailing = mailings.write(house, news, Draft("Dear {name}", "News"))
        mailings.start(house, mailing)

        killed = survive(KILLS, Random(3), mailing, longest=0.3)

        found = tally(mailing, [str(letter["To"]) for letter in server.letters])
        assert (found["doubled"], found["lost"], found["open"]) == (0, 0, 0)
        assert found["sent"] + found["unknown"] - found["unknown_taken"] == RECIPIENTS
        assert found["unknown"] <= killed
