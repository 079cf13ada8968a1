"""Putting a diagram into use: it is looked at first, and whoever reads what would be changed agrees to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.processes.inputs import Upload, read
from alongside.console.processes.packing import pack, unpack
from alongside.console.processes.views import TAKEN, definition_of
from alongside.people.http import Request
from alongside.workflow import actions as workflow
from alongside.workflow import picture, reading
from alongside.workflow.actions import DEPLOY
from alongside.workflow.models import Definition

form_page = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Sent:
    """What is to be put into use."""

    slug: str
    title: str
    text: bytes
    tables: bytes = b""

    def plan(self) -> workflow.Plan:
        return workflow.look_at(self.text, [self.tables] if self.tables else [])


@staff(DEPLOY)
@form_page
def new(request: Request) -> HttpResponse:
    """A process that is not there yet."""
    return _upload(request, None)


@staff(DEPLOY)
@form_page
def next_version(request: Request, slug: str) -> HttpResponse:
    return _upload(request, definition_of(slug))


def _upload(request: Request, of: Definition | None) -> HttpResponse:
    if request.method != "POST":
        return _form(request, Upload(of=of), of)
    form = Upload(request.POST, request.FILES, of=of)
    if not form.is_valid():
        return _form(request, form, of, status=422)
    if form.name in TAKEN:
        form.add_error("slug", "This name stands for a page of the house: choose another.")
        return _form(request, form, of, status=422)
    try:
        tables = form.cleaned_data["tables"]
        text, decisions = read(form.cleaned_data["file"]), read(tables) if tables else b""
        sent = Sent(form.name, form.cleaned_data["title"], text, decisions)
        return _report(request, sent, sent.plan())
    except ValidationError as problem:
        form.add_error("file", problem)
    except reading.Unreadable as problem:
        form.add_error("file", str(problem))
    except workflow.NotRunnable as problem:
        where = f" (at {problem.element})" if problem.element else ""
        form.add_error("file", f"This process cannot be started{where}. {problem}")
    return _form(request, form, of, status=422)


@staff(DEPLOY)
@require_POST
def deploy(request: Request) -> HttpResponse:
    """Put it into use, once somebody agreed to exactly these changes."""
    try:
        asked = request.POST
        sent = Sent(
            asked.get("slug", ""), asked.get("title", ""), unpack(asked.get("packed", "")),
            unpack(asked["tables"]) if asked.get("tables") else b"",
        )  # fmt: skip
        plan = sent.plan()
    except (ValueError, reading.Unreadable, workflow.NotRunnable):
        messages.error(request, "The diagram was lost on the way. Choose the file again.")
        return see_other("process_new")
    agreed = asked.get("mark", "") if asked.get("agreed") else ""
    try:
        version = workflow.deploy(request.acting, slug=sent.slug, title=sent.title, plan=plan, agreed=agreed)
    except workflow.NotAgreed:
        problem = "Nothing was put into use. Read the changes, and say that you agree to them."
        return _report(request, sent, plan, problem=problem, status=422)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return see_other("process_new")
    messages.success(request, f"Version {version.number} of {version.definition.title} is in use.")
    return see_other("process", slug=sent.slug)


def _form(request: Request, form: Upload, of: Definition | None, *, status: int = 200) -> HttpResponse:
    return render(request, "console/processes/new.html", {"form": form, "of": of}, status=status)


def _report(
    request: Request, sent: Sent, plan: workflow.Plan, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """What would be changed, each with its element, before anything is."""
    changes = plan.drawing.changes
    drawn = picture.drawn(reading.parse(sent.text))
    context: dict[str, Any] = {
        "sent": sent,
        "plan": plan,
        "of": Definition.objects.filter(slug=sent.slug).first(),
        "meaning": [one for one in changes if one.meaning],
        "others": [one for one in changes if not one.meaning],
        "packed": pack(sent.text),
        "packed_tables": pack(sent.tables) if sent.tables else "",
        "problem": problem,
        "drawn": drawn,
        "steps": drawn.steps(),
    }
    return render(request, "console/processes/report.html", context, status=status)
