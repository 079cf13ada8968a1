"""Looking for people who may be the one about to be registered (spec G70–G76)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from time import monotonic

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.people import matches
from alongside.people.actions import looking
from alongside.people.fields import texts
from alongside.people.matches import Match
from alongside.people.models import ProfileField
from alongside.people.queries import plain

# Whoever registers people sees those who may be the same, with no further right.
LOOK_FOR_SAME = Power("people.look_for_same", Kind.STAFF, right="people.register")

MATCH_FILE = Power("people.match_file", Kind.STAFF)

MOST_SHOWN = 8
# Names alone make nobody likely, but while no more is typed they are what can be shown.
LEAST = 0.004
SHORTEST_NAME = 2  # letters of both names, before anybody is looked for (spec G72)
IDENTIFYING = frozenset({"telephone", "email"})  # types of fields that are enough by themselves

# While a form is filled in, whom it showed already is not recorded again for so many seconds.
_FILLING_LASTS = 60.0


class LookedForSame(
    Event,
    kind="people.looked_for_same",
    title="Look for the same person",
    sentence="{actor} looked for people who may be the same as a new one",
    private=True,
):
    shown: tuple[int, ...]


class FileMatched(
    Event,
    kind="people.file_matched",
    title="Match a file",
    sentence="{actor} asked who the people of the file {file} are",
    private=True,
):
    file: str


def look_for_same(acting: Acting, values: Mapping[str, object], *, typing: bool = False) -> list[Match]:
    """People who may be the one with these values (by field name, as typed), the likeliest first.

    Nobody is looked for before both names have two letters or something is given that is one person's
    alone. Recorded with those it shows; while somebody is `typing`, when it shows somebody new, and again
    each minute.
    """
    found = _found(acting, values) if acting.may(LOOK_FOR_SAME) else []
    shown = tuple(match.person.id for match in found)
    if typing and acting.may(LOOK_FOR_SAME) and (not shown or _shown_already(acting.actor.id, shown)):
        return found
    with acting.doing(LOOK_FOR_SAME) as deed:  # says no, and records that, to whoever may not
        looking.searched(acting, shown, deed.at)
        deed.record(LookedForSame(shown=shown))
    if typing:
        _remember(acting.actor.id, shown)
    return found


def _found(acting: Acting, values: Mapping[str, object]) -> list[Match]:
    fields = plain(ProfileField.objects.in_use())
    if not _enough(values, {field.name for field in fields if field.type in IDENTIFYING}):
        return []
    segments = acting.actor.standing.segments
    return matches.likely(
        acting.tenant_id, values, fields=fields, segments=segments, limit=MOST_SHOWN, least=LEAST
    )


def _enough(values: Mapping[str, object], identifying: set[str]) -> bool:
    def said(name: str) -> str:
        return "".join(texts(values.get(name))).strip()

    names = (said("given_name"), said("family_name"))
    if all(len(name) >= SHORTEST_NAME for name in names):
        return True
    return any(said(name) for name in identifying | {"account_number", "identity_number"})


# Whom the form showed each agent lately, and since when. In this process only: several write an entry each.
_lately: dict[int, tuple[frozenset[int], float]] = {}


def _shown_already(actor_id: int, shown: tuple[int, ...]) -> bool:
    before, at = _lately.get(actor_id, (frozenset(), 0.0))
    return before.issuperset(shown) and monotonic() - at < _FILLING_LASTS


def _remember(actor_id: int, shown: tuple[int, ...]) -> None:
    if len(_lately) > 10_000:
        _lately.clear()
    before, at = _lately.get(actor_id, (frozenset(), 0.0))
    moment = monotonic()
    if moment - at < _FILLING_LASTS:
        _lately[actor_id] = (before | set(shown), at)
    else:
        _lately[actor_id] = (frozenset(shown), moment)


def match_file(
    acting: Acting,
    rows: Iterable[Mapping[str, object]],
    *,
    name: str,
    limit: int = 5,
    least: float = 0.0,
) -> Iterator[list[Match]]:
    """Who each row of a file may be, one after the other; `name` is the file's. It is recorded by now,
    before the first answer."""
    fields = plain(ProfileField.objects.in_use())
    segments = acting.actor.standing.segments
    with acting.doing(MATCH_FILE) as deed:
        deed.record(FileMatched(file=name))
    return (
        matches.likely(acting.tenant_id, row, fields=fields, segments=segments, limit=limit, least=least)
        for row in rows
    )
