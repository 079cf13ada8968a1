"""`alongside bench mailing`: a mailing to many, whose worker is killed again and again."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from django.conf import settings

from alongside.assisting.acting import Acting
from alongside.command.bench import houses
from alongside.command.bench.figures import machine, rounded, versions
from alongside.command.bench.forked import forked
from alongside.command.bench.place import Place
from alongside.command.bench.report import show
from alongside.jobs import actions as jobs
from alongside.lib import clock, tenancy
from alongside.mailings import actions as mailings
from alongside.mailings import links
from alongside.mailings.actions import Draft, Wanted
from alongside.mailings.models import Delivery, Mailing, MailingList, MailingState, Subscription
from alongside.people import actions as people
from alongside.people.models import Person

METHOD = (
    "A mailing to {recipients:,} people goes to a mail server in a process of its own, which writes down"
    " everybody it took a letter for. The process that sends is killed by SIGKILL {kills} times at random"
    " moments, and another goes on. `sent`: people for whom the mail server took a letter; `doubled`: those"
    " for whom it took two; `unknown`: those whose letter is listed as perhaps sent (`unknown_taken` of them"
    " it took); `lost`: those for whom it took none, though their letter is not listed so."
)
LOT = 2000  # people written in one statement
PATIENCE = 240.0  # seconds; a mailing itself rests for one minute where a mail server breaks off


def run(place: Place, options: argparse.Namespace) -> None:
    house = houses.build(place, people=20)
    took = Path(place.folder) / "took.txt"
    with tenancy.within(house.tenant.pk), _sink(took):
        acting = Acting.alone(people.system(house.tenant))
        list = mailings.arrange(acting, Wanted("Measured", "For measuring.", confirmed=False))
        subscribe_many(list, options.recipients)
        mailing = mailings.write(acting, list, Draft("Dear {name},\n\n*bins* move.", "For {given_name}"))
        begun = time.perf_counter()
        mailings.start(acting, mailing)
        # Spread over what it takes at 300 a second.
        longest = 2 * options.recipients / 300 / options.kills
        killed = survive(options.kills, Random(options.seed), mailing, longest=longest)
        spent = time.perf_counter() - begun
        figures = tally(mailing, took.read_text().split())
        show(
            {
                "bench": "mailing",
                **figures,
                "kills": killed,
                "per_s": rounded(options.recipients / spent),
                "seconds": rounded(spent),
                "recipients": options.recipients,
                "database": place.vendor,
                "versions": versions(),
                "machine": machine(),
                "method": METHOD.format(recipients=options.recipients, kills=killed),
            },
            as_json=options.json,
        )
    if figures["doubled"] or figures["lost"] or figures["open"]:
        raise SystemExit("alongside: not everybody got it once.")


def subscribe_many(list: MailingList, count: int) -> None:
    """So many people on a list, each with an address of their own."""
    at = clock.now()
    for first in range(0, count, LOT):
        some = [
            Person(
                given_name="Number",
                family_name=f"N{number}",
                email=f"n{number}@example.net",
                registered_at=at,
                tenant_id=list.tenant_id,
            )
            for number in range(first, min(count, first + LOT))
        ]
        Person._base_manager.bulk_create(some)
        Subscription._base_manager.bulk_create(
            Subscription(list=list, person=one, state="active", asked_at=at, joined_at=at) for one in some
        )


def survive(kills: int, chance: Random, mailing: Mailing, *, longest: float) -> int:
    """Have the mailing sent by processes that are killed so many times, each after up to `longest` seconds,
    and then by one that is left alone: how many were killed before they had done."""
    killed = 0
    links.address("portal:mailings")  # the pages are loaded, as in a server, once for all that are forked
    for left in reversed(range(kills + 1)):
        child = forked(_work)
        if left:
            time.sleep(chance.uniform(0.02, max(0.05, longest)))
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status)
    # Whoever was killed last may seem to live for a moment: what they had in hand is not taken from them.
    mailing.refresh_from_db()
    until = time.monotonic() + PATIENCE
    while mailing.state != MailingState.SENT:
        if time.monotonic() > until:
            raise SystemExit(f"alongside: the mailing did not come to its end: {_where(mailing)}")
        time.sleep(0.2)
        os.waitpid(forked(_work), 0)
        mailing.refresh_from_db()
    return killed


def _where(mailing: Mailing) -> dict[str, object]:
    """How far it is, for whoever looks into why."""
    job = mailing.job
    rows = Delivery.objects.filter(mailing=mailing).values_list("state", "problem")
    return {
        "now": f"{clock.now()}",
        "rests until": f"{mailing.rests_until}",
        "job": job and (job.state, job.problem, job.attempts, job.holder, f"{job.due_at}"),
        "letters": Counter(rows),
    }


def tally(mailing: Mailing, took: Iterable[str]) -> dict[str, int]:
    """What the deliveries say, held against what the mail server took."""
    times = Counter(took)
    rows = [*Delivery.objects.filter(mailing=mailing).values_list("address", "state")]
    unknown = {address for address, state in rows if state == "unknown"}
    return {
        "sent": len(times),
        "doubled": sum(1 for count in times.values() if count > 1),
        "unknown": len(unknown),
        "unknown_taken": len(unknown & set(times)),
        "lost": sum(1 for address, state in rows if state != "unknown" and address not in times),
        "open": sum(1 for _, state in rows if state in ("waiting", "leaving")),
    }


def _work() -> None:
    while (job := jobs.take()) is not None:
        while jobs.carry_on(job):
            pass


@contextmanager
def _sink(file: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "alongside.command.bench.sink", str(file)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        port = server.stdout.readline().strip() if server.stdout else ""
        if not port.isdigit():
            raise SystemExit("alongside: the mail server did not start.")
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(port)
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield
    finally:
        server.terminate()
        server.wait(timeout=10)
