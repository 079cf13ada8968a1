"""What pictures of cases are drawn of: how old open ones are, whether targets were met, how long stages took,
and how content owners were. Sums alone: no case and nobody is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max, Q

from alongside.cases.models import Case, CaseType, Satisfaction, Score, StageStay

# Names of ages, and up to how many days each goes.
AGES: tuple[tuple[str, int | None], ...] = (
    ("up to a day", 1),
    ("2 to 7 days", 7),
    ("8 to 30 days", 30),
    ("31 to 90 days", 90),
    ("older", None),
)


@dataclass(frozen=True)
class Kept:
    """Cases of a type that were closed: in time, late, and without a target."""

    type: str
    met: int
    late: int
    free: int

    @property
    def closed(self) -> int:
        return self.met + self.late + self.free

    @property
    def percent(self) -> int | None:
        """Of those with a target."""
        return round(100 * self.met / (self.met + self.late)) if self.met + self.late else None


@dataclass(frozen=True)
class Took:
    """How long cases were at a stage, those that left it in the days of the report."""

    type: str
    stage: str
    cases: int
    average: timedelta
    longest: timedelta


def ages(now: datetime) -> list[tuple[str, list[int]]]:
    """Open cases by type, and within each by age, in the order of `AGES`."""
    bands: dict[str, Count] = {}
    younger = now + timedelta(days=1)  # nothing is raised later
    for number, (_, days) in enumerate(AGES):
        begins = Q() if days is None else Q(raised_at__gt=now - timedelta(days=days))
        bands[f"band{number}"] = Count("pk", filter=begins & Q(raised_at__lte=younger))
        younger = now - timedelta(days=days) if days is not None else younger
    read = Case.objects.open().order_by().values("type").annotate(**bands).values_list("type", *bands)
    names = _types()
    rows = [(names[type], list(counts)) for type, *counts in read]
    return sorted(rows, key=lambda row: row[0].casefold())


def targets(begin: datetime, end: datetime) -> list[Kept]:
    """Whether the cases that were closed in this time were closed in time, by type."""
    in_time = Q(target_at__isnull=False, breached_at__isnull=True, closed_at__lte=F("target_at"))
    free = Q(target_at__isnull=True, breached_at__isnull=True)
    read = (
        Case.objects.filter(closed_at__gte=begin, closed_at__lt=end)
        .order_by()
        .values("type")
        .annotate(
            met=Count("pk", filter=in_time),
            free=Count("pk", filter=free),
            closed=Count("pk"),
        )
    )
    names = _types()
    rows = [
        Kept(names[row["type"]], row["met"], row["closed"] - row["met"] - row["free"], row["free"])
        for row in read
    ]
    return sorted(rows, key=lambda row: row.type.casefold())


def stages(begin: datetime, end: datetime) -> list[Took]:
    """How long the stages took that were left in this time, in the order of each type."""
    spent = ExpressionWrapper(F("left_at") - F("entered_at"), output_field=DurationField())
    read = (
        StageStay.objects.filter(left_at__gte=begin, left_at__lt=end)
        .order_by("stage__type__name", "stage__position", "stage")
        .values("stage", "stage__name", "stage__type__name", "stage__position")
        .annotate(cases=Count("pk"), average=Avg(spent), longest=Max(spent))
    )
    return [
        Took(row["stage__type__name"], row["stage__name"], row["cases"], row["average"], row["longest"])
        for row in read
    ]


def content(begin: datetime, end: datetime) -> list[tuple[str, int]]:
    """How many owners said how it went, by what they said, the best first."""
    said = Satisfaction.objects.filter(said_at__gte=begin, said_at__lt=end).order_by()
    counts = dict(said.values_list("score").annotate(Count("pk")))
    return [(score.label, counts.get(score.value, 0)) for score in Score]


def _types() -> Mapping[int, str]:
    return dict(CaseType.objects.values_list("pk", "name"))
