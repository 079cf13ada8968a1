"""Registering somebody new, with those beside the form who may be the same person (spec G70–G76)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.people import searches
from alongside.console.people.hiding import hidden
from alongside.console.people.inputs import Registration
from alongside.console.people.newcomer import from_question
from alongside.console.people.same import Same, told
from alongside.console.people.views import visible
from alongside.people import actions as people
from alongside.people.actions.choosing import CHOOSE_SAME
from alongside.people.actions.persons import REGISTER
from alongside.people.actions.recognising import LOOK_FOR_SAME
from alongside.people.http import Request
from alongside.people.inputs import ProfileForm
from alongside.people.models import PROFILE_COLUMNS, Person, ProfileField, Segment
from alongside.people.profiles import fields_in


@staff(REGISTER)
@require_http_methods(["GET", "POST"])
def register(request: Request) -> HttpResponse:
    """Register somebody; where somebody may be the same, only after a look at them, and where that is
    likely, with a reason."""
    fields = _fields(request)
    if request.method != "POST":
        form = ProfileForm(fields, initial=_searched(request, fields))
        return _page(request, form, Registration(_segments(request)))
    form = ProfileForm(fields, request.POST)
    about = Registration(_segments(request), request.POST)
    typed = form.typed()
    if form.changes_rows:
        return _page(request, form, about)
    if not about.is_valid():
        return _page(request, form, about, status=422)
    try:
        people.demand_fit(request.acting, typed, about.chosen())
        same = _same(request, typed)
        if not about.answers(same):
            return _page(request, form, about, same=same, status=409)
        person = _register(request, typed, about, same)
    except people.Misfit as misfit:
        form.refuse(_in_words(misfit, fields, about.chosen()))
        return _page(request, form, about, status=422)
    messages.success(request, f"{person.name} is registered.")
    return see_other("person", person=person.pk)


@staff(LOOK_FOR_SAME)
@require_POST
def matches(request: Request) -> HttpResponse:
    """Those who may be the same, while somebody types. Posted, so that nothing stands in an address."""
    form = ProfileForm(_fields(request), request.POST)
    about = Registration(_segments(request), request.POST)
    typed = form.typed()
    same = _same(request, typed, typing=True)
    about.ask_for_reason(same, judging=False)
    context = {"about": about, "same": same, "said": told(same, typed)}
    return render(request, "console/people/_matches_swap.html", context)


@staff(CHOOSE_SAME)
@require_POST
def choose(request: Request, person: int) -> HttpResponse:
    """This is the person: note it, and go on to helping them, by 307, which repeats the POST there."""
    people.choose_same(request.acting, visible(request.acting, person))
    return HttpResponseRedirect(reverse("console:assistances"), preserve_request=True)


def _register(request: Request, typed: dict[str, object], about: Registration, same: list[Same]) -> Person:
    columns = {name: str(value) for name, value in typed.items() if name in PROFILE_COLUMNS}
    return people.register(
        request.acting,
        given_name=columns.get("given_name", ""),
        family_name=columns.get("family_name", ""),
        email=columns.get("email", ""),
        date_of_birth=columns.get("date_of_birth"),
        profile={name: value for name, value in typed.items() if name not in PROFILE_COLUMNS},
        segments=about.chosen(),
        reason=about.cleaned_data["reason"],
        despite=[one.ref for one in same] if about.why else (),
    )


def _fields(request: Request) -> list[ProfileField]:
    return fields_in(request.acting.actor.standing.segments)


def _segments(request: Request) -> list[Segment]:
    mine = request.acting.actor.standing.segments
    return list(Segment.objects.filter(pk__in=mine).order_by("name"))


def _searched(request: Request, fields: list[ProfileField]) -> dict[str, str]:
    """What the agent had searched for in vain, to begin with (spec G17)."""
    try:
        wish = searches.find(request, uuid.UUID(request.GET.get("search", "")))
    except ValueError:
        return {}
    return from_question(wish.query, wish.by_field, {field.name for field in fields}) if wish else {}


def _in_words(misfit: people.Misfit, fields: list[ProfileField], chosen: list[Segment]) -> people.Misfit:
    """A field of another segment than the chosen one is there on the page, but not for this person."""
    private = {field.name: field for field in fields if field.segment not in (None, *chosen)}
    return people.Misfit(
        {
            name: f"This is kept only of people in {private[name].segment}." if name in private else error
            for name, error in misfit.errors.items()
        }
    )


def _page(
    request: Request,
    form: ProfileForm,
    about: Registration,
    *,
    same: list[Same] | None = None,
    status: int = 200,
) -> HttpResponse:
    typed = form.typed() if form.is_bound else form.initial
    if same is None:
        same = _same(request, typed, typing=True) if typed else []
    about.ask_for_reason(same, judging=status == 409)
    context = {"form": form, "about": about, "same": same, "said": told(same, typed)}
    return render(request, "console/people/register.html", context, status=status)


def _same(request: Request, typed: Mapping[str, Any], *, typing: bool = False) -> list[Same]:
    found = people.look_for_same(request.acting, typed, typing=typing)
    return Same.of(found, hidden(request.tenant.options))
