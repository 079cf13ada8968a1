"""The parts of the knowledge base, and which of them may hold what everybody reads."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.articles.inputs import BranchForm
from alongside.knowledge import actions as knowledge
from alongside.knowledge.actions import ARRANGE
from alongside.knowledge.models import Branch
from alongside.people.http import Request


@staff(ARRANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def branches(request: Request) -> HttpResponse:
    """All of them as a tree; a POST adds one."""
    form = BranchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = knowledge.add_branch(
                request.acting, said["name"], public=said["public"], parent=said["parent"]
            )
        except ValidationError as problem:
            form.add_error("name", problem.messages[0])
        else:
            messages.success(request, f"{made.name} is there. Articles can be put into it.")
            return see_other("article_branches")
    rows = list(Branch.objects.annotate(holds=Count("articles")).order_by("name"))
    context = {"form": form, "branches": _as_tree(rows)}
    return render(request, "console/articles/branches.html", context, status=422 if form.errors else 200)


@staff(ARRANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def branch(request: Request, number: int) -> HttpResponse:
    found = _numbered(number)
    form = BranchForm(request.POST if request.method == "POST" else None, branch=found)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            knowledge.change_branch(request.acting, found, name=said["name"], public=said["public"])
        except ValidationError as problem:
            form.add_error("name", problem.messages[0])
        except knowledge.Exposed as problem:
            form.add_error("public", str(problem))
        else:
            messages.success(request, f"{found.name} is as you said.")
            return see_other("article_branches")
    return render(
        request,
        "console/articles/branch.html",
        {"form": form, "branch": _numbered(number)},
        status=422 if form.errors else 200,
    )


@staff(ARRANGE)
@require_POST
def remove(request: Request, number: int) -> HttpResponse:
    found = _numbered(number)
    try:
        knowledge.remove_branch(request.acting, found)
    except knowledge.BranchInUse:
        messages.error(request, f"Something stands in {found.name}: put it elsewhere first.")
    else:
        messages.success(request, f"{found.name} is gone.")
    return see_other("article_branches")


def _as_tree(rows: Sequence[Branch]) -> list[tuple[int, Branch]]:
    """Each branch with how deep it stands, each below the one it is within."""
    found: list[tuple[int, Branch]] = []

    def add(parent: int | None, depth: int) -> None:
        for one in rows:
            if one.parent_id == parent:
                found.append((depth, one))
                add(one.pk, depth + 1)

    add(None, 0)
    return found


def _numbered(number: int) -> Branch:
    found: Branch | None = Branch.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return found
