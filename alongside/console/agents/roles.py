"""Roles: the standard ones, and those of the tenant's own (spec I12–I14, 4.21)."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.agents.inputs import RoleForm
from alongside.console.agents.rights import labelled
from alongside.console.answers import see_other
from alongside.people import actions as people
from alongside.people import roles as standard
from alongside.people.actions.roles import CHANGE_ROLE, CREATE_ROLE, DROP_ROLE, may_change
from alongside.people.http import Request
from alongside.people.models import Role


@staff(CREATE_ROLE)
@require_safe
def roles(request: Request) -> HttpResponse:
    held = Role.objects.exclude(name=standard.SYSTEM).order_by("name")
    counted = held.annotate(
        people=Count("holdings__person", distinct=True), groups=Count("holdings__group", distinct=True)
    )
    context = {"roles": [(role, role.name in standard.STANDARD) for role in counted]}
    return render(request, "console/agents/roles.html", context)


@staff(CREATE_ROLE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """A role with rights that one has; it may begin as a copy of another."""
    mine = request.acting.actor.standing.rights
    form = RoleForm(request.POST if request.method == "POST" else None, mine, _model(request, mine))
    if request.method == "POST" and form.is_valid():
        try:
            made = people.create_role(request.acting, **form.cleaned_data)
        except people.Misfit as misfit:
            form.refuse(misfit)
        else:
            messages.success(request, f"{made.name} is a role now: give it to agents or groups.")
            return see_other("roles")
    context: dict[str, object] = {"form": form, "role": None, "fixed": []}
    return render(request, "console/agents/role.html", context, status=422 if form.errors else 200)


@staff(CHANGE_ROLE)
@require_http_methods(["GET", "HEAD", "POST"])
def role(request: Request, role_id: int) -> HttpResponse:
    """A role's rights; those that one lacks oneself are shown, and stay."""
    found = _find(role_id)
    mine = request.acting.actor.standing.rights
    fixed = set(found.rights) - mine
    form = RoleForm(request.POST if request.method == "POST" else None, mine, found)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            people.change_role(request.acting, found, said["name"], {*said["rights"], *fixed})
        except people.Misfit as misfit:
            form.refuse(misfit)
        else:
            messages.success(request, "The role is kept: everybody who holds it has these rights now.")
            return see_other("roles")
    context = {
        "form": form,
        "role": found,
        "may_change": may_change(request.acting, found),
        "standard": found.name in standard.STANDARD,
        "fixed": labelled(fixed),
        "all": labelled(found.rights),
        "held": found.holdings.exists(),
    }
    return render(request, "console/agents/role.html", context, status=422 if form.errors else 200)


@staff(DROP_ROLE)
@require_POST
def remove(request: Request, role_id: int) -> HttpResponse:
    found = _find(role_id)
    try:
        people.drop_role(request.acting, found)
    except people.Misfit as misfit:
        messages.error(request, " ".join(misfit.errors.values()))
        return see_other("role", role_id=role_id)
    messages.success(request, f"The role {found.name} is removed.")
    return see_other("roles")


def _find(role_id: int) -> Role:
    found = Role.objects.exclude(name=standard.SYSTEM).filter(pk=role_id).first()
    if found is None:
        raise Http404
    return found


def _model(request: Request, mine: frozenset[str]) -> Role | None:
    """The role that a new one begins as, if one was asked for."""
    asked = request.GET.get("like", "")
    if not (asked.isdecimal() and len(asked) < 10):
        return None
    like = Role.objects.exclude(name=standard.SYSTEM).filter(pk=int(asked)).first()
    return like and Role(name=f"{like.name} (copy)", rights=sorted(set(like.rights) & mine))
