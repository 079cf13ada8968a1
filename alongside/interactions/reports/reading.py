"""Reports: the sums of some days, by agent, team, channel, service, wrap-up and hour, beside those of the
days before. What one costs is what its days cost, however many contacts they had."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from django.db.models import Count, QuerySet, Sum

from alongside.assisting.models import Assistance
from alongside.interactions.choices import wrap_up_label, zone
from alongside.interactions.counting import Amounts
from alongside.interactions.models import Channel, Kind, Span, Total
from alongside.interactions.reports.ranges import ONE, Range
from alongside.interactions.services import label_of
from alongside.lib.compiled import compiled
from alongside.people.models import Kind as PersonKind
from alongside.people.models import Membership, Person

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NONE = Amounts()
MOST_HELPED = 20


@dataclass(frozen=True)
class Row:
    """One line: a label, its sums, and those of the days before."""

    label: str
    now: Amounts
    before: Amounts = NONE

    @property
    def average(self) -> timedelta:
        """Of the time of a contact."""
        return timedelta(seconds=self.now.seconds // self.now.contacts if self.now.contacts else 0)

    @property
    def time(self) -> timedelta:
        return timedelta(seconds=self.now.seconds)

    @property
    def resolved(self) -> float | None:
        """The share of the contacts with a person after which they did not come back about it."""
        return _share(self.now)

    @property
    def resolved_before(self) -> float | None:
        return _share(self.before)


@dataclass(frozen=True)
class Section:
    """Rows of one kind, the most contacts first."""

    kind: str
    title: str
    column: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Report:
    days: Range
    before: Range
    whole: Row
    sections: tuple[Section, ...]
    hours: tuple[tuple[int, ...], ...] = field(default_factory=tuple)  # contacts by weekday and hour

    def section(self, kind: str) -> Section:
        return next(one for one in self.sections if one.kind == kind)

    def by_hour(self) -> list[tuple[str, int]]:
        return [(f"{hour:02}:00", sum(day[hour] for day in self.hours)) for hour in range(24)]

    def by_weekday(self) -> list[tuple[str, int]]:
        return [(name, sum(self.hours[number])) for number, name in enumerate(WEEKDAYS)]


Sums = Mapping[tuple[str, str], Amounts]


def report(days: Range, options: Mapping[str, Any]) -> Report:
    """The open tenant's report of these days. Reads sums, and the names of agents and teams."""
    now, before = sums(days), sums(days.before())
    agents = _keys(now, before, Kind.AGENT)
    names = dict(_names(agents))
    return Report(
        days=days,
        before=days.before(),
        whole=Row("All contacts", now.get(("all", ""), NONE), before.get(("all", ""), NONE)),
        sections=(
            _section(Kind.AGENT, "Agents", "Agent", now, before, lambda key: names.get(key, "Unknown")),
            _teams(now, before),
            _section(Kind.CHANNEL, "Channels", "Channel", now, before, _channel),
            _section(Kind.SERVICE, "Services", "Service", now, before, lambda key: label_of(key, options)),
            _section(
                Kind.WRAP_UP, "Wrap-ups", "How it ended", now, before, lambda key: wrap_up_label(key, options)
            ),
        ),
        hours=tuple(
            tuple(now.get(("hour", f"{day}-{hour}"), NONE).contacts for hour in range(24)) for day in range(7)
        ),
    )


def sums(days: Range) -> dict[tuple[str, str], Amounts]:
    """The sums of these days by kind and key, from whole months and the days beside them."""
    months, stretches = days.parts()
    parts = [(Span.MONTH, first, last) for first, last in _runs(months)]
    parts += [(Span.DAY, first, last) for first, last in stretches]
    found: dict[tuple[str, str], Amounts] = {}
    # One after the other: asked at once, with OR, databases read every sum there is.
    for span, first, last in parts:
        for kind, key, *several in _sums_of(str(span), first, last):
            amounts = Amounts(*several)
            known = found.get((kind, key))
            found[kind, key] = amounts if known is None else known + amounts
    return found


def _runs(months: list[date]) -> list[tuple[date, date]]:
    """The whole months of a range follow each other."""
    return [(months[0], months[-1])] if months else []


@compiled
def _sums_of(span: str, first: date, last: date) -> QuerySet[Total, Any]:
    rows = Total.objects.filter(span=span, day__gte=first, day__lte=last).values_list("kind", "key")
    return rows.annotate(Sum("contacts"), Sum("seconds"), Sum("helped"), Sum("repeated"), Sum("automatic"))


@dataclass(frozen=True)
class MostHelped:
    """Somebody who was helped on these days, and how often."""

    person_id: int
    name: str
    times: int


@dataclass(frozen=True)
class Assists:
    """How often people were helped: altogether, how many people, and who most often."""

    times: int
    people: int
    most: tuple[MostHelped, ...]
    agents: tuple[tuple[str, int], ...]

    @property
    def each(self) -> float:
        return self.times / self.people if self.people else 0.0


def assists(days: Range, options: Mapping[str, Any], *, segments: frozenset[int]) -> Assists:
    """Assists per person helped and per agent. Only people of these segments are named."""
    where = zone(options)
    begin, end = (midnight(day, where) for day in (days.first, days.last + ONE))
    begun = Assistance.objects.filter(started_at__gte=begin, started_at__lt=end)
    per_person = begun.values_list("person_id").annotate(times=Count("pk")).order_by("-times", "person_id")
    counted = list(per_person)
    seen = Person.objects.in_segments(segments).filter(kind=PersonKind.PERSON)
    first = [key for key, _ in counted[: 2 * MOST_HELPED]]
    named = {one.pk: one.name for one in seen.filter(pk__in=first)}
    per_agent = list(begun.values_list("agent_id").annotate(times=Count("pk")).order_by("-times", "agent_id"))
    agents = dict(_names([str(key) for key, _ in per_agent]))
    return Assists(
        times=sum(times for _, times in counted),
        people=len(counted),
        most=tuple(MostHelped(key, named[key], times) for key, times in counted if key in named)[
            :MOST_HELPED
        ],
        agents=tuple((agents.get(str(key), "Unknown"), times) for key, times in per_agent),
    )


def midnight(day: date, where: tzinfo) -> datetime:
    """When a day begins by the clock there."""
    return datetime.combine(day, time(), tzinfo=where).astimezone(UTC)


def _section(
    kind: str, title: str, column: str, now: Sums, before: Sums, label: Callable[[str], str]
) -> Section:
    rows = [
        Row(label(key), now.get((kind, key), NONE), before.get((kind, key), NONE))
        for key in _keys(now, before, kind)
    ]
    return Section(str(kind), title, column, _ordered(rows))


def _teams(now: Sums, before: Sums) -> Section:
    """Each agent's sums, once for each team they are in now."""
    members: dict[str, list[str]] = {}
    rows = Membership.objects.filter(group__staff=True).values_list("group__name", "person_id")
    for group, person in rows:
        members.setdefault(group, []).append(str(person))
    teams = [
        Row(
            group,
            sum((now.get(("agent", agent), NONE) for agent in agents), NONE),
            sum((before.get(("agent", agent), NONE) for agent in agents), NONE),
        )
        for group, agents in members.items()
    ]
    shown = [row for row in teams if row.now != NONE or row.before != NONE]
    return Section("team", "Teams", "Team", _ordered(shown))


def _ordered(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: (-row.now.contacts, -row.now.seconds, row.label)))


def _keys(now: Sums, before: Sums, kind: str) -> list[str]:
    return sorted({key for of, key in (*now, *before) if of == kind})


def _names(keys: Iterable[str]) -> list[tuple[str, str]]:
    found = Person.objects.filter(pk__in=[int(key) for key in keys if key.isdigit()])
    return [(str(one.pk), one.name) for one in found.defer("profile")]


def _channel(key: str) -> str:
    return str(Channel(key).label) if key in Channel.values else key


def _share(amounts: Amounts) -> float | None:
    return 1 - amounts.repeated / amounts.helped if amounts.helped else None
