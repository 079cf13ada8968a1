"""The outline of a form, and what is done in it by one button."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.forms.conditions import questions_by_name
from alongside.console.forms.finding import back_to, design_of, work_on
from alongside.forms import actions, designing, keys
from alongside.forms.actions import DESIGN
from alongside.forms.designing import Edit, Missing, Sketch, Spot
from alongside.forms.models import DesignStep, Form
from alongside.forms.wording import words
from alongside.people.http import Request

MOST_OPEN = 60  # questions; with more, the pages of the outline are closed until one opens them


@staff(DESIGN)
@require_safe
def outline(request: Request, slug: str) -> HttpResponse:
    """All pages and questions, what is wrong with them, and what can be done."""
    work = work_on(slug)
    spots = list(designing.spots(work.sketch))
    context = {
        "work": work,
        "pages": work.sketch.get("pages") or [],
        "open": _opened(spots, request.GET.get("at", "")),
        "at": request.GET.get("at", ""),
        "called": designing.called,
        "said_if": _conditions(work.sketch),
        "kinds": kinds(),
        **(_steps(work.design.pk, work.design.step) if work.design else {}),
    }
    return render(request, "console/forms/outline.html", context)


def _opened(spots: list[Spot], at: str) -> set[str]:
    """The pages whose questions are shown: all of a short form; of a long one that of the part `at`."""
    pages = [one.page for one in spots if one.depth == 0]
    if len(spots) <= MOST_OPEN:
        return set(pages)
    wanted = [one.page for one in spots if one.part["id"] == at]
    return set(wanted or pages[:1])


def _conditions(sketch: Sketch) -> dict[str, str]:
    """When each part is shown, in words."""
    questions = questions_by_name(sketch)
    return {
        one.part["id"]: words(one.part["condition"], questions)
        for one in designing.spots(sketch)
        if one.part.get("condition")
    }


def kinds() -> dict[str, str]:
    """What each type of item is called."""
    return {**{kind.value: sheet.label for kind, sheet in keys.KINDS.items()}, "information": "Information"}


def _steps(design: int, at: int) -> dict[str, str]:
    """What would be undone (`undo`), and what done again (`redo`)."""
    around = dict(
        DesignStep.objects.filter(design=design, number__range=(at - 1, at + 1)).values_list(
            "number", "words"
        )
    )
    return {"redo": around.get(at + 1, ""), "undo": around[at] if at - 1 in around else ""}


@staff(DESIGN)
@require_POST
def begin(request: Request, slug: str) -> HttpResponse:
    form = Form.objects.filter(slug=slug).first()
    if form is None:
        raise Http404
    actions.begin_design(request.acting, form)
    return back_to(slug)


@staff(DESIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: Request, slug: str) -> HttpResponse:
    design = design_of(slug)
    if request.method != "POST":
        return render(request, "console/forms/discard.html", {"design": design})
    try:
        actions.discard_design(request.acting, design)
    except Missing:
        return gone(request, slug)
    messages.success(request, f"The working copy of {design.title} was thrown away.")
    return see_other("form", slug=slug) if design.form else see_other("forms")


@staff(DESIGN)
@require_POST
def back(request: Request, slug: str) -> HttpResponse:
    undone = actions.step_back(request.acting, design_of(slug))
    messages.success(request, f"Undone: {undone}." if undone else "There is nothing to undo.")
    return back_to(slug)


@staff(DESIGN)
@require_POST
def forward(request: Request, slug: str) -> HttpResponse:
    done = actions.step_forward(request.acting, design_of(slug))
    messages.success(request, f"Done again: {done}." if done else "There is nothing to do again.")
    return back_to(slug)


@staff(DESIGN)
@require_POST
def place(request: Request, slug: str, id: str) -> HttpResponse:
    """Up, down, or to another page."""
    to = request.POST.get("to", "")
    if to in ("up", "down"):
        return _edited(request, slug, designing.move(id, designing.UP if to == "up" else designing.DOWN))
    return _edited(request, slug, designing.move_to(id, to))


@staff(DESIGN)
@require_POST
def copy(request: Request, slug: str, id: str) -> HttpResponse:
    return _edited(request, slug, designing.duplicate(id))


@staff(DESIGN)
@require_POST
def remove(request: Request, slug: str, id: str) -> HttpResponse:
    """Without asking: it can be undone."""
    return _edited(request, slug, designing.remove(id), undoable=True)


def _edited(request: Request, slug: str, edit: Edit, *, undoable: bool = False) -> HttpResponse:
    try:
        edited = actions.edit(request.acting, design_of(slug), edit)
    except Missing:
        return gone(request, slug)
    more = " Undo brings it back." if undoable else ""
    messages.success(request, f"{edited.words[:1].upper()}{edited.words[1:]}.{more}")
    return back_to(slug, edited.id)


def gone(request: Request, slug: str) -> HttpResponse:
    """Somebody else was faster; nothing was changed."""
    messages.warning(
        request, "Somebody else removed this meanwhile, so nothing was changed. This is how it is now."
    )
    return back_to(slug)
