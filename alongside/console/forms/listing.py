"""All forms, and the ways to a new one."""

from __future__ import annotations

import json
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.assisting.authority import staff
from alongside.console.forms.finding import MOST_BYTES, back_to, uploaded_text
from alongside.forms import actions, parsing
from alongside.forms.actions import DESIGN
from alongside.forms.models import Design, Form
from alongside.forms.schema import BadDefinition
from alongside.people.checking import Misfit
from alongside.people.http import Request


class NewForm(django_forms.Form):
    use_required_attribute = False

    title = django_forms.CharField(
        label="Title",
        max_length=120,
        error_messages={"required": "Give the form a title."},
        widget=django_forms.TextInput({"autocomplete": "off"}),
    )
    slug = django_forms.CharField(
        label="Address",
        required=False,
        max_length=60,
        help_text="Stands in links, and never changes. Made from the title if you leave it empty.",
        widget=django_forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class ImportForm(NewForm):
    file = django_forms.FileField(
        label="File", required=False, help_text="A form as JSON, exported here or in another house"
    )
    definition = django_forms.CharField(
        label="Or paste the JSON",
        required=False,
        widget=django_forms.Textarea({"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = "If you leave it empty, the one in the file."


@staff(DESIGN)
@require_safe
def forms(request: Request) -> HttpResponse:
    """All forms: in use, being worked on, retired."""
    every = list(Form.objects.annotate(newest=Max("versions__number")).by_title())
    designs = {one.slug: one for one in Design.objects.select_related("editor").defer("content")}
    new = designs.keys() - {form.slug for form in every}
    titles = Design.objects.filter(slug__in=new).order_by("slug").values_list("slug", "content__title")
    context = {
        "forms": [form for form in every if form.retired_at is None],
        "retired": [form for form in every if form.retired_at is not None],
        "designs": designs,
        "new": [(designs[slug], title) for slug, title in titles],
    }
    return render(request, "console/forms/forms.html", context)


@staff(DESIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    form = NewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            design = actions.new_design(request.acting, **form.cleaned_data)
        except Misfit as misfit:
            for name, error in misfit.errors.items():
                form.add_error(name, error)
        else:
            messages.success(request, f"{design.title} is begun. Nobody else sees it until you publish it.")
            return back_to(design.slug)
    return render(request, "console/forms/new.html", {"form": form}, status=422 if form.errors else 200)


@staff(DESIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: Request) -> HttpResponse:
    """A new form from a definition; what is wrong with it is said with its place in the file."""
    form = ImportForm(request.POST if request.method == "POST" else None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        title, definition, problems = read(request)
        if definition is not None:
            try:
                design = actions.new_design(
                    request.acting,
                    title=form.cleaned_data["title"] or title,
                    slug=form.cleaned_data["slug"],
                    definition=definition,
                )
            except Misfit as misfit:
                for name, error in misfit.errors.items():
                    form.add_error(name, error)
            else:
                messages.success(request, f"{design.title} is here. Look through it, then publish it.")
                return back_to(design.slug)
    context = {"form": form, "problems": problems}
    return render(request, "console/forms/import.html", context, status=422 if form.is_bound else 200)


def read(request: Request) -> tuple[str, dict[str, Any] | None, list[str]]:
    """The title, the definition, and what is wrong: of a bare definition, or of one with its title."""
    try:
        text = uploaded_text(request)
        source = json.loads(text) if text else None
    except UnicodeDecodeError:
        return "", None, ["The file is no text in UTF-8."]
    except (ValueError, RecursionError) as problem:
        return "", None, [f"This is no JSON: {problem}"]
    if len(text) > MOST_BYTES:
        return "", None, ["A form has at most 5 MB."]
    if source is None:
        return "", None, ["Choose a file, or paste the JSON."]
    title = ""
    if isinstance(source, dict) and "definition" in source:
        title, source = str(source.get("title") or ""), source["definition"]
    try:
        parsing.parse(source)
    except BadDefinition as bad:
        return title, None, bad.problems
    return title, source, []
