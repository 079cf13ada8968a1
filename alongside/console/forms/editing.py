"""Editing one page or item, or adding one: what it says, its limits, and when it is shown."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from alongside.assisting.authority import staff
from alongside.console.forms.conditions import ConditionForm
from alongside.console.forms.finding import back_to, design_of, problems_of, spot_in
from alongside.console.forms.inputs import PartForm, asked_of, of_kind
from alongside.console.forms.outline import gone, kinds
from alongside.forms import actions, designing, keys
from alongside.forms.actions import DESIGN
from alongside.forms.designing import Changed, Missing, Part
from alongside.forms.models import Design
from alongside.people.http import Request
from alongside.people.models import ProfileField

shown = require_http_methods(["GET", "HEAD", "POST"])


@staff(DESIGN)
@require_POST
def add_page(request: Request, slug: str) -> HttpResponse:
    title = request.POST.get("title", "").strip()[: keys.SHORT] or "New page"
    try:
        edited = actions.edit(request.acting, design_of(slug), designing.add_page(title))
    except Missing:
        return gone(request, slug)
    messages.success(request, f"The page {title} is there. Add what it asks.")
    return back_to(slug, edited.id)


@staff(DESIGN)
@shown
def part(request: Request, slug: str, id: str) -> HttpResponse:
    """A page, a question or an information as it is; saving is the next step of the working copy."""
    design = design_of(slug)
    found = spot_in(design, id)
    editor = Editor(request, design, found.part, found.depth)
    if request.method != "POST" or request.POST.get("row") or not editor.is_valid():
        return editor.drawn(problems=editor.bound is None)
    was = "" if request.POST.get("over") == "yes" else request.POST.get("was", "")
    try:
        edited = actions.edit(request.acting, design, designing.change(id, editor.said(), was=was))
    except Missing:
        return gone(request, slug)
    except Changed as changed:
        return editor.overtaken(changed.part)
    messages.success(request, _saved(design, edited.id))
    return back_to(slug, edited.id)


@staff(DESIGN)
@shown
def add_item(request: Request, slug: str, id: str, kind: str) -> HttpResponse:
    """A new question of a kind, or an information, on a page or within a group."""
    design = design_of(slug)
    holder = spot_in(design, id)
    try:
        of_kind(kind)
    except ValidationError:
        raise Http404 from None
    if kind == "group" and holder.depth:
        raise Http404
    fresh: Part = {"type": kind, **({"items": []} if kind == "group" else {})}
    editor = Editor(request, design, fresh, holder.depth + 1, within=holder.part)
    if request.method != "POST" or request.POST.get("row") or not editor.is_valid():
        return editor.drawn()
    item = {**editor.said(), **({"items": []} if kind == "group" else {})}
    try:
        edited = actions.edit(request.acting, design, designing.add_item(id, item))
    except Missing:
        return gone(request, slug)
    messages.success(request, _saved(design, edited.id))
    return back_to(slug, edited.id)


@staff(DESIGN)
@shown
def ending(request: Request, slug: str) -> HttpResponse:
    """What is said where answers are checked, and what happens next."""
    design = design_of(slug)
    data = request.POST if request.method == "POST" else None
    summary = PartForm(keys.SUMMARY, data, part=design.sketch.get("summary") or {})
    rest = PartForm(keys.FORM, data, part=design.sketch)
    if data is not None and all([summary.is_valid(), rest.is_valid()]):
        said = {**dict.fromkeys(keys.names(keys.FORM)), **rest.said(), "summary": summary.said()}
        try:
            actions.edit(request.acting, design, designing.change_whole(said, "changed how the form ends"))
        except Missing:
            return gone(request, slug)
        messages.success(request, "How the form ends is as you said.")
        return back_to(slug)
    context = {"design": design, "summary": summary, "rest": rest}
    return render(request, "console/forms/ending.html", context, status=422 if data is not None else 200)


class Editor:
    """The page on which one part is edited."""

    def __init__(
        self, request: Request, design: Design, part: Part, depth: int, *, within: Part | None = None
    ) -> None:
        self.request, self.design, self.part, self.within = request, design, part, within
        self.bound = request.POST if request.method == "POST" else None
        asked = asked_of(part, depth)
        fields = ProfileField.objects.in_use().in_order().values_list("name", "label")
        others = [name for name in designing.names(design.sketch) if name != part.get("name")]
        self.form = PartForm(asked, self.bound, part=part, profile=fields, taken=others)
        self.condition = ConditionForm(design.sketch, part, self.bound)

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.condition.is_valid()])

    def said(self) -> dict[str, Any]:
        """The part as it was said, as JSON."""
        said = self.form.said()
        if "type" in self.part:
            said = {"type": self.part["type"], **said}
        condition = self.condition.said()
        return {**said, **({"condition": condition} if condition else {})}

    def drawn(self, *, problems: bool = False) -> HttpResponse:
        """The page. A button that only adds a row changes nothing and complains of nothing."""
        adding = self.bound is not None and bool(self.bound.get("row"))
        status = 422 if self.bound is not None and not adding else 200
        return self._page({"problems": self._problems() if problems else []}, status)

    def overtaken(self, theirs: Part) -> HttpResponse:
        """Somebody else changed it meanwhile: what was typed stands in the fields, and what they made of it
        beside them."""
        lines = [
            (key.label, PartForm([key], part=theirs)[key.name].value())
            for key in self.form.asked
            if theirs.get(key.name) != self.form.said().get(key.name)
        ]
        return self._page({"theirs": lines, "editor": self.design.editor.name}, 409)

    def _problems(self) -> list[str]:
        return [one.says for one in problems_of(self.design.sketch) if one.id == self.part.get("id")]

    def _page(self, more: dict[str, Any], status: int) -> HttpResponse:
        context = {
            "design": self.design,
            "part": self.part,
            "within": self.within,
            "kind": kinds().get(str(self.part.get("type")), "Page"),
            "form": self.form,
            "condition": self.condition,
            "adding": self.bound is not None and bool(self.bound.get("row")),
            "was": designing.fingerprint(self.part),
            "theirs": None,
            "problems": [],
            **more,
        }
        return render(self.request, "console/forms/part.html", context, status=status)


def _saved(design: Design, id: str) -> str:
    """That it is saved, and how much is not in order yet."""
    fresh = design_of(design.slug)
    wrong = sum(1 for one in problems_of(fresh.sketch) if one.id == id)
    return "Saved, but it is not in order yet: look at what is said below." if wrong else "Saved."
