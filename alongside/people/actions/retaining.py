"""Finding out who is due for erasure, and proposing it for many at once.

A day costs what is due on it: everybody is looked at when they have been here for as long as people are
kept, in the order in which they were registered, and again when the time since their last sign of life
is over (`models.Keeping`). Nobody is erased by this: one proposes it and another carries it out.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.jobs.models import Job
from alongside.jobs.works import Step
from alongside.lib import clock, keyset, tenancy
from alongside.people import lives
from alongside.people.actions.erasing import NotErasable, propose
from alongside.people.actions.erasures import erasures_seen_by
from alongside.people.models import (
    Erasure,
    ErasureState,
    Ground,
    Keeping,
    LookedThrough,
    Person,
    Tenant,
)
from alongside.people.retention import Life, Retention, check, counts_from, is_due, months_before

SET_RETENTION = Power("people.set_retention", Kind.STAFF)
FIND_DUE = Power("people.find_due", Kind.STAFF)

AT_ONCE = 200  # people of one step

_NOTED = ("noted_at", "pk")
_REGISTERED = ("registered_at", "pk")


class RetentionSet(
    Event,
    kind="people.retention_set",
    title="Set how long things are kept",
    sentence="{actor} changed how long things are kept",
    private=True,
):
    """What differs from the defaults now."""

    retention: dict[str, Any]


class DueFound(
    Event,
    kind="people.due_found",
    title="Find who is due for erasure",
    sentence="{actor} found people to whom nothing has happened for as long as we keep people",
    private=True,
):
    """`people` are the ids of those who are due now, `no_longer` of those who were and are no more."""

    people: tuple[int, ...]
    no_longer: tuple[int, ...]


def set_retention(acting: Acting, values: Mapping[str, object]) -> Retention:
    """Say how long things are kept; what is not named becomes the default. Raises `Misfit`."""
    with acting.doing(SET_RETENTION) as deed:
        retention = check(values)
        tenant = Tenant.objects.select_for_update().get(pk=acting.tenant_id)
        tenant.options = {**tenant.options, "retention": retention.differing()}
        tenant.save(update_fields=["options"])
        deed.record(RetentionSet(retention=retention.differing()))
        return retention


def retention() -> Retention:
    """How long the open tenant keeps things."""
    return Retention.of(Tenant.objects.get(pk=tenancy.current()).options)


def find_due(acting: Acting, job: Job) -> Step:
    """The next people: first those who are due already and may be so no longer, then those whose time may
    be over again, then those who have never been looked at."""
    at = clock.now()
    months, cursor = retention().people, dict(job.cursor)
    limit = months_before(at, months) if months else None
    if "looked" not in cursor:
        return _look_again(acting, job, cursor, limit, at)
    if limit is None:
        return Step(cursor, job.done, finished=True, result={"people": 0})
    numbers = _whose_time_is_over(limit) or _never_looked_at(limit)
    if not numbers:
        return Step(cursor, job.done, finished=True, result={"people": cursor.get("found", 0)})
    with acting.doing(FIND_DUE) as deed:
        found = _examine(numbers, limit, deed.at)
        deed.record(DueFound(people=tuple(found), no_longer=()))
    cursor["found"] = cursor.get("found", 0) + len(found)
    return Step(cursor, job.done + len(numbers))


def propose_due(acting: Acting, erasures: Iterable[uuid.UUID]) -> tuple[int, list[str]]:
    """Propose to erase these people who are due; how many, and why others cannot be, each in a sentence.
    One who has come to life meanwhile is no longer due, and said so."""
    proposed, refused = 0, []
    wanted = erasures_seen_by(acting).in_state(ErasureState.DUE).filter(pk__in=list(erasures))
    for erasure in list(wanted.order_by(*_NOTED)):
        try:
            if still_due(erasure.person_id):
                propose(acting, erasure.person, Ground.PERIOD)
                proposed += 1
            else:
                refused.append(f"{erasure.person.name}: something has happened since.")
        except NotErasable as problem:
            refused.append(f"{erasure.person.name}: {problem}")
    return proposed, refused


def still_due(person: int) -> bool:
    """Whether nothing has happened to somebody who was found to be due."""
    months = retention().people
    limit = months_before(clock.now(), months) if months else None
    return limit is not None and any(is_due(life, limit) for life in lives.of([person]))


def would_be_due() -> Iterator[Life]:
    """Everybody who is due or would be found so now, a few at a time; nothing is written."""
    months = retention().people
    if not months:
        return
    limit = months_before(clock.now(), months)
    for numbers in _everybody_in_question(limit):
        yield from (life for life in lives.of(numbers) if is_due(life, limit))


def _look_again(
    acting: Acting, job: Job, cursor: dict[str, Any], limit: datetime | None, at: datetime
) -> Step:
    """Those who are due already: whoever has come to life, or is kept for longer now, is so no more."""
    due = Erasure.objects.in_state(ErasureState.DUE).order_by(*_NOTED)
    if place := cursor.get("place"):
        due = due.filter(keyset.behind(_NOTED, [datetime.fromisoformat(place[0]), uuid.UUID(place[1])]))
    some = list(due[:AT_ONCE])
    if not some:
        return Step({"looked": True}, job.done)
    known = {life.person_id: life for life in lives.of([one.person_id for one in some])}
    over = [one for one in some if not (limit and is_due(known[one.person_id], limit))]
    if over:
        with acting.doing(FIND_DUE) as deed:
            Erasure.objects.in_state(ErasureState.DUE).filter(pk__in=[one.pk for one in over]).delete()
            for one in over:
                life = known[one.person_id]
                _count_from({one.person_id: counts_from(life, limit) if limit else life.last[1]})
            deed.record(DueFound(people=(), no_longer=tuple(one.person_id for one in over)))
    last = some[-1]
    return Step({"place": [last.noted_at.isoformat(), str(last.pk)]}, job.done + len(some))


def _whose_time_is_over(limit: datetime) -> list[int]:
    over = Keeping.objects.filter(counts_from__lte=limit).order_by("counts_from", "person")
    return list(over.values_list("person", flat=True)[:AT_ONCE])


def _never_looked_at(limit: datetime) -> list[int]:
    """The next people in the order in which they were registered; where they stand is kept at once."""
    some = list(_behind(_mark(), limit).values_list("registered_at", "pk")[:AT_ONCE])
    if some:
        registered_at, number = some[-1]
        LookedThrough.objects.update_or_create(
            tenant_id=tenancy.current(), defaults={"registered_at": registered_at, "number": number}
        )
    return [number for _, number in some]


def _mark() -> Sequence[Any] | None:
    mark = LookedThrough.objects.first()
    return None if mark is None else (mark.registered_at, mark.number)


def _behind(place: Sequence[Any] | None, limit: datetime) -> Any:
    people = Person.objects.filter(registered_at__lte=limit).order_by(*_REGISTERED)
    return people if place is None else people.filter(keyset.behind(_REGISTERED, place))


def _everybody_in_question(limit: datetime) -> Iterator[list[int]]:
    """Those who are due or proposed, whose time is over, or who have never been looked at; by the hundred."""
    place: Sequence[Any] | None = None
    while some := list(_page(Erasure.objects.in_state(ErasureState.DUE), _NOTED, place)):
        yield [one.person_id for one in some]
        place = (some[-1].noted_at, some[-1].pk)
    place, order = None, ("counts_from", "person")
    while kept := list(_page(Keeping.objects.filter(counts_from__lte=limit), order, place)):
        yield [one.person_id for one in kept]
        place = (kept[-1].counts_from, kept[-1].person_id)
    place = _mark()
    while rows := list(_behind(place, limit).values_list("registered_at", "pk")[:AT_ONCE]):
        yield [number for _, number in rows]
        place = rows[-1]


def _page(rows: Any, order: Sequence[str], place: Sequence[Any] | None) -> Any:
    return (rows if place is None else rows.filter(keyset.behind(order, place))).order_by(*order)[:AT_ONCE]


def _examine(numbers: Collection[int], limit: datetime, at: datetime) -> list[int]:
    """Note who of these is due, and of the others when to look at them again; the ids of the former."""
    known = lives.of(numbers)
    open_now = set(Erasure.objects.open().filter(person__in=numbers).values_list("person", flat=True))
    due = [life.person_id for life in known if is_due(life, limit) and life.person_id not in open_now]
    Erasure.objects.bulk_create(
        Erasure(person_id=number, state=ErasureState.DUE, ground=Ground.PERIOD, noted_at=at) for number in due
    )
    asleep = {*due, *open_now}
    _count_from(
        {life.person_id: None if life.person_id in asleep else counts_from(life, limit) for life in known}
    )
    Keeping.objects.filter(person__in=set(numbers) - {life.person_id for life in known}).delete()
    return due


def _count_from(when: Mapping[int, datetime | None]) -> None:
    Keeping.objects.bulk_create(
        [Keeping(person_id=number, counts_from=at) for number, at in when.items()],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["counts_from"],
    )
