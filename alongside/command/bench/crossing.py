"""The specification's table of cases (2.3) through the pages, held against the pure rule."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.test import Client

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance
from alongside.assisting.rules import Mode
from alongside.cases import actions as cases
from alongside.cases import rules
from alongside.cases.models import ENQUIRE, Case, CaseType, Part
from alongside.cases.rules import Act
from alongside.command.demo import house
from alongside.console.cases.deeds import DEEDS
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.models import Group, Kind, Person, Role, Tenant

PARTS = {
    "manager": rules.Part(manager=True),
    "monitor": rules.Part(monitor=True),
    "owner": rules.Part(owner=True),
}
AGENTS = ("manager", "monitor", "neither")
HELPED = ("nobody", "manager", "monitor", "owner", "stranger", "anonymous")
# What an empty form is answered by: with a question back where it may be sent, and otherwise not.
ALLOWED, REFUSED, UNSEEN = frozenset({303, 409, 422}), frozenset({403}), frozenset({404})


@dataclass
class Crossed:
    compared: int = 0
    wrong: int = 0

    def add(self, said: bool, expected: bool) -> None:
        self.compared += 1
        self.wrong += said is not expected


@dataclass(frozen=True)
class Scene:
    """A case, and somebody of each part in it."""

    tenant: Tenant
    case: Case
    agents: dict[tuple[str, bool], Person]
    helped: dict[str, Person]


def mismatches(tenant: Tenant, type: CaseType) -> Crossed:
    """How many answers of the list, the page and its deeds differ from the rule's, of how many."""
    logging.getLogger("django.request").setLevel(logging.ERROR)  # refusals are what is asked for
    crossed = Crossed()
    scene = _scene(tenant, type)
    for agent, gate in scene.agents:
        for helped in HELPED:
            _row(scene, crossed, agent, helped, gate=gate)
    return crossed


def _row(scene: Scene, crossed: Crossed, agent: str, helped: str, *, gate: bool) -> None:
    client = Client(headers={"host": scene.tenant.domain})
    client.force_login(scene.agents[agent, gate])
    root = "/console/cases/"
    if helped != "nobody":
        begun = client.post("/console/assistances/", {"person": scene.helped[helped].pk})
        if begun.status_code != 303:
            raise RuntimeError(f"helping the {helped} answered {begun.status_code}")
        root = begun["Location"].rstrip("/") + root
    page = f"{root}{scene.case.pk}/"
    views = _decided(Act.VIEW, agent, helped, gate=gate)
    crossed.add(f'href="{page}"' in client.get(root).content.decode(), views)
    crossed.add(client.get(page).status_code == 200, views)
    for deed in DEEDS:
        if deed.form is None:
            continue  # a single button, which would do it
        answer = client.post(f"{page}{deed.noun}/").status_code
        act = Act(deed.power.name.partition(".")[2])
        # Owners without the pages of staff do theirs on their own page, and find none here.
        may = views and _decided(act, agent, helped, gate=gate)
        crossed.add(answer in (ALLOWED if may else REFUSED if views else UNSEEN), expected=True)
    for sitting in Assistance.objects.filter(agent=scene.agents[agent, gate], ended_at__isnull=True):
        assisting.stop(Acting(sitting.agent, sitting.person, sitting), sitting)


def _decided(act: Act, agent: str, helped: str, *, gate: bool) -> bool:
    modes = {"nobody": Mode.NONE, "anonymous": Mode.ANON}
    facts = rules.Facts(
        act=act,
        mode=modes.get(helped, Mode.USER),
        gate=gate,
        own=PARTS.get(agent, rules.Part()),
        helped=PARTS.get(helped, rules.Part()),
        lends=True,
        escalation=False,
    )
    return bool(rules.decide(facts))


def _scene(tenant: Tenant, type: CaseType) -> Scene:
    everybody = house.everybody_of(tenant)
    setup = Acting.alone(everybody.setup)
    rights = list(Role.objects.get(name="Agent").rights)
    shut = people.create_role(setup, "Agent without cases", [one for one in rights if one != ENQUIRE])
    roles = {True: Role.objects.get(name="Agent"), False: shut}
    monitors = Group.objects.filter(pk__in=type.groups_with(Part.MONITOR)).get()
    groups = {"manager": Group.objects.get(pk=type.manager_group_id), "monitor": monitors}

    def hire(name: str, part: str, role: Role) -> Person:
        person = people.register(setup, given_name=name, family_name="Crossing", username=f"x-{name.lower()}")
        people.give_role(setup, role, person)
        if part in groups:
            people.add_to_group(setup, person, groups[part])
        return person

    agents = {
        (part, gate): hire(f"{part}{'In' if gate else 'Out'}", part, roles[gate])
        for part in AGENTS
        for gate in (True, False)
    }
    until = clock.now() + timedelta(days=1)
    administrator = Acting.alone(everybody.staff["adam"])
    for agent in agents.values():
        assisting.grant_to_assist_staff(administrator, agent, reason="Every row is tried.", until=until)
    owner, stranger = house.some_residents(2)
    known: dict[str, Person] = {
        "manager": hire("Percy", "manager", roles[True]),
        "monitor": hire("Petra", "monitor", roles[True]),
        "owner": owner,
        "stranger": stranger,
        "anonymous": Person.objects.get(kind=Kind.ANONYMOUS),
    }
    raiser = hire("Rita", "neither", roles[True])
    sitting = Acting(raiser, owner, assisting.start(Acting.alone(raiser), owner))
    case = cases.raise_case(sitting, type, title="Every row of the table")
    return Scene(tenant, case, agents, known)
