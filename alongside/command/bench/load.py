"""`alongside bench load`: agents and residents at once, for a while."""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException

from alongside.command import ready
from alongside.command.bench import houses
from alongside.command.bench.browser import Browser, Page, Statuses, Unexpected
from alongside.command.bench.figures import Processes, Series, machine, rounded, versions
from alongside.command.bench.job import STEPS, Job, Jobs
from alongside.command.bench.place import Place
from alongside.command.bench.report import show
from alongside.command.bench.serving import Served, served
from alongside.command.demo import cast
from alongside.lib import tenancy
from alongside.people.models import Person

METHOD = (
    "{agents} agents do the main job and {residents} residents read their pages, each without a pause on a"
    " kept connection, for {seconds} s after everybody has signed in. errors: answers that were not the ones"
    " wanted, and connections that broke. CPU is the server's, and PostgreSQL's where it is our own, for each"
    " request; the clients run on the same machine."
)
AGENTS = ("bob", "grace")
TOLD = 3  # errors of each client that are put into words
READ = ("/", "/forms/", "/account/helped/", "/articles/")


class Clock(Browser):
    """A browser that notes how long each request took, and which went wrong."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address, self.series, self.errors = address, Series(), 0

    def _ask(self, method: str, path: str, body: str | None, wanted: Statuses) -> Page:
        began = time.perf_counter()
        try:
            return super()._ask(method, path, body, wanted)
        except (Unexpected, OSError, HTTPException) as problem:
            self.errors += 1
            if self.errors <= TOLD:
                print(problem, file=sys.stderr, flush=True)
            self.connection.close()
            raise Unexpected(str(problem)) from None
        finally:
            self.series.times.append(1000 * (time.perf_counter() - began))


def run(place: Place, options: argparse.Namespace) -> None:
    built = houses.build(place, people=options.people)
    residents = [one.username for one in cast.RESIDENTS][: len(AGENTS)]
    houses.copy(place, "served")
    ready.collect_static_files()
    with served(place, "served") as server, tenancy.within(built.tenant.pk):
        people = list(Person.objects.filter(pk__in=built.some_people).order_by("pk"))
        jobs = Jobs(people)
        agents = [
            (_signed_in(server, name, "/console/"), _helping(jobs, at)) for at, name in enumerate(AGENTS)
        ]
        readers = [(_signed_in(server, name, "/"), _reading) for name in residents]
        with _counted(server, place) as (processes, cpu_before):
            took = _together([*agents, *readers], options.seconds)
            cpu = processes.cpu() - cpu_before
        pss_mb = Processes(server.pid).pss_mb()
    clients = [browser for browser, _ in (*agents, *readers)]
    every = Series([one for client in clients for one in client.series.times], cpu)
    show(
        {
            "bench": "load",
            "errors": sum(client.errors for client in clients),
            "requests": len(every.times),
            "rps": rounded(len(every.times) / took),
            "p50_ms": rounded(every.percentile(0.5)),
            "p95_ms": rounded(every.percentile(0.95)),
            "cpu_ms": rounded(every.cpu_each),
            "pss_mb": rounded(pss_mb),
            "seconds": options.seconds,
            "database": place.vendor,
            "people": options.people,
            "versions": versions(),
            "machine": machine(),
            "method": METHOD.format(agents=len(agents), residents=len(readers), seconds=options.seconds),
        },
        as_json=options.json,
    )


Turn = Callable[[Clock, int], None]


@contextmanager
def _counted(server: Served, place: Place) -> Iterator[tuple[Processes, float]]:
    processes = Processes(server.pid, place.pid)
    yield processes, processes.cpu()


def _signed_in(server: Served, name: str, first: str) -> Clock:
    browser = Clock(server.address)
    browser.get("/accounts/login/")
    browser.post("/accounts/login/", {"login": name, "password": cast.PASSWORD})
    browser.get(first)
    browser.series = Series()
    return browser


def _helping(jobs: Jobs, at: int) -> Turn:
    """One agent after the other's people, so that nobody is helped by two."""

    def turn(browser: Clock, round_: int) -> None:
        job: Job = jobs.job(browser, len(AGENTS) * round_ + at)
        for step in (*STEPS[:4], "fill", *STEPS[4:]):
            getattr(job, step)()

    return turn


def _reading(browser: Clock, round_: int) -> None:
    browser.get(READ[round_ % len(READ)])


def _together(clients: list[tuple[Clock, Turn]], seconds: float) -> float:
    """Everybody at once until the time is over; how long it took with what was under way then, in seconds."""
    began = time.perf_counter()

    def go_on(browser: Clock, turn: Turn) -> None:
        round_ = 0
        while time.perf_counter() - began < seconds:
            try:
                turn(browser, round_)
            except Unexpected:
                browser.connection.connect()
            round_ += 1
        browser.close()

    threads = [threading.Thread(target=go_on, args=client) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began
