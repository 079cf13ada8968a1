"""`alongside bench journey`: the main job over HTTP, each step beside its statements by the driver alone."""

from __future__ import annotations

import argparse

from alongside.command import ready
from alongside.command.bench import houses, replay
from alongside.command.bench.browser import Browser
from alongside.command.bench.figures import Processes, Series, machine, rounded, timed, versions
from alongside.command.bench.job import STEPS, InProcess, Jobs
from alongside.command.bench.place import Place
from alongside.command.bench.report import show
from alongside.command.bench.serving import Served, served
from alongside.command.demo import cast, house
from alongside.lib import tenancy
from alongside.people.models import Person

METHOD = (
    "One agent, one request after the other, on a kept connection to `alongside serve`; times are the"
    " client's. CPU is the server's, and PostgreSQL's where it is our own. Floor: the statements of that very"
    " request, noted in a second house in the same state, by the driver alone on a third, in turns."
    " {warm} journeys came before and do not count. rps: requests of that kind a second, one after the other."
)
WARM = 10  # journeys that do not count: code is loaded, caches fill as on any day


def run(place: Place, options: argparse.Namespace) -> None:
    built = houses.build(place, people=options.people)
    houses.copy(place, "served", "floor")
    ready.collect_static_files()
    with served(place, "served") as server, tenancy.within(built.tenant.pk):
        processes = Processes(server.pid, place.pid)
        product, floor = measure(place, built, server, processes, options.rounds)
        pss_mb = Processes(server.pid).pss_mb()
    show(
        {
            "bench": "journey",
            **{step: figures(product[step], floor[step]) for step in STEPS},
            "pss_mb": rounded(pss_mb),
            "database": place.vendor,
            "people": options.people,
            "rounds": options.rounds,
            "versions": versions(),
            "machine": machine(),
            "method": METHOD.format(warm=min(WARM, options.rounds)),
        },
        as_json=options.json,
    )


def figures(product: Series, floor: Series) -> dict[str, float]:
    return {
        "p50_ms": rounded(product.percentile(0.5)),
        "p95_ms": rounded(product.percentile(0.95)),
        "cpu_ms": rounded(product.cpu_each),
        "floor_p50_ms": rounded(floor.percentile(0.5)),
        "floor_ratio": rounded(product.percentile(0.5) / floor.percentile(0.5)),
        "rps": rounded(product.per_second),
    }


def measure(
    place: Place, built: houses.House, server: Served, processes: Processes, rounds: int
) -> tuple[dict[str, Series], dict[str, Series]]:
    """Do the job for one person after the other: served, then in process, then its statements alone."""
    jobs = Jobs(list(Person.objects.filter(pk__in=built.some_people).order_by("pk")))
    browser, inside = sign_in(server.address), InProcess(built.agent, house.DOMAIN)
    bare = replay.driver(place, "floor")
    product = {step: Series() for step in STEPS}
    floor = {step: Series() for step in STEPS}
    for round_ in range(-min(WARM, rounds), rounds):
        counts = round_ >= 0
        real, noting = jobs.job(browser, round_), jobs.job(inside, round_)
        for step in (*STEPS[:4], "fill", *STEPS[4:]):
            with timed(product[step] if counts and step in product else Series(), processes):
                getattr(real, step)()
            with replay.noted() as work:
                getattr(noting, step)()
            with timed(floor[step] if counts and step in floor else Series()):
                bare.play(work)
    browser.close()
    bare.close()
    return product, floor


def sign_in(address: str) -> Browser:
    browser = Browser(address)
    browser.get("/accounts/login/")
    browser.post("/accounts/login/", {"login": "bob", "password": cast.PASSWORD})
    browser.get("/console/")
    return browser
