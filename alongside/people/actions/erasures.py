"""Which people are to be erased, who must not be, and who was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.lib import keyset
from alongside.lib.keyset import Leaf
from alongside.people import lives
from alongside.people.actions.erasing import PROPOSE
from alongside.people.models import Erasure, ErasureQuerySet, ErasureState, Hold, SegmentMember
from alongside.people.retention import Life

SEE_ERASURES = Power("people.see_erasures", Kind.STAFF, right=PROPOSE.right)

PAGE = 50
_NEWEST = ("-noted_at", "pk")
_LONGEST = ("noted_at", "pk")


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
    """A page of each kind, the newest first; and whether anybody is due."""

    proposed: Leaf[Erasure]
    held: Leaf[Hold]
    done: Leaf[Erasure]
    any_due: bool


@dataclass(frozen=True)
class Due:
    """People to whom nothing has happened for as long as they are kept, who were found first; and what
    is known of each by their id."""

    leaf: Leaf[Erasure]
    lives: Mapping[int, Life]


def see_erasures(acting: Acting, asked: Mapping[str, str]) -> Erasures:
    """What was proposed, held and done to people whom the actor sees, the pages that are `asked` for
    (`lib.keyset`); recorded before anybody is shown."""
    with acting.doing(SEE_ERASURES) as deed:
        seen = erasures_seen_by(acting)
        held = Hold.objects.standing().filter(_in_segments(acting)).with_people()
        proposed, done = (seen.in_state(state) for state in (ErasureState.PROPOSED, ErasureState.DONE))
        found = Erasures(
            proposed=keyset.leaf(proposed, _NEWEST, size=PAGE, asked=asked, name="proposed"),
            held=keyset.leaf(held, ("-placed_at", "pk"), size=PAGE, asked=asked, name="held"),
            done=keyset.leaf(done, _NEWEST, size=PAGE, asked=asked, name="done"),
            any_due=seen.in_state(ErasureState.DUE).exists(),
        )
        shown = [one.person_id for one in found.proposed.rows] + [one.person_id for one in found.held.rows]
        deed.record(ErasuresSeen(shown=tuple(shown)))
    return found


def see_due(acting: Acting, asked: Mapping[str, str]) -> Due:
    """People who are due, of those whom the actor sees; recorded before anybody is shown."""
    with acting.doing(SEE_ERASURES) as deed:
        due = erasures_seen_by(acting).in_state(ErasureState.DUE)
        leaf = keyset.leaf(due, _LONGEST, size=PAGE, asked=asked)
        shown = [one.person_id for one in leaf.rows]
        found = Due(leaf, {life.person_id: life for life in lives.of(shown)})
        deed.record(ErasuresSeen(shown=tuple(shown)))
    return found


def erasures_seen_by(acting: Acting) -> ErasureQuerySet:
    """Those of people in a segment of the actor; who is erased stays in theirs."""
    seen: ErasureQuerySet = Erasure.objects.with_people().filter(_in_segments(acting))
    return seen


def _in_segments(acting: Acting) -> Exists:
    segments = acting.actor.standing.segments
    return Exists(SegmentMember.objects.filter(person=OuterRef("person_id"), segment__in=segments))
