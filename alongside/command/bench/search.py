"""`alongside bench search`: finding somebody, by all that agents type, rightly and wrongly."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from django.db import connection, transaction

from alongside.command.bench import crowd, questions, replay
from alongside.command.bench.figures import Processes, Series, machine, rounded, timed, versions
from alongside.command.bench.place import HOUSE, Place
from alongside.command.bench.questions import Question
from alongside.command.bench.report import show
from alongside.command.demo import house
from alongside.lib import tenancy
from alongside.people import queries
from alongside.people.actions import search_keys
from alongside.people.fields import Field
from alongside.people.models import Person, ProfileField, Segment
from alongside.people.queries import plain
from alongside.people.searching.terms import Range

METHOD = (
    "{asked} questions of {kinds} kinds about {people} residents drawn at random, by an agent of their"
    " segment, from the text to the people found. First touch: each question the first time, after the file"
    " system's cache of the database was dropped and everything connected anew{kept}."
    " Warm: each again, later, in another order. Floor: the statements of each question by the driver alone,"
    " in turns with it. Found: among the first 20, of the questions that tell the person from others, that is"
    " whose exact answer are 20 people at most. Kept: keys and words of one person, CPU of the program alone."
)
FOUND_AMONG = 20
KEPT = 200  # people whose keys are renewed, and written first


@dataclass
class Taken:
    """What was measured of questions of one kind, or of all."""

    first: Series = field(default_factory=Series)
    warm: Series = field(default_factory=Series)
    floor: Series = field(default_factory=Series)
    told: int = 0
    found: int = 0

    def figures(self) -> dict[str, float | None]:
        return {
            "p50_ms": rounded(self.warm.percentile(0.5)),
            "p95_ms": rounded(self.warm.percentile(0.95)),
            "p99_ms": rounded(self.warm.percentile(0.99)),
            "cpu_ms": rounded(self.warm.cpu_each),
            "first_touch_p95_ms": rounded(self.first.percentile(0.95)),
            "floor_ratio": rounded(sum(self.warm.times) / sum(self.floor.times)),
            "hit_rate": round(self.found / self.told, 4) if self.told else None,
            "asked": len(self.warm.times),
            "told": self.told,
        }


def run(place: Place, options: argparse.Namespace) -> None:
    tenant = house.open_house()
    begun = time.perf_counter()
    with tenancy.within(tenant.pk):
        owner = place.url(HOUSE, user=place.owner) if place.vendor == "postgres" else ""
        crowd.gather(tenant.pk, options.people, owner=owner)
        built = time.perf_counter() - begun
        taken = Measuring(place, tenant.pk).of(options.rounds)
        everything = taken.pop("")
        written = keeping()
    show(
        {
            "bench": "search",
            **everything.figures(),
            "by_class": {kind: of_kind.figures() for kind, of_kind in taken.items()},
            "index_mb": rounded(index_mb(place)),
            "build_s": rounded(built),
            "write_ms": rounded(written["changed"].cpu_each),
            "write_new_ms": rounded(written["new"].cpu_each),
            "database": place.vendor,
            "people": options.people,
            "versions": versions(),
            "machine": machine(),
            "method": METHOD.format(
                asked=len(everything.warm.times),
                kinds=len(taken),
                people=options.rounds,
                kept="" if place.vendor == "sqlite" else "; the server's own cache stays",
            ),
        },
        as_json=options.json,
    )


class Measuring:
    def __init__(self, place: Place, tenant: int) -> None:
        self.place, self.tenant = place, tenant
        self.fields: tuple[Field, ...] = plain(ProfileField.objects.all())
        self.segments = set(Segment.objects.values_list("pk", flat=True))
        self.processes = Processes(place.pid) if place.pid else None
        self.draw = Random(1)

    def of(self, people: int) -> dict[str, Taken]:
        """Ask about so many people; what was taken by kind, and of all under the empty name."""
        asked = [
            (person.pk, question)
            for person in residents(people, self.draw)
            for question in questions.about(person, self.draw)
        ]
        taken = {"": Taken()} | {question.kind: Taken() for _, question in asked}
        self.draw.shuffle(asked)
        self.forget_everything()
        for number, (person, question) in enumerate(asked):
            self._first(person, question, [taken[""], taken[question.kind]])
            crowd.told_now_and_then(number, len(asked), "questions, for the first time")
        self.draw.shuffle(asked)
        bare = replay.driver(self.place, HOUSE)
        for number, (_, question) in enumerate(asked):
            self._warm(question, bare, [taken[""], taken[question.kind]])
            crowd.told_now_and_then(number, len(asked), "questions, warm")
        bare.close()
        return taken

    def forget_everything(self) -> None:
        """Connect anew, and drop what the file system remembers of the database's files."""
        connection.close()
        if self.place.vendor == "postgres":
            connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's connections have one
        folder = Path(self.place.folder) if not self.place.pid else Path(f"/proc/{self.place.pid}/cwd")
        for file in folder.rglob("*"):
            with suppress(OSError):
                descriptor = os.open(file, os.O_RDWR)
                os.fsync(descriptor)  # only what is written can be dropped
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(descriptor)
        connection.ensure_connection()

    def _first(self, person: int, question: Question, taken: Sequence[Taken]) -> None:
        once = Series()
        with timed(once, self.processes):
            found = self._ask(question)
        told = len(holders(self.tenant, question.told)) <= FOUND_AMONG
        for each in taken:
            _add(each.first, once)
            each.told += told
            each.found += told and person in found

    def _warm(self, question: Question, bare: replay.Driver, taken: Sequence[Taken]) -> None:
        with replay.noted() as work:
            self._ask(question)
        product, floor = Series(), Series()
        with timed(product, self.processes):
            self._ask(question)
        with timed(floor):
            bare.play(work)
        for each in taken:
            _add(each.warm, product)
            _add(each.floor, floor)

    def _ask(self, question: Question) -> set[int]:
        found = queries.search(self.tenant, question.text, fields=self.fields, segments=self.segments)
        return {one.id for one in found}


def _add(series: Series, once: Series) -> None:
    series.times += once.times
    series.cpu += once.cpu


def residents(count: int, draw: Random) -> list[Person]:
    """So many people from anywhere among the ids, which are random themselves."""
    real = Person.objects.real().filter(username__isnull=True)
    last = real.order_by("-pk").values_list("pk", flat=True)[0]
    found: dict[int, Person] = {}
    for _ in range(count * 3):
        if len(found) == count or len(found) == real[: count + 1].count():
            break
        person = real.filter(pk__gte=draw.randrange(last)).order_by("pk").first()
        if person:
            found[person.pk] = person
    return list(found.values())


def holders(tenant: int, start: str) -> set[int]:
    """The first people who have a key that starts like this, one more than would be shown."""
    one = Range.of(start[0], start[1:])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id FROM people_searchkey WHERE tenant_id = %s AND key >= %s AND key < %s"
            " ORDER BY tenant_id, key, person_id LIMIT %s",
            [tenant, one.lower, one.upper, FOUND_AMONG + 1],
        )
        return {row[0] for row in cursor.fetchall()}


def keeping() -> Mapping[str, Series]:
    """The CPU of keeping one person's keys: with another telephone number and address, and all of them."""
    taken = {"changed": Series(), "new": Series()}
    fields = plain(ProfileField.objects.all())
    for number, person in enumerate(residents(KEPT, Random(2))):
        with transaction.atomic():
            person.profile["telephone"] = f"01632 960{number:03}"
            person.profile["address"] = f"{number + 1} Acacia Avenue, Plymouth"
            with timed(taken["changed"]):
                search_keys.keep([person], fields)
            person.pk = -1 - number
            with timed(taken["new"]):
                search_keys.write_first([person], fields)
            transaction.set_rollback(True)
    return taken


_TABLES = ("people_searchkey", "people_wordform")
_INDEX = (*_TABLES, "search_keys_of_a_person")


def index_mb(place: Place) -> float:
    """The size of the keys, of their index by person, and of the words."""
    with connection.cursor() as cursor:
        if place.vendor == "postgres":
            cursor.execute(
                "SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(%s) AS name", [list(_TABLES)]
            )
            return float(cursor.fetchone()[0]) / 2**20
        size = 0
        for name in _INDEX:
            cursor.execute("SELECT sum(pgsize) FROM dbstat(%s, 1) WHERE name = %s", ["main", name])
            size += cursor.fetchone()[0] or 0
        return size / 2**20
