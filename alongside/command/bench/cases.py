"""`alongside bench cases`: lists and pages among a million cases, and whether all say what the rules say."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from itertools import count

import psycopg
from django.core.management import call_command
from django.db import connection
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases.deadlines import Target, Unit
from alongside.cases.models import Case, CaseType, Part
from alongside.command.bench import many_cases
from alongside.command.bench.crossing import mismatches
from alongside.command.bench.figures import Processes, Series, machine, rounded, timed, versions
from alongside.command.bench.place import HOUSE, Place
from alongside.command.bench.report import show
from alongside.command.demo import house
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people.models import Group, Person, Role, Tenant

METHOD = (
    "{cases:,} cases of {types} types over three years, a tenth of them open, of about {people:,} people,"
    " written in bulk with the words of their titles, references and owners' names. Each list is asked"
    " {rounds} times as a page, and the page of a case as often, each time of another: the CPU is that of"
    " the whole request in this process{server}. Mismatches: every row of the specification's table, with and"
    " without the right to the pages, through the list, the page and every deed with a form that is posted to"
    " it, against the rule."
)
TYPES = ("Missed bin", "Pothole", "Noise", "Street light", "Housing repair")


def run(place: Place, options: argparse.Namespace) -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    tenant = house.open_house()
    with tenancy.within(tenant.pk):
        for _ in house.populate(tenant, options.people):
            pass
        types = set_up_types(house.everybody_of(tenant).setup)
        begun = time.perf_counter()
        owners = list(Person.objects.real().filter(username__isnull=True))
        many_cases.gather(types, owners, options.cases)
        _analyze(place)
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


def _analyze(place: Place) -> None:
    """As the database's owner: PostgreSQL passes over the tables of others, and plans without figures."""
    if place.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return
    with psycopg.connect(place.url(HOUSE, user=place.owner), autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")


def set_up_types(setup: Person) -> list[CaseType]:
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
