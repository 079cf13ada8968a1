"""Pairs of people who may be one: look at both, merge them, or say that they are not the same."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.duplicates.inputs import Difference
from alongside.console.people.hiding import hidden, without
from alongside.console.people.rows import text
from alongside.jobs.models import Job
from alongside.lib import keyset
from alongside.people import actions as people
from alongside.people.actions.suspecting import FIND_DUPLICATES, TELL_APART, WORK
from alongside.people.http import Request
from alongside.people.models import ProfileField, SuspectedPair
from alongside.people.models.suspected import SuspectedPairQuerySet
from alongside.people.queries import Found, persons, plain
from alongside.ui.words import day

PAGE = 25
LIKELIEST_FIRST = ("-weight", "pk")


@dataclass(frozen=True)
class Side:
    """One of the two, in short, without what is private to segments of others."""

    id: int
    name: str
    facts: tuple[str, ...]

    @classmethod
    def of(cls, person: Found) -> Side:
        born = f"born {day(person.date_of_birth)}" if person.date_of_birth else ""
        where = [text(person.profile.get(name)) for name in ("address", "postcode", "telephone", "mobile")]
        return cls(person.id, person.name, tuple(fact for fact in (born, *where, person.email) if fact))


@dataclass(frozen=True)
class Line:
    """A pair as the list shows it."""

    pair: SuspectedPair
    one: Side
    other: Side
    percent: int

    @classmethod
    def of(cls, pair: SuspectedPair, people: Mapping[int, Found]) -> Line:
        percent = min(99, round(100 * pair.score))
        return cls(pair, Side.of(people[pair.one_id]), Side.of(people[pair.other_id]), percent)


@staff(FIND_DUPLICATES)
@require_http_methods(["GET", "HEAD", "POST"])
def duplicates(request: Request) -> HttpResponse:
    """The likeliest pairs that nobody has decided on; a POST looks through everybody again."""
    if request.method == "POST":
        return see_other("job", job=people.find_duplicates(request.acting).pk)
    job: Job | None = Job.objects.of(WORK).newest_first().first()
    leaf = keyset.leaf(_open(request), LIKELIEST_FIRST, size=PAGE, asked=request.GET)
    context = {"lines": _shown(request, leaf.rows), "leaf": leaf, "job": job}
    return render(request, "console/duplicates/duplicates.html", context)


@staff(TELL_APART)
@require_http_methods(["GET", "HEAD", "POST"])
def difference(request: Request, pair: uuid.UUID) -> HttpResponse:
    """Say that two people are not the same, and how they differ."""
    found: SuspectedPair | None = _open(request).select_related("one", "other").filter(pk=pair).first()
    if found is None:
        raise Http404
    form = Difference(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            people.tell_apart(request.acting, found, why=form.cleaned_data["why"])
        except people.Misfit as misfit:
            form.add_error("why", misfit.errors["why"])
        else:
            messages.success(request, f"{found.one.name} and {found.other.name} are not the same.")
            return see_other("duplicates")
    (line,) = _shown(request, [found])
    status = 422 if form.errors else 200
    return render(request, "console/duplicates/difference.html", {"line": line, "form": form}, status=status)


def _shown(request: Request, pairs: Sequence[SuspectedPair]) -> list[Line]:
    """The pairs as they are shown, which is recorded first; without what callers are checked before."""
    numbers = list(dict.fromkeys(number for pair in pairs for number in (pair.one_id, pair.other_id)))
    people.see_duplicates(request.acting, numbers)
    segments = request.acting.actor.standing.segments
    fields = plain(ProfileField.objects.in_use())
    unseen = hidden(request.tenant.options)
    found = {
        person.id: without(person, unseen) for person in persons(numbers, fields=fields, segments=segments)
    }
    return [Line.of(pair, found) for pair in pairs]


def _open(request: Request) -> SuspectedPairQuerySet:
    found: SuspectedPairQuerySet = SuspectedPair.objects.open()
    return found.seen_from(request.acting.actor.standing.segments)
