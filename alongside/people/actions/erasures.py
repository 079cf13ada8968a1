"""Which people are to be erased, who must not be, and who was."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.people.actions.erasing import PROPOSE
from alongside.people.models import Erasure, ErasureQuerySet, ErasureState, Hold, SegmentMember

SEE_ERASURES = Power("people.see_erasures", Kind.STAFF, right=PROPOSE.right)

MOST_SHOWN = 50


class ErasuresSeen(
    Event,
    kind="people.erasures_seen",
    title="List erasures",
    sentence="{actor} looked at who is to be erased and who must not be",
    private=True,
):
    """`shown` are the ids of those who are still somebody."""

    shown: tuple[int, ...]


@dataclass(frozen=True)
class Erasures:
    """The newest of each kind, first."""

    proposed: list[Erasure]
    held: list[Hold]
    done: list[Erasure]


def see_erasures(acting: Acting) -> Erasures:
    """What was proposed, held and done to people whom the actor sees; recorded before anybody is shown."""
    with acting.doing(SEE_ERASURES) as deed:
        seen = erasures_seen_by(acting).newest_first()
        held = Hold.objects.standing().filter(_in_segments(acting)).with_people().newest_first()
        found = Erasures(
            proposed=list(seen.in_state(ErasureState.PROPOSED)[:MOST_SHOWN]),
            held=list(held[:MOST_SHOWN]),
            done=list(seen.in_state(ErasureState.DONE)[:MOST_SHOWN]),
        )
        shown = [*(one.person_id for one in found.proposed), *(one.person_id for one in found.held)]
        deed.record(ErasuresSeen(shown=tuple(shown)))
    return found


def erasures_seen_by(acting: Acting) -> ErasureQuerySet:
    """Those of people in a segment of the actor; who is erased stays in theirs."""
    seen: ErasureQuerySet = Erasure.objects.with_people().filter(_in_segments(acting))
    return seen


def _in_segments(acting: Acting) -> Exists:
    segments = acting.actor.standing.segments
    return Exists(SegmentMember.objects.filter(person=OuterRef("person_id"), segment__in=segments))
