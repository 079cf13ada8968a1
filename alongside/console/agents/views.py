"""Who works here, and what each of them holds and belongs to (spec 2.2, Settings – Agents)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.assisting.acting import Acting
from alongside.assisting.authority import staff
from alongside.assisting.models import StaffGrant
from alongside.console.agents.inputs import AgentForm, GrantForm, NewAgentForm
from alongside.console.answers import see_other
from alongside.lib import clock, keyset
from alongside.people import actions as people
from alongside.people import roles as standard
from alongside.people.actions.groups import JOIN_GROUP
from alongside.people.actions.roles import GIVE_ROLE, may_give
from alongside.people.actions.tenants import CREATE_SEGMENT, JOIN_SEGMENT
from alongside.people.agents import agents as agents_of
from alongside.people.agents import holders
from alongside.people.http import Request
from alongside.people.models import Group, Holding, Membership, Person, Role, Segment, SegmentMember, SignIn

PAGE = 50


@staff(GIVE_ROLE)
@require_safe
def agents(request: Request) -> HttpResponse:
    """Everybody who may enter the console, of one's segments."""
    known = list(Role.objects.exclude(name=standard.SYSTEM).order_by("name"))
    asked = request.GET.get("role", "")
    role = next((one for one in known if str(one.pk) == asked), None)
    found = _seen_by(request.acting)
    if role is not None:
        found = found.filter(pk__in=holders(role).values("pk"))
    order = ("family_name", "given_name", "pk")
    leaf = keyset.leaf(found.order_by(*order), order, size=PAGE, asked=request.GET)
    context = {
        "rows": _told(leaf.rows),
        "leaf": leaf,
        "roles": [one for one in known if standard_entry(one)],
        "role": role,
    }
    return render(request, "console/agents/agents.html", context)


def standard_entry(role: Role) -> bool:
    """Whether whoever holds it is an agent."""
    return "console.enter" in role.rights


@staff(GIVE_ROLE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Register somebody who works here, with a role of a rank below one's own."""
    acting = request.acting
    roles = {role.pk: role for role in _givable(acting) if standard_entry(role)}
    form = NewAgentForm(request.POST if request.method == "POST" else None, roles.values())
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        columns = ("given_name", "family_name", "username", "email")
        try:
            with transaction.atomic():
                person = people.register(acting, **{name: said[name] for name in columns})
                people.give_role(acting, roles[int(said["role"])], person)
        except people.Misfit as misfit:
            form.refuse(misfit)
        else:
            messages.success(request, f"{person.name} can choose a password under “Forgotten password”.")
            return see_other("agent", person_id=person.pk)
    return render(request, "console/agents/new.html", {"form": form}, status=422 if form.errors else 200)


@staff(GIVE_ROLE)
@require_http_methods(["GET", "HEAD", "POST"])
def agent(request: Request, person_id: int) -> HttpResponse:
    """One agent; a POST gives and takes roles, groups and segments, all of it or nothing."""
    person = find(request.acting, person_id)
    held = holdings(person)
    form = AgentForm(
        request.POST if request.method == "POST" else None,
        roles=_givable(request.acting) if ranks_above(request.acting, person) else [],
        groups=Group.objects.order_by("name") if request.acting.may(JOIN_GROUP) else [],
        segments=_reached(request.acting) if request.acting.may(JOIN_SEGMENT) else [],
        held=held,
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                _keep(request.acting, person, form, held)
        except people.Misfit as misfit:
            form.refuse(misfit)
        else:
            messages.success(request, f"What {person.name} holds and belongs to is kept.")
            return see_other("agent", person_id=person.pk)
    return page(request, person, form, status=422 if form.errors else 200)


def page(
    request: Request, person: Person, form: AgentForm, *, grant: GrantForm | None = None, status: int = 200
) -> HttpResponse:
    now = clock.now()
    context = {
        "agent": person,
        "form": form,
        "held": _told([person])[0][1],
        "ranks_above": ranks_above(request.acting, person),
        "oneself": person.pk == request.acting.actor.id,
        "signed_in": SignIn.objects.filter(person_id=person.pk, expire_date__gt=now).count(),
        "grants": StaffGrant.objects.valid(person.pk, now).select_related("granted_by"),
        "grant": grant or GrantForm(),
    }
    return render(request, "console/agents/agent.html", context, status=status)


def find(acting: Acting, person_id: int) -> Person:
    """Somebody of one's segments, an agent or not yet one. Raises `Http404`."""
    found: Person | None = Person.objects.real().filter(pk=person_id, erased_at__isnull=True).first()
    if found is None or not (set(found.standing.segments) & {one.pk for one in _reached(acting)}):
        raise Http404
    return found


def ranks_above(acting: Acting, person: Person) -> bool:
    """Whether the actor may end sign-ins of this person, and give and take what they hold."""
    return may_give(acting, person.standing.rights, whose=person)


def holdings(person: Person) -> tuple[set[int], set[int], set[int]]:
    """The roles, groups and segments of somebody, by their ids; what a group gives is the group's."""
    return (
        set(Holding.objects.filter(person=person).values_list("role", flat=True)),
        set(Membership.objects.filter(person=person).values_list("group", flat=True)),
        set(SegmentMember.objects.filter(person=person).values_list("segment", flat=True)),
    )


def _seen_by(acting: Acting) -> QuerySet[Person]:
    return agents_of(None if acting.may(CREATE_SEGMENT) else acting.actor.standing.segments)


def _reached(acting: Acting) -> list[Segment]:
    """One's own segments; all of them for whoever makes them (spec 4.23)."""
    every = Segment.objects.order_by("name")
    return list(every if acting.may(CREATE_SEGMENT) else every.filter(pk__in=acting.actor.standing.segments))


def _givable(acting: Acting) -> list[Role]:
    every = Role.objects.exclude(name=standard.SYSTEM).order_by("name")
    return [role for role in every if may_give(acting, role.rights)]


def _keep(acting: Acting, person: Person, form: AgentForm, held: tuple[set[int], set[int], set[int]]) -> None:
    given, taken = form.changes("roles", held[0])
    for role in Role.objects.filter(pk__in=given):
        people.give_role(acting, role, person)
    joined, left = form.changes("groups", held[1])
    for group in Group.objects.filter(pk__in=joined):
        people.add_to_group(acting, person, group)
    entered, departed = form.changes("segments", held[2])
    for segment in Segment.objects.filter(pk__in=entered):
        people.join_segment(acting, person, segment)
    for segment in Segment.objects.filter(pk__in=departed):
        people.leave_segment(acting, person, segment)
    for group in Group.objects.filter(pk__in=left):
        people.remove_from_group(acting, person, group)
    for role in Role.objects.filter(pk__in=taken):
        people.take_role(acting, role, person)


def _told(rows: Iterable[Person]) -> list[tuple[Person, Mapping[str, str]]]:
    """Each with the names of what they hold and belong to, in three statements for all of them."""
    shown = list(rows)
    held: dict[str, dict[int, list[str]]] = {"roles": {}, "groups": {}, "segments": {}}
    for what, found in {
        "roles": Holding.objects.filter(person__in=shown).values_list("person", "role__name"),
        "groups": Membership.objects.filter(person__in=shown).values_list("person", "group__name"),
        "segments": SegmentMember.objects.filter(person__in=shown).values_list("person", "segment__name"),
    }.items():
        for person, name in found:
            held[what].setdefault(person, []).append(name)
    return [
        (one, {what: ", ".join(sorted(names.get(one.pk, []))) for what, names in held.items()})
        for one in shown
    ]
