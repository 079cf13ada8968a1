"""`alongside bench crash`: killing web servers and databases under writing load, and what is lost by it.

Agents begin contacts over HTTP, each a row and an entry. What was answered must be stored once; what was not
answered may be stored once or not at all; the log has no gap and holds against its hashes (security.md G11).
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from random import Random
from threading import Event, Thread

from django.db import OperationalError, connection

from alongside.command import postgres
from alongside.command.bench import houses
from alongside.command.bench.browser import Browser, Unexpected
from alongside.command.bench.figures import machine, versions
from alongside.command.bench.place import HOUSE, Place
from alongside.command.bench.report import show
from alongside.command.demo import cast, house
from alongside.history.models import Entry
from alongside.history.report import Level
from alongside.history.verify import verify
from alongside.interactions.actions import RECORD
from alongside.interactions.models import Interaction
from alongside.interactions.services import services
from alongside.lib import tenancy

WRITERS = 4
PATIENCE = 60.0  # seconds for a server or a database to come back
BEGUN = "interactions.begun"
METHOD = (
    "{writers} agents begin contacts over HTTP, as fast as they are answered. At random moments up to 0.4 s"
    " apart the serving process gets KILL{database}. Lost: answered and not stored. Twice: one request, two"
    " entries. Torn: a contact without its entry, or an entry without its contact."
)


@dataclass
class Writer:
    """An agent who begins one contact after the other, and keeps the numbers of what was answered."""

    address: str
    username: str
    service: str
    answered: list[str] = field(default_factory=list)
    failed: int = 0

    def sign_in(self) -> Browser:
        browser = Browser(self.address)
        browser.get("/accounts/login/")
        browser.post("/accounts/login/", {"login": self.username, "password": cast.PASSWORD})
        browser.get("/console/interactions/")
        return browser

    def write(self, browser: Browser, end: Event) -> None:
        while not end.is_set():
            try:
                page = browser.post("/console/interactions/", {"channel": "phone", "service": self.service})
                self.answered.append(page.request)
            except (OSError, HTTPException, Unexpected):
                self.failed += 1
                browser.close()  # the next request connects anew
                time.sleep(0.01)


@dataclass
class Database:
    """PostgreSQL of our own, that can be killed."""

    folder: Path | None
    pid: int | None
    again: subprocess.Popen[bytes] | None = None

    @property
    def mortal(self) -> bool:
        return self.pid is not None

    def kill(self) -> None:
        if self.pid is None or self.folder is None:
            return
        postgres.kill(self.again.pid if self.again else self.pid, self.folder)
        self.again = postgres.start_again(self.folder, durable=True)

    def stop(self) -> None:
        if self.again is not None:
            postgres.stop(self.again)


def run(place: Place, options: argparse.Namespace) -> None:
    built = houses.build(place, people=options.people)
    with tenancy.within(built.tenant.pk):
        names = _writers(built)
        first, service = Entry.objects.count(), services(built.tenant.options)[0].value
    _let_go()
    database, chance = _database(place), Random(options.seed)
    killed: Counter[str] = Counter()
    back = {"web": 0.0, "database": 0.0}
    begun = time.monotonic()
    try:
        with _served(place) as serving:
            writers = [Writer(serving.address, name, service) for name in names]
            with _writing(writers):
                for turn in range(options.kills):
                    time.sleep(chance.uniform(0.02, 0.4))
                    if turn % 2 and database.mortal:
                        sort = "database"
                        database.kill()
                    else:
                        sort = "web"
                        serving.kill()
                    killed[sort] += 1
                    waited = _wait_for_more(writers)
                    back[sort] = max(back[sort], waited)
        lasted = time.monotonic() - begun
        _wait_for_database()
        with tenancy.within(built.tenant.pk):
            found = held_against(writers, first)
            report = verify(built.tenant.pk)
        known = versions()
        _let_go()
    finally:
        database.stop()
    wrong = [each.says for each in report.findings if each.level is Level.TAMPERED]
    show(
        {
            "bench": "crash",
            "kills": dict(killed),
            "answered": sum(len(writer.answered) for writer in writers),
            "unanswered": sum(writer.failed for writer in writers),
            **found,
            "wrong_in_log": wrong,
            "entries": report.size,
            "seconds": round(lasted, 1),
            "longest_until_answered_s": {sort: round(each, 2) for sort, each in back.items() if killed[sort]},
            "database": place.vendor,
            "people": options.people,
            "versions": known,
            "machine": machine(),
            "method": METHOD.format(
                writers=len(writers),
                database=", and in turn with it PostgreSQL with all its processes" * database.mortal,
            ),
        },
        as_json=options.json,
    )
    if wrong or any(found.values()):
        raise SystemExit("alongside: something was lost, twice or torn.")


def held_against(writers: list[Writer], first: int) -> dict[str, int]:
    """What was answered, held against what is stored in the open tenant; all should be 0."""
    entries = Entry.objects.filter(number__gte=first).of_kinds(BEGUN)
    requests = Counter(entry.header["request"] for entry in entries)
    answered = [number for writer in writers for number in writer.answered]
    about = set(entries.values_list("about", flat=True))
    before = set(Entry.objects.filter(number__lt=first).of_kinds(BEGUN).values_list("about", flat=True))
    rows = {f"interactions.interaction:{key}" for key in Interaction.objects.values_list("pk", flat=True)}
    numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
    return {
        "lost": sum(1 for number in answered if not requests[number]),
        "twice": sum(1 for times in requests.values() if times > 1) + len(answered) - len(set(answered)),
        "torn": len(about ^ rows - before),
        "gaps": sum(1 for place, number in enumerate(numbers) if place != number),
    }


@dataclass
class Serving:
    process: subprocess.Popen[str]
    address: str
    child: int

    def kill(self) -> None:
        os.kill(self.child, signal.SIGKILL)
        self.child = self._next()

    def _next(self) -> int:
        said = self.process.stdout.readline() if self.process.stdout else ""
        if not said.strip().isdigit():
            raise SystemExit("alongside: the server to be killed went by itself.")
        return int(said)


@contextmanager
def _served(place: Place) -> Iterator[Serving]:
    log = Path(place.folder) / "served-crash.log"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "alongside.command.bench.forking"],
            env=os.environ | place.settings(HOUSE),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    try:
        address = process.stdout.readline().strip() if process.stdout else ""
        if not address.startswith("http://"):
            sys.stderr.write(log.read_text()[-4000:])
            raise SystemExit("alongside: the server to be killed did not start.")
        serving = Serving(process, address, 0)
        serving.child = serving._next()
        yield serving
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


@contextmanager
def _writing(writers: list[Writer]) -> Iterator[None]:
    end = Event()
    browsers = [writer.sign_in() for writer in writers]
    threads = [
        Thread(target=writer.write, args=(browser, end))
        for writer, browser in zip(writers, browsers, strict=True)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        end.set()
        for thread in threads:
            thread.join()


def _wait_for_more(writers: list[Writer]) -> float:
    """Until something is answered again; how many seconds that took."""
    before, begun = sum(len(writer.answered) for writer in writers), time.monotonic()
    while sum(len(writer.answered) for writer in writers) == before:
        if time.monotonic() - begun > PATIENCE:
            raise SystemExit("alongside: nothing was answered any more after a kill.")
        time.sleep(0.01)
    return time.monotonic() - begun


def _wait_for_database() -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection.ensure_connection()
        except OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def _writers(built: houses.House) -> list[str]:
    staff = house.everybody_of(built.tenant).staff
    able = [name for name, person in staff.items() if RECORD.right in person.standing.rights]
    return able[:WRITERS]


def _database(place: Place) -> Database:
    """Ours, if it is: a server that was there before is not killed."""
    if place.vendor == "sqlite" or place.pid is None:
        return Database(None, None)
    with_folder = postgres.folder_of(place.pid)
    return Database(with_folder, place.pid)


def _let_go() -> None:
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's connections have one
