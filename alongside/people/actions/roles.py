"""What people may do: roles, and whose hands they are in."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.parties import Party
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind, deny
from alongside.history.events import Event
from alongside.people import roles
from alongside.people.models import Group, Holding, Person, Role

CREATE_ROLE = Power("people.create_role", Kind.STAFF)
GIVE_ROLE = Power("people.give_role", Kind.STAFF)
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


class RolesReset(
    Event,
    kind="people.roles_reset",
    title="Reset roles",
    sentence="{actor} set the standard roles back to what they are meant to be",
    private=True,
):
    pass


def create_role(acting: Acting, name: str, rights: Iterable[str]) -> Role:
    """A new set of rights, each of which the actor holds (spec 4.21)."""
    with acting.doing(CREATE_ROLE) as deed:
        chosen = tuple(sorted(set(rights)))
        if not acting.actor.standing.rights.issuperset(chosen):
            raise beyond_ones_own(acting, CREATE_ROLE)
        role = Role.objects.create(name=name, rights=list(chosen))
        deed.record(RoleCreated(role=name, rights=chosen), about=role)
        return role


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
    mine, given = acting.actor.standing.rights, frozenset(rights)
    oneself = to_oneself or (whose is not None and whose.id == acting.actor.id)
    within = mine if oneself else mine | roles.entrusted_to(mine)
    lower = given <= within and not given >= mine
    if not (lower or (given == mine and acting.may(APPOINT))):
        raise beyond_ones_own(acting, power, whose)


def _is_or_holds(holder: Person | Group, actor: Party) -> bool:
    if isinstance(holder, Person):
        return holder.pk == actor.id
    return holder.pk in actor.standing.groups


def beyond_ones_own(acting: Acting, power: Power, whose: Party | None = None) -> Refused:
    return Refused(acting, power, deny("beyond-ones-own-rights"), whose)


def read_anew(person: Party) -> None:
    """Let a loaded row notice that its rights, groups or segments have changed."""
    vars(person).pop("standing", None)
