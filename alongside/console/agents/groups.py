"""Groups: who belongs to them, and which roles come with them."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.assisting.acting import Acting
from alongside.assisting.authority import staff
from alongside.console.agents.inputs import GroupForm, GroupRolesForm, MemberForm
from alongside.console.answers import see_other
from alongside.lib import keyset
from alongside.people import actions as people
from alongside.people import roles as standard
from alongside.people.actions.groups import CHANGE_GROUP, CREATE_GROUP, JOIN_GROUP, LEAVE_GROUP
from alongside.people.actions.roles import may_give
from alongside.people.actions.tenants import CREATE_SEGMENT
from alongside.people.http import Request
from alongside.people.models import Group, Membership, Person, Role

PAGE = 50


@staff(CREATE_GROUP)
@require_safe
def groups(request: Request) -> HttpResponse:
    counted = Group.objects.annotate(people=Count("memberships")).order_by("-staff", "name")
    return render(request, "console/agents/groups.html", {"groups": list(counted)})


@staff(CREATE_GROUP)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    form = GroupForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = people.create_group(
                request.acting, form.cleaned_data["name"], staff=form.cleaned_data["staff"]
            )
        except people.Misfit as misfit:
            form.refuse(misfit)
        else:
            messages.success(request, f"{made.name} is a group now: say who belongs to it.")
            return see_other("group", group_id=made.pk)
    return render(
        request, "console/agents/group_new.html", {"form": form}, status=422 if form.errors else 200
    )


@staff(CHANGE_GROUP)
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: Request, group_id: int) -> HttpResponse:
    """A group's name, its roles and its members; a POST says the first two."""
    acting, found = request.acting, _find(group_id)
    held = set(Role.objects.filter(holdings__group=found).values_list("pk", flat=True))
    every = Role.objects.exclude(name=standard.SYSTEM).order_by("name")
    givable = [one for one in every if may_give(acting, one.rights)]
    data = request.POST if request.method == "POST" else None
    form = GroupForm(data, initial={"name": found.name, "staff": found.staff})
    chosen = GroupRolesForm(data, givable, held)
    if request.method == "POST" and form.is_valid() and chosen.is_valid():
        try:
            with transaction.atomic():
                people.change_group(
                    acting, found, form.cleaned_data["name"], staff=form.cleaned_data["staff"]
                )
                _give(acting, found, givable, held, {int(one) for one in chosen.cleaned_data["roles"]})
        except people.Misfit as misfit:
            form.refuse(misfit)
        else:
            messages.success(request, "The group is kept.")
            return see_other("group", group_id=group_id)
    return _page(request, found, form, chosen, MemberForm(), status=422 if form.errors else 200)


@staff(JOIN_GROUP)
@require_POST
def join(request: Request, group_id: int) -> HttpResponse:
    found, form = _find(group_id), MemberForm(request.POST)
    person = _named(request.acting, form.cleaned_data["who"]) if form.is_valid() else None
    if person is None:
        if form.is_valid():
            form.add_error("who", "Nobody here is known by that: give a user name, account number or e-mail.")
        held = set(Role.objects.filter(holdings__group=found).values_list("pk", flat=True))
        names = GroupForm(initial={"name": found.name, "staff": found.staff})
        roles = GroupRolesForm(None, Role.objects.exclude(name=standard.SYSTEM).order_by("name"), held)
        return _page(request, found, names, roles, form, status=422)
    people.add_to_group(request.acting, person, found)
    messages.success(request, f"{person.name} belongs to {found.name}.")
    return see_other("group", group_id=group_id)


@staff(LEAVE_GROUP)
@require_POST
def leave(request: Request, group_id: int, person_id: int) -> HttpResponse:
    found = _find(group_id)
    member = Membership.objects.filter(group=found, person=person_id).select_related("person").first()
    if member is None:
        raise Http404
    try:
        people.remove_from_group(request.acting, member.person, found)
    except people.Misfit as misfit:
        messages.error(request, " ".join(misfit.errors.values()))
    else:
        messages.success(request, f"{member.person.name} does not belong to {found.name} any more.")
    return see_other("group", group_id=group_id)


def _page(
    request: Request,
    found: Group,
    form: GroupForm,
    roles: GroupRolesForm,
    member: MemberForm,
    *,
    status: int,
) -> HttpResponse:
    order = ("person__family_name", "person__given_name", "person")
    members = Membership.objects.filter(group=found).select_related("person").order_by(*order)
    context = {
        "group": found,
        "form": form,
        "roles": roles,
        "member": member,
        "leaf": keyset.leaf(members, order, size=PAGE, asked=request.GET),
    }
    return render(request, "console/agents/group.html", context, status=status)


def _give(acting: Acting, group: Group, givable: list[Role], held: set[int], chosen: set[int]) -> None:
    for role in givable:
        if role.pk in chosen - held:
            people.give_role(acting, role, group)
        elif role.pk in held - chosen:
            people.take_role(acting, role, group)


def _find(group_id: int) -> Group:
    found = Group.objects.filter(pk=group_id).first()
    if found is None:
        raise Http404
    return found


def _named(acting: Acting, who: str) -> Person | None:
    """The one person of one's segments whom this names."""
    known = Person.objects.real().filter(erased_at__isnull=True)
    if not acting.may(CREATE_SEGMENT):
        known = known.filter(segments__in=acting.actor.standing.segments).distinct()
    named = known.filter(
        Q(username=who.lower()) | Q(email_lower=who.lower()) | Q(profile__account_number=who)
    )
    found = list(named[:2])
    return found[0] if len(found) == 1 else None
