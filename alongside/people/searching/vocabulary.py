"""The words that occur in names and places: which they are, and which of them somebody may have meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.db import connection

from alongside.lib import given
from alongside.people.searching import spelling
from alongside.people.searching.sounding import sound

# The tags of the keys whose first word can be corrected: family and given names, addresses, and the
# domains of e-mail addresses.
KINDS = "sgah"
_SHORTER, _LONGER = 2, 3  # letters that a word may differ from what was typed
_ONE_MISTAKE = 1.2  # what the least likely one of a letter costs: a wrong or lost first letter
_SAME_SOUND = 0.8  # somebody only heard it: as likely as a letter beside the right one
_BEGUN = 0.5  # a word that was not typed to its end
_KEPT = 8  # words of one kind that may have been meant
_LONGEST_FORM = 16


class Word(NamedTuple):
    """A word under the tag of the keys that start with it."""

    kind: str
    text: str


class Meant(NamedTuple):
    """A word that occurs and may have been meant; `cost` says how unlikely that is."""

    cost: float
    text: str


Meanings = Mapping[str, Mapping[str, list[Meant]]]  # by what was typed, and by kind


def words_of(keys: Iterable[str]) -> set[Word]:
    """The words in which people can be found by these keys although they are misspelt."""
    found = set()
    for key in keys:
        if key[0] in KINDS:
            text = key[1:].partition(" ")[0]
            if can_be_corrected(text):
                found.add(Word(key[0], text))
    return found


def can_be_corrected(text: str) -> bool:
    """Not numbers, and nothing so short that it could be anything."""
    return spelling.SHORTEST <= len(text) <= spelling.LONGEST and not any(map(str.isdigit, text))


def own_form(text: str) -> str:
    """The form under which a word is kept in any case."""
    return text[: spelling.LOOKED_AT]


def forms_of(text: str) -> set[str]:
    """Every form under which a word is kept."""
    return {*spelling.forms(text, spelling.mistakes_forgiven(text)), *_sounds(text)}


def meant_by(tenant_id: int, typed: Collection[str], *, lost: int = 1) -> Meanings:
    """The words that somebody who typed these may have meant, the likeliest first; without those typed.

    With `lost`, so many letters of what was typed may be wrong or too many.
    """
    sought = [text for text in dict.fromkeys(typed) if can_be_corrected(text)]
    near: dict[str, dict[str, dict[str, float]]] = {text: defaultdict(dict) for text in sought}
    sounds = {text: sound(text) for text in sought}
    for number, text, kind in _read(tenant_id, sought, lost):
        asked = sought[number]
        words = near[asked][kind]
        if text in words or text == asked:
            continue
        cost = _cost(asked, text, sounds[asked])
        if cost is not None:
            words[text] = cost
    return {
        asked: {
            kind: sorted(Meant(cost, text) for text, cost in words.items())[:_KEPT]
            for kind, words in kinds.items()
        }
        for asked, kinds in near.items()
    }


def _cost(asked: str, text: str, sounds: str) -> float | None:
    """How unlikely it is that the word was meant; None if it is too far away."""
    cost = spelling.distance(asked, text)
    if sounds and sound(text) == sounds:
        heard = _SAME_SOUND + 0.1 * abs(len(text) - len(asked)) + 0.3 * (text[0] != asked[0])
        return heard if cost is None else min(cost, heard)
    if cost is not None and cost <= _ONE_MISTAKE + 0.01:
        return cost
    if spelling.mistakes_forgiven(asked) < 2:
        return None
    if cost is None and len(text) > len(asked):  # it is still being typed
        begun = spelling.distance(asked, text[: len(asked)])
        return None if begun is None else begun + _BEGUN
    return cost


def _sounds(text: str) -> list[str]:
    heard = sound(text)
    return [f"~{heard}"[:_LONGEST_FORM]] if heard else []


def _read(tenant_id: int, sought: list[str], lost: int) -> list[tuple[int, str, str]]:
    """(which of the sought, a word kept under a form of it, its kind): one statement, every read bounded."""
    looked = [
        (number, form, len(text) - _SHORTER, len(text) + _LONGER)
        for number, text in enumerate(sought)
        for form in [
            *sorted(spelling.forms(text, min(lost, spelling.mistakes_forgiven(text))), key=len, reverse=True),
            *_sounds(text),
        ]
    ]
    if not looked:
        return []
    return given.run(_READING[connection.vendor], _LOOKED, looked, tenant=tenant_id)


_LOOKED = {"number": "int", "form": "text", "low": "int", "high": "int"}
# SQLite cannot limit the rows of each form, so those of all are limited. It keeps
# the order of a CROSS JOIN, form after form, the longest and most telling first.
_READING = {
    "sqlite": """
        SELECT given.number, kept.word, kept.kind FROM {given} CROSS JOIN people_wordform AS kept
         WHERE kept.tenant_id = %(tenant)s AND kept.form = given.form
           AND kept.length BETWEEN given.low AND given.high
         LIMIT 1000
    """,
    "postgresql": """
        SELECT given.number, kept.word, kept.kind FROM {given} CROSS JOIN LATERAL (
            SELECT word, kind FROM people_wordform
             WHERE tenant_id = %(tenant)s AND form = given.form
               AND length BETWEEN given.low AND given.high
             ORDER BY tenant_id, form, length, word, kind LIMIT 60
        ) AS kept LIMIT 1000
    """,
}
