"""Learning from a tenant's own people how much it says that two of them agree in something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job
from alongside.jobs.works import Step
from alongside.people import exporting, matches
from alongside.people.fields import values_of
from alongside.people.matching.comparing import Aspect, Level, compare
from alongside.people.matching.estimating import Levels, estimate
from alongside.people.matching.records import Record
from alongside.people.models import MatchWeights, ProfileField
from alongside.people.queries import plain

ESTIMATE = Power("people.estimate_weights", Kind.STAFF)

WORK = "people.estimate_weights"
AT_ONCE, SAMPLE = 20, 2000  # people of one step, and in all

_LETTERS = {level: level.value[0] + level.value[-1] for level in Level}
_LEVELS = {letters: level for level, letters in _LETTERS.items()}


class WeightsWanted(
    Event,
    kind="people.weights_wanted",
    title="Learn weights",
    sentence="{actor} had it learnt from the people registered how much agreements say",
    private=True,
):
    pass


class WeightsEstimated(
    Event,
    kind="people.weights_estimated",
    title="Weights learnt",
    sentence="{actor} learnt from {pairs} pairs of people how much agreements say",
    private=True,
):
    pairs: int
    same: int


def estimate_weights(acting: Acting, *, here: bool = False) -> Job:
    """Learn the weights of matching from a sample of the people, as long work."""
    with acting.doing(ESTIMATE) as deed:
        job = jobs.ask(acting, WORK, here=here)
        deed.record(WeightsWanted())
        return job


def learn(acting: Acting, job: Job) -> Step:
    """Compare a few people more, at random and with those who are like them; at the end, learn.

    Ids are random numbers, so people whose ids follow each other are a sample.
    """
    segments = acting.actor.standing.segments
    fields = [field for field in plain(ProfileField.objects.in_use()) if field.segment is None]
    people = exporting.everybody(segments).filter(pk__gt=job.cursor.get("after", 0)).order_by("pk")[:AT_ONCE]
    records = [(person, Record.of(fields, values_of(person))) for person in people]
    at_random, alike = Counter(job.cursor.get("random", {})), Counter(job.cursor.get("alike", {}))
    for number, (person, record) in enumerate(records):
        at_random.update(_pattern(compare(record, other).levels) for _, other in records[:number])
        found = matches.agreements(record, fields=fields, segments=segments, without=person.pk)
        alike.update(_pattern(one.levels) for one in found)
    done = job.done + len(records)
    if len(records) < AT_ONCE or done >= SAMPLE:
        return Step({}, done=done, finished=True, result=_learnt(acting, at_random, alike))
    cursor = {"after": records[-1][0].pk, "random": dict(at_random), "alike": dict(alike)}
    return Step(cursor, done=done, total=SAMPLE)


def _learnt(acting: Acting, at_random: Mapping[str, int], alike: Mapping[str, int]) -> dict[str, int]:
    """Keep what was learnt. Each pair of two was met from both sides, so half of them count."""
    found = estimate(_levels(at_random), list(_levels(alike))[::2])
    with acting.doing(ESTIMATE) as deed:
        weights = {
            aspect.value: {level.value: bits for level, bits in theirs.items()}
            for aspect, theirs in found.weights.items()
        }
        MatchWeights.objects.update_or_create(
            defaults={
                "weights": weights,
                "pairs": found.pairs,
                "same": found.same,
                "estimated_at": deed.at,
            }
        )
        deed.record(WeightsEstimated(pairs=found.pairs, same=found.same))
    return {"pairs": found.pairs, "same": found.same}


def _pattern(levels: Levels) -> str:
    """Levels in one word, to be counted."""
    return "".join(_LETTERS[levels[aspect]] for aspect in Aspect)


def _levels(counted: Mapping[str, int]) -> Iterator[Levels]:
    for pattern, count in sorted(counted.items()):
        levels = {aspect: _LEVELS[pattern[2 * at : 2 * at + 2]] for at, aspect in enumerate(Aspect)}
        for _ in range(count):
            yield levels
