"""What people may do: roles, and whose hands they are in."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.parties import Party
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind, deny
from alongside.history.events import Event
from alongside.people import roles
from alongside.people.actions.calling import call
from alongside.people.checking import Misfit
from alongside.people.models import Group, Holding, Person, Role

CREATE_ROLE = Power("people.create_role", Kind.STAFF)
GIVE_ROLE = Power("people.give_role", Kind.STAFF)
CHANGE_ROLE = Power("people.change_role", Kind.STAFF, right=CREATE_ROLE.right)
DROP_ROLE = Power("people.drop_role", Kind.STAFF, right=CREATE_ROLE.right)
TAKE_ROLE = Power("people.take_role", Kind.STAFF, right=GIVE_ROLE.right)
APPOINT = Power("people.appoint", Kind.STAFF)
RESET_ROLES = Power("people.reset_roles", Kind.STAFF)


class RoleCreated(
    Event,
    kind="people.role_created",
    title="Create role",
    sentence="{actor} created the role {role}",
    private=True,
):
    role: str
    rights: tuple[str, ...]


class RoleGiven(
    Event,
    kind="people.role_given",
    title="Give role",
    sentence="{actor} gave {person} the role {role}",
    private=True,
):
    role: str


class GroupRoleGiven(
    Event,
    kind="people.group_role_given",
    title="Give role to group",
    sentence="{actor} gave the group {group} the role {role}",
    private=True,
):
    role: str
    group: str


class RoleChanged(
    Event,
    kind="people.role_changed",
    title="Change role",
    sentence="{actor} changed the role {role}",
    private=True,
):
    role: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    was: str = ""  # its name until then, where that changed


class RoleDropped(
    Event,
    kind="people.role_dropped",
    title="Remove role",
    sentence="{actor} removed the role {role}",
    private=True,
):
    role: str


class RoleTaken(
    Event,
    kind="people.role_taken",
    title="Take role",
    sentence="{actor} took the role {role} from {person}",
    private=True,
):
    role: str


class GroupRoleTaken(
    Event,
    kind="people.group_role_taken",
    title="Take role from group",
    sentence="{actor} took the role {role} from the group {group}",
    private=True,
):
    role: str
    group: str


class RolesReset(
    Event,
    kind="people.roles_reset",
    title="Reset roles",
    sentence="{actor} set the standard roles back to what they are meant to be",
    private=True,
):
    pass


def create_role(acting: Acting, name: str, rights: Iterable[str]) -> Role:
    """A new set of rights, each of which the actor holds (spec 4.21). Raises `Misfit` for its name."""
    with acting.doing(CREATE_ROLE) as deed:
        chosen = tuple(sorted(set(rights)))
        if not acting.actor.standing.rights.issuperset(chosen):
            raise beyond_ones_own(acting, CREATE_ROLE)
        role = Role(rights=list(chosen))
        call(role, name)
        deed.record(RoleCreated(role=role.name, rights=chosen), about=role)
        return role


def change_role(acting: Acting, role: Role, name: str, rights: Iterable[str]) -> None:
    """Give a role another name or other rights, and so everybody who holds it. Nobody adds or removes a
    right they lack, and the standard roles are for those who may reset them (spec 4.21). Raises `Misfit`."""
    with acting.doing(CHANGE_ROLE) as deed:
        role = Role.objects.select_for_update().get(pk=role.pk)
        before, after = frozenset(role.rights), frozenset(rights)
        if not acting.actor.standing.rights >= before ^ after or not may_change(acting, role):
            raise beyond_ones_own(acting, CHANGE_ROLE)
        was, role.rights = role.name, sorted(after)
        call(role, name)
        if was in roles.STANDARD and role.name != was:
            raise Misfit({"name": "The standard roles keep their names."})
        read_anew(acting.actor)
        changed = RoleChanged(
            role=role.name,
            added=tuple(sorted(after - before)),
            removed=tuple(sorted(before - after)),
            was=was if was != role.name else "",
        )
        deed.record(changed, about=role)


def drop_role(acting: Acting, role: Role) -> None:
    """Remove a role of the tenant's own that nobody holds any more. Raises `Misfit`."""
    with acting.doing(DROP_ROLE) as deed:
        role = Role.objects.select_for_update().get(pk=role.pk)
        if role.name in roles.STANDARD:
            raise Misfit({"": "The standard roles stay."})
        if role.holdings.exists():
            raise Misfit({"": "Somebody still holds this role: take it from them first."})
        deed.record(RoleDropped(role=role.name), about=role)
        role.delete()


def may_change(acting: Acting, role: Role) -> bool:
    """Whether this is a role that the actor may change at all; which of its rights is for `change_role`."""
    if role.name == roles.SYSTEM:
        return False
    return bool(acting.may(RESET_ROLES if role.name in roles.STANDARD else CHANGE_ROLE))


def give_role(acting: Acting, role: Role, holder: Person | Group) -> None:
    """Put a role into the hands of a person, or of a group and so of each member."""
    whose = holder if isinstance(holder, Person) else None
    with acting.doing(GIVE_ROLE, whose=whose) as deed:
        to_oneself = _is_or_holds(holder, acting.actor)
        demand_rank(acting, GIVE_ROLE, role.rights, whose, to_oneself=to_oneself)
        if isinstance(holder, Person):
            Holding.objects.get_or_create(role=role, person=holder)
            read_anew(holder)
            deed.record(RoleGiven(role=role.name), about=role)
        else:
            Holding.objects.get_or_create(role=role, group=holder)
            deed.record(GroupRoleGiven(role=role.name, group=holder.name), about=role)


def take_role(acting: Acting, role: Role, holder: Person | Group) -> None:
    """Take a role out of somebody's hands, or a group's. Who may give it may take it, and one's own may be
    laid down; but the last who may appoint others keeps that. Raises `Misfit`."""
    whose = holder if isinstance(holder, Person) else None
    with acting.doing(TAKE_ROLE, whose=whose) as deed:
        if whose is None or whose.pk != acting.actor.id:
            demand_rank(acting, TAKE_ROLE, role.rights, whose)
        Role.objects.select_for_update().get(pk=role.pk)  # the last two may not both go at once
        if isinstance(holder, Person):
            taken, _ = Holding.objects.filter(role=role, person=holder).delete()
            read_anew(holder)
        else:
            taken, _ = Holding.objects.filter(role=role, group=holder).delete()
        read_anew(acting.actor)
        if taken:
            demand_somebody_appoints([role])
        if isinstance(holder, Person):
            deed.record(RoleTaken(role=role.name), about=role)
        else:
            deed.record(GroupRoleTaken(role=role.name, group=holder.name), about=role)


def demand_somebody_appoints(given_up: Iterable[Role]) -> None:
    """When roles went out of somebody's hands: somebody who can sign in must still be able to make
    administrators, or nobody ever could again. Raises `Misfit`."""
    if not any(APPOINT.right in role.rights for role in given_up):
        return
    appointing = [role.pk for role in Role.objects.all() if APPOINT.right in role.rights]
    held = Holding.objects.filter(role__in=appointing)
    people = Person.objects.real().filter(is_active=True, username__isnull=False)
    by_group = held.exclude(group=None).values("group")
    if not (
        people.filter(pk__in=held.values("person")).exists()
        or people.filter(memberships__group__in=by_group).exists()
    ):
        raise Misfit({"": "Nobody else could appoint administrators then: give that role to another first."})


def reset_roles(acting: Acting, names: Collection[str] = tuple(roles.STANDARD)) -> None:
    """Give these standard roles the rights of this release, and make those that are missing."""
    with acting.doing(RESET_ROLES) as deed:
        for name in names:
            Role.objects.update_or_create(name=name, defaults={"rights": list(roles.STANDARD[name])})
        read_anew(acting.actor)
        deed.record(RolesReset())


def demand_rank(
    acting: Acting,
    power: Power,
    rights: Iterable[str],
    whose: Party | None = None,
    *,
    to_oneself: bool = False,
) -> None:
    """Nobody hands out a right they lack, but for the few that the kind of work they lead needs beside
    theirs (`roles.ENTRUSTED`), and those never to themselves. Only who may appoint makes somebody their
    equal: an administrator makes no administrators (spec 2.2)."""
    if not may_give(acting, rights, whose=whose, to_oneself=to_oneself):
        raise beyond_ones_own(acting, power, whose)


def may_give(
    acting: Acting, rights: Iterable[str], *, whose: Party | None = None, to_oneself: bool = False
) -> bool:
    """Whether these are rights that the actor may hand out, or take; see `demand_rank`."""
    mine, given = acting.actor.standing.rights, frozenset(rights)
    oneself = to_oneself or (whose is not None and whose.id == acting.actor.id)
    within = mine if oneself else mine | roles.entrusted_to(mine)
    lower = given <= within and not given >= mine
    return lower or bool(given == mine and acting.may(APPOINT))


def _is_or_holds(holder: Person | Group, actor: Party) -> bool:
    if isinstance(holder, Person):
        return holder.pk == actor.id
    return holder.pk in actor.standing.groups


def beyond_ones_own(acting: Acting, power: Power, whose: Party | None = None) -> Refused:
    return Refused(acting, power, deny("beyond-ones-own-rights"), whose)


def read_anew(person: Party) -> None:
    """Let a loaded row notice that its rights, groups or segments have changed."""
    vars(person).pop("standing", None)
