"""Who is due for erasure by how long people are kept; and how long that, and other things, are kept."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.erasing.inputs import RetentionForm
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.actions.erasing import PROPOSE
from alongside.people.actions.erasures import PAGE, SEE_ERASURES
from alongside.people.actions.retaining import SET_RETENTION
from alongside.people.http import Request
from alongside.people.models import Erasure
from alongside.people.retention import Life, months_between

TOLD = 5  # reasons why somebody could not be proposed


@dataclass(frozen=True)
class Line:
    """Somebody who is due: what was last known to happen, and how many whole months ago."""

    erasure: Erasure
    sign: str
    months: int
    on: object

    @classmethod
    def of(cls, erasure: Erasure, life: Life) -> Line:
        sign, at = life.last
        today = timezone.localdate(clock.now())
        return cls(erasure, sign, months_between(timezone.localdate(at), today), at)


@staff(SEE_ERASURES)
@require_safe
def due(request: Request) -> HttpResponse:
    """To whom nothing has happened for as long as people are kept, of those whom the agent sees."""
    found = people.see_due(request.acting, request.GET)
    lines = [
        Line.of(one, found.lives[one.person_id]) for one in found.leaf.rows if one.person_id in found.lives
    ]
    context = {
        "lines": lines,
        "leaf": found.leaf,
        "retention": people.retention(),
        "sets": SET_RETENTION.right in request.acting.actor.standing.rights,
    }
    return render(request, "console/erasing/due.html", context)


@staff(PROPOSE)
@require_POST
def propose(request: Request) -> HttpResponse:
    """Propose to erase those who were chosen."""
    chosen = _numbers(request.POST.getlist("erasure"))[:PAGE]
    if not chosen:
        messages.error(request, "Choose who is to be erased first.")
        return see_other("erasures_due")
    proposed, refused = people.propose_due(request.acting, chosen)
    if proposed:
        whom = "One person was" if proposed == 1 else f"{proposed} people were"
        messages.success(request, f"{whom} proposed. Nothing has gone until a colleague erases them.")
    for sentence in refused[:TOLD]:
        messages.warning(request, sentence)
    if len(refused) > TOLD:
        messages.warning(request, f"{len(refused) - TOLD} more could not be proposed.")
    if not proposed and not refused:
        messages.info(request, "Whom you chose is not due any more.")
    return see_other("erasures_due")


@staff(SET_RETENTION)
@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: Request) -> HttpResponse:
    """How long people, and what is kept about them, are kept."""
    form = RetentionForm(people.retention(), request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render(request, "console/erasing/retention.html", {"form": form})
    try:
        people.set_retention(request.acting, form.typed())
    except people.Misfit as misfit:
        form.refuse(misfit)
        return render(request, "console/erasing/retention.html", {"form": form}, status=422)
    messages.success(request, "It is kept from now on. Who is due is found within a day.")
    return see_other("retention")


def _numbers(texts: list[str]) -> list[uuid.UUID]:
    found = []
    for text in texts:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found
