"""`alongside bench match`: recognising who is registered already, although much of it is wrong."""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, field
from random import Random

from alongside.command.bench import crowd
from alongside.command.bench.blurring import NUMBER, Values, blurred, relative
from alongside.command.bench.figures import Processes, Series, machine, rounded, timed, versions
from alongside.command.bench.place import HOUSE, Place
from alongside.command.bench.report import show
from alongside.command.bench.search import residents
from alongside.command.demo import house
from alongside.lib import tenancy
from alongside.people.matches import Match, likely
from alongside.people.models import Person, ProfileField, Segment
from alongside.people.queries import plain

METHOD = (
    "{rounds} residents drawn at random come again, with mistakes in several fields, things left out, and"
    " some with another name or address; asked by an agent of their segment, first without and then with"
    " their account number, which has a mistake in one case of ten. Recall: the person is the first, or"
    " among the first five. Relatives: as many people of the same households who are not registered, and how"
    " many of them were said to be somebody with a score of a half or more. Some were asked"
    " about before: this is not the first touch."
)
AMONG = 5
SUSPECTED = 0.5  # the score from which people are said to be one


@dataclass
class Taken:
    """What was measured of one way to ask."""

    times: Series = field(default_factory=Series)
    first: int = 0
    among: int = 0

    def figures(self) -> dict[str, float | None]:
        asked = len(self.times.times)
        return {
            "recall_at_1": round(self.first / asked, 5),
            "recall_at_5": round(self.among / asked, 5),
            "cpu_ms": rounded(self.times.cpu_each),
            "p50_ms": rounded(self.times.percentile(0.5)),
            "p95_ms": rounded(self.times.percentile(0.95)),
            "asked": asked,
        }


def run(place: Place, options: argparse.Namespace) -> None:
    tenant = house.open_house()
    begun = time.perf_counter()
    with tenancy.within(tenant.pk):
        owner = place.url(HOUSE, user=place.owner) if place.vendor == "postgres" else ""
        crowd.gather(tenant.pk, options.people, owner=owner)
        built = time.perf_counter() - begun
        measuring = Measuring(place, tenant.pk, options.rounds)
        without, with_number = measuring.of(number=False), measuring.of(number=True)
        suspected = measuring.of_relatives()
    show(
        {
            "bench": "match",
            **without.figures(),
            "with_number": with_number.figures(),
            "relatives_suspected": round(suspected, 5),
            "build_s": rounded(built),
            "database": place.vendor,
            "people": options.people,
            "versions": versions(),
            "machine": machine(),
            "method": METHOD.format(rounds=options.rounds),
        },
        as_json=options.json,
    )


class Measuring:
    def __init__(self, place: Place, tenant: int, rounds: int) -> None:
        self.tenant = tenant
        self.fields = plain(ProfileField.objects.all())
        self.segments = set(Segment.objects.values_list("pk", flat=True))
        self.processes = Processes(place.pid) if place.pid else None
        draw = Random(1)
        self.people = residents(rounds, draw)
        self.strangers = [*self.people[1:], *self.people[:1]]
        for person in self.people[:: AMONG * 2]:
            self._ask(blurred(person, person, draw))

    def of(self, *, number: bool) -> Taken:
        """Ask about everybody; the same mistakes are made each time."""
        taken, draw = Taken(), Random(2)
        for count, (person, stranger) in enumerate(zip(self.people, self.strangers, strict=True)):
            values = blurred(person, stranger, draw)
            if not number:
                values.pop(NUMBER, None)
            with timed(taken.times, self.processes):
                found = self._ask(values)
            self._count(taken, person, found)
            crowd.told_now_and_then(count, len(self.people), "people who come again")
        return taken

    def of_relatives(self) -> float:
        """The share of relatives, none of whom is registered, who are taken for somebody."""
        taken_for = sum(
            any(match.score >= SUSPECTED for match in self._ask(relative(person, stranger)))
            for person, stranger in zip(self.people, self.strangers, strict=True)
        )
        return taken_for / len(self.people)

    def _count(self, taken: Taken, person: Person, found: list[Match]) -> None:
        numbers = [match.person.id for match in found]
        taken.first += numbers[:1] == [person.pk]
        taken.among += person.pk in numbers

    def _ask(self, values: Values) -> list[Match]:
        return likely(self.tenant, values, fields=self.fields, segments=self.segments, limit=AMONG, least=0.0)
