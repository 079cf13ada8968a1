"""Two tabs at the very same moment: one thing happens after the other, and neither is torn."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting, Refused
from alongside.assisting.models import Assistance
from alongside.interactions import actions
from alongside.interactions.actions import Unfit
from alongside.interactions.models import Interaction, State
from alongside.lib import tenancy
from alongside.people.models import Person, Tenant

pytestmark = pytest.mark.committed

TABS = 4


def at_once(tenant: Tenant, deeds: list[Callable[[], object]]) -> list[str]:
    """What became of deeds that are begun together, each in a thread and a connection of its own."""
    together = Barrier(len(deeds))

    def one(deed: Callable[[], object]) -> str:
        together.wait()
        try:
            with tenancy.within(tenant.pk):
                deed()
        except Refused as refusal:
            return refusal.verdict.rule
        except Unfit:
            return "unfit"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as threads:
        return sorted(threads.map(one, deeds))


def test_only_one_of_several_tabs_begins_to_help(
    tenant: Tenant, bob: Person, ann: Person, ben: Person
) -> None:
    people = [ann, ben, ann, ben]

    became = at_once(tenant, [lambda who=who: assisting.start(Acting.alone(bob), who) for who in people])  # type: ignore[misc]  # bound early

    assert became == ["already-helping"] * 3 + ["done"]
    assert Assistance.objects.open().count() == 1


def test_switches_follow_each_other(tenant: Tenant, bob: Person, ann: Person, ben: Person) -> None:
    contact = actions.begin(Acting.alone(bob), channel="phone", service="benefits")
    people = [ann, ben, ann, ben]

    became = at_once(tenant, [lambda who=who: assisting.switch(Acting.alone(bob), who) for who in people])  # type: ignore[misc]  # bound early

    assert became == ["done"] * TABS
    contact.refresh_from_db()
    assert contact.person == Assistance.objects.open().get().person


def test_contacts_begun_together_leave_one_running(tenant: Tenant, bob: Person) -> None:
    def begin() -> None:
        actions.begin(Acting.alone(bob), channel="phone", service="benefits")

    assert at_once(tenant, [begin] * TABS) == ["done"] * TABS

    states = sorted(Interaction.objects.values_list("state", flat=True))
    assert states == [State.PAUSED] * (TABS - 1) + [State.RUNNING]


def test_stopping_and_resuming_together_agree_on_who_is_helped(
    tenant: Tenant, bob: Person, ann: Person, ben: Person
) -> None:
    first = assisting.start(Acting.alone(bob), ann)
    contact = actions.begin(Acting.alone(bob), channel="phone", service="benefits")
    actions.pause(Acting.alone(bob), contact)
    second = assisting.switch(Acting.alone(bob), ben)

    became = at_once(
        tenant,
        [
            lambda: actions.resume(Acting.alone(bob), contact),
            lambda: assisting.stop(Acting.alone(bob), second),
            lambda: assisting.stop(Acting.alone(bob), first),
            lambda: actions.resume(Acting.alone(bob), contact),
        ],
    )

    assert became == ["done"] * 3 + ["unfit"]
    contact.refresh_from_db()
    assert (contact.person, Assistance.objects.open().get().person) == (ann, ann)
