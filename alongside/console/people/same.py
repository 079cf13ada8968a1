"""Somebody who may be the person about to be registered: how likely, why, and what tells them apart."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from alongside.console.people.hiding import without
from alongside.console.people.rows import text
from alongside.people.matches import Match
from alongside.people.models import Person
from alongside.people.queries import Found
from alongside.ui.words import day, moment

# From this score on somebody is warned, and says why it is somebody else (spec G76).
LIKELY, VERY_LIKELY = 0.5, 0.95
MOST = 5  # beside a form
LETTERS, NAMES = 2, ("given_name", "family_name")  # before anybody is looked for (spec G72)


@dataclass(frozen=True)
class Same:
    """`facts` are pairs of a label and what is known, without what is not known."""

    id: int
    ref: uuid.UUID
    name: str
    score: float
    reasons: tuple[str, ...]
    facts: list[tuple[str, str]]

    @property
    def likely(self) -> bool:
        return self.score >= LIKELY

    @property
    def words(self) -> str:
        if self.score >= VERY_LIKELY:
            return "Very likely"
        return "Likely" if self.likely else "Possible"

    @property
    def percent(self) -> int:
        """Never 0, and never 100: nobody is the same for certain."""
        return min(99, max(1, round(100 * self.score)))

    @classmethod
    def of(cls, matches: Iterable[Match], hidden: Collection[str]) -> list[Same]:
        """The first few of the matches, with when they last signed in (spec G73); `hidden` are the fields
        that lists leave out (`hiding.hidden`)."""
        shown = list(matches)[:MOST]
        people = Person.objects.filter(pk__in=[match.person.id for match in shown])
        rows = people.values_list("pk", "last_login", "failed_sign_in_at") if shown else ()
        signed_in = {number: (last, failed) for number, last, failed in rows}
        return [
            cls(
                id=match.person.id,
                ref=match.person.ref,
                name=match.person.name,
                score=match.score,
                reasons=match.reasons,
                facts=[
                    *_known(without(match.person, hidden)),
                    *_sign_ins(match, *signed_in[match.person.id]),
                ],
            )
            for match in shown
        ]


def told(same: list[Same], typed: Mapping[str, object]) -> str:
    """What is there, for those who do not see the list appear."""
    if not same and not all(len(str(typed.get(name) or "").strip()) >= LETTERS for name in NAMES):
        return "Whoever may be the same person appears here as soon as both names have two letters."
    if not same:
        return "Nobody is registered who may be the same person."
    likely = sum(1 for one in same if one.likely)
    number = "1 person" if len(same) == 1 else f"{len(same)} people"
    return f"{number} may be the same, {likely or 'none'} of them likely."


def _known(person: Found) -> Iterable[tuple[str, str]]:
    if person.date_of_birth:
        yield "Born", day(person.date_of_birth)
    for label, names in (("Address", ("address", "postcode")), ("Telephone", ("telephone", "mobile"))):
        if known := ", ".join(filter(None, (text(person.profile.get(name)) for name in names))):
            yield label, known
    if person.email:
        yield "E-mail", person.email


def _sign_ins(match: Match, last: datetime | None, failed: datetime | None) -> Iterable[tuple[str, str]]:
    if match.person.username:
        yield "Last signed in", moment(last) if last else "Never"
    else:
        yield "Account", "None"
    if failed:
        yield "Last failed to", moment(failed)
