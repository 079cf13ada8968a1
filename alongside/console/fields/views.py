"""Which profile fields there are, in which order, and by which of them people are found."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.fields.inputs import FieldForm
from alongside.people import actions as people
from alongside.people import reindexing
from alongside.people.actions.field_places import (
    BRING_BACK_FIELD,
    DOWN,
    MOVE_FIELD,
    RETIRE_FIELD,
    UP,
)
from alongside.people.actions.profile_fields import CHANGE_FIELD, DEFINE_FIELD, SET_SEARCHABLE
from alongside.people.http import Request
from alongside.people.models import ProfileField


@staff(DEFINE_FIELD)
@require_safe
def fields(request: Request) -> HttpResponse:
    """All fields, with what each is in words, and how far people are re-indexed."""
    every = list(ProfileField.objects.select_related("segment").in_order())
    job = reindexing.latest()
    context = {
        "fields": [field for field in every if field.retired_at is None],
        "retired": [field for field in every if field.retired_at is not None],
        "job": job if job is not None and (job.is_open or job.can_resume) else None,
    }
    return render(request, "console/fields/fields.html", context)


@staff(DEFINE_FIELD)
@require_http_methods(["GET", "POST"])
def define(request: Request) -> HttpResponse:
    form = FieldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            said = vars(form.described())
            field = people.define_field(request.acting, "", segment=form.segment_said(), **said)
        except people.Misfit as misfit:
            form.refuse(misfit)
        else:
            messages.success(
                request,
                f"{field.label} is asked from now on. Nobody is found by it until you mark it searchable.",
            )
            return _back_to(field)
    return render(request, "console/fields/field.html", _page(form), status=422 if form.errors else 200)


@staff(CHANGE_FIELD)
@require_http_methods(["GET", "POST"])
def change(request: Request, name: str) -> HttpResponse:
    field = _named(name)
    form = FieldForm(request.POST if request.method == "POST" else None, field=field)
    if request.method == "POST" and form.is_valid():
        gone = set(field.choices)
        try:
            segment = form.segment_said() if "segment" in form.fields else field.segment
            people.change_field(request.acting, field, form.described(field), segment=segment)
        except people.Misfit as misfit:
            form.refuse(misfit)
        else:
            kept = " ".join(f"Whoever has “{one}” keeps it." for one in sorted(gone - set(field.choices)))
            messages.success(request, f"{field.label} is as you said. {kept}".strip())
            return _back_to(field)
    return render(
        request, "console/fields/field.html", _page(form, field), status=422 if form.errors else 200
    )


@staff(MOVE_FIELD)
@require_POST
def move(request: Request, name: str) -> HttpResponse:
    field = _named(name)
    people.move_field(request.acting, field, UP if request.POST.get("to") == "up" else DOWN)
    return _back_to(field)


@staff(SET_SEARCHABLE)
@require_POST
def searchability(request: Request, name: str) -> HttpResponse:
    """Mark or unmark a field. The page that follows shows how far people are re-indexed."""
    field = _named(name)
    people.set_searchable(request.acting, field, request.POST.get("searchable") == "yes")
    found = "are found" if field.searchable else "are no longer found"
    messages.success(request, f"People {found} by {field.label}. They are being re-indexed.")
    return see_other("fields")


@staff(RETIRE_FIELD)
@require_POST
def retire(request: Request, name: str) -> HttpResponse:
    field = _named(name)
    try:
        people.retire_field(request.acting, field)
    except people.Misfit as misfit:
        form = FieldForm(field=field)
        return render(
            request,
            "console/fields/field.html",
            _page(form, field, problem=" ".join(misfit.errors.values())),
            status=409,
        )
    messages.success(request, f"{field.label} is retired. What people have in it is kept.")
    return see_other("fields")


@staff(BRING_BACK_FIELD)
@require_POST
def bring_back(request: Request, name: str) -> HttpResponse:
    field = _named(name, retired=True)
    people.bring_back_field(request.acting, field)
    messages.success(
        request, f"{field.label} is asked again. Nobody is found by it until you mark it searchable."
    )
    return _back_to(field)


def _page(form: FieldForm, field: ProfileField | None = None, problem: str = "") -> dict[str, object]:
    return {"form": form, "field": field, "problem": problem}


def _named(name: str, *, retired: bool = False) -> ProfileField:
    """The field with this name, among those in use or among the retired ones."""
    named = ProfileField.objects.filter(name=name, retired_at__isnull=not retired)
    found: ProfileField | None = named.select_related("segment").first()
    if found is None:
        raise Http404
    return found


def _back_to(field: ProfileField) -> HttpResponse:
    """The list, at the row of this field."""
    answer = see_other("fields")
    answer["Location"] += f"#field-{field.name}"
    return answer
