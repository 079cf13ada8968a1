"""`alongside bench history`: whole deeds, verifying them, and proving that one is in the log."""

from __future__ import annotations

import argparse
import time
from random import Random

from alongside.assisting.acting import Acting
from alongside.command.bench import houses, replay
from alongside.command.bench.figures import Processes, Series, machine, rounded, timed, versions
from alongside.command.bench.place import Place
from alongside.command.bench.report import show
from alongside.history import checkpoints
from alongside.history.tiles import Tiles
from alongside.history.verify import verify
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people.models import Person

METHOD = (
    "A deed: an agent looks at a person's details, decided, sealed and committed by itself, one writer."
    " Floor: the same statements by the driver alone on a copy, in turns of {turn}."
    " Verified: all {size} entries, up to a checkpoint; by a second of this process's CPU, too."
    " Proved: an entry of that log, from its tiles."
)
TURN = 20  # deeds before the floor has its turn
PROOFS = 20


def run(place: Place, options: argparse.Namespace) -> None:
    house = houses.build(place, people=options.people)
    houses.copy(place, "floor")
    with tenancy.within(house.tenant.pk):
        deeds, floor = measure_deeds(place, house, options.rounds)
        checkpoints.keep(house.tenant.pk)
        begun, cpu = time.perf_counter(), time.process_time()
        report = verify(house.tenant.pk)
        verified, cpu = time.perf_counter() - begun, time.process_time() - cpu
        if report.verdict != "sound":
            raise SystemExit(f"alongside: the log of the measurement is {report.verdict}.")
        proofs, longest = prove(house.tenant.pk, Random(1), report.size)
    show(
        {
            "bench": "history",
            "deeds_per_s": rounded(deeds.per_second),
            "floor_ratio": rounded(deeds.percentile(0.5) / floor.percentile(0.5)),
            "verify_per_s": rounded(report.size / verified),
            "verify_per_cpu_s": rounded(report.size / cpu),
            "prove_ms": rounded(proofs.percentile(0.5)),
            "prove_p95_ms": rounded(proofs.percentile(0.95)),
            "proof_bytes": longest,
            "deed": {
                "p50_ms": rounded(deeds.percentile(0.5)),
                "p95_ms": rounded(deeds.percentile(0.95)),
                "cpu_ms": rounded(deeds.cpu_each),
                "floor_p50_ms": rounded(floor.percentile(0.5)),
            },
            "entries": report.size,
            "database": place.vendor,
            "people": options.people,
            "versions": versions(),
            "machine": machine(),
            "method": METHOD.format(turn=TURN, size=report.size),
        },
        as_json=options.json,
    )


def measure_deeds(place: Place, house: houses.House, rounds: int) -> tuple[Series, Series]:
    """Do as many deeds as there are rounds, ten times over, and each again by the driver alone."""
    acting = Acting.alone(house.agent)
    looked_at = list(Person.objects.filter(pk__in=house.some_people).order_by("pk"))
    choose = Random(1)
    bare = replay.driver(place, "floor")
    deeds, floor = Series(), Series()
    processes = Processes(place.pid)  # this one's is added by `timed` when there is no server
    for _ in range(max(1, rounds * 10 // TURN)):
        turn: list[replay.Work] = []
        for person in choose.choices(looked_at, k=TURN):
            with replay.noted() as work, timed(deeds, processes if place.pid else None):
                people.view_details(acting, person)
            turn.append(work)
        for work in turn:
            with timed(floor):
                bare.play(work)
    bare.close()
    return deeds, floor


def prove(tenant_id: int, choose: Random, size: int) -> tuple[Series, int]:
    """Prove that entries are in the log, as receipts do; and the bytes of the longest path."""
    proofs, longest = Series(), 0
    for _ in range(PROOFS):
        number = choose.randrange(size)
        with timed(proofs):
            path = Tiles(tenant_id, size).inclusion(number)
        longest = max(longest, sum(map(len, path)))
    return proofs, longest
