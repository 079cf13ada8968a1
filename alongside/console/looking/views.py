"""Unusual looking, as managers see it. Each look at it is recorded, for it is looking too."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.looking.inputs import ExplanationForm, LeaveForm, LimitsForm
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.actions.decoys import SEE_DECOYS
from alongside.people.actions.overseeing import EXPLAIN, LIFT, OVERSEE, SET_LIMITS
from alongside.people.http import Request
from alongside.people.looking import overview
from alongside.people.looking.limits import Limits
from alongside.people.models import LookingAlert, Person, Tenant
from alongside.people.retention import Retention
from alongside.ui import words

PERIODS = {"today": "Today", "month": "Last 30 days"}


@staff(OVERSEE)
@require_safe
def looking(request: Request) -> HttpResponse:
    """Alerts that nobody has explained, and each agent's numbers of today or of thirty days."""
    period = request.GET.get("period", "today")
    if period not in PERIODS:
        raise Http404
    people.oversee(request.acting, PERIODS[period].lower())
    mine, today = request.acting.actor.standing.segments, _today()
    agents = overview.of_day(today, mine) if period == "today" else overview.of_month(today, mine)
    context = {
        "period": period,
        "agents": agents,
        "today": today,
        "greatest": max([*(max(one.people, one.usual or 0) for one in agents), 1]),
        "alerts": overview.open_alerts(mine, request.GET),
        "explained": overview.explained_alerts(mine, today - overview.LOOKS_BACK),
        "limits": Limits.of(request.tenant.options),
    }
    return render(request, "console/looking/looking.html", context)


@staff(OVERSEE)
@require_safe
def agent_day(request: Request, agent: int, year: int, month: int, day: int) -> HttpResponse:
    """One agent's day: its numbers, what was unusual, and everybody they saw, in that order."""
    return _agent_day(request, _agent(request, agent), _day(year, month, day))


@staff(LIFT)
@require_POST
def leave(request: Request, agent: int) -> HttpResponse:
    """Let an agent look on until midnight."""
    found, today = _agent(request, agent), _today()
    form = LeaveForm(request.POST)
    if not form.is_valid():
        return _agent_day(request, found, today, form, status=422)
    people.lift(request.acting, found, form.cleaned_data["reason"])
    messages.success(request, f"{found.name} may look on until midnight.")
    return see_other("looking_day", agent=found.pk, year=today.year, month=today.month, day=today.day)


@staff(EXPLAIN)
@require_http_methods(["GET", "POST"])
def alert(request: Request, alert: uuid.UUID) -> HttpResponse:
    """One alert, and what it turned out to be."""
    found = overview.alert(alert, request.acting.actor.standing.segments)
    if found is None:
        raise Http404
    form = ExplanationForm(request.POST or None)
    if request.method != "POST":
        people.oversee(request.acting, "an alert", found.agent)
        return _alert(request, found, form)
    if not form.is_valid():
        return _alert(request, found, form, status=422)
    if people.explain(request.acting, found, form.cleaned_data["explanation"]):
        messages.success(request, "It is explained.")
    else:
        messages.info(request, "Somebody had explained it already; what they said stays.")
    return see_other("looking")


@staff(SEE_DECOYS)
@require_safe
def decoys(request: Request) -> HttpResponse:
    """Which people do not exist."""
    rows = [(one.name, one.pk, words.day(one.registered_at)) for one in people.see_decoys(request.acting)]
    return render(request, "console/looking/decoys.html", {"decoys": rows})


@staff(SET_LIMITS)
@require_http_methods(["GET", "POST"])
def limits(request: Request) -> HttpResponse:
    """What counts as much, and as unusual."""
    present = Limits.of(Tenant.objects.get(pk=request.acting.tenant_id).options)
    form = LimitsForm(present, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render(request, "console/looking/limits.html", {"form": form})
    try:
        people.set_limits(request.acting, form.typed())
    except people.Misfit as misfit:
        form.refuse(misfit)
        return render(request, "console/looking/limits.html", {"form": form}, status=422)
    messages.success(request, "The limits were changed.")
    return see_other("looking")


def _agent_day(
    request: Request, agent: Person, day: date, form: LeaveForm | None = None, *, status: int = 200
) -> HttpResponse:
    people.oversee(request.acting, f"{day:%d.%m.%Y}", agent)
    today = _today()
    days = overview.days_of(agent.pk, max(day, min(day + timedelta(days=15), today)))
    looks, leaf = overview.looks_of(agent.pk, day, request.acting.actor.standing.segments, request.GET)
    context = {
        "agent": agent,
        "day": day,
        "days": days,
        "greatest": max([*(one.people for one in days), 1]),
        "numbers": next((one for one in days if one.day == day), None),
        "alerts": overview.alerts_of(agent.pk, day),
        "looks": looks,
        "leaf": leaf,
        "leave": overview.leave_of(agent.pk, day),
        "form": form or LeaveForm(),
        "may_lift": day == today and agent.pk != request.acting.actor.id,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1) if day < today else None,
        "limits": Limits.of(request.tenant.options),
        "kept": Retention.of(request.tenant.options),
    }
    return render(request, "console/looking/agent_day.html", context, status=status)


def _alert(
    request: Request, alert: LookingAlert, form: ExplanationForm, *, status: int = 200
) -> HttpResponse:
    own = alert.agent_id == request.acting.actor.id
    context = {"alert": alert, "form": form, "own": own}
    return render(request, "console/looking/alert.html", context, status=status)


def _agent(request: Request, number: int) -> Person:
    found = overview.agent(number, request.acting.actor.standing.segments)
    if found is None:
        raise Http404
    return found


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Http404 from None


def _today() -> date:
    return timezone.localdate(clock.now())
