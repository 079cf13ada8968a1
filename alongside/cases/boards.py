"""The open cases of a type by stage, each column with its newest few and how many there are."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import models
from django.db.models import Count

from alongside.assisting.acting import Acting
from alongside.cases.listing import Choice, Row, TypeInList, rows
from alongside.cases.models import Case, ChoiceKind
from alongside.lib.compiled import compiled

MOST = 20  # cases of a column


@dataclass(frozen=True)
class Column:
    """`stage` is None for cases at none."""

    stage: Choice | None
    count: int
    rows: list[Row]


def columns(acting: Acting, type: TypeInList) -> list[Column]:
    """One for each stage, in their order; before them those at no stage, and after them those at one that is
    offered no more, where there are any."""
    counts = dict(_counts(type.pk))
    offered = type.offered(ChoiceKind.STAGE)
    gone = [type.choices[pk] for pk in counts if pk is not None and type.choices[pk] not in offered]
    stages: list[Choice | None] = [*([None] if None in counts else []), *offered, *gone]
    found = {stage: [*_newest(type.pk, stage.pk if stage else None)] for stage in stages}
    read = {
        row.case.pk: row
        for row in rows(acting, [pk for numbers in found.values() for pk in numbers], {type.pk: type})
    }
    return [
        Column(
            stage,
            counts.get(stage.pk if stage else None, 0),
            [read[pk] for pk in found[stage] if pk in read],
        )
        for stage in stages
    ]


@compiled
def _counts(type: int) -> models.QuerySet[Case, tuple[int | None, int]]:
    opened = Case.objects.open().filter(type=type).order_by()
    return opened.values("stage").annotate(cases=Count("pk")).values_list("stage", "cases")


def _newest(type: int, stage: int | None) -> models.QuerySet[Case, uuid.UUID]:
    there = Case.objects.open().filter(type=type, stage=stage)
    return there.latest_first().values_list("pk", flat=True)[:MOST]
