"""Service reports: of calls of the log, each deed by its own permission (spec A32, A33)."""

from __future__ import annotations

import base64
import binascii
import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.calls import actions as calls
from alongside.calls.actions.reporting import (
    DELETE_REPORT,
    EDIT_REPORT,
    LONGEST,
    READ_REPORTS,
    WRITE_REPORT,
)
from alongside.calls.models import Call, Media, Report
from alongside.console.answers import see_other
from alongside.console.live.doors import expert
from alongside.console.live.log import entry_of
from alongside.forms import vault
from alongside.lib import keyset
from alongside.lib.pdf import Document
from alongside.people.checking import Misfit
from alongside.people.http import Request

SIZE = 50
ORDER = ("-made_at", "-pk")


class ReportInput(forms.Form):
    use_required_attribute = False
    title = forms.CharField(
        label="Title",
        max_length=200,
        error_messages={"required": "Say in up to 200 characters what the report is about."},
    )
    problem = forms.CharField(
        label="What was wrong", required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 4})
    )
    work = forms.CharField(
        label="What was done", required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 6})
    )
    result = forms.CharField(
        label="How it stands now", required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 4})
    )
    pictures = forms.MultipleChoiceField(
        label="Pictures of the call", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: object, call: Call, report: Report | None = None) -> None:
        begin: dict[str, object] = {"title": call.title}
        if report is not None:
            begin = {name: getattr(report, name) for name in ("title", "problem", "work", "result")}
            begin["pictures"] = [str(one.pk) for one in report.pictures.all()]
        super().__init__(data, initial=begin)  # type: ignore[arg-type]  # what was posted
        self.found = {str(one.pk): one for one in call.media.whole().in_order() if one.is_picture}
        field = self.fields["pictures"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 (declared above)
        field.choices = [(number, one.name) for number, one in self.found.items()]
        if not self.found:
            del self.fields["pictures"]

    def written(self) -> calls.Written:
        said = self.cleaned_data
        chosen = tuple(self.found[number] for number in said.pop("pictures", []))
        return calls.Written(**said, pictures=chosen)


@expert(READ_REPORTS)
@require_safe
def reports(request: Request) -> HttpResponse:
    found = Report.objects.there().select_related("call", "author")
    leaf = keyset.leaf(found, ORDER, size=SIZE, asked=request.GET)
    return render(request, "console/live/reports.html", {"leaf": leaf})


@expert(READ_REPORTS)
@require_safe
def report(request: Request, report_id: uuid.UUID) -> HttpResponse:
    return _draw(request, _of(report_id))


@staff(WRITE_REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request, call_id: uuid.UUID) -> HttpResponse:
    """A report of a call of the log that one may see."""
    if not request.acting.may(WRITE_REPORT):
        raise Http404
    call = entry_of(request, call_id)
    form = ReportInput(request.POST if request.method == "POST" else None, call)
    if request.method == "POST" and form.is_valid():
        try:
            made = calls.write_report(request.acting, call, form.written())
        except Misfit as misfit:
            _say(form, misfit)
        else:
            messages.success(request, "The report is written.")
            if request.acting.may(READ_REPORTS):
                return see_other("live_report", report_id=made.pk)
            return see_other("live_log_call", call_id=call.pk)
    return _sheet(request, form, call)


@expert(EDIT_REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, report_id: uuid.UUID) -> HttpResponse:
    found = _of(report_id)
    form = ReportInput(request.POST if request.method == "POST" else None, found.call, found)
    if request.method == "POST" and form.is_valid():
        try:
            calls.edit_report(request.acting, found, form.written())
        except Misfit as misfit:
            _say(form, misfit)
        else:
            messages.success(request, "The report was changed. A signature it had is gone with that.")
            return see_other("live_report", report_id=found.pk)
    return _sheet(request, form, found.call, found)


@expert(EDIT_REPORT)
@require_POST
def sign(request: Request, report_id: uuid.UUID) -> HttpResponse:
    found = _of(report_id)
    signer = request.POST.get("signer", "")
    try:
        calls.sign_report(request.acting, found, signer=signer, drawn=_drawn(request))
    except Misfit as misfit:
        return _draw(request, found, problem=misfit.errors["signer"], signer=signer)
    messages.success(request, "The report is signed.")
    return see_other("live_report", report_id=found.pk)


@expert(DELETE_REPORT)
@require_POST
def delete(request: Request, report_id: uuid.UUID) -> HttpResponse:
    calls.delete_report(request.acting, _of(report_id))
    messages.success(request, "The report was deleted.")
    return see_other("live_reports")


@expert(READ_REPORTS)
@require_POST
def document(request: Request, report_id: uuid.UUID) -> HttpResponse:
    """The report as a PDF."""
    found = _of(report_id)
    calls.note_taken_out(request.acting, found)
    answer = HttpResponse(_printed(found, request.tenant.name), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="report.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _printed(found: Report, house: str) -> bytes:
    made = Document(found.title, made_at=found.edited_at)
    made.facts(
        [
            ("Organisation", house),
            ("Call", found.call.title),
            ("Written by", f"{found.author.name}, {_moment(found.made_at)}"),
            ("About", ", ".join(one.label for one in found.call.subjects.order_by("made_at") if one.label)),
        ]
    )
    for label, text in (
        ("What was wrong", found.problem),
        ("What was done", found.work),
        ("How it stands now", found.result),
    ):
        if text:
            made.heading(label)
            made.text(text)
    pictures = [one for one in _pictures(found) if one.deleted_at is None]
    if pictures:
        made.heading("Pictures")
    for one in pictures:
        made.picture(vault.file_of(one.pk).read_bytes(), one.name)
    if found.signed_at:
        made.heading("Signature")
        if found.signature:
            made.picture(bytes(found.signature), f"Signature of {found.signer}", highest=40)
        made.text(f"{found.signer}, {_moment(found.signed_at)}")
    return made.bytes()


def _moment(at: object) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}"  # type: ignore[arg-type]  # a moment


def _pictures(found: Report) -> list[Media]:
    return list(found.pictures.order_by("made_at", "pk"))


def _of(report_id: uuid.UUID) -> Report:
    """Raises `Http404`, also for one that was deleted."""
    there = Report.objects.there().select_related("call", "author", "edited_by")
    found: Report | None = there.filter(pk=report_id).first()
    if found is None:
        raise Http404
    return found


def _draw(request: Request, found: Report, *, problem: str = "", signer: str = "") -> HttpResponse:
    picture = base64.b64encode(bytes(found.signature)).decode() if found.signature else ""
    acting = request.acting
    context = {
        "report": found,
        "pictures": _pictures(found),
        "subjects": list(found.call.subjects.order_by("made_at")),
        "signature": f"data:image/png;base64,{picture}" if picture else "",
        "may": {"edit": bool(acting.may(EDIT_REPORT)), "delete": bool(acting.may(DELETE_REPORT))},
        "problem": problem,
        "signer": signer,
    }
    return render(request, "console/live/report.html", context, status=422 if problem else 200)


def _sheet(request: Request, form: ReportInput, call: Call, found: Report | None = None) -> HttpResponse:
    context = {"form": form, "call": call, "report": found}
    return render(request, "console/live/report_edit.html", context, status=422 if form.errors else 200)


def _say(form: ReportInput, misfit: Misfit) -> None:
    for name, problem in misfit.errors.items():
        form.add_error(name, problem)


def _drawn(request: Request) -> bytes:
    """The signature as its canvas gave it; nothing for what is none."""
    said = request.POST.get("drawn", "")[:400_000]
    try:
        return base64.b64decode(said.removeprefix("data:image/png;base64,"), validate=True)
    except binascii.Error:
        return b"?"
