"""Keeping the words by which typing errors are corrected, in the transaction that writes the keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from django.db import connection

from alongside.lib import given, tenancy
from alongside.people.searching.terms import Range
from alongside.people.searching.vocabulary import Word, forms_of, own_form, words_of

_AT_ONCE = 200  # words of one statement
_ROW = {"form": "text", "length": "int", "word": "text", "kind": "text"}
_RANGE = {"number": "int", "lower": "text", "upper": "text"}

# Without WHERE, SQLite would read ON as that of a join.
_WRITE = """
    INSERT INTO people_wordform (tenant_id, form, length, word, kind)
    SELECT %(tenant)s, form, length, word, kind FROM {given} WHERE true ON CONFLICT DO NOTHING
"""
_KNOWN = """
    SELECT kept.kind, kept.word FROM {given} CROSS JOIN people_wordform AS kept
     WHERE kept.tenant_id = %(tenant)s AND kept.form = given.form AND kept.length = given.length
       AND kept.word = given.word AND kept.kind = given.kind
"""
# On PostgreSQL whoever writes a key holds its word until commit, and who would forget it leaves it alone;
# on SQLite writers come one after the other.
_HELD = {"postgresql": f"{_KNOWN} FOR KEY SHARE OF kept", "sqlite": _KNOWN}
_FREE = {"postgresql": f"{_KNOWN} FOR UPDATE OF kept SKIP LOCKED", "sqlite": _KNOWN}
_HOLDERS = """
    SELECT given.number, (
        SELECT person_id FROM people_searchkey
         WHERE tenant_id = %(tenant)s AND key >= given.lower AND key < given.upper
         ORDER BY tenant_id, key, person_id LIMIT 1
    ) FROM {given}
"""
_REMOVE = """
    DELETE FROM people_wordform WHERE tenant_id = %(tenant)s
       AND (form, length, word, kind) IN (SELECT form, length, word, kind FROM {given})
"""


def add(keys: Iterable[str]) -> None:
    """Keep the words of these keys that have not occurred before; most changes bring none.

    Two who bring the same new word at once write the same rows: the second waits, and leaves them.
    """
    write(words_of(keys))


def write(words: Iterable[Word]) -> None:
    """Keep those of these words that have not occurred before."""
    for some in _some(sorted(words)):
        if new := _new(some):
            given.run(_WRITE, _ROW, sorted(rows(new)), tenant=tenancy.current())


def forget(words: Iterable[Word]) -> int:
    """Remove those of these words that no search key holds any more; how many were removed.

    A rare name tells that somebody of that name was here. When people are erased call it after their
    keys are gone, with `vocabulary.words_of(keys)`. A word that somebody else is given in this very
    moment stays: first the words are locked that nobody holds, then it is asked who has them.
    """
    removed = 0
    for asked in _some(sorted(set(words))):
        free = _kept(asked, _FREE)
        if free and (unused := _without_keys(free)):
            given.run(_REMOVE, _ROW, rows(unused), tenant=tenancy.current())
            removed += len(unused)
    return removed


def rows(words: Iterable[Word]) -> Iterator[tuple[str, int, str, str]]:
    """What is kept of words, in no order: form, length, word, kind."""
    for kind, text in words:
        for form in forms_of(text):
            yield form, len(text), text, kind


def _new(words: Sequence[Word]) -> list[Word]:
    """Those that have not occurred. Those that have are held until commit."""
    known = set(_kept(words, _HELD))
    return [word for word in words if word not in known]


def _kept(words: Sequence[Word], reading: Mapping[str, str]) -> list[Word]:
    """Those of these words that are kept: each is looked for by its whole key."""
    own = [(own_form(text), len(text), text, kind) for kind, text in words]
    found = given.run(reading[connection.vendor], _ROW, own, tenant=tenancy.current())
    return [Word(kind, text) for kind, text in found]


def _without_keys(words: Sequence[Word]) -> list[Word]:
    ranges = [Range.of(kind, text, whole=True) for kind, text in words]
    bounds = [(number, one.lower, one.upper) for number, one in enumerate(ranges)]
    holders = given.run(_HOLDERS, _RANGE, bounds, tenant=tenancy.current())
    return [words[number] for number, person in holders if person is None]


def _some(words: Iterable[Word]) -> Iterator[list[Word]]:
    left = iter(words)
    while some := list(islice(left, _AT_ONCE)):
        yield some
