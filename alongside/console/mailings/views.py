"""Mailings as those see them who send them: what there is, how far each is, and who got it."""

from __future__ import annotations

from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.assisting.authority import staff
from alongside.lib import keyset
from alongside.mailings import queries
from alongside.mailings.actions import SEND, WRITE
from alongside.mailings.composing import Composer
from alongside.mailings.models import Delivery, DeliveryState, Mailing, MailingList
from alongside.mailings.queries import Figures
from alongside.people.http import Request
from alongside.people.models import Person

PAGE, PEOPLE = 25, 50


@staff(WRITE)
@require_safe
def mailings(request: Request) -> HttpResponse:
    """All of them, the latest first; and the lists there are, to begin with."""
    rows = Mailing.objects.select_related("list", "job")
    leaf = keyset.leaf(rows, ("-made_at", "-pk"), size=PAGE, asked=request.GET)
    context = {
        "leaf": leaf,
        "lists": MailingList.objects.open().exists(),
        "may_send": bool(request.acting.may(SEND)),
    }
    return render(request, "console/mailings/mailings.html", context)


@staff(WRITE)
@require_safe
def mailing(request: Request, number: int) -> HttpResponse:
    """One: as a draft with how it will look, and later with what became of it."""
    found = numbered(number)
    reader = Person.objects.get(pk=request.acting.actor.id)
    context = _standing(found) | {
        "read": Composer.of(found).read_by(reader),
        "people": queries.would_get(found) if found.is_draft else 0,
        "left_since": queries.left_since(found) if not found.is_draft else 0,
        "may_send": bool(request.acting.may(SEND)),
    }
    return render(request, "console/mailings/mailing.html", context)


@staff(WRITE)
@require_safe
def progress(request: Request, number: int) -> HttpResponse:
    """The bar by itself, which asks for itself again while the mailing goes on; at its end the page that
    shows it is drawn anew."""
    found = numbered(number)
    answer = render(request, "console/mailings/_progress.html", _standing(found))
    if not queries.goes_on(found):
        answer["HX-Refresh"] = "true"
    return answer


@staff(WRITE)
@require_safe
def recipients(request: Request, number: int) -> HttpResponse:
    """To whom of the reader's segments it went, and what became of each; of one state (`?state=`) or all."""
    found = numbered(number)
    state = request.GET.get("state", "")
    state = state if state in DeliveryState.values else ""
    rows = Delivery.objects.filter(mailing=found).seen_by(request.acting)
    rows = rows.filter(state=state) if state else rows
    rows = rows.select_related("subscription__person")
    present = Delivery.objects.filter(mailing=found).values_list("state").annotate(Count("pk"))
    context = {
        "mailing": found,
        "leaf": keyset.leaf(rows, ("pk",), size=PEOPLE, asked=request.GET),
        "state": state,
        "states": DeliveryState.choices,
        "present": dict(present),
        "may_send": bool(request.acting.may(SEND)),
    }
    return render(request, "console/mailings/recipients.html", context)


def numbered(number: int) -> Mailing:
    found: Mailing | None = Mailing.objects.select_related("list", "job").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _standing(mailing: Mailing) -> dict[str, object]:
    figures = Figures.of(mailing)
    return {
        "mailing": mailing,
        "figures": figures,
        "goes_on": queries.goes_on(mailing),
        "trouble": queries.trouble(mailing) if mailing.is_under_way else "",
        "chart": [(label, figures[state]) for state, label in DeliveryState.choices if figures[state]],
    }
