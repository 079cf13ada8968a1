"""Taking what is under way over to the version in use: what each would lose, and which cannot be."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.processes.views import version_of
from alongside.lib import keyset
from alongside.people.http import Request
from alongside.workflow import actions as workflow
from alongside.workflow.actions.migrating import MIGRATE, difference, said
from alongside.workflow.models import Instance, Version
from alongside.workflow.models.instances import ENDED

PAGE = 25
ORDER = ("started_at", "pk")


@dataclass(frozen=True)
class Line:
    """`why` it cannot be taken over, or else what it would lose."""

    instance: Instance
    at: str
    why: str
    lost: str


@staff(MIGRATE)
@require_http_methods(["GET", "HEAD", "POST"])
def migration(request: Request, slug: str) -> HttpResponse:
    newest = version_of(slug, None)
    if request.method != "POST":
        return _page(request, newest)
    chosen = _chosen(request)
    if not chosen:
        return _page(request, newest, problems=["Choose at least one process."], status=422)
    found = {one.pk: one for one in _older(newest).filter(pk__in=chosen)}
    problems, done = [], 0
    for number in chosen:
        if number not in found:
            continue  # it has ended, or somebody took it over, meanwhile
        try:
            workflow.migrate(request.acting, found[number], newest)
            done += 1
        except workflow.NotNow as problem:
            problems.append(f"{found[number].person.name}: {problem}")
    if problems:
        return _page(request, newest, problems=problems, done=done, status=409)
    told = f"{done} went over to version {newest.number}." if done else "Nothing was left to do."
    messages.success(request, told)
    return see_other("migration", slug=slug)


def _older(newest: Version) -> QuerySet[Instance]:
    found = Instance.objects.with_version().filter(version__definition=newest.definition_id)
    return found.exclude(version=newest.pk).exclude(state__in=ENDED)


def _page(
    request: Request, newest: Version, *, problems: Sequence[str] = (), done: int = 0, status: int = 200
) -> HttpResponse:
    leaf = keyset.leaf(_older(newest), ORDER, size=PAGE, asked=request.GET)
    context = {
        "definition": newest.definition,
        "newest": newest,
        "lines": [_line(one, newest) for one in leaf.rows],
        "leaf": leaf,
        "problems": problems,
        "done": done,
    }
    return render(request, "console/processes/migration.html", context, status=status)


def _line(instance: Instance, newest: Version) -> Line:
    found, before = difference(instance, newest), instance.version
    at = ", ".join(_name(before, one) for one in instance.now_at)
    lost = ", ".join(_name(before, one) for one in found.lost)
    return Line(instance, at, "" if found.possible else said(found, before), lost)


def _name(version: Version, element: str) -> str:
    return str(version.element(element).get("name") or element)


def _chosen(request: Request) -> list[uuid.UUID]:
    """What was chosen of one page, each once; what is no number is left out."""
    found = []
    for text in request.POST.getlist("instance")[:PAGE]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(found))
