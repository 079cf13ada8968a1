"""The sums of reports are made anew from the contacts there are."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.command import main
from alongside.history.models import Entry
from alongside.interactions import actions
from alongside.interactions.models import Interaction, Total
from alongside.lib import clock, tenancy
from alongside.people import actions as people
from alongside.people.models import Person, Tenant
from tests.cast import AGENT, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant(db: None) -> Iterator[Tenant]:
    made = people.create_tenant("Port Alder Council", f"{uuid.uuid4().hex[:12]}.localhost")
    with tenancy.within(made.pk):
        yield made


COLUMNS = ("span", "day", "kind", "key", "contacts", "seconds", "helped", "repeated", "automatic")


def test_sums_that_are_wrong_or_were_never_made_are_right_again(
    tenant: Tenant, bob: Person, ann: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    gil = make_person("Gil", "Second", rights=AGENT)
    for hours, agent in ((-100, bob), (-50, gil), (-1, bob)):
        with clock.moved(hours=hours):
            sitting = assisting.start(Acting.alone(agent), ann)
            actions.begin(Acting(agent, ann, sitting), channel="phone", service="roads")
        with clock.moved(hours=hours, seconds=90):
            actions.close(Acting.alone(agent), Interaction.objects.open().get())
            assisting.stop(Acting.alone(agent), sitting)
    right = kept()
    [(contacts, seconds, *rest)] = [row[4:] for row in right if row[2] == "all" and row[0] == "m"]
    assert (contacts, 270 <= seconds < 300, rest) == (3, True, [3, 2, 0])

    Total.objects.filter(kind="agent").delete()
    Total.objects.filter(kind="channel").update(seconds=1)
    Interaction.objects.update(repeated=False)
    run(tenant, "--dry-run")
    assert "Contacts counted: 3. Sums that are wrong: " in capsys.readouterr().out
    assert kept() != right
    run(tenant)
    assert kept() == right
    run(tenant)
    assert "Sums that were wrong and are right now: 0." in capsys.readouterr().out
    told = [entry.open().data for entry in Entry.objects.of_kinds("interactions.recounted").oldest_first()]
    assert [(one["contacts"], one["wrong"] > 0) for one in told] == [(3, True), (3, False)]


def kept() -> list[tuple[Any, ...]]:
    return sorted(Total.objects.values_list(*COLUMNS))


def run(tenant: Tenant, *words: str) -> None:
    assert main.run(["alongside", "interactions", "recount", "--tenant", tenant.domain, *words]) == 0
