"""`alongside bench report`: reports over a million contacts, and whether they are what a recount says."""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.command.bench.figures import Processes, Series, machine, rounded, timed, versions
from alongside.command.bench.place import Place
from alongside.command.bench.report import show
from alongside.command.demo import house
from alongside.interactions import actions
from alongside.interactions.actions.adding_up import keep_closed
from alongside.interactions.choices import USUAL as WRAP_UPS
from alongside.interactions.models import Channel, Interaction, State, Total
from alongside.interactions.reports.ranges import Range
from alongside.interactions.reports.reading import sums
from alongside.interactions.services import USUAL as SERVICES
from alongside.lib import tenancy
from alongside.people.models import Person

METHOD = (
    "{contacts:,} closed contacts of {agents} agents over three years, through both changes of the clocks,"
    " about {people:,} people, added as an import adds them. Each range is asked {rounds} times as the page"
    " asks it: `sums` are the statements alone, `page` is the whole request in this process. Mismatches:"
    " every sum of every day and of every range, against counting all contacts one by one in Python."
)
AT_ONCE = 2000
AGENTS = 40
FIRST = datetime(2023, 1, 1, tzinfo=UTC)
YEARS = timedelta(days=3 * 365)
WITHIN = timedelta(days=7)
RANGES = {
    "month": Range(date(2025, 10, 7), date(2025, 11, 5)),
    "quarter": Range(date(2025, 7, 1), date(2025, 9, 30)),
    "year": Range(date(2024, 12, 15), date(2025, 12, 14)),
}
Tally = dict[tuple[date, str, str], list[int]]


def run(place: Place, options: argparse.Namespace) -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    tenant = house.open_house()
    with tenancy.within(tenant.pk):
        for _ in house.populate(tenant, options.people):
            pass
        begun = time.perf_counter()
        _gather(options.interactions)
        built = time.perf_counter() - begun
        processes = Processes(place.pid) if place.pid else None
        client = Client(headers={"host": tenant.domain})
        client.force_login(house.everybody_of(tenant).staff["mona"])
        figures: dict[str, object] = {}
        for name, days in RANGES.items():
            figures[name] = _measured(client, days, options.rounds, processes)
        close_ms = _closing(house.everybody_of(tenant).staff["bob"], options.rounds)
        recount = _recount(ZoneInfo(settings.TIME_ZONE))
        mismatches = _mismatches(recount)
        rows = Total.objects.count()
    show(
        {
            "bench": "report",
            **figures,
            "mismatches": mismatches,
            "close_ms": rounded(close_ms),
            "build_s": rounded(built),
            "sum_rows": rows,
            "interactions": options.interactions,
            "database": place.vendor,
            "versions": versions(),
            "machine": machine(),
            "method": METHOD.format(
                contacts=options.interactions, agents=AGENTS, people=options.people, rounds=options.rounds
            ),
        },
        as_json=options.json,
    )


def _gather(count: int) -> None:
    """Contacts as they may have been: mostly by day, some people again and again."""
    draw = Random(7)
    people = list(Person.objects.real().filter(username__isnull=True).values_list("pk", flat=True))
    agents = people[:AGENTS]
    for start in range(0, count, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, count))
        made = [_contact(draw, agents, people, number / count) for number in numbers]
        keep_closed(made)
        if start % 100_000 == 0:
            print(f"{start:,} contacts …", file=sys.stderr, flush=True)


def _contact(draw: Random, agents: list[int], people: list[int], part: float) -> Interaction:
    """One that began when so large a part of the years was over, or some hours before."""
    at = FIRST + YEARS * part - timedelta(seconds=draw.randrange(40_000))
    spent = draw.randrange(20, 2000)
    return Interaction(
        agent_id=draw.choice(agents),
        last_helped_id=draw.choice(people) if draw.random() < 0.7 else None,
        channel=draw.choice(Channel.values),
        service=draw.choice(SERVICES).value,
        wrap_up=draw.choice(WRAP_UPS).value if draw.random() < 0.9 else "",
        state=State.CLOSED,
        begun_at=at,
        ended_at=at + timedelta(seconds=spent + 60),
        seconds_spent=spent,
        auto_closed=draw.random() < 0.02,
    )


def _measured(client: Client, days: Range, rounds: int, processes: Processes | None) -> dict[str, float]:
    asked, page = Series(), Series()
    path = f"/console/reports/?first={days.first}&last={days.last}"
    client.get(path)
    for _ in range(rounds):
        with timed(asked, processes):
            sums(days)
            sums(days.before())
        with timed(page):
            answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"the page answered {answer.status_code}")
    return {
        "sums_p50_ms": rounded(asked.percentile(0.5)),
        "sums_p95_ms": rounded(asked.percentile(0.95)),
        "page_p50_ms": rounded(page.percentile(0.5)),
        "page_p95_ms": rounded(page.percentile(0.95)),
        "page_cpu_ms": rounded(page.cpu_each),
    }


def _closing(agent: Person, rounds: int) -> float:
    """The median of closing a contact, with everything it adds up."""
    taken = Series()
    for _ in range(rounds):
        contact = actions.begin(Acting.alone(agent), channel="phone", service="benefits")
        with timed(taken):
            actions.close(Acting.alone(agent), contact, wrap_up="resolved")
    return taken.percentile(0.5)


def _recount(zone: ZoneInfo) -> Tally:
    """Everything counted one by one, by nothing that the product counts by: day, kind, key -> contacts,
    seconds, helped, repeated, automatic."""
    tally: Tally = defaultdict(lambda: [0, 0, 0, 0, 0])
    again = _came_back()
    columns = ("pk", "agent_id", "channel", "service", "wrap_up", "begun_at", "seconds_spent")
    rows = Interaction.objects.filter(state=State.CLOSED).values_list(
        *columns, "last_helped_id", "auto_closed"
    )
    for key, agent, channel, service, wrap_up, begun, seconds, person, automatic in rows.iterator(5000):
        local = begun.astimezone(zone)
        if automatic:
            tally[local.date(), "all", ""][4] += 1
            continue
        kinds = {
            "all": "",
            "agent": str(agent),
            "channel": channel,
            "service": service,
            "wrap_up": wrap_up,
            "hour": f"{local.weekday()}-{local.hour}",
        }
        for kind, name in kinds.items():
            line = tally[local.date(), kind, name]
            line[0] += 1
            line[1] += seconds
            line[2] += person is not None
            line[3] += key in again
    return dict(tally)


def _came_back() -> set[object]:
    """The contacts after which their person came back about the same within a week."""
    found: set[object] = set()
    rows = Interaction.objects.filter(state=State.CLOSED, auto_closed=False, last_helped__isnull=False)
    waiting: dict[tuple[int, str], list[tuple[datetime, object]]] = defaultdict(list)
    for key, person, service, begun in (
        rows.order_by("begun_at").values_list("pk", "last_helped_id", "service", "begun_at").iterator(5000)
    ):
        place = waiting[person, service]
        found |= {earlier for at, earlier in place if at < begun <= at + WITHIN}
        place[:] = [one for one in place if begun - one[0] < WITHIN]
        place.append((begun, key))
    return found


def _mismatches(recount: Tally) -> int:
    """How many sums are not what the recount says: of days, of months, and of the ranges asked."""
    wrong = 0
    stored = {
        (span, day, kind, key): amounts
        for span, day, kind, key, *amounts in Total.objects.values_list(
            "span", "day", "kind", "key", "contacts", "seconds", "helped", "repeated", "automatic"
        ).iterator(5000)
    }
    expected: dict[tuple[str, date, str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    for (day, kind, key), amounts in recount.items():
        for place in (("d", day, kind, key), ("m", day.replace(day=1), kind, key)):
            expected[place] = [a + b for a, b in zip(expected[place], amounts, strict=True)]
    for place in stored.keys() | expected.keys():
        wrong += stored.get(place, [0] * 5) != expected.get(place, [0] * 5)
    for days in RANGES.values():
        counted: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
        for (day, kind, key), amounts in recount.items():
            if days.first <= day <= days.last:
                counted[kind, key] = [a + b for a, b in zip(counted[kind, key], amounts, strict=True)]
        shown = {
            key: [one.contacts, one.seconds, one.helped, one.repeated, one.automatic]
            for key, one in sums(days).items()
        }
        wrong += sum(shown.get(key) != counted.get(key) for key in shown.keys() | counted.keys())
    return wrong
