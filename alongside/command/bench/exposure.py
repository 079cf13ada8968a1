"""`alongside bench exposure`: how long, and of how many others, an entry waits to be signed (security.md G8).

Until a checkpoint covers it and lies where the database's owner cannot reach it, an entry could be rewritten
without anybody noticing.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from alongside.assisting.acting import Acting
from alongside.command.bench import houses
from alongside.command.bench.figures import Series, machine, rounded, versions
from alongside.command.bench.place import HOUSE, Place
from alongside.command.bench.report import show
from alongside.history.models import Head
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people.models import Person

METHOD = (
    "`alongside sign` as a process of its own, and deeds for {seconds} s: one now and then, some a"
    " second, and bursts of {burst} as fast as they go, in turns by chance. Seconds: from an entry's"
    " commit until the first checkpoint that covers it lies in both places. Entries: how many are not"
    " covered when it is committed."
)
BURST = 300
PATIENCE = 70.0  # seconds for the last of them

Committed = list[tuple[int, float]]  # entries so far, and when


def run(place: Place, options: argparse.Namespace) -> None:
    house = houses.build(place, people=options.people)
    folder = Path(place.folder)
    sinks = [folder / "sink-1", folder / "sink-2"]
    with tenancy.within(house.tenant.pk), _signing(place, sinks):
        _until_signed(sinks, house.tenant.pk)
        committed = list(_deeds(house, options.seconds, Random(options.seed)))
        _until_signed(sinks, house.tenant.pk)
    seconds, entries = _exposed(committed, *(_checkpoints(sink, house.tenant.pk) for sink in sinks))
    show(
        {
            "bench": "exposure",
            "entries_written": len(committed),
            "by_class": {
                "seconds": _said(seconds),
                "entries": _said(entries),
            },
            "checkpoints": len(_checkpoints(sinks[0], house.tenant.pk)),
            "database": place.vendor,
            "seed": options.seed,
            "versions": versions(),
            "machine": machine(),
            "method": METHOD.format(seconds=options.seconds, burst=BURST),
        },
        as_json=options.json,
    )


@contextmanager
def _signing(place: Place, sinks: list[Path]) -> Iterator[None]:
    """The signer at work, with two places for checkpoints."""
    environment = os.environ | place.settings(HOUSE) | {
        "ALONGSIDE_SIGNER": str(Path(place.folder) / "signer"),
        "ALONGSIDE_SINKS": ",".join(map(str, sinks)),
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "alongside.command.main", "sign"], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _deeds(house: houses.House, seconds: int, chance: Random) -> Iterator[tuple[int, float]]:
    """Do deeds by turns in several ways; after each, how many entries there are, and when."""
    acting, somebody = Acting.alone(house.agent), list(Person.objects.filter(pk__in=house.some_people))
    size, end = Head.objects.get().size, time.time() + seconds
    while time.time() < end:
        many, pause = chance.choice([(1, 0.0), (3, 3.0), (60, 0.05), (60, 0.01), (BURST, 0.0)])
        for _ in range(many):
            people.view_details(acting, chance.choice(somebody))
            now = Head.objects.values_list("size", flat=True).get()  # a sign of an audit may come between
            yield from ((one, time.time()) for one in range(size + 1, now + 1))
            size = now
            time.sleep(pause * chance.uniform(0.5, 1.5))
        time.sleep(chance.uniform(0, 4))


def _checkpoints(sink: Path, tenant_id: int) -> list[tuple[int, float]]:
    """The size of each, and when it came, in order."""
    files = (sink / str(tenant_id)).glob("*.checkpoint")
    return sorted((int(file.stem), file.stat().st_mtime) for file in files)


def _until_signed(sinks: list[Path], tenant_id: int) -> None:
    end = time.time() + PATIENCE
    while time.time() < end:
        size = Head.objects.get().size
        if all((kept := _checkpoints(sink, tenant_id)) and kept[-1][0] >= size for sink in sinks):
            return
        time.sleep(0.1)
    raise SystemExit("alongside: the signer did not sign in time.")


def _exposed(committed: Committed, *sinks: Committed) -> tuple[Series, Series]:
    """For each entry the seconds until all places had it signed, and the entries that were not by then."""
    sizes = [size for size, _ in sinks[0]]
    when = [max(sink[place][1] for sink in sinks) for place in range(len(sizes))]
    seconds, entries = Series(), Series()
    for size, at in committed:
        covers = bisect_right(sizes, size - 1)
        seconds.times.append(max(0.0, when[covers] - at))
        signed = bisect_right(when, at)
        entries.times.append(size - (sizes[signed - 1] if signed else 0))
    return seconds, entries


def _said(series: Series) -> dict[str, float]:
    return {
        "p50": rounded(series.percentile(0.5)),
        "p99": rounded(series.percentile(0.99)),
        "most": rounded(series.percentile(1)),
    }
