"""`alongside bench cases`: lists and pages among a million cases, and whether all say what the rules say."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

from django.core.management import call_command
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases.actions.adding import keep_many
from alongside.cases.deadlines import Target, Unit
from alongside.cases.models import Case, CaseType, ChoiceKind, Part, Phase
from alongside.command.bench.crossing import mismatches
from alongside.command.bench.figures import Processes, Series, machine, rounded, timed, versions
from alongside.command.bench.place import Place
from alongside.command.bench.report import show
from alongside.command.demo import house
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people.models import Group, Person, Role, Tenant

METHOD = (
    "{cases:,} cases of {types} types over three years, a tenth of them open, of about {people:,} people,"
    " written in bulk with the words that they are found by. Each list is asked {rounds} times as a page,"
    " and the page of a case as often, each time of another: the CPU is that of the whole request in this"
    " process{server}. Mismatches: every row of the specification's table, with and without the right to the"
    " pages, through the list, the page and every deed with a form that is posted to it, against the rule."
)
AT_ONCE = 2000
FIRST, YEARS = datetime(2023, 1, 1, tzinfo=UTC), timedelta(days=3 * 365)
TYPES = ("Missed bin", "Pothole", "Noise", "Street light", "Housing repair")
ABOUT = ("The bin was not emptied", "A hole in the road", "Loud music at night", "The lamp is dark", "A leak")


def run(place: Place, options: argparse.Namespace) -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    tenant = house.open_house()
    with tenancy.within(tenant.pk):
        for _ in house.populate(tenant, options.people):
            pass
        types = _types(house.everybody_of(tenant).setup)
        begun = time.perf_counter()
        _gather(types, options.cases)
        built = time.perf_counter() - begun
        processes = Processes(place.pid) if place.pid else None
        lists = _lists(tenant, _manager(tenant, types), types, options.rounds, processes)
        crossed = mismatches(tenant, types[0])
    show(
        {
            "bench": "cases",
            "list_ms_at_1m": lists["all"]["cpu_ms"],
            "view_ms": lists["view"]["cpu_ms"],
            "mismatches": crossed.wrong,
            "compared": crossed.compared,
            "by_class": lists,
            "build_s": rounded(built),
            "cases": options.cases,
            "database": place.vendor,
            "versions": versions(),
            "machine": machine(),
            "method": METHOD.format(
                cases=options.cases,
                types=len(TYPES),
                people=options.people,
                rounds=options.rounds,
                server=" and of the database server" if processes else "",
            ),
        },
        as_json=options.json,
    )


def _types(setup: Person) -> list[CaseType]:
    acting = Acting.alone(setup)
    made = []
    for name in TYPES:
        managers, monitors = (
            people.create_group(acting, f"{name}: {part}", staff=True) for part in ("managers", "monitors")
        )
        plan = cases.Plan(
            name,
            managers,
            target=Target(10, Unit.WORKING_DAYS),
            stages=("Look", "Mend"),
            subtypes=("Usual", "Urgent"),
            parts={Part.MONITOR: [monitors]},
        )
        made.append(cases.set_up(acting, name.lower().replace(" ", "-"), plan))
    return made


def _gather(types: list[CaseType], wanted: int) -> None:
    """Cases as they may have been: most of them closed, some people again and again."""
    draw = Random(7)
    owners = list(Person.objects.real().filter(username__isnull=True))
    for start in range(0, wanted, AT_ONCE):
        made = [
            _case(draw, types, draw.choice(owners), number, number / wanted)
            for number in range(start, min(start + AT_ONCE, wanted))
        ]
        keep_many(made)
        if start % 100_000 == 0:
            print(f"{start:,} cases …", file=sys.stderr, flush=True)


def _case(draw: Random, types: list[CaseType], owner: Person, number: int, part: float) -> Case:
    kind = draw.randrange(len(types))
    type, at = types[kind], FIRST + YEARS * part
    done = draw.random() < 0.9
    return Case(
        reference=f"B-{number:08}",
        type=type,
        owner=owner,
        actor=owner,
        title=ABOUT[kind],
        contact={"name": owner.name},
        status=type.status_of(Phase.CLOSED if done else Phase.PROGRESS),
        stage=draw.choice(type.offered(ChoiceKind.STAGE)),
        manager_group=type.manager_group,
        raised_at=at,
        changed_at=at,
        target_at=at + timedelta(days=14),
        closed_at=at + timedelta(days=9) if done else None,
        reason=type.offered(ChoiceKind.REASON)[0] if done else None,
    )


def _manager(tenant: Tenant, types: list[CaseType]) -> Client:
    acting = Acting.alone(house.everybody_of(tenant).setup)
    manager = people.register(acting, given_name="Mary", family_name="Stanton", username="bench-manager")
    people.give_role(acting, Role.objects.get(name="Agent"), manager)
    for type in types:
        people.add_to_group(acting, manager, Group.objects.get(pk=type.manager_group_id))
    client = Client(headers={"host": tenant.domain})
    client.force_login(manager)
    return client


def _lists(
    tenant: Tenant, client: Client, types: list[CaseType], rounds: int, processes: Processes | None
) -> dict[str, dict[str, float]]:
    """What each kind of list costs as a whole page, and the page of a case."""
    somebody = Person.objects.real().filter(username__isnull=True).first()
    surname = somebody.family_name if somebody else ""
    found = {
        "all": _asked(client, {}),
        "type": _asked(client, {"type": types[1].slug}),
        "open": _asked(client, {"status": "Open"}),
        "type_open": _asked(client, {"type": types[1].slug, "status": "Open"}),
        "stage": _asked(client, {"stage": "Mend"}),
        "words": _asked(client, {"q": f"{surname} road"}),
        "name": _asked(client, {"name": surname}),
        "oldest": _asked(client, {"order": "oldest"}),
        "view": _each_case(),
    }
    return {name: _measured(client, ask, rounds, processes) for name, ask in found.items()}


def _asked(client: Client, said: dict[str, str]) -> Callable[[], str]:
    if not said:
        return lambda: "/console/cases/"
    answer = client.post("/console/cases/", said)
    if answer.status_code != 303:
        raise RuntimeError(f"searching for {said} answered {answer.status_code}")
    return lambda: answer["Location"]


def _each_case() -> Callable[[], str]:
    numbers = list(Case.objects.order_by("pk").values_list("pk", flat=True)[:500])
    turn: Iterator[int] = count()
    return lambda: f"/console/cases/{numbers[next(turn) % len(numbers)]}/"


def _measured(
    client: Client, ask: Callable[[], str], rounds: int, processes: Processes | None
) -> dict[str, float]:
    page, server = Series(), 0.0
    client.get(ask())
    for _ in range(rounds):
        before = processes.cpu() if processes else 0.0
        with timed(page):
            answer = client.get(ask())
        server += processes.cpu() - before if processes else 0.0
        if answer.status_code != 200:
            raise RuntimeError(f"the page answered {answer.status_code}")
    return {
        "p50_ms": rounded(page.percentile(0.5)),
        "p95_ms": rounded(page.percentile(0.95)),
        "cpu_ms": rounded(page.cpu_each + server / rounds),
        "server_cpu_ms": rounded(server / rounds),
    }
