"""Groups: people who reach something together."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.people.actions import search_keys
from alongside.people.actions.roles import demand_rank, read_anew
from alongside.people.models import Group, Membership, Person, ProfileField, Role
from alongside.people.queries import plain

CREATE_GROUP = Power("people.create_group", Kind.STAFF)
JOIN_GROUP = Power("people.join_group", Kind.STAFF)


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


def create_group(acting: Acting, name: str, *, staff: bool = False) -> Group:
    """A group. To belong to a staff group is a privilege: who lacks it cannot help its members."""
    with acting.doing(CREATE_GROUP) as deed:
        group = Group.objects.create(name=name, staff=staff)
        deed.record(GroupCreated(group=name, staff=staff), about=group)
        return group


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
