"""A contact goes to a colleague of the staff groups, with its time, and can come back (J5, G55)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alongside.assisting.acting import Acting
from alongside.interactions import actions, queries
from alongside.interactions.actions import AnsweredAlready, Misdescribed, NotForThem, Unfit
from alongside.interactions.models import HandOverState, Interaction, Share, State, Total
from alongside.interactions.tests.told import again, happened, last
from alongside.lib import clock
from alongside.people.models import Group, Membership, Person, Tenant
from tests.cast import AGENT, helping, make_person

pytestmark = pytest.mark.django_db


def into(group: str, *people: Person) -> None:
    made, _ = Group.objects.get_or_create(name=group, defaults={"staff": True})
    for person in people:
        Membership.objects.create(group=made, person=person)


@pytest.fixture
def gil(tenant: Tenant) -> Person:
    person = make_person("Gil", "Second", rights=AGENT)
    into("STAFF", person)
    return person


@pytest.fixture
def call(bob: Person, ann: Person) -> Interaction:
    acting = helping(bob, ann)
    return actions.begin(acting, channel="phone", service="benefits")


def test_the_colleague_closes_and_each_has_their_own_time(
    bob: Person, gil: Person, ann: Person, call: Interaction
) -> None:
    with clock.moved(seconds=60):
        offered = actions.hand_over(Acting.alone(bob), call, gil, note="She rings again at three.")
    assert (again(call).agent, again(call).state, again(call).person) == (gil, State.PAUSED, ann)
    assert (last()[0].kind, last()[0].person_ref) == ("interactions.handed_over", gil.ref)
    with clock.moved(seconds=100):
        actions.resume(Acting.alone(gil), call)
    with clock.moved(seconds=130):
        actions.close(Acting.alone(gil), call)

    offered.refresh_from_db()
    assert offered.state == HandOverState.ACCEPTED
    spent = {one.agent_id: one.seconds for one in Share.objects.all()}
    assert abs(spent[bob.pk] - 60) <= 1
    sums = {one.key: (one.contacts, one.seconds) for one in Total.objects.filter(kind="agent", span="d")}
    assert sums == {
        str(bob.pk): (0, spent[bob.pk]),
        str(gil.pk): (1, again(call).seconds_spent - spent[bob.pk]),
    }
    assert happened().count("interactions.hand_over_accepted") == 1


@pytest.mark.parametrize("whose", ["nobody's group", "no agent", "oneself"])
def test_nobody_else_takes_over(bob: Person, call: Interaction, whose: str) -> None:
    other = {
        "nobody's group": lambda: make_person("Una", "Grouped", rights=AGENT),
        "no agent": lambda: make_person("Rex", "Dent"),
        "oneself": lambda: bob,
    }[whose]()
    if whose != "nobody's group":
        into("STAFF", other)

    with pytest.raises(NotForThem):
        actions.hand_over(Acting.alone(bob), call, other)

    assert (again(call).agent, again(call).state) == (bob, State.RUNNING)


def test_the_tenant_names_the_groups(tenant: Tenant, bob: Person, gil: Person) -> None:
    """G55."""
    into("Second line", pat := make_person("Pat", "Third", rights=AGENT))
    assert queries.colleagues(bob) == [gil, pat]

    tenant.options = {"staff_groups": ["Second line", 7]}
    tenant.save()

    assert queries.colleagues(bob) == [pat]


def test_a_contact_is_given_back_with_its_time(bob: Person, gil: Person, call: Interaction) -> None:
    with clock.moved(seconds=60):
        actions.hand_over(Acting.alone(bob), call, gil)
    actions.promise(Acting.alone(gil), call, due_at=clock.now() + timedelta(hours=2))

    actions.decline(Acting.alone(gil), call, why="Not my field")

    assert again(call).agent == bob
    assert last()[0].kind == "interactions.hand_over_declined"
    assert call.call_backs.get().agent == bob
    with pytest.raises(Interaction.DoesNotExist):
        actions.close(Acting.alone(gil), call)
    actions.close(Acting.alone(bob), call)
    assert sum(Total.objects.filter(kind="agent", span="d").values_list("seconds", flat=True)) == (
        again(call).seconds_spent
    )


def test_a_hand_over_is_answered_once(bob: Person, gil: Person, call: Interaction) -> None:
    actions.hand_over(Acting.alone(bob), call, gil)
    actions.accept(Acting.alone(gil), call)

    for answer in (actions.accept, actions.decline):
        with pytest.raises(AnsweredAlready):
            answer(Acting.alone(gil), call)
    with pytest.raises(Misdescribed):
        actions.hand_over(Acting.alone(gil), call, bob, note="x" * 5000)


def test_what_is_closed_is_not_handed_over(bob: Person, gil: Person, call: Interaction) -> None:
    actions.close(Acting.alone(bob), call)

    with pytest.raises(Unfit):
        actions.hand_over(Acting.alone(bob), call, gil)
