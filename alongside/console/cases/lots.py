"""The same to several cases of the list: first a page that says what would become of it, then the deeds."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import suppress
from itertools import chain
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from alongside.assisting.authority import staff
from alongside.cases import actions, listing, queries
from alongside.cases.actions.lots import MOST, NAMED
from alongside.cases.actions.seeing import ENQUIRE
from alongside.cases.models import Case, Phase
from alongside.console.answers import see_other
from alongside.console.cases import searches
from alongside.console.cases.inputs import WRONG_CHOICE
from alongside.console.cases.searching import SearchInput
from alongside.people.http import Request
from alongside.people.models import Person

AWAITED = 20  # cases that are done while one waits; more are done by a job

LABELS = {
    actions.Do.ASSIGN: "Assign them to somebody",
    actions.Do.RELEASE: "Release them",
    actions.Do.ESCALATE: "Escalate them",
    actions.Do.STATUS: "Change their status",
    actions.Do.CLOSE: "Close them",
}
ASKED = {actions.Do.ASSIGN: "To whom", actions.Do.STATUS: "Status", actions.Do.CLOSE: "Reason for closing"}


class ToInput(forms.Form):
    """To whom, or into what; what can be chosen is what any of the cases can be given."""

    use_required_attribute = False

    to = forms.ChoiceField(error_messages=WRONG_CHOICE)

    def __init__(self, data: Any, do: actions.Do, cases: Sequence[Case]) -> None:
        super().__init__(data)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.label = ASKED[do]
        self.people = _people(cases) if do is actions.Do.ASSIGN else {}
        named = [(key, one.name) for key, one in self.people.items()]
        field.choices = [("", "Choose…"), *(named if self.people else _names(do, cases))]

    @property
    def chosen(self) -> Person | str:
        to: str = self.cleaned_data["to"]
        return self.people.get(to, to)


@staff(ENQUIRE)
@require_POST
def lot(request: Request) -> HttpResponse:
    """With how many of the chosen it can be done, and why not with the others. Nothing is done yet."""
    return _page(request, _chosen(request), problem="")


@staff(ENQUIRE)
@require_POST
def do(request: Request) -> HttpResponse:
    """Do it to each that it can be done to: at once, or by a job where they are many."""
    cases = _chosen(request)
    wanted = _wanted(request, cases)
    if wanted is None:
        return _page(request, cases, problem="")
    numbers = [case.pk for case in cases if not actions.hinder(request.acting, wanted, case)]
    if len(numbers) > AWAITED and request.acting.helping:
        # A job is its asker's own deed, and would not be done for whoever is helped.
        few = f"Choose at most {AWAITED} while you are helping {request.acting.person.name}."
        return _page(request, cases, problem=few)
    if len(numbers) > AWAITED:
        return see_other("job", job=actions.set_out(request.acting, wanted, numbers).pk)
    left = actions.do_each(request.acting, wanted, numbers)
    for reference, why in left:
        messages.warning(request, f"{reference} stays as it was. {why}")
    if done := len(numbers) - len(left):
        messages.success(request, f"{done} {'case is' if done == 1 else 'cases are'} changed.")
    search = request.POST.get("search", "")
    return see_other("cases", {"search": search} if search else None)


def _page(request: Request, cases: list[Case], *, problem: str) -> HttpResponse:
    do, search = _do(request), request.POST.get("search", "")
    if do is None or not cases:
        messages.error(request, "Choose cases first, and what to do with them.")
        return see_other("cases", {"search": search} if search else None)
    form = _form(request, do, cases)
    wanted = _wanted(request, cases)
    hindered: dict[str, list[str]] = {}
    able = 0
    for case in cases:
        if wanted is not None and (why := actions.hinder(request.acting, wanted, case)):
            hindered.setdefault(why, []).append(case.reference)
        else:
            able += 1
    context = {
        "do": do,
        "label": LABELS[do],
        "cases": ",".join(str(case.pk) for case in cases),
        "count": len(cases),
        "most": MOST,
        "form": form,
        "to": request.POST.get("to", ""),
        "to_said": _said(wanted),
        "ready": wanted is not None,
        "able": able,
        "hindered": hindered,
        "awaited": able <= AWAITED,
        "problem": problem,
        "search": search,
    }
    wrong = problem or (form is not None and form.is_bound and not form.is_valid())
    return render(request, "console/cases/lot.html", context, status=422 if wrong else 200)


def _do(request: Request) -> actions.Do | None:
    with suppress(ValueError):
        return actions.Do(request.POST.get("do", ""))
    return None


def _form(request: Request, do: actions.Do, cases: list[Case]) -> ToInput | None:
    """What else must be said; it is empty when one comes from the list."""
    if do not in ASKED:
        return None
    return ToInput(request.POST if "to" in request.POST else None, do, cases)


def _wanted(request: Request, cases: list[Case]) -> actions.Lot | None:
    do = _do(request)
    if do is None or not cases:
        return None
    form = _form(request, do, cases)
    if form is None:
        return actions.Lot(do)
    return actions.Lot(do, form.chosen) if form.is_valid() else None


def _said(wanted: actions.Lot | None) -> str:
    if wanted is None:
        return ""
    return wanted.to.name if isinstance(wanted.to, Person) else wanted.to


def _chosen(request: Request) -> list[Case]:
    """The cases that were marked, or all that the question finds; no more than a lot may have. What does not
    open for whoever asks is not shown, as on the list."""
    if request.POST.get("every"):
        numbers = _found(request)
    else:
        marked = [*request.POST.getlist("case"), *request.POST.get("cases", "").split(",")]
        numbers = [number for one in marked if (number := _number(one)) is not None][:MOST]
    seen = Case.objects.viewed_by(request.acting).filter(pk__in=numbers).values("pk")
    return list(Case.objects.for_a_page().filter(pk__in=seen).latest_first())


def _found(request: Request) -> list[uuid.UUID]:
    types = listing.types_by_id()
    form = SearchInput(searches.find(request, request.POST.get("search", "")), types=types)
    if not form.is_valid():
        return []
    found: list[uuid.UUID] = []
    for rows in queries.every(request.acting, form.sought(), types):
        found += [row.case.pk for row in rows if row.views]
        if len(found) >= MOST:
            break
    return found[:MOST]


def _number(text: str) -> uuid.UUID | None:
    with suppress(ValueError):
        return uuid.UUID(text)
    return None


def _people(cases: Sequence[Case]) -> dict[str, Person]:
    groups = {case.manager_group_id for case in cases} | {
        group for case in cases for group in case.type.managers
    }
    found = Person.objects.filter(Q(memberships__group__in=groups), is_active=True).distinct()
    return {str(one.pk): one for one in found.order_by("given_name", "family_name", "pk")[:200]}


def _names(do: actions.Do, cases: Sequence[Case]) -> list[tuple[str, str]]:
    kind = NAMED[do]
    types = {case.type_id: case.type for case in cases}
    offered = chain.from_iterable(type.offered(kind) for type in types.values())
    names = dict.fromkeys(
        one.name for one in offered if do is actions.Do.CLOSE or one.phase == Phase.PROGRESS
    )
    return [(name, name) for name in names]
