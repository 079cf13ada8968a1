"""Looking through everybody for people who are registered twice, and saying that two are not the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job
from alongside.lib import clock
from alongside.people import matches
from alongside.people.checking import Misfit
from alongside.people.fields import values_of
from alongside.people.matches import Match
from alongside.people.models import Decision, Person, ProfileField, SuspectedPair
from alongside.people.queries import plain

FIND_DUPLICATES = Power("people.find_duplicates", Kind.STAFF)
TELL_APART = Power("people.tell_apart", Kind.STAFF)

WORK = "people.find_duplicates"
LEAST = 0.5  # the score from which a pair is worth a look
_OF_EACH = 5  # pairs of one person at most


class DuplicatesWanted(
    Event,
    kind="people.duplicates_wanted",
    title="Look for duplicates",
    sentence="{actor} had everybody looked through for people who are registered twice",
    private=True,
):
    pass


class ToldApart(
    Event,
    kind="people.told_apart",
    title="Tell apart",
    sentence="{actor} said that {person} is somebody else than a person who is like them: {why}",
    private=True,
):
    why: str


def find_duplicates(acting: Acting, *, least: float = LEAST, here: bool = False) -> Job:
    """Look through everybody of the actor's segments, as long work; pairs of at least this score are kept."""
    with acting.doing(FIND_DUPLICATES) as deed:
        job = jobs.ask(acting, WORK, payload={"least": least}, here=here)
        deed.record(DuplicatesWanted())
        return job


def suspect(acting: Acting, people: Sequence[Person], *, least: float) -> int:
    """Compare these people with everybody and keep the pairs; how many are new. What was decided stays."""
    fields = plain(ProfileField.objects.in_use())
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
        [_pair(one, other, pairs[one, other], at) for one, other in new],
        ignore_conflicts=True,  # another walk may have found them at this moment
    )
    return len(new)


def _pair(one: int, other: int, match: Match, at: datetime) -> SuspectedPair:
    return SuspectedPair(
        one_id=one,
        other_id=other,
        score=match.score,
        weight=match.weight,
        reasons=list(match.reasons),
        found_at=at,
    )


def tell_apart(acting: Acting, pair: SuspectedPair, *, why: str) -> None:
    """Say that two people are not the same, and why: nobody is asked about them again. Raises `Misfit`."""
    with acting.doing(TELL_APART, whose=pair.one) as deed:
        if not why.strip():
            raise Misfit({"why": "Say how they differ: nobody will be asked again."})
        pair.decision, pair.why = Decision.APART, why.strip()[:200]
        pair.decided_by_id, pair.decided_at = acting.actor.id, deed.at
        pair.save(update_fields=["decision", "why", "decided_by", "decided_at"])
        deed.record(ToldApart(why=pair.why), about=pair)
