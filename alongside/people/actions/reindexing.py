"""Renewing the keys of everybody, a few people at a time, while others search and write (spec G13)."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job
from alongside.jobs.works import Step
from alongside.lib import transactions
from alongside.lib.ids import LARGEST_NUMBER
from alongside.people.actions import search_keys
from alongside.people.models import Person, ProfileField
from alongside.people.queries import plain
from alongside.people.reindexing import REINDEX_PEOPLE, overtaken

REINDEX = Power("people.reindex", Kind.STAFF)

BATCH = 200  # people whose keys are renewed in one transaction: about a tenth of a second


class ReindexAsked(
    Event,
    kind="people.reindex_asked",
    title="Begin re-indexing",
    sentence="{actor} had all people re-indexed",
    private=True,
):
    pass


class Reindexed(
    Event,
    kind="people.reindexed",
    title="Re-index people",
    sentence="{actor} renewed the search keys of {people} people",
    private=True,
):
    people: int
    keys: int


def reindex(acting: Acting, *, here: bool = False) -> Job:
    """Have the search keys of everybody renewed, by a job that begins when this is committed.

    It can be asked for at any time: one that is under way ends and leaves the rest to the new one, which
    begins from the first person. `here` as in `jobs.ask`.
    """
    with acting.doing(REINDEX) as deed:
        job = jobs.ask(acting, REINDEX_PEOPLE, here=here)
        deed.record(ReindexAsked())
        return job


@dataclass(frozen=True)
class _Place:
    """Where a re-indexing is: `after` is the id of the last person, `since` when it really began."""

    since: int = -1
    after: int = 0
    people: int = 0  # who had keys to renew
    keys: int = 0


def renew(acting: Acting, job: Job) -> Step:
    """A step of re-indexing: the next people in order of their ids.

    Whoever is registered or changed meanwhile gets the right keys by that deed itself. Only a deed that
    had read the fields before they were changed could write old keys, so those are waited for first.
    """
    if overtaken(job):
        return Step(job.cursor, job.done, job.total, finished=True, result={"overtaken": True})
    place = _Place(**job.cursor)
    if place.since < 0:
        return Step(asdict(_Place(since=transactions.mark())))
    if not transactions.over_before(place.since):
        time.sleep(0.1)  # nothing is locked
        return Step(job.cursor)
    # Locked, so that nobody's profile changes between being read and its keys being written.
    everybody = Person.objects.real().select_for_update(of=("self",)).order_by("pk")
    people = list(everybody.filter(pk__gt=place.after)[:BATCH])
    renewed = search_keys.keep(people, plain(ProfileField.objects.all()))
    last = len(people) < BATCH
    place = _Place(
        since=place.since,
        after=people[-1].pk if people else place.after,
        people=place.people + sum(1 for keys in renewed.values() if keys),
        keys=place.keys + sum(renewed.values()),
    )
    done = job.done + len(people)
    if last:
        with acting.doing(REINDEX) as deed:
            deed.record(Reindexed(people=place.people, keys=place.keys))
    result = {"people": place.people, "keys": place.keys}
    return Step(asdict(place), done, done if last else _expected(done, place.after), last, result)


def _expected(done: int, after: int) -> int:
    """About how many people there are, from how far the first ones reach among the random ids: to count
    them would take longer the more there are."""
    about = done * LARGEST_NUMBER // after
    return max(done, int(float(f"{about:.1e}")))  # two digits of it can be relied upon
