"""People who do not exist, so that looking where no work leads is noticed (security.md T-19).

A decoy is a person like any other to everything that finds, shows and exports people. That it is one
stands in a table of its own, which only those read who hold `people.see_decoys`.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from random import Random

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.assisting.parties import Party
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.lib import ids
from alongside.people.actions import search_keys, watching, welcoming
from alongside.people.looking.inventing import Somebody, invented
from alongside.people.looking.limits import Limits
from alongside.people.looking.signals import Signal
from alongside.people.models import (
    Decoy,
    FieldType,
    Person,
    PersonQuerySet,
    ProfileField,
    SegmentMember,
    Tenant,
)
from alongside.people.queries import plain

PLANT_DECOYS = Power("people.plant_decoys", Kind.STAFF)
SEE_DECOYS = Power("people.see_decoys", Kind.STAFF)

# Among fewer people a stranger would be noticed by those who know everybody.
CROWD = 50
DONORS = 8
TRIES = 20


class DecoysPlanted(
    Event,
    kind="people.decoys_planted",
    title="Plant decoys",
    sentence="{actor} saw to it that there are {decoys} decoys",
    private=True,
):
    decoys: int


class DecoysSeen(
    Event,
    kind="people.decoys_seen",
    title="See decoys",
    sentence="{actor} looked at which people are decoys",
    private=True,
):
    pass


def plant_decoys(acting: Acting) -> int:
    """Have as many decoys as the tenant wants; how many there are now. None are made among few people.

    They were registered when others were, and like people who came by an import their records tell of
    nothing that happened.
    """
    with acting.doing(PLANT_DECOYS) as deed:
        present, wanted = Decoy.objects.count(), _wanted(acting)
        chance = secrets.SystemRandom()
        fields = list(ProfileField.objects.all())
        types = {field.name: FieldType(field.type).value for field in fields}
        while present < wanted and len(crowd := _somebody(chance)) == DONORS:
            made = invented([somebody for somebody, _ in crowd], types, chance)
            person = _stored(made, deed.at)
            SegmentMember.objects.bulk_create(
                SegmentMember(person=person, segment_id=segment) for segment in crowd[0][1]
            )
            welcoming.welcome([person])
            search_keys.write_first([person], plain(fields))
            Decoy.objects.create(person=person, made_at=deed.at)
            present += 1
        deed.record(DecoysPlanted(decoys=present))
        return present


def wanting(acting: Acting) -> bool:
    """Whether decoys are wanting that could be made."""
    return Decoy.objects.count() < _wanted(acting) and _crowded()


def see_decoys(acting: Acting) -> list[Person]:
    """The decoys there are; that somebody looked is recorded."""
    with acting.doing(SEE_DECOYS) as deed:
        found = list(Person.objects.filter(pk__in=Decoy.objects.values("person_id")).order_by("family_name"))
        deed.record(DecoysSeen())
        return found


def touched(acting: Acting, person: Party, how: str, at: datetime) -> None:
    """Raise an alert if this person is a decoy: once for each, agent and day. Nothing tells the agent.

    `how` completes "… a decoy": "looked at the details of". Called within the deed that touches them.
    """
    if not Decoy.objects.filter(person_id=person.id).exists():
        return
    words = f"{how} a decoy, a person who does not exist and to whom no work leads"
    decoy = person if isinstance(person, Person) else Person.objects.get(pk=person.id)
    signal = Signal("decoy", words)
    watching.alert(acting, acting.actor.id, timezone.localdate(at), at, signal, decoy)


def _somebody(chance: Random) -> list[tuple[Somebody, list[int]]]:
    """A few people at random, each with their segments; fewer than `DONORS` where there is no crowd.

    Ids are random, so whoever comes after a random number is somebody at random, found by the key.
    """
    if not _crowded():
        return []
    found: dict[int, Person] = {}
    for _ in range(TRIES):
        if len(found) == DONORS:
            break
        after = _residents().filter(pk__gte=chance.randint(1, ids.LARGEST_NUMBER)).order_by("pk").first()
        if after is not None:
            found[after.pk] = after
    members = SegmentMember.objects.filter(person__in=found)
    segments: dict[int, list[int]] = {}
    for person_id, segment in members.values_list("person_id", "segment_id"):
        segments.setdefault(person_id, []).append(segment)
    return [(_taken_apart(one), segments.get(one.pk, [])) for one in found.values()]


def _wanted(acting: Acting) -> int:
    return Limits.of(Tenant.objects.get(pk=acting.tenant_id).options).decoys


def _crowded() -> bool:
    return len(_residents().order_by("pk").values_list("pk")[:CROWD]) == CROWD


def _residents() -> PersonQuerySet:
    """Ordinary people: whoever holds a role or belongs to a group is known to colleagues."""
    everybody: PersonQuerySet = Person.objects.real()
    return everybody.filter(is_active=True, holdings__isnull=True, memberships__isnull=True)


def _taken_apart(person: Person) -> Somebody:
    return Somebody(
        given_name=person.given_name,
        family_name=person.family_name,
        email=person.email,
        date_of_birth=person.date_of_birth,
        registered_at=person.registered_at,
        profile=person.profile,
    )


def _stored(made: Somebody, at: datetime) -> Person:
    person: Person = Person.objects.create(
        given_name=made.given_name,
        family_name=made.family_name,
        email=made.email,
        date_of_birth=made.date_of_birth,
        profile=dict(made.profile),
        registered_at=min(made.registered_at, at),
        password=make_password(None),
    )
    return person
