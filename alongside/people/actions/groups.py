"""Groups: people who reach something together."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.people.actions import search_keys
from alongside.people.actions.calling import call
from alongside.people.actions.roles import demand_rank, demand_somebody_appoints, read_anew
from alongside.people.checking import Misfit
from alongside.people.models import Group, Membership, Person, ProfileField, Role
from alongside.people.queries import plain

CREATE_GROUP = Power("people.create_group", Kind.STAFF)
CHANGE_GROUP = Power("people.change_group", Kind.STAFF, right=CREATE_GROUP.right)
JOIN_GROUP = Power("people.join_group", Kind.STAFF)
LEAVE_GROUP = Power("people.leave_group", Kind.STAFF, right=JOIN_GROUP.right)


class GroupCreated(
    Event,
    kind="people.group_created",
    title="Create group",
    sentence="{actor} created the group {group}",
    private=True,
):
    group: str
    staff: bool


class GroupJoined(
    Event,
    kind="people.group_joined",
    title="Join group",
    sentence="{actor} added {person} to the group {group}",
    private=True,
):
    group: str


class GroupChanged(
    Event,
    kind="people.group_changed",
    title="Change group",
    sentence="{actor} changed the group {group}",
    private=True,
):
    group: str
    staff: bool
    was: str = ""  # its name until then, where that changed


class GroupLeft(
    Event,
    kind="people.group_left",
    title="Leave group",
    sentence="{actor} took {person} out of the group {group}",
    private=True,
):
    group: str


def create_group(acting: Acting, name: str, *, staff: bool = False) -> Group:
    """A group. To belong to a staff group is a privilege: who lacks it cannot help its members. Raises
    `Misfit` for its name."""
    with acting.doing(CREATE_GROUP) as deed:
        group = Group(staff=staff)
        call(group, name)
        deed.record(GroupCreated(group=group.name, staff=staff), about=group)
        return group


def change_group(acting: Acting, group: Group, name: str, *, staff: bool) -> None:
    """Give a group another name, or make it one of staff or of people. Raises `Misfit`."""
    with acting.doing(CHANGE_GROUP) as deed:
        group = Group.objects.select_for_update().get(pk=group.pk)
        if staff and group.joined:
            raise Misfit({"staff": "New people join this group, so it is none of staff."})
        was, group.staff = group.name, staff
        call(group, name)
        read_anew(acting.actor)
        said = GroupChanged(group=group.name, staff=staff, was=was if was != group.name else "")
        deed.record(said, about=group)


def add_to_group(acting: Acting, person: Person, group: Group) -> None:
    """Make a person a member; with the roles of the group, which must be ones the actor may give."""
    with acting.doing(JOIN_GROUP, whose=person) as deed:
        for role in Role.objects.filter(holdings__group=group):
            demand_rank(acting, JOIN_GROUP, role.rights, person)
        Membership.objects.get_or_create(group=group, person=person)
        if Group.objects.filter(pk=group.pk, searched=True).exists():
            search_keys.keep([person], plain(ProfileField.objects.all()))
        read_anew(person)
        deed.record(GroupJoined(group=group.name), about=group)


def remove_from_group(acting: Acting, person: Person, group: Group) -> None:
    """End a membership, and what came with it. Raises `Misfit` when nobody could appoint others then."""
    with acting.doing(LEAVE_GROUP, whose=person) as deed:
        given = list(Role.objects.filter(holdings__group=group))
        for role in given:
            if person.pk != acting.actor.id:
                demand_rank(acting, LEAVE_GROUP, role.rights, person)
        Membership.objects.filter(group=group, person=person).delete()
        demand_somebody_appoints(given)
        if Group.objects.filter(pk=group.pk, searched=True).exists():
            search_keys.keep([person], plain(ProfileField.objects.all()))
        read_anew(person)
        deed.record(GroupLeft(group=group.name), about=group)
