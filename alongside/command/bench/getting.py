"""`alongside bench get-next`: many agents press Get Next at the same moment, until nothing waits."""

from __future__ import annotations

import argparse
import itertools
import sqlite3
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import psycopg
from django.db import connection

from alongside.assisting.acting import Acting
from alongside.command.bench import houses
from alongside.command.bench.figures import Series, machine, rounded, timed, versions
from alongside.command.bench.place import Place
from alongside.command.bench.replay import Postgres, SQLite, driver
from alongside.command.bench.report import show
from alongside.desk import actions as desk
from alongside.desk.models import Question
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people.authentication import AuthenticationBackend
from alongside.people.models import Person, Role, Segment

METHOD = (
    "{agents} agents, a thread each, begin at the same moment and get the next question until none of"
    " {questions} waits. Each time who acts is read anew, as with a request; the deed is decided, the"
    " question locked and taken, the history sealed and committed. `floor_ratio`: the same agents and"
    " questions on a copy by the driver alone, which selects the next row, updates it and commits, and"
    " neither decides nor records: its assignments a second over the product's. `doubles`: questions that"
    " two agents got; `left`: those that nobody got."
)
SELECT = (
    "SELECT id FROM desk_question WHERE tenant_id = {} AND state = 'unassigned' ORDER BY queue_at, id LIMIT 1"
)
UPDATE = "UPDATE desk_question SET state = 'assigned', assignee_id = {}, assigned_at = queue_at WHERE id = {}"


def run(place: Place, options: argparse.Namespace) -> None:
    house = houses.build(place, people=options.people)
    tenant = house.tenant.pk
    with tenancy.within(tenant):
        agents = _hired(Acting.alone(people.system(house.tenant)), options.agents)
        asked = _asked(house, options.agents * options.rounds)
    houses.copy(place, "floor")
    hands, series, spent = _at_once([_agent(tenant, number) for number in agents])
    bare, _, floor = _at_once([_bare(place, tenant, number) for number in agents])
    got = [number for hand in hands for number in hand]
    with tenancy.within(tenant):
        left = Question.objects.waiting().count()
    if sorted(map(str, itertools.chain(*bare))) != sorted(map(str, asked)):
        raise SystemExit("alongside: the floor did something else.")
    show(
        {
            "bench": "get-next",
            "per_s": rounded(len(got) / spent),
            "floor_per_s": rounded(len(asked) / floor),
            "floor_ratio": rounded((len(asked) / floor) / (len(got) / spent)),
            "doubles": len(got) - len(set(got)),
            "left": left,
            "p50_ms": rounded(series.percentile(0.5)),
            "p95_ms": rounded(series.percentile(0.95)),
            "agents": options.agents,
            "questions": len(asked),
            "database": place.vendor,
            "versions": versions(),
            "machine": machine(),
            "method": METHOD.format(agents=options.agents, questions=len(asked)),
        },
        as_json=options.json,
    )


def _hired(house: Acting, count: int) -> list[int]:
    """So many agents who answer questions, by their ids."""
    role = Role.objects.get(name="CSR")
    found = []
    for number in range(count):
        agent = people.register(house, given_name=f"Agent {number}", family_name="Desk", reason="measuring")
        people.give_role(house, role, agent)
        found.append(agent.pk)
    return found


def _asked(house: houses.House, count: int) -> list[uuid.UUID]:
    """So many questions of residents, who wait under one topic with a target."""
    arranger = Acting.alone(people.system(house.tenant))
    residents = list(Person.objects.filter(pk__in=house.some_people))
    segment = Segment.objects.filter(people=residents[0]).first()
    assert segment is not None  # noqa: S101 (everybody of the demonstration is in one)
    topic = desk.arrange_topic(arranger, segment, "Measured")
    desk.set_level(arranger, 60, topic=topic)
    people_in_turn = itertools.islice(itertools.cycle(residents), count)
    return [desk.ask(Acting.alone(one), topic, text="When is my bin emptied?").pk for one in people_in_turn]


Hand = tuple[list[uuid.UUID], Series, float]


def _at_once(work: list[Callable[[Barrier], Hand]]) -> tuple[list[list[uuid.UUID]], Series, float]:
    """Everybody begins together: what each got, how long each time took, and how long all of it."""
    barrier = Barrier(len(work) + 1)
    with ThreadPoolExecutor(len(work)) as pool:
        under_way = [pool.submit(one, barrier) for one in work]
        barrier.wait()
        begun = time.perf_counter()
        done = [one.result() for one in under_way]
    ended = max(at for _, _, at in done)
    together = Series([took for _, series, _ in done for took in series.times])
    return [hand for hand, _, _ in done], together, ended - begun


def _agent(tenant: int, number: int) -> Callable[[Barrier], Hand]:
    """Get Next of the product, by one agent."""

    def get_all(barrier: Barrier) -> Hand:
        got: list[uuid.UUID] = []
        series = Series()
        with tenancy.within(tenant):
            desk.waiting_for(
                Acting.alone(Person.objects.get(pk=number))
            ).exists()  # connected, as servers are
            _back_into_the_pool()
            barrier.wait()
            try:
                while True:
                    with timed(series):
                        acting = Acting.alone(_signed_in(number))
                        got += [one.pk for one in desk.get_next(acting)]
                        _back_into_the_pool()
            except desk.NothingWaits:
                return got, series, time.perf_counter()
            finally:
                connection.close()

    return get_all


def _signed_in(number: int) -> Person:
    """Who acts, found as with every request."""
    found = AuthenticationBackend().get_user(number)
    assert found is not None  # noqa: S101 (it was hired)
    return found


def _back_into_the_pool() -> None:
    """As after a request; SQLite has no pool, and its connections stay."""
    if connection.vendor == "postgresql":
        connection.close()


def _bare(place: Place, tenant: int, number: int) -> Callable[[Barrier], Hand]:
    """The same by the driver alone."""

    def get_all(barrier: Barrier) -> Hand:
        with tenancy.within(tenant):
            link = driver(place, "floor")
        got: list[uuid.UUID] = []
        barrier.wait()
        try:
            while (taken := _taken(link, tenant, number)) is not None:
                got.append(taken)
            return got, Series(), time.perf_counter()
        finally:
            link.close()

    return get_all


def _taken(link: Any, tenant: int, number: int) -> uuid.UUID | None:
    if isinstance(link, SQLite):
        return _taken_of_sqlite(link.link, tenant, number)
    assert isinstance(link, Postgres)  # noqa: S101 (there is no third)
    return _taken_of_postgres(link.link, tenant, number)


def _taken_of_sqlite(link: sqlite3.Connection, tenant: int, number: int) -> uuid.UUID | None:
    link.execute("PRAGMA busy_timeout = 20000")
    link.execute("BEGIN IMMEDIATE")
    row = link.execute(SELECT.format("?"), [tenant]).fetchone()
    if row is not None:
        link.execute(UPDATE.format("?", "?"), [number, row[0]])
    link.execute("COMMIT")
    return None if row is None else uuid.UUID(row[0])


def _taken_of_postgres(link: psycopg.Connection[Any], tenant: int, number: int) -> uuid.UUID | None:
    link.execute("BEGIN")
    row = link.execute(f"{SELECT.format('%s')} FOR UPDATE SKIP LOCKED", [tenant]).fetchone()
    if row is not None:
        link.execute(UPDATE.format("%s", "%s"), [number, row[0]])
    link.execute("COMMIT")
    return None if row is None else uuid.UUID(str(row[0]))
