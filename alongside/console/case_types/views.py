"""Types of cases, as administrators set them up (spec C29–C35)."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.cases import actions as cases
from alongside.cases.actions.types import SET_UP
from alongside.cases.models import CaseType
from alongside.console.answers import see_other
from alongside.console.case_types.inputs import TypeInput
from alongside.people.checking import Misfit
from alongside.people.http import Request

LONGEST_SLUG = 50
pages = require_http_methods(["GET", "HEAD", "POST"])


@staff(SET_UP)
@require_safe
def types(request: Request) -> HttpResponse:
    """Those in use, then those whose cases only go on."""
    every = list(CaseType.objects.select_related("manager_group", "form").order_by("name"))
    context = {
        "types": [one for one in every if one.retired_at is None],
        "retired": [one for one in every if one.retired_at is not None],
    }
    return render(request, "console/case_types/types.html", context)


@staff(SET_UP)
@pages
def new(request: Request) -> HttpResponse:
    """Its address is made of its name, and stays when the name changes."""
    if request.method != "POST":
        return _draw(request, TypeInput(), None)
    form = TypeInput(request.POST)
    slug = slugify(request.POST.get("name", ""))[:LONGEST_SLUG].strip("-")
    if form.is_valid():
        if not slug or slug == "new":
            form.add_error("name", "Use a name with letters or digits, other than “new”.")
        elif CaseType.objects.filter(slug=slug).exists():
            form.add_error("name", "There is a type of this name, or there was: change that one.")
    return _keep(request, form, None, slug)


@staff(SET_UP)
@pages
def change(request: Request, slug: str) -> HttpResponse:
    """Change a type; one that was out of use is offered again once it is saved."""
    found = CaseType.objects.whole().filter(slug=slug).first()
    if found is None:
        raise Http404
    if request.method != "POST":
        return _draw(request, TypeInput(type=found), found)
    return _keep(request, TypeInput(request.POST, type=found), found, slug)


@staff(SET_UP)
@require_POST
def retire(request: Request, slug: str) -> HttpResponse:
    found = CaseType.objects.in_use().filter(slug=slug).first()
    if found is None:
        raise Http404
    cases.retire_type(request.acting, found)
    messages.success(request, f"No more cases of the type {found.name} are raised. Those there are go on.")
    return see_other("case_types")


def _keep(request: Request, form: TypeInput, type: CaseType | None, slug: str) -> HttpResponse:
    if not form.is_valid():
        return _draw(request, form, type, status=422)
    try:
        kept = cases.set_up(request.acting, slug, form.plan)
    except Misfit as misfit:
        form.refuse(misfit)
    except ValidationError as invalid:
        form.add_error("name", "; ".join(invalid.messages))
    else:
        messages.success(
            request, f"Cases of the type {kept.name} are raised and worked on like this from now on."
        )
        return see_other("case_types")
    return _draw(request, form, type, status=422)


def _draw(request: Request, form: TypeInput, type: CaseType | None, *, status: int = 200) -> HttpResponse:
    return render(request, "console/case_types/type.html", {"form": form, "type": type}, status=status)
