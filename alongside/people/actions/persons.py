"""Registering people and changing what is known of them."""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from itertools import islice

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind, Verdict, deny
from alongside.history.events import Event
from alongside.lib import clock
from alongside.people.actions import decoys, notices, search_keys, welcoming
from alongside.people.checking import Checked, Misfit, check
from alongside.people.fields import Described
from alongside.people.models import PROFILE_COLUMNS, Person, ProfileField, Segment, SegmentMember
from alongside.people.profiles import fields_in, fields_seen_by
from alongside.people.queries import plain

REGISTER = Power("people.register", Kind.STAFF)
EDIT_PROFILE = Power("people.edit_profile")
CORRECT = Power("people.correct", Kind.STAFF)
GIVE_PASSWORD = Power("people.give_password", Kind.STAFF)

_USERNAME = re.compile(r"[\w.@+-]{1,254}")


class Registered(Event, kind="people.registered", title="Register", sentence="{actor} registered {person}"):
    """`despite` are the refs of people who looked like the same; then there is a `reason` (spec G76)."""

    reason: str
    despite: tuple[uuid.UUID, ...]


class ManyRegistered(
    Event,
    kind="people.many_registered",
    title="Register many",
    sentence="{actor} registered {people} people",
    private=True,
):
    people: int


class ProfileEdited(
    Event,
    kind="people.profile_edited",
    title="Edit profile",
    sentence="{actor} changed {labels} of {person}",
    sentence_self="{actor} changed {labels}",
):
    fields: tuple[str, ...]
    labels: str


class Corrected(
    Event, kind="people.corrected", title="Correct details", sentence="{actor} corrected {labels} of {person}"
):
    fields: tuple[str, ...]
    labels: str


class PasswordGiven(
    Event, kind="people.password_given", title="Give password", sentence="{actor} gave {person} a password"
):
    pass


def register(
    acting: Acting,
    *,
    given_name: str = "",
    family_name: str = "",
    email: str = "",
    date_of_birth: date | str | None = None,
    profile: Mapping[str, object] | None = None,
    username: str | None = None,
    segments: Collection[Segment] | None = None,
    reason: str = "",
    despite: Collection[uuid.UUID] = (),
) -> Person:
    """A new person, found by search at once. Raises `Misfit` with an error for each field that is wrong.

    `segments` are some of the actor's own; the first of them when nothing is said. Where people who
    may be the same were shown (`despite`, by their refs), a reason must be given.
    """
    with acting.doing(REGISTER) as deed:
        chosen = of_the_actors(acting, segments)
        columns = {
            "given_name": given_name,
            "family_name": family_name,
            "email": email,
            "date_of_birth": date_of_birth,
        }
        fields = fields_in(chosen)
        person = new_person(fields, {**(profile or {}), **columns}, username, deed.at)
        if despite and not reason.strip():
            raise Misfit({"reason": "Say why this is not the same person."})
        _insert(person)
        SegmentMember.objects.bulk_create(
            SegmentMember(segment_id=segment, person=person) for segment in chosen
        )
        welcoming.welcome([person])
        # Read again: what is searchable may have changed since, and re-indexing waits for who has written.
        search_keys.write_first([person], plain(fields_in(chosen)))
        deed.whose = person
        deed.record(Registered(reason=reason.strip(), despite=tuple(despite)))
        return person


def demand_fit(
    acting: Acting, values: Mapping[str, object], segments: Collection[Segment] | None = None
) -> None:
    """Raise the `Misfit` that registering somebody with these values would raise, without doing it."""
    new_person(fields_in(of_the_actors(acting, segments)), values, None, clock.now())


def register_many(
    acting: Acting,
    made: Iterable[Described],
    *,
    segments: Collection[Segment] | None = None,
    batch: int = 1000,
) -> int:
    """Register people from elsewhere, as they are: check them with `checking.check` where they may be wrong.

    Each batch is a transaction of its own with one entry in the history; how many were registered.
    """
    people = iter(made)
    registered = 0
    while described := list(islice(people, batch)):
        with acting.doing(REGISTER) as deed:
            chosen = of_the_actors(acting, segments)
            rows = [as_described(one, deed.at) for one in described]
            insert_many(rows, chosen)
            deed.record(ManyRegistered(people=len(rows)))
        registered += len(rows)
    return registered


def insert_many(rows: list[Person], segments: Collection[int]) -> None:
    """Write new people as they are, with their keys, within a deed that records it."""
    Person.objects.bulk_create(rows)
    SegmentMember.objects.bulk_create(
        SegmentMember(segment_id=segment, person=row) for row in rows for segment in segments
    )
    welcoming.welcome(rows)
    search_keys.write_first(rows, plain(fields_in(segments)))


def edit_profile(acting: Acting, person: Person, values: Mapping[str, object]) -> None:
    """Change one's own profile, or that of the person one is helping, as they would.

    Only the fields among `values` are changed. Raises `Misfit`, also for fields that people may see
    but not change (spec I8).
    """
    with suppress(_NothingChanged), acting.doing(EDIT_PROFILE, about=person) as deed:
        fields = fields_seen_by(acting.actor, person)
        read_only = {field.name: person.value(field.name) for field in fields if field.read_only}
        changed = _change(person, fields, values, unchangeable=read_only)
        deed.record(ProfileEdited(fields=_names(changed), labels=_labels(changed)))


def correct(acting: Acting, person: Person, values: Mapping[str, object]) -> None:
    """Put right what is known of a person, read-only fields too. Raises `Misfit`.

    Nobody corrects a person who holds more rights: whoever can change an address can take an account.
    """
    with suppress(_NothingChanged), acting.doing(CORRECT, whose=person) as deed:
        if not (verdict := correction_verdict(acting, person)):
            raise Refused(acting, CORRECT, verdict, person)
        changed = _change(person, fields_seen_by(acting.actor, person), values)
        decoys.touched(acting, person, "corrected", deed.at)
        deed.record(Corrected(fields=_names(changed), labels=_labels(changed)))


def correction_verdict(acting: Acting, person: Person) -> Verdict:
    """Whether the actor may correct this person, and why not."""
    verdict = acting.may(CORRECT, whose=person)
    if verdict and not person.standing.privileges <= acting.actor.standing.privileges:
        return deny("person-holds-more-rights")
    return verdict


def give_password(acting: Acting, person: Person, password: str, *, hashed: str = "") -> None:
    """Set a first password, so that somebody who has a user name can sign in. Nobody in the console may:
    it is for setting up a house (security.md 1.3, "never delegable").

    `hashed` saves hashing a password that several people get, which is slow by intention.
    """
    with acting.doing(GIVE_PASSWORD, whose=person) as deed:
        person.password = hashed or make_password(password)
        person.save(update_fields=["password"])
        deed.record(PasswordGiven())


class _NothingChanged(Exception):
    """What was handed in is what is there already."""


def _change(
    person: Person,
    fields: list[ProfileField],
    values: Mapping[str, object],
    *,
    unchangeable: Mapping[str, object] | None = None,
) -> list[ProfileField]:
    """Write the values that differ, and the keys they are found by; the fields that were changed."""
    # Two people may change two fields of one profile at the same moment.
    present = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if present.merged_into_id:
        raise Misfit({"": "This record has been merged with another. Open that one."})
    if present.erased_at is not None:
        raise Misfit({"": "This person has been erased."})
    checked = check(
        fields,
        values,
        today=timezone.localdate(),
        unchangeable=unchangeable or {},
        present={field.name: present.value(field.name) for field in fields},
    )
    changed = [
        field
        for field in fields
        if field.name in checked and (checked[field.name] or None) != _kept(field, present)
    ]
    if not changed:
        raise _NothingChanged
    person.profile = present.profile
    _put(person, {field.name: checked[field.name] for field in changed})
    demand_name(person)
    columns = PROFILE_COLUMNS.intersection(_names(changed))
    if "email" in columns and person.username:
        person.email_changed_at = clock.now()
        columns |= {"email_changed_at"}
        notices.email_changed(present)
    person.save(update_fields=[*columns, "profile"])
    search_keys.keep([person], plain(ProfileField.objects.all()))
    return changed


def _kept(field: ProfileField, person: Person) -> object:
    """What a person has in a field, as it would be stored now: it may have held one value before."""
    value = person.value(field.name) or None
    return [value] if field.several and value is not None and not isinstance(value, list) else value


def new_person(
    fields: list[ProfileField], values: Mapping[str, object], username: str | None, at: datetime
) -> Person:
    """A person as they would be stored, not written yet; raises `Misfit`."""
    required = {field.name: "" for field in fields if field.required}
    given = {name: value for name, value in values.items() if value not in ("", None, []) or name in required}
    checked = check(fields, {**required, **given}, today=timezone.localdate())
    person = Person(registered_at=at, password=_no_password(), username=_username(username))
    _put(person, checked)
    demand_name(person)
    return person


def _put(person: Person, values: Mapping[str, Checked]) -> None:
    """Set the values where they belong; the profile holds no empty ones."""
    for name, value in values.items():
        if name in PROFILE_COLUMNS:
            setattr(person, name, value)
        elif value in ("", None, []):
            person.profile.pop(name, None)
        else:
            person.profile[name] = value


def demand_name(person: Person) -> None:
    if not (person.given_name or person.family_name):
        raise Misfit({"family_name": "A person needs a name."})


def _username(text: str | None) -> str | None:
    name = (text or "").strip().lower()
    if name and not _USERNAME.fullmatch(name):
        raise Misfit({"username": "Use letters, digits and . @ + - _ only."})
    return name or None


def _insert(person: Person) -> None:
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        raise Misfit({"username": "Somebody has this user name already."}) from None


def _no_password() -> str:
    """One that lets nobody in; `make_password(None)` takes a fifth of the time that registering does."""
    return f"{UNUSABLE_PASSWORD_PREFIX}{secrets.token_urlsafe(30)}"


def as_described(described: Described, at: datetime) -> Person:
    return Person(
        given_name=described.given_name,
        family_name=described.family_name,
        email=described.email or "",
        date_of_birth=described.date_of_birth,
        profile={name: value for name, value in described.profile.items() if value not in ("", None, [])},
        registered_at=at,
        password=_no_password(),
    )


def of_the_actors(acting: Acting, segments: Collection[Segment] | None) -> frozenset[int]:
    """The ids of the chosen segments; nobody registers people into a segment they do not see."""
    mine = acting.actor.standing.segments
    chosen = frozenset(sorted(mine)[:1] if segments is None else [segment.pk for segment in segments])
    if not chosen or not chosen <= mine:
        raise Refused(acting, REGISTER, deny("other-segment"), None)
    return chosen


def _names(fields: Iterable[ProfileField]) -> tuple[str, ...]:
    return tuple(field.name for field in fields)


def _labels(fields: Iterable[ProfileField]) -> str:
    """`e-mail and telephone`"""
    *all_but_one, last = [field.label.lower() for field in fields]
    return f"{', '.join(all_but_one)} and {last}" if all_but_one else last
