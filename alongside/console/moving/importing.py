"""Importing people: a file is sent, its columns are named, its rows are checked, its people registered."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.moving.inputs import MappingForm, Upload
from alongside.console.moving.streaming import streamed
from alongside.lib import keyset
from alongside.people import actions as people
from alongside.people import import_files
from alongside.people.actions.imports import DISCARD, IMPORT, RECEIVE, NotNow
from alongside.people.actions.profile_fields import DEFINE_FIELD
from alongside.people.checking import Misfit
from alongside.people.http import Request
from alongside.people.import_guess import guessed
from alongside.people.import_reports import doubles, outcome, to_correct
from alongside.people.import_reports import wrong_rows as rows_of
from alongside.people.models import AlikeRow, Import, ProfileField, Segment, Stage
from alongside.people.moving import reading
from alongside.people.moving.limits import Unreadable
from alongside.people.profiles import fields_in
from alongside.people.retention import Retention

LATELY = 30  # imports on the list
SHOWN = 20  # rows to correct on the page


@staff(RECEIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: Request) -> HttpResponse:
    """The latest imports, and sending one more file."""
    form = Upload(request.POST, request.FILES) if request.method == "POST" else Upload()
    if request.method != "POST":
        return _list(request, form)
    if not form.is_valid():
        return _list(request, form, status=422)
    file = form.cleaned_data["file"]
    try:
        found = people.receive_import(
            request.acting, file, file_name=file.name, encoding=form.cleaned_data["encoding"]
        )
    except Unreadable as problem:
        form.add_error("file", str(problem))
        return _list(request, form, status=422)
    return see_other("import", number=found.pk)


@staff(IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Request, number: uuid.UUID) -> HttpResponse:
    """One file: its columns while they can be named, then how far it is, then what came of it."""
    found = _seen(request, number)
    if request.method == "POST":
        return _do(request, found)
    if not found.can_be_mapped:
        return _page(request, found)
    mapping = found.mapping or guessed(found.headings, _fields(request)).columns
    return _page(request, found, _form(request, found, mapping))


@staff(IMPORT)
@require_safe
def wrong_rows(request: Request, number: uuid.UUID) -> HttpResponse | StreamingHttpResponse:
    """The rows that are to be corrected, as a file that can be sent again."""
    found = _seen(request, number)
    people.read_import_rows(request.acting, found, rows=found.wrong)
    name = f"{found.file_name.rpartition('.')[0] or found.file_name}.wrong.csv"
    return streamed(request.acting.tenant_id, to_correct(found), name=name, format=reading.CSV)


@staff(IMPORT)
@require_safe
def alike_rows(request: Request, number: uuid.UUID) -> HttpResponse | StreamingHttpResponse:
    """The rows about people who may be registered already, with the ids of both."""
    found = _seen(request, number)
    people.read_import_rows(request.acting, found, rows=found.alike)
    name = f"{found.file_name.rpartition('.')[0] or found.file_name}.alike.csv"
    return streamed(request.acting.tenant_id, doubles(found), name=name, format=reading.CSV)


@staff(DISCARD)
@require_POST
def discard(request: Request, number: uuid.UUID) -> HttpResponse:
    found = _seen(request, number)
    try:
        people.discard_import(request.acting, found)
    except NotNow as problem:
        messages.error(request, str(problem))
        return see_other("import", number=found.pk)
    messages.success(request, f"{found.file_name} is discarded. Whoever was registered from it stays.")
    return see_other("imports")


def _do(request: Request, found: Import) -> HttpResponse:
    """Check every row, or import them."""
    form = _form(request, found, {})
    if not form.is_valid():
        return _page(request, found, form, status=422)
    verb = people.begin_import if request.POST.get("do") == "import" else people.check_import
    try:
        made = people.add_import_fields(request.acting, form.new_fields())
        plan = form.plan(made)
        people.make_import_fields(request.acting, plan.mapping)
        verb(request.acting, found, plan)
    except Misfit as misfit:
        form.refuse(misfit)
        return _page(request, found, form, status=422)
    except NotNow as problem:
        messages.error(request, str(problem))
    return see_other("import", number=found.pk)


def _form(request: Request, found: Import, mapping: Mapping[str, Sequence[str]]) -> MappingForm:
    standing = request.acting.actor.standing
    return MappingForm(
        found,
        _fields(request),
        list(Segment.objects.filter(pk__in=standing.segments).order_by("pk")),
        request.POST if request.method == "POST" else None,
        mapping=mapping,
        may_add=DEFINE_FIELD.right in standing.rights,
    )


def _fields(request: Request) -> list[ProfileField]:
    return fields_in(request.acting.actor.standing.segments)


def _page(
    request: Request, found: Import, form: MappingForm | None = None, *, status: int = 200
) -> HttpResponse:
    shown = list(rows_of(found, most=SHOWN)) if found.wrong else []
    alike = list(AlikeRow.objects.filter(source=found).order_by("number")[:SHOWN]) if found.alike else []
    examples = _examples(found) if form else {}
    if shown or alike or examples:
        people.read_import_rows(request.acting, found, rows=len(shown) + len(alike) or 3)
    context = {
        "found": found,
        "job": found.job,
        "form": form,
        "examples": examples,
        "wrong": shown,
        "alike": alike,
        "days": Retention.of(request.tenant.options).imports,
        "outcome": outcome(
            found.fitting, found.wrong, found.alike, only_checked=found.stage == Stage.CHECKED
        ),
        "may_discard": found.is_open and not (found.job and found.job.is_open),
    }
    return render(request, "console/moving/import.html", context, status=status)


def _examples(found: Import) -> dict[str, list[str]]:
    try:
        with import_files.text_of(found.pk).open("rb") as kept:
            return reading.examples(kept, found.shape)
    except FileNotFoundError:
        return {}


def _list(request: Request, form: Upload, *, status: int = 200) -> HttpResponse:
    seen = Import.objects.seen_by(request.acting.actor).select_related("actor")
    leaf = keyset.leaf(seen, ("-received_at", "pk"), size=LATELY, asked=request.GET)
    context = {"form": form, "imports": leaf}
    return render(request, "console/moving/imports.html", context, status=status)


def _seen(request: Request, number: uuid.UUID) -> Import:
    seen = Import.objects.seen_by(request.acting.actor).select_related("job", "actor")
    found: Import | None = seen.filter(pk=number).first()
    if found is None:
        raise Http404
    return found
