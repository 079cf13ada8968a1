"""What is under way: the list of all processes, and the page of one."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.acting import Refused
from alongside.assisting.authority import staff
from alongside.assisting.rules import Verdict
from alongside.console.answers import see_other
from alongside.console.instances.page import shown
from alongside.console.powers import ENTER
from alongside.console.processes.inputs import Assignment, Filters
from alongside.lib import keyset
from alongside.people.http import Request
from alongside.workflow import actions as workflow
from alongside.workflow.actions import OVERSEE, SEARCH
from alongside.workflow.actions.searching import MOST, SHORTEST
from alongside.workflow.models import Instance, Version

PAGE = 25
_ORDER = ("-started_at", "-pk")


@staff(OVERSEE)
@require_safe
def instances(request: Request) -> HttpResponse:
    """Every process that was started, the newest first. Names that are typed become refs, so that none stands
    in an address."""
    filters = Filters(request.GET)
    if not filters.is_valid():
        return _list(request, filters, None, status=422)
    if filters.named:
        return see_other("instances", filters.said())
    found = filters.of(Instance.objects.listed())
    return _list(request, filters, keyset.leaf(found, _ORDER, size=PAGE, asked=request.GET))


@staff(SEARCH)
@require_POST
def search(request: Request) -> HttpResponse:
    """Those that know something. What is looked for may be somebody's, so it stands in no address."""
    text = request.POST.get("text", "")[:200]
    problem = "" if len(" ".join(text.split())) >= SHORTEST else f"Enter at least {SHORTEST} characters."
    found = [] if problem else workflow.search(request.acting, text)
    context = {
        "filters": Filters(None),
        "rows": _rows(found),
        "asked": True,
        "sought": text,
        "problem": problem,
        "many": len(found) == MOST,
    }
    return render(request, "console/instances/instances.html", context, status=422 if problem else 200)


def _list(
    request: Request, filters: Filters, leaf: keyset.Leaf[Instance] | None, *, status: int = 200
) -> HttpResponse:
    said = filters.said() if filters.is_valid() else {}
    kept = f"&{urlencode(said)}" if said else ""
    context: dict[str, Any] = {
        "filters": filters,
        "rows": _rows(leaf.rows) if leaf else [],
        "asked": bool(said),
        "sought": None,
        "problem": "",
        "previous": f"{leaf.previous}{kept}" if leaf and leaf.previous else None,
        "next": f"{leaf.next}{kept}" if leaf and leaf.next else None,
    }
    return render(request, "console/instances/instances.html", context, status=status)


def _rows(found: list[Instance]) -> list[tuple[Instance, list[str]]]:
    """Each with the names of the steps where it is."""
    versions = Version.objects.only("elements").in_bulk({one.version_id for one in found})
    return [
        (one, [versions[one.version_id].elements.get(place, {}).get("name") or place for place in one.now_at])
        if one.is_open
        else (one, [])
        for one in found
    ]


@staff(ENTER)
@require_safe
def instance(request: Request, instance_id: uuid.UUID) -> HttpResponse:
    """One process, for whoever oversees them, works on it, or helps the person it is for."""
    found, verdict = visible(request, instance_id)
    return page(request, found, verdict)


def visible(request: Request, instance_id: uuid.UUID) -> tuple[Instance, Verdict]:
    """Unknown and hidden look alike."""
    try:
        return workflow.see(request.acting, instance_id)
    except (Instance.DoesNotExist, Refused):
        raise Http404 from None


def page(
    request: Request,
    found: Instance,
    verdict: Verdict,
    *,
    sent: Assignment | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = shown(found, verdict, sent=sent) | {"problem": problem, "sent": sent}
    return render(request, "console/instances/instance.html", context, status=status)
