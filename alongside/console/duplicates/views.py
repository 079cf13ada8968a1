"""Pairs of people who may be one: look at both, merge them, or say that they are not the same."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.duplicates.inputs import Difference
from alongside.jobs.models import Job
from alongside.people import actions as people
from alongside.people.actions.suspecting import FIND_DUPLICATES, TELL_APART, WORK
from alongside.people.http import Request
from alongside.people.models import Person, SuspectedPair
from alongside.people.models.suspected import SuspectedPairQuerySet
from alongside.ui.words import day

PAGE = 25


@dataclass(frozen=True)
class Side:
    """One of the two, in short."""

    id: int
    name: str
    facts: tuple[str, ...]

    @classmethod
    def of(cls, person: Person) -> Side:
        born = f"born {day(person.date_of_birth)}" if person.date_of_birth else ""
        where = [person.profile.get(name) for name in ("address", "postcode", "telephone", "mobile")]
        facts = [born, *(str(one) for one in where if isinstance(one, str)), person.email]
        return cls(person.pk, person.name, tuple(" ".join(fact.split()) for fact in facts if fact))


@dataclass(frozen=True)
class Line:
    """A pair as the list shows it."""

    pair: SuspectedPair
    one: Side
    other: Side
    percent: int

    @classmethod
    def of(cls, pair: SuspectedPair) -> Line:
        percent = min(99, round(100 * pair.score))
        return cls(pair, Side.of(pair.one), Side.of(pair.other), percent)


@staff(FIND_DUPLICATES)
@require_http_methods(["GET", "HEAD", "POST"])
def duplicates(request: Request) -> HttpResponse:
    """The likeliest pairs that nobody has decided on; a POST looks through everybody again."""
    if request.method == "POST":
        return see_other("job", job=people.find_duplicates(request.acting).pk)
    job: Job | None = Job.objects.of(WORK).newest_first().first()
    pairs = _open(request).select_related("one", "other").likeliest_first()[: PAGE + 1]
    lines = [Line.of(pair) for pair in pairs]
    context = {"lines": lines[:PAGE], "more": len(lines) > PAGE, "job": job}
    return render(request, "console/duplicates/duplicates.html", context)


@staff(TELL_APART)
@require_http_methods(["GET", "HEAD", "POST"])
def difference(request: Request, pair: uuid.UUID) -> HttpResponse:
    """Say that two people are not the same, and how they differ."""
    found: SuspectedPair | None = _open(request).select_related("one", "other").filter(pk=pair).first()
    if found is None:
        raise Http404
    form = Difference(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        context = {"line": Line.of(found), "form": form}
        return render(request, "console/duplicates/difference.html", context, status=status)
    people.tell_apart(request.acting, found, why=form.cleaned_data["why"])
    messages.success(request, f"{found.one.name} and {found.other.name} are not the same.")
    return see_other("duplicates")


def _open(request: Request) -> SuspectedPairQuerySet:
    found: SuspectedPairQuerySet = SuspectedPair.objects.open()
    return found.seen_from(request.acting.actor.standing.segments)
