"""`alongside bench revoke`: what is taken away is gone with the very next request (security.md G15).

One process takes away, another serves; whatever that one remembers must not outlive what it remembers of.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection
from itertools import cycle

from django.conf import settings
from django.test import Client

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance
from alongside.command import ready
from alongside.command.bench import houses
from alongside.command.bench.browser import Browser
from alongside.command.bench.figures import Series, machine, rounded, timed, versions
from alongside.command.bench.place import HOUSE, Place
from alongside.command.bench.report import show
from alongside.command.bench.serving import served
from alongside.command.demo import house
from alongside.lib import clock, tenancy
from alongside.people import actions as people
from alongside.people.actions.tokens import make_token, revoke_token
from alongside.people.models import Group, Person, Role, Tenant

METHOD = (
    "In turns, {ways} ways of taking something away, by a process of its own, from an agent (or a"
    " program) whose request to the server was answered before. Stale: the next request, sent at once,"
    " was answered as before. Unanswered before: there was nothing to take away, which would count for"
    " nothing."
)
ANY = tuple(range(200, 600))
REASON = "Measured."


@dataclass
class Scene:
    """An agent, whoever can take from them, and their browser."""

    tenant: Tenant
    address: str
    above: Acting  # whoever takes away
    agent: Person
    colleague: Person
    resident: Person
    role: Role
    rights: list[str]
    group: Group
    browser: Browser
    api: HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.api = HTTPConnection(self.browser.host)

    def sign_in(self) -> None:
        client = Client(headers={"host": self.tenant.domain})
        client.force_login(self.agent)
        self.browser.cookies = {settings.SESSION_COOKIE_NAME: client.session.session_key or ""}

    def opens(self, path: str) -> bool:
        return self.browser.get(path, wanted=ANY).status == 200

    def help(self, person: Person) -> str:
        """Begin to help, as the agent does it; the address under which they do."""
        self.opens("/console/")  # for the token of its forms
        asked = {"person": str(person.pk), "switch": "yes"}
        return self.browser.post("/console/assistances/", asked).location

    def calls(self, token: str) -> bool:
        said = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "nothing", "params": {}})
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.api.request("POST", "/api/", said, headers)
        answer = self.api.getresponse()
        answer.read()
        return answer.status == 200


Answered = tuple[bool, bool]  # before, and after


def role_taken(scene: Scene) -> Answered:
    before = scene.opens("/console/")
    people.take_role(scene.above, scene.role, scene.agent)
    after = scene.opens("/console/")
    people.give_role(scene.above, scene.role, scene.agent)
    return before, after


def role_changed(scene: Scene) -> Answered:
    before = scene.opens("/console/people/new/")
    without = [right for right in scene.rights if right != "people.register"]
    people.change_role(scene.above, scene.role, scene.role.name, without)
    after = scene.opens("/console/people/new/")
    people.change_role(scene.above, scene.role, scene.role.name, scene.rights)
    return before, after


def group_left(scene: Scene) -> Answered:
    people.take_role(scene.above, scene.role, scene.agent)
    people.add_to_group(scene.above, scene.agent, scene.group)
    before = scene.opens("/console/")
    people.remove_from_group(scene.above, scene.agent, scene.group)
    after = scene.opens("/console/")
    people.give_role(scene.above, scene.role, scene.agent)
    return before, after


def helping_stopped(scene: Scene) -> Answered:
    page = scene.help(scene.resident)
    before = scene.opens(page)
    sitting = Assistance.objects.open().get(agent=scene.agent)
    assisting.stop(Acting.alone(scene.agent), sitting)
    return before, scene.opens(page)


def grant_ended(scene: Scene) -> Answered:
    until = clock.now() + timedelta(hours=1)
    assisting.grant_to_assist_staff(scene.above, scene.agent, reason=REASON, until=until)
    page = scene.help(scene.colleague)
    before = scene.opens(page)
    assisting.end_grants(scene.above, scene.agent)
    return before, scene.opens(page)


def person_closed(scene: Scene) -> Answered:
    page = scene.help(scene.resident)
    before = scene.opens(page)
    people.close_account(scene.above, scene.resident, reason=REASON)
    after = scene.opens(page)
    people.open_account(scene.above, scene.resident, reason=REASON)
    return before, after


def agent_closed(scene: Scene) -> Answered:
    before = scene.opens("/console/")
    people.close_account(scene.above, scene.agent, reason=REASON)
    after = scene.opens("/console/")
    people.open_account(scene.above, scene.agent, reason=REASON)
    scene.sign_in()
    return before, after


def signed_out(scene: Scene) -> Answered:
    before = scene.opens("/console/")
    people.end_sign_ins(scene.above, scene.agent)
    after = scene.opens("/console/")
    scene.sign_in()
    return before, after


def token_revoked(scene: Scene) -> Answered:
    scopes = ["people.view_details"]
    token, text = make_token(scene.above, "Program", scopes=scopes, days=1)
    before = scene.calls(text)
    revoke_token(scene.above, token.pk)
    return before, scene.calls(text)


WAYS: tuple[Callable[[Scene], Answered], ...] = (
    role_taken,
    role_changed,
    group_left,
    helping_stopped,
    grant_ended,
    person_closed,
    agent_closed,
    signed_out,
    token_revoked,
)


def run(place: Place, options: argparse.Namespace) -> None:
    built = houses.build(place, people=options.people)
    ready.collect_static_files()
    tried, stale, void, took = Counter[str](), Counter[str](), Counter[str](), Series()
    with served(place, HOUSE) as server, tenancy.within(built.tenant.pk):
        scene = _scene(built, server.address)
        ways = cycle(WAYS)
        while tried.total() < options.trials:
            way = next(ways)
            name = way.__name__.replace("_", " ")
            with timed(took):
                before, after = way(scene)
            tried[name] += 1
            void[name] += not before
            stale[name] += after
            if tried.total() % 1_000 == 0:
                print(f"{tried.total():,} …", file=sys.stderr, flush=True)
    show(
        {
            "bench": "revoke",
            "trials": tried.total(),
            "stale": stale.total(),
            "unanswered_before": void.total(),
            "by_class": {
                name: {"trials": tried[name], "stale": stale[name], "unanswered_before": void[name]}
                for name in tried
            },
            "trial_p50_ms": rounded(took.percentile(0.5)),
            "database": place.vendor,
            "versions": versions(),
            "machine": machine(),
            "method": METHOD.format(ways=len(WAYS)),
        },
        as_json=options.json,
    )
    if stale.total() or void.total():
        raise SystemExit(2)


def _scene(built: houses.House, address: str) -> Scene:
    everybody = house.everybody_of(built.tenant)
    above = Acting.alone(everybody.setup)
    rights = sorted(Role.objects.get(name="Agent").rights)
    role = people.create_role(above, "Agent for a while", rights)
    group = people.create_group(above, "Agents for a while", staff=True)
    people.give_role(above, role, group)

    def hire(name: str) -> Person:
        made = people.register(above, given_name=name, family_name="Measured", username=f"x-{name.lower()}")
        people.give_role(above, role, made)
        return made

    agent, colleague = hire("Rita"), hire("Percy")
    people.give_role(above, Role.objects.get(name="CSR Manager"), colleague)
    (resident,) = house.some_residents(1)
    scene = Scene(
        built.tenant, address, above, agent, colleague, resident, role, rights, group, Browser(address)
    )
    scene.sign_in()
    return scene
