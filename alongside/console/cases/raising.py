"""Raising a case: below the mount for whoever is being helped, who owns it then; otherwise for oneself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.assisting.acting import Acting
from alongside.assisting.authority import staff
from alongside.cases import actions as cases
from alongside.cases import queries
from alongside.cases.actions.raising import CONTACT, LONGEST_DETAILS, LONGEST_TITLE, RAISE
from alongside.cases.actions.seeing import VIEW
from alongside.cases.models import Case, CaseType, ChoiceKind, TypeChoice
from alongside.console.answers import see_other
from alongside.console.cases import origins
from alongside.console.cases.inputs import WRONG_CHOICE
from alongside.console.cases.origins import Origin
from alongside.console.powers import ENTER
from alongside.lib.addresses import inside
from alongside.people.checking import Misfit
from alongside.people.http import Request

ANYWAY = "anyway"


class RaiseInput(forms.Form):
    """What a case begins with. `type` is one that this agent may raise; `subtype` is of any of them, and has
    to be of the one that is chosen."""

    use_required_attribute = False
    type = forms.ChoiceField(label="Type", error_messages=WRONG_CHOICE)
    subtype = forms.ChoiceField(label="Subtype", required=False, error_messages=WRONG_CHOICE)
    title = forms.CharField(
        label="What it is about",
        help_text="In a few words, for example: the bin was not emptied.",
        max_length=LONGEST_TITLE,
        error_messages={"required": "Say in a few words what it is about."},
    )
    details = forms.CharField(
        label="Details",
        required=False,
        max_length=LONGEST_DETAILS,
        widget=forms.Textarea({"rows": 5}),
    )
    name = forms.CharField(label="Name", required=False, max_length=CONTACT["name"])
    email = forms.EmailField(
        label="E-mail",
        required=False,
        max_length=CONTACT["email"],
        error_messages={"invalid": "Enter an e-mail address like name@example.com."},
    )
    telephone = forms.CharField(label="Telephone", required=False, max_length=CONTACT["telephone"])
    address = forms.CharField(
        label="Address", required=False, max_length=CONTACT["address"], widget=forms.Textarea({"rows": 3})
    )
    postcode = forms.CharField(label="Postcode", required=False, max_length=CONTACT["postcode"])
    place = forms.CharField(
        label="Place on the map",
        required=False,
        max_length=CONTACT["place"],
        help_text="Latitude and longitude, for example 50.3755, -4.1427.",
    )

    def __init__(self, data: Any = None, *, types: list[CaseType], origin: Origin | None = None) -> None:
        begun = {"title": origin.title, "details": origin.details, "email": origin.email} if origin else None
        super().__init__(data, initial=begun)
        self.types = {type.slug: type for type in types}
        subtypes = dict.fromkeys(one.name for type in types for one in type.offered(ChoiceKind.SUBTYPE))
        self._offer("type", "Choose…", [(type.slug, type.name) for type in types])
        self._offer("subtype", "None", [(name, name) for name in subtypes])
        if not subtypes:
            del self.fields["subtype"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        type, name = self.types.get(said.get("type", "")), said.get("subtype")
        if type is not None and name and self.chosen_subtype is None:
            self.add_error("subtype", f"Cases of the type {type.name} have no subtype {name}.")
        return said

    @property
    def chosen(self) -> CaseType:
        return self.types[self.cleaned_data["type"]]

    @property
    def chosen_subtype(self) -> TypeChoice | None:
        name = self.cleaned_data.get("subtype")
        return next((one for one in self.chosen.offered(ChoiceKind.SUBTYPE) if one.name == name), None)

    def refuse(self, misfit: Misfit) -> None:
        for name, error in misfit.errors.items():
            self.add_error(name if name in self.fields else None, error)

    def _offer(self, name: str, first: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = [("", first), *choices]


@staff(ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def raising(request: Request) -> HttpResponse:
    """Raise a case of a type that the agent may raise. Where the owner has an open one of the type already,
    it is shown first: it can be opened, or another raised anyway."""
    types = _types(request.acting)
    origin = origins.asked_for(request)
    if origin is not None and not origin.is_for(request.acting):
        return _draw(request, RaiseInput(types=types), origin=origin)
    if request.method != "POST":
        return _draw(request, RaiseInput(types=types, origin=origin), origin=origin)
    form = RaiseInput(request.POST, types=types)
    if "yes" in (request.GET.get("carried"), request.POST.get("carried")):  # to look through: nothing is done
        return _draw(request, form, origin=origin)
    if not form.is_valid():
        return _draw(request, form, origin=origin, status=422)
    if ANYWAY not in request.POST and (same := queries.alike(request.acting, form.chosen.slug)):
        return _draw(request, form, same=same, origin=origin, status=409)
    said = form.cleaned_data
    try:
        case = cases.raise_case(
            request.acting,
            form.chosen,
            title=said["title"],
            details=said["details"],
            contact={name: said[name] for name in CONTACT},
            subtype=form.chosen_subtype,
            origin=origin.name if origin is not None else "",
        )
    except Misfit as misfit:
        form.refuse(misfit)
        return _draw(request, form, origin=origin, status=422)
    messages.success(request, f"The case {case.reference} is raised.")
    if request.acting.may(VIEW, about=case):
        return see_other("case", case_id=case.pk)
    answer = HttpResponseRedirect(inside("portal:case", case.pk))
    answer.status_code = 303
    return answer


def _types(acting: Acting) -> list[CaseType]:
    """Those that may be raised; one whose form is out of the agent's reach is not there."""
    types = CaseType.objects.in_use().whole().order_by("name")
    return [type for type in types if acting.may(RAISE, about=type)]


def _draw(
    request: Request,
    form: RaiseInput,
    *,
    same: list[Case] | None = None,
    origin: Origin | None = None,
    status: int = 200,
) -> HttpResponse:
    views = request.acting.may
    context = {
        "form": form,
        "origin": origin,
        "elsewhere": origin is not None and not origin.is_for(request.acting),
        "types": form.types,
        "with_forms": [type for type in form.types.values() if type.form is not None],
        "same": [(case, bool(views(VIEW, about=case))) for case in same or []],
        "anonymous": request.acting.person.is_anonymous_user,
    }
    return render(request, "console/cases/raising.html", context, status=status)
