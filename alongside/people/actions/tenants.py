"""Making a tenant, its segments, and the names under which the house itself acts.

The first author of a tenant is its own system person "setup": it is made with the tenant, in one
transaction, and the tenant's first entry is what it did. It holds its rights by the role System like
anybody else, and belongs to every segment, so no rule knows of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind, deny
from alongside.history.canonical import Plain
from alongside.history.events import Event
from alongside.lib import clock, tenancy
from alongside.people import models, roles
from alongside.people.actions.calling import call
from alongside.people.actions.roles import read_anew
from alongside.people.checking import Misfit
from alongside.people.fields import STANDARD_FIELDS, Field
from alongside.people.models import Holding, Person, ProfileField, Role, Segment, SegmentMember, Tenant

CREATE_TENANT = Power("people.create_tenant", Kind.STAFF)
SET_OPTIONS = Power("people.set_options", Kind.STAFF)
CREATE_SYSTEM = Power("people.create_system", Kind.STAFF)
CREATE_SEGMENT = Power("people.create_segment", Kind.STAFF)
RENAME_SEGMENT = Power("people.rename_segment", Kind.STAFF)
JOIN_SEGMENT = Power("people.join_segment", Kind.STAFF)
LEAVE_SEGMENT = Power("people.leave_segment", Kind.STAFF, right=JOIN_SEGMENT.right)

SETUP = "setup"


class TenantCreated(
    Event,
    kind="people.tenant_created",
    title="Create tenant",
    sentence="{actor} created the tenant {name}",
    private=True,
):
    name: str


class OptionsSet(
    Event,
    kind="people.options_set",
    title="Change options",
    sentence="{actor} changed what the house offers: {section}",
    private=True,
):
    """`said` are the options that are different now, by name."""

    section: str
    said: Mapping[str, Plain]


class SystemCreated(
    Event,
    kind="people.system_created",
    title="Create system person",
    sentence="{actor} made {person} an author of automatic work",
    private=True,
):
    pass


class SegmentCreated(
    Event,
    kind="people.segment_created",
    title="Create segment",
    sentence="{actor} created the segment {name}",
    private=True,
):
    name: str


class SegmentRenamed(
    Event,
    kind="people.segment_renamed",
    title="Rename segment",
    sentence="{actor} called the segment {was} {name}",
    private=True,
):
    name: str
    was: str


class SegmentLeft(
    Event,
    kind="people.segment_left",
    title="Leave segment",
    sentence="{actor} took {person} out of the segment {segment}",
    private=True,
):
    segment: str


class SegmentJoined(
    Event,
    kind="people.segment_joined",
    title="Join segment",
    sentence="{actor} put {person} into the segment {segment}",
    private=True,
):
    segment: str


def create_tenant(
    name: str,
    domain: str,
    *,
    segment: str = "Everybody",
    fields: Iterable[Field] = STANDARD_FIELDS,
    options: Mapping[str, object] = MappingProxyType({}),
) -> Tenant:
    """A tenant with everything it needs: its first author, the anonymous user, a first segment, the
    standard roles and profile fields. `options` are how its pages look and what they offer."""
    with transaction.atomic():
        tenant = Tenant.objects.create(name=name, domain=domain, options=dict(options))
        with tenancy.within(tenant.pk):
            Role.objects.create(name=roles.SYSTEM, rights=list(roles.STANDARD[roles.SYSTEM]))
            setup = _new_system(SETUP)
            with Acting.alone(setup).doing(CREATE_TENANT) as deed:
                Person.objects.create(
                    kind=models.Kind.ANONYMOUS, registered_at=deed.at, password=make_password(None)
                )
                _put_into(Segment.objects.create(name=segment), [setup])
                Role.objects.bulk_create(
                    Role(name=role, rights=list(rights))
                    for role, rights in roles.STANDARD.items()
                    if role != roles.SYSTEM
                )
                ProfileField.objects.bulk_create(
                    ProfileField(
                        name=field.name,
                        label=field.label,
                        type=field.type,
                        searchable=field.searchable,
                        position=position,
                    )
                    for position, field in enumerate(fields)
                )
                deed.record(TenantCreated(name=name), about=tenant)
    return tenant


def system(tenant: Tenant, name: str = SETUP) -> Person:
    """The system person who signs for this kind of automatic work; made when first asked for."""
    with tenancy.within(tenant.pk):
        signatures = Person.objects.filter(kind=models.Kind.SYSTEM)
        found: Person | None = signatures.filter(username=_signature(name)).first()
        if found is not None:
            return found
        setup: Person = signatures.get(username=_signature(SETUP))
        try:
            with Acting.alone(setup).doing(CREATE_SYSTEM) as deed:
                found = deed.whose = _new_system(name)
                deed.record(SystemCreated())
                return found
        except IntegrityError:  # another process was first
            made: Person = signatures.get(username=_signature(name))
            return made


def set_options(acting: Acting, section: str, said: Mapping[str, Plain], *, name: str = "") -> None:
    """Say how the tenant's pages look and what they offer; of a mapping, only the names in it are put in,
    and None takes one out. `name` is the tenant's, where it is to be another."""
    with acting.doing(SET_OPTIONS) as deed:
        tenant = Tenant.objects.select_for_update().get(pk=acting.tenant_id)
        before, options = tenant.options, dict(tenant.options)
        for key, value in said.items():
            kept = options.get(key)
            together = {**kept, **value} if isinstance(value, dict) and isinstance(kept, dict) else value
            options[key] = together
            if together is None:
                del options[key]
        changed: dict[str, Plain] = {
            key: options.get(key) for key in said if options.get(key) != before.get(key)
        }
        if name and name != tenant.name:
            tenant.name = changed["name"] = name
        tenant.options = options
        tenant.save(update_fields=["options", "name"])
        deed.record(OptionsSet(section=section, said=changed), about=tenant)


def numbers() -> list[int]:
    """The ids of all tenants, for work that is done in each of them."""
    return list(Tenant.objects.order_by("pk").values_list("pk", flat=True))


def tidying() -> Person:
    """Who signs for work that comes round by itself, in the open tenant."""
    return system(Tenant.objects.get(pk=tenancy.current()), "tidying")


def create_segment(acting: Acting, name: str) -> Segment:
    """A part of the tenant. Its maker belongs to it, and so does every system person. Raises `Misfit`."""
    with acting.doing(CREATE_SEGMENT) as deed:
        segment = Segment()
        call(segment, name)
        makers = list(Person.objects.filter(kind=models.Kind.SYSTEM))
        if acting.actor.id not in {person.pk for person in makers}:
            makers.append(Person.objects.get(pk=acting.actor.id))
        _put_into(segment, makers)
        read_anew(acting.actor)
        deed.record(SegmentCreated(name=segment.name), about=segment)
        return segment


def rename_segment(acting: Acting, segment: Segment, name: str) -> None:
    """Give one of one's own segments another name; who may create segments may do so to any (spec 2.2,
    I18: segments are never removed). Raises `Misfit`."""
    with acting.doing(RENAME_SEGMENT) as deed:
        if segment.pk not in acting.actor.standing.segments and not acting.may(CREATE_SEGMENT):
            raise Refused(acting, RENAME_SEGMENT, deny("outside-ones-segments"), None)
        segment = Segment.objects.select_for_update().get(pk=segment.pk)
        was = segment.name
        call(segment, name)
        deed.record(SegmentRenamed(name=segment.name, was=was), about=segment)


def join_segment(acting: Acting, person: Person, segment: Segment) -> None:
    """Put a person whom the actor sees into one more segment."""
    with acting.doing(JOIN_SEGMENT, whose=person) as deed:
        _put_into(segment, [person])
        deed.record(SegmentJoined(segment=segment.name), about=segment)


def leave_segment(acting: Acting, person: Person, segment: Segment) -> None:
    """Take a person out of a segment. Raises `Misfit` when it is their last: nobody would see them again."""
    with acting.doing(LEAVE_SEGMENT, whose=person) as deed:
        of_theirs = SegmentMember.objects.select_for_update().filter(person=person)
        others = [one for one in of_theirs if one.segment_id != segment.pk]
        if not others:
            raise Misfit({"segments": "Everybody belongs to one segment at least."})
        of_theirs.filter(segment=segment).delete()
        read_anew(person)
        deed.record(SegmentLeft(segment=segment.name), about=segment)


def _new_system(name: str) -> Person:
    """Nobody can sign in as it: it has no password."""
    person: Person = Person.objects.create(
        kind=models.Kind.SYSTEM,
        given_name="Automatic",
        family_name=name,
        username=_signature(name),
        registered_at=clock.now(),
        password=make_password(None),
    )
    Holding.objects.create(role=Role.objects.get(name=roles.SYSTEM), person=person)
    for segment in Segment.objects.all():
        _put_into(segment, [person])
    return person


def _signature(name: str) -> str:
    """The user name of a system person; people's user names hold no colon."""
    return f"system:{name}"


def _put_into(segment: Segment, people: Iterable[Person]) -> None:
    for person in people:
        SegmentMember.objects.get_or_create(segment=segment, person=person)
        read_anew(person)
