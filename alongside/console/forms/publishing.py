"""Versions: publishing the next, comparing two, restoring one; definitions as files."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.forms.finding import Work, back_to, design_of, work_on
from alongside.console.forms.listing import read
from alongside.console.forms.outline import gone
from alongside.forms import actions, designing
from alongside.forms.actions import DESIGN, PUBLISH, RETIRE, Overtaken
from alongside.forms.comparing import Difference, compare, in_words
from alongside.forms.designing import Missing
from alongside.forms.models import Form, FormVersion
from alongside.forms.schema import BadDefinition
from alongside.people.http import Request

shown = require_http_methods(["GET", "HEAD", "POST"])
MOST_VERSIONS = 100  # on the page


@staff(PUBLISH)
@shown
def publish(request: Request, slug: str) -> HttpResponse:
    """What would change, in words, and a sentence about it; then it is in use."""
    design = design_of(slug)
    work = Work(slug, design.form, design)
    overtaken = False
    if request.method == "POST" and not work.problems:
        sent = request.POST.get("revision", "")
        try:
            form = actions.publish_design(
                request.acting,
                design,
                revision=int(sent) if sent.isdigit() else -1,
                change=request.POST.get("change", ""),
            )
        except (Missing, BadDefinition):
            return gone(request, slug)
        except Overtaken:
            overtaken = True
        else:
            messages.success(request, f"{form.title} is in use as you see it here.")
            return see_other("form", slug=slug)
    differences = _differences(work)
    context = {
        "work": work,
        "design": design,
        "differences": differences,
        "change": request.POST.get("change") or in_words(differences)[:300],
        "overtaken": overtaken,
        "elsewhere": work.newest is not None and work.newest.number != design.based_on,
    }
    status = 409 if overtaken else 422 if request.method == "POST" else 200
    return render(request, "console/forms/publication.html", context, status=status)


def _differences(work: Work) -> list[Difference]:
    before = work.newest.definition if work.newest else {"pages": []}
    return compare(before, designing.definition_of(work.sketch))


@staff(DESIGN)
@require_safe
def versions(request: Request, slug: str) -> HttpResponse:
    """All versions: who published them, when, and what they said of them."""
    work = work_on(slug)
    found = list(
        FormVersion.objects.newest_of(slug).select_related("publisher").defer("definition")[:MOST_VERSIONS]
    )
    return render(request, "console/forms/versions.html", {"work": work, "versions": found})


@staff(DESIGN)
@require_safe
def comparison(request: Request, slug: str) -> HttpResponse:
    """Two versions side by side: what was added, removed, changed, moved."""
    work = work_on(slug)
    before, after = (_version(slug, request.GET.get(name, "")) for name in ("from", "to"))
    context = {
        "work": work,
        "before": before,
        "after": after,
        "differences": compare(before.definition, after.definition),
        "numbers": range(work.newest.number if work.newest else 0, 0, -1),
    }
    return render(request, "console/forms/comparison.html", context)


@staff(DESIGN)
@require_POST
def restore(request: Request, slug: str, number: int) -> HttpResponse:
    """A version's definition into the working copy, as one step of it, which can be undone."""
    version = _version(slug, str(number))
    design = actions.begin_design(request.acting, version.form)
    words = f"restored version {number}"
    actions.edit(request.acting, design, designing.replace(version.definition, words))
    messages.success(
        request, f"The working copy asks what version {number} asked. Publish it to put it into use."
    )
    return back_to(slug)


@staff(DESIGN)
@shown
def definition(request: Request, slug: str) -> HttpResponse:
    """Replace what the working copy asks by a file; what is wrong with the file is said with its place."""
    design = design_of(slug)
    problems: list[str] = []
    if request.method == "POST":
        _, found, problems = read(request)
        if found is not None:
            try:
                actions.edit(request.acting, design, designing.replace(found, "imported a definition"))
            except Missing:
                return gone(request, slug)
            messages.success(request, "The working copy asks what the file says. Undo takes it back.")
            return back_to(slug)
    context = {"design": design, "problems": problems, "typed": request.POST.get("definition", "")}
    return render(request, "console/forms/definition.html", context, status=422 if problems else 200)


@staff(DESIGN)
@require_safe
def export(request: Request, slug: str) -> HttpResponse:
    """What is asked, as JSON with its title: of the working copy, else of the version in use."""
    work = work_on(slug)
    number = request.GET.get("version", "")
    asked = _version(slug, number).definition if number else designing.definition_of(work.sketch)
    text = json.dumps({"title": work.title, "definition": asked}, ensure_ascii=False, indent=2)
    answer = HttpResponse(f"{text}\n", content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}.json"'
    return answer


@staff(RETIRE)
@shown
def retire(request: Request, slug: str) -> HttpResponse:
    form = _form(slug)
    if request.method != "POST":
        return render(request, "console/forms/retire.html", {"form": form})
    actions.retire_form(request.acting, form)
    messages.success(request, f"{form.title} is out of use. What was begun can be gone on with.")
    return see_other("form", slug=slug)


@staff(RETIRE)
@require_POST
def bring_back(request: Request, slug: str) -> HttpResponse:
    form = _form(slug)
    actions.return_form(request.acting, form)
    messages.success(request, f"{form.title} is in use again.")
    return see_other("form", slug=slug)


def _form(slug: str) -> Form:
    found: Form | None = Form.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _version(slug: str, number: str) -> FormVersion:
    if not number.isdigit() or len(number) > 9:
        raise Http404
    found: FormVersion | None = FormVersion.objects.newest_of(slug).filter(number=int(number)).first()
    if found is None:
        raise Http404
    return found
