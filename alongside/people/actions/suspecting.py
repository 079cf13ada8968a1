"""Looking through everybody for people who are registered twice, and saying that two are not the same."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job
from alongside.lib import clock
from alongside.people import matches
from alongside.people.actions import looking
from alongside.people.checking import Misfit
from alongside.people.fields import values_of
from alongside.people.matches import Match
from alongside.people.models import Decision, Person, ProfileField, SuspectedPair
from alongside.people.queries import plain

FIND_DUPLICATES = Power("people.find_duplicates", Kind.STAFF)
TELL_APART = Power("people.tell_apart", Kind.STAFF)
SEE_DUPLICATES = Power("people.see_duplicates", Kind.STAFF, right="people.find_duplicates")

WORK = "people.find_duplicates"
LEAST = 0.5  # the score from which a pair is worth a look
_OF_EACH = 5  # pairs of one person at most
_FORGOTTEN = 500  # pairs that are forgotten in one step


class DuplicatesWanted(
    Event,
    kind="people.duplicates_wanted",
    title="Look for duplicates",
    sentence="{actor} had everybody looked through for people who are registered twice",
    private=True,
):
    pass


class DuplicatesSeen(
    Event,
    kind="people.duplicates_seen",
    title="See possible duplicates",
    sentence="{actor} looked at people who may be registered twice",
    private=True,
):
    """`shown` are the ids of the people."""

    shown: tuple[int, ...]


class ToldApart(
    Event,
    kind="people.told_apart",
    title="Tell apart",
    sentence="{actor} said that {person} is somebody else than a person who is like them: {why}",
    private=True,
):
    """On the stream of each of the two; `other` is the ref of the other one."""

    other: uuid.UUID
    why: str


def find_duplicates(acting: Acting, *, least: float = LEAST, here: bool = False) -> Job:
    """Look through everybody of the actor's segments, as long work; pairs of at least this score are kept."""
    with acting.doing(FIND_DUPLICATES) as deed:
        job = jobs.ask(acting, WORK, payload={"least": least}, here=here)
        deed.record(DuplicatesWanted())
        return job


def see_duplicates(acting: Acting, people: Iterable[int]) -> None:
    """Record that the actor sees these people; call it before showing any of them."""
    with acting.doing(SEE_DUPLICATES) as deed:
        shown = tuple(dict.fromkeys(people))
        looking.searched(acting, shown, deed.at)
        deed.record(DuplicatesSeen(shown=shown))


def suspect(acting: Acting, people: Sequence[Person], *, least: float) -> int:
    """Compare these people with everybody and keep the pairs; how many are new. What was decided stays.

    Only shared fields are compared: a pair and its reasons are shown to agents of any segment.
    """
    fields = [field for field in plain(ProfileField.objects.in_use()) if field.segment is None]
    segments = acting.actor.standing.segments
    pairs: dict[tuple[int, int], Match] = {}
    for person in people:
        alike = matches.likely(
            acting.tenant_id,
            values_of(person),
            fields=fields,
            segments=segments,
            limit=_OF_EACH,
            least=least,
            without=(person.pk,),
        )
        for match in alike:
            low, high = sorted((person.pk, match.person.id))
            pairs[low, high] = match
    known = SuspectedPair.objects.filter(one__in=[low for low, _ in pairs]).values_list("one_id", "other_id")
    new = sorted(pairs.keys() - set(known))
    at = clock.now()
    SuspectedPair.objects.bulk_create(
        [_pair(one, other, match, at) for (one, other), match in pairs.items()],
        update_conflicts=True,
        unique_fields=["one", "other"],
        update_fields=["score", "weight", "reasons", "seen_at"],
    )
    return len(new)


def forget(since: datetime) -> int:
    """Drop pairs that were last found before the present walk began, some at a time; how many. Somebody
    has corrected a record, or merged it. What was decided stays."""
    stale = SuspectedPair.objects.filter(decision=Decision.OPEN, seen_at__lt=since)
    some = list(stale.values_list("pk", flat=True)[:_FORGOTTEN])
    SuspectedPair.objects.filter(pk__in=some).delete()
    return len(some)


def _pair(one: int, other: int, match: Match, at: datetime) -> SuspectedPair:
    return SuspectedPair(
        one_id=one,
        other_id=other,
        score=match.score,
        weight=match.weight,
        reasons=list(match.reasons),
        found_at=at,
        seen_at=at,
    )


def tell_apart(acting: Acting, pair: SuspectedPair, *, why: str) -> None:
    """Say that two people are not the same, and why: nobody is asked about them again. Raises `Misfit`."""
    with acting.doing(TELL_APART, whose=pair.one) as deed:
        if not (verdict := acting.may(TELL_APART, whose=pair.other)):
            raise Refused(acting, TELL_APART, verdict, pair.other)
        if not (said := why.strip()[:200]):
            raise Misfit({"why": "Say how they differ: nobody will be asked again."})
        undecided = SuspectedPair.objects.filter(pk=pair.pk, decision=Decision.OPEN)
        decision = {"decision": Decision.APART, "decided_by": acting.actor.id, "decided_at": deed.at}
        if not undecided.update(why=said, **decision):
            raise Misfit({"why": "A colleague has told them apart already."})
        for person, other in ((pair.other, pair.one), (pair.one, pair.other)):
            deed.whose = person
            deed.record(ToldApart(other=other.ref, why=said), about=pair)
