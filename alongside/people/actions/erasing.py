"""Erasing people: one proposes it, another carries it out, and a hold forbids it.

What happened stays provable: the record becomes a stone that says nothing, and the key of what history
holds of them is destroyed (security.md 2.7). What becomes of each kind of thing is said in `custody`.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from alongside.assisting.acting import Acting, Deed, authorship
from alongside.assisting.models import Assistance
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history import actions as history
from alongside.history.events import Event
from alongside.people import custody, lives
from alongside.people.actions import decoys
from alongside.people.models import Erasure, ErasureState, Ground, Hold, Keeping, Person
from alongside.people.models import Kind as Sort
from alongside.people.models.standings import standing_of

PROPOSE = Power("people.propose_erasure", Kind.STAFF)
WITHDRAW = Power("people.withdraw_erasure", Kind.STAFF, right=PROPOSE.right)
ERASE = Power("people.erase", Kind.STAFF)
HOLD = Power("people.hold", Kind.STAFF)
LIFT = Power("people.lift_hold", Kind.STAFF, right=HOLD.right)


class NotErasable(Exception):
    """This person cannot be erased now; the message says why, to whoever asked for it."""


class ErasureProposed(
    Event,
    kind="people.erasure_proposed",
    title="Propose to erase",
    sentence="{actor} proposed to erase {person}: {ground}",
    private=True,
):
    ground: str


class ErasureWithdrawn(
    Event,
    kind="people.erasure_withdrawn",
    title="Do not erase",
    sentence="{actor} decided that {person} is not erased",
    private=True,
):
    pass


class PersonErased(
    Event,
    kind="people.erased",
    title="Erase a person",
    sentence="{actor} erased a person: {ground}",
    private=True,
):
    """Recorded against its author. `refs` name the erased in history, and nowhere else any more."""

    refs: tuple[uuid.UUID, ...]
    ground: str


class Held(
    Event,
    kind="people.held",
    title="Forbid to erase",
    sentence="{actor} forbade to erase {person}: {reason}",
    private=True,
):
    reason: str


class HoldLifted(
    Event,
    kind="people.hold_lifted",
    title="Lift hold",
    sentence="{actor} no longer forbids to erase {person}",
    private=True,
):
    pass


def propose(acting: Acting, person: Person, ground: str, *, note: str = "") -> Erasure:
    """Say that a person should be erased; somebody else decides. Raises `NotErasable`."""
    with acting.doing(PROPOSE, whose=person) as deed:
        person = _locked(person)
        _demand_erasable(person)
        erasure = Erasure.objects.open().filter(person=person).first()
        if erasure is not None and erasure.state == ErasureState.PROPOSED:
            raise NotErasable("Somebody has proposed this already.")
        erasure = erasure or Erasure(person=person)
        erasure.state = ErasureState.PROPOSED
        erasure.ground, erasure.note = Ground(ground), note.strip()
        erasure.proposed_by_id, erasure.noted_at = acting.actor.id, deed.at
        erasure.save()
        decoys.touched(acting, person, "proposed to erase", deed.at)
        deed.record(ErasureProposed(ground=Ground(ground).label), about=erasure)
        return erasure


def withdraw(acting: Acting, erasure: Erasure) -> None:
    """Decide that a person is not erased, whoever proposed it. Raises `NotErasable` when it is too late."""
    with acting.doing(WITHDRAW, whose=erasure.person) as deed:
        person = _locked(erasure.person)
        present = _open(erasure)
        present.state = ErasureState.WITHDRAWN
        present.proposed_by_id = present.proposed_by_id or acting.actor.id
        present.ended_by_id, present.ended_at = acting.actor.id, deed.at
        present.save()
        Keeping.objects.filter(person=person).update(counts_from=deed.at)  # or it would be due again tomorrow
        deed.whose = person
        deed.record(ErasureWithdrawn(), about=erasure)


def erase(acting: Acting, erasure: Erasure) -> None:
    """Forget a person for good, as somebody else proposed. It cannot be undone. Raises `NotErasable`."""
    with acting.doing(ERASE, whose=erasure.person) as deed:
        person, *merged = _records(erasure.person)
        present = _open(erasure)
        if present.state != ErasureState.PROPOSED:
            raise NotErasable("Nobody has proposed this yet.")
        if present.proposed_by_id == acting.actor.id:
            raise NotErasable("You have proposed this yourself: somebody else has to carry it out.")
        _demand_erasable(person)
        if present.ground == Ground.PERIOD:
            _demand_silence(person, present.noted_at)
        decoys.touched(acting, person, "erased", deed.at)
        for record in (*merged, person):
            for one in reversed(custody.registered()):
                one.erase(record)
            Person.objects.filter(pk=record.pk).update(erased_at=deed.at)
        present.state = ErasureState.DONE
        present.note = ""
        present.ended_by_id, present.ended_at = acting.actor.id, deed.at
        present.save()
        transaction.on_commit(wipe)
        _record(acting, deed, [record.ref for record in (person, *merged)], present)


def hold(acting: Acting, person: Person, reason: str) -> Hold:
    """Forbid to erase a person, for a claim or by law (GDPR 17(3)). Raises `NotErasable` for one who is."""
    with acting.doing(HOLD, whose=person) as deed:
        person = _locked(person)
        if person.erased_at is not None:
            raise NotErasable("This person has been erased.")
        held, made = Hold.objects.get_or_create(
            person=person,
            lifted_at=None,
            defaults={"reason": reason, "placed_by_id": acting.actor.id, "placed_at": deed.at},
        )
        if not made:
            raise NotErasable("This person is held already.")
        deed.record(Held(reason=reason), about=held)
        return held


def lift_hold(acting: Acting, held: Hold) -> None:
    """Let a person be erased again."""
    with acting.doing(LIFT, whose=held.person) as deed:
        _locked(held.person)
        Hold.objects.standing().filter(pk=held.pk).update(lifted_at=deed.at, lifted_by_id=acting.actor.id)
        deed.record(HoldLifted(), about=held)


def hindrance(person: Person) -> str:
    """Why this person cannot be erased, in a sentence; empty when they can."""
    if person.kind != Sort.PERSON:
        return "This is not a person but a name under which the house acts."
    if person.erased_at is not None:
        return "This person has been erased."
    if person.merged_into_id is not None:
        return "This record was merged with another: whoever is to be erased stands there."
    if standing_of(person.pk).privileges:
        return "They work here: take their roles away first."
    if Hold.objects.standing().filter(person=person).exists():
        return "They are held: somebody has said why they must not be erased."
    if Assistance.objects.open().filter(person=person).exists():
        return "Somebody is helping them at this moment."
    return ""


def wipe() -> None:
    """Have SQLite put what was deleted out of its journal, too: until then it lies there in plain text.

    PostgreSQL keeps old rows until it is vacuumed, which it does by itself (docs/erasure.md).
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _locked(person: Person) -> Person:
    """The person as they are now; whoever changes, merges or erases them waits for the other."""
    found: Person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    return found


def _records(person: Person) -> list[Person]:
    """The person as they are now, and each record that was merged into theirs."""
    theirs = Q(pk=person.pk) | Q(merged_into=person.pk)
    # Locked in one order, as merging does.
    rows = Person.objects.select_for_update(of=("self",)).filter(theirs).order_by("pk")
    return sorted(rows, key=lambda row: row.pk != person.pk)


def _open(erasure: Erasure) -> Erasure:
    found = Erasure.objects.open().select_for_update(of=("self",)).filter(pk=erasure.pk).first()
    if found is None:
        raise NotErasable("This was decided already.")
    return found


def _demand_erasable(person: Person) -> None:
    if said := hindrance(person):
        raise NotErasable(said)


def _demand_silence(person: Person, since: datetime) -> None:
    """Whoever has come to life since it was proposed is not erased for silence."""
    if any(life.last[1] > since for life in lives.of([person.pk])):
        raise NotErasable("Something has happened since it was proposed: withdraw it.")


def _record(acting: Acting, deed: Deed, refs: list[uuid.UUID], erasure: Erasure) -> None:
    """Destroy the keys and say so: against the author, for an entry of the erased would need a new key."""
    deed.whose = None
    author = authorship(acting, acting.actor, None)
    for ref in refs:
        history.erase(author, ref, power=ERASE.name, rule=deed.verdict.rule, at=deed.at)
    deed.record(PersonErased(refs=tuple(refs), ground=Ground(erasure.ground).label), about=erasure)
