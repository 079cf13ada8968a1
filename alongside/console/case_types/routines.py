"""What a type of cases does by itself, as administrators say it (spec C40)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.cases import actions as cases
from alongside.cases.actions.routines import aims
from alongside.cases.actions.types import SET_UP
from alongside.cases.models import CaseType, ChoiceKind, TypeChoice, TypeRoutine
from alongside.cases.models.routines import ANY, WHEN
from alongside.cases.routines import AIMED, NAMED, NUMBERED, WORDED, Do, Step, Trigger
from alongside.console.answers import see_other
from alongside.people.checking import Misfit
from alongside.people.http import Request
from alongside.people.models import Group

MORE = 3  # empty lines after the steps there are
LONGEST_TEXT = 10_000

DOES = {
    Do.STATUS: "set the status {}",
    Do.STAGE: "move it to the stage {}",
    Do.SUBTYPE: "file it under {}",
    Do.GROUP: "give it to {}",
    Do.RELEASE: "release it",
    Do.ESCALATE: "escalate it",
    Do.NOTE: "add a note for the owner, with the text",
    Do.PRIVATE_NOTE: "add a private note, with the text",
    Do.ASK: "ask the owner the text",
    Do.EXTEND: "extend the target, by the number in the text",
    Do.CLOSE: "close it: {}",
}
KINDS = {
    Trigger.STAGE: ChoiceKind.STAGE,
    Trigger.STATUS: ChoiceKind.STATUS,
    Trigger.SUBTYPE: ChoiceKind.SUBTYPE,
}


class RoutineInput(forms.Form):
    """When it runs, and lines of what it does. A line of which nothing is chosen is left out."""

    use_required_attribute = False

    name = forms.CharField(
        label="Name",
        max_length=100,
        error_messages={"required": "Give the routine a name, for example Call the crew."},
    )
    when = forms.ChoiceField(
        label="When",
        error_messages={"required": "Choose when it runs.", "invalid_choice": "Choose of the list."},
    )
    in_use = forms.BooleanField(label="It runs", required=False, initial=True)

    def __init__(self, data: Any = None, *, type: CaseType, routine: TypeRoutine | None = None) -> None:
        super().__init__(data, initial=_begun(routine))
        self.aims = aims(type)
        self.named = _named(type)
        self._offer("when", "Choose…", _whens(self.named))
        known = len(routine.steps) if routine is not None else 0
        self.lines = [self._line(place) for place in range(1, self._sent(data, known) + MORE + 1)]

    def _sent(self, data: Any, known: int) -> int:
        """How many lines there are to show: those that were sent, or those of the routine."""
        if data is None:
            return known
        numbers = [name[2:] for name in data if name.startswith("do") and name[2:].isdecimal()]
        return max([known, *(int(one) for one in numbers if len(one) < 3 and data.get(f"do{one}"))])

    def _line(self, place: int) -> tuple[forms.BoundField, forms.BoundField]:
        do, text = f"do{place}", f"text{place}"
        self.fields[do] = forms.ChoiceField(
            label=f"Step {place}",
            required=False,
            error_messages={"invalid_choice": "Choose one of the list."},
        )
        self._offer(do, "Nothing", _does(self.aims))
        self.fields[text] = forms.CharField(
            label=f"Text of step {place}", required=False, max_length=LONGEST_TEXT
        )
        return self[do], self[text]

    @property
    def plan(self) -> cases.RoutinePlan:
        said = self.cleaned_data
        when, _, of = said["when"].partition(":")
        steps = [
            _step(said[do.name], said[text.name].strip()) for do, text in self.lines if said.get(do.name)
        ]
        return cases.RoutinePlan(
            said["name"],
            Trigger(when),
            steps,
            of=self.named[Trigger(when)][int(of)] if of else None,
            in_use=said["in_use"],
        )

    def _offer(self, name: str, first: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = [("", first), *choices]


@staff(SET_UP)
@require_safe
def routines(request: Request, slug: str) -> HttpResponse:
    type = _type(slug)
    found = type.routines.select_related("choice", "group").order_by("name")
    return render(request, "console/case_types/routines.html", {"type": type, "routines": found})


@staff(SET_UP)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request, slug: str) -> HttpResponse:
    return _keep(request, _type(slug), None)


@staff(SET_UP)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, slug: str, number: int) -> HttpResponse:
    type = _type(slug)
    return _keep(request, type, _routine(type, number))


@staff(SET_UP)
@require_POST
def remove(request: Request, slug: str, number: int) -> HttpResponse:
    cases.remove_routine(request.acting, _routine(_type(slug), number))
    messages.success(request, "The routine is removed. What it did stays.")
    return see_other("case_type_routines", slug=slug)


def _keep(request: Request, type: CaseType, routine: TypeRoutine | None) -> HttpResponse:
    form = RoutineInput(request.POST if request.method == "POST" else None, type=type, routine=routine)
    if form.is_valid():
        try:
            kept = cases.set_up_routine(request.acting, type, form.plan, routine)
        except Misfit as misfit:
            for name, error in misfit.errors.items():
                form.add_error(name if name in form.fields else None, error)
        else:
            messages.success(request, f"The routine {kept.name} runs like this from now on.")
            return see_other("case_type_routines", slug=type.slug)
    context = {"form": form, "type": type, "routine": routine}
    status = 422 if form.errors else 200
    return render(request, "console/case_types/routine.html", context, status=status)


def _type(slug: str) -> CaseType:
    found: CaseType | None = CaseType.objects.whole().filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _routine(type: CaseType, number: int) -> TypeRoutine:
    found = TypeRoutine.objects.select_related("type", "choice", "group").filter(type=type, pk=number).first()
    if found is None:
        raise Http404
    return found


def _named(type: CaseType) -> dict[Trigger, dict[int, TypeChoice | Group]]:
    """What each trigger can name, by number."""
    found: dict[Trigger, dict[int, TypeChoice | Group]] = {
        trigger: {one.pk: one for one in type.offered(kind)} for trigger, kind in KINDS.items()
    }
    groups = Group.objects.filter(pk__in=aims(type)[Do.GROUP]).order_by("name")
    return found | {Trigger.REASSIGNED: {one.pk: one for one in groups}}


def _whens(named: dict[Trigger, dict[int, TypeChoice | Group]]) -> list[tuple[str, str]]:
    choices = []
    for trigger, said in WHEN.items():
        if trigger in NAMED and not named[trigger]:
            continue
        choices.append((trigger.value, f"{said} {ANY.get(trigger, '')}".strip()))
        choices += [
            (f"{trigger.value}:{number}", f"{said} {one.name}")
            for number, one in named.get(trigger, {}).items()
        ]
    return choices


def _does(aimed: dict[Do, dict[int, str]]) -> list[tuple[str, str]]:
    choices = []
    for do, said in DOES.items():
        if do in AIMED:
            choices += [(f"{do.value}:{number}", said.format(name)) for number, name in aimed[do].items()]
        else:
            choices.append((do.value, said))
    return choices


def _step(chosen: str, text: str) -> Step:
    name, _, to = chosen.partition(":")
    do = Do(name)
    amount = int(text) if do in NUMBERED and text.isdecimal() and len(text) < 6 else 0
    return Step(do, int(to) if to else None, text if do in WORDED else "", amount)


def _begun(routine: TypeRoutine | None) -> dict[str, object]:
    if routine is None:
        return {}
    whole = routine.routine
    begun: dict[str, object] = {
        "name": routine.name,
        "when": f"{whole.trigger.value}:{whole.of}" if whole.of is not None else whole.trigger.value,
        "in_use": routine.in_use,
    }
    for place, step in enumerate(whole.steps, 1):
        begun[f"do{place}"] = step.do.value if step.to is None else f"{step.do.value}:{step.to}"
        begun[f"text{place}"] = step.text or (str(step.amount) if step.do in NUMBERED else "")
    return begun
