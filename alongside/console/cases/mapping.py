"""Open cases on a map, for those that say where they are, with the same in a table."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.assisting.authority import staff
from alongside.cases import listing, places
from alongside.cases.actions.seeing import SEARCH
from alongside.cases.listing import Choice, TypeInList
from alongside.cases.models import Case, ChoiceKind
from alongside.cases.places import Place
from alongside.people.http import Request

MOST = 200  # cases of a map

Named = TypeVar("Named")


@staff(SEARCH)
@require_safe
def map(request: Request) -> HttpResponse:
    """The newest of all types, or of the type and the stage that the address names."""
    types = listing.types_by_id()
    type = _asked(request, "type", {one.slug: one for one in types.values()})
    stages = type.offered(ChoiceKind.STAGE) if type else []
    stage = _asked(request, "stage", {str(one.pk): one for one in stages})
    found = list(_placed(type, stage)[: MOST + 1])
    read = listing.rows(request.acting, [pk for pk, *_ in found[:MOST]], types)
    at = {pk: Place(*degrees) for pk, *degrees in found}
    sheet = places.laid_out([at[row.case.pk] for row in read]) if read else None
    context = {
        "types": sorted(types.values(), key=lambda one: one.name.casefold()),
        "type": type,
        "stages": stages,
        "stage": stage,
        "sheet": sheet,
        "marked": [(mark, [(read[n], at[read[n].case.pk]) for n in mark.places]) for mark in sheet.marks]
        if sheet
        else [],
        "shown": len(read),
        "more": MOST if len(found) > MOST else None,
        "size": (places.WIDTH, places.HEIGHT),
    }
    return render(request, "console/cases/map.html", context)


def _asked(request: HttpRequest, name: str, known: dict[str, Named]) -> Named | None:
    """What the address names, if anything; raises `Http404` for what is not there."""
    if not (said := request.GET.get(name, "")):
        return None
    if said not in known:
        raise Http404
    return known[said]


def _placed(type: TypeInList | None, stage: Choice | None) -> QuerySet[Case, tuple[Any, ...]]:
    cases = Case.objects.open().with_a_place().latest_first()
    if type is not None:
        cases = cases.filter(type=type.pk)
    if stage is not None:
        cases = cases.filter(stage=stage.pk)
    return cases.values_list("pk", "latitude", "longitude")
