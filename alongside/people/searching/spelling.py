"""How near two spellings of a word are, and by which forms the near ones find each other.

A word is kept under every form of it that lacks one or two letters, and is looked for by the forms
of what was typed (symmetric deletion): whoever forgets, adds, changes or swaps a letter shares a
form with what they meant. Only the first letters are taken apart, so a long word has no more forms
than a short one; the length of a word, kept beside each form, keeps chance neighbours away.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations, pairwise

from rapidfuzz.distance import OSA

SHORTEST, LONGEST = 3, 40  # letters of a word that is corrected
LOOKED_AT = 7  # letters that are taken apart
_LONG = 5  # from so many letters, two mistakes are forgiven

_VOWELS = frozenset("aeiouy")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# Letters that lie side by side, and that are heard for one another on a telephone.
CLOSE = frozenset(
    [pair for row in _ROWS for first in pairwise(row) for pair in (first, first[::-1])]
    + [
        pair
        for heard in ("mn", "bp", "dt", "fs", "fv", "bv", "bd", "pt", "kc", "sz", "jg", "iy", "ck")
        for pair in ((heard[0], heard[1]), (heard[1], heard[0]))
    ]
)


def mistakes_forgiven(typed: str) -> int:
    """In a short word a second mistake would make it almost any other."""
    return 2 if len(typed) >= _LONG else 1


@lru_cache(maxsize=1024)
def forms(word: str, lost: int) -> frozenset[str]:
    """The start of a word, and what is left of it without any letter, or any so many letters."""
    start = word[:LOOKED_AT]
    return frozenset(
        "".join(letters)
        for missing in range(lost + 1)
        for letters in combinations(start, len(start) - missing)
        if letters
    )


def distance(typed: str, word: str) -> float | None:
    """How unlikely it is that somebody who meant the word typed this; None for more than two mistakes.

    0 is no mistake. Two letters swapped, a letter doubled or not, a neighbour on the keyboard and a
    vowel for a vowel count less than any other letter; a wrong first letter counts more.
    """
    if typed == word:
        return 0.0
    first = 0.2 if typed[:1] != word[:1] else 0.0
    before, end = 0, min(len(typed), len(word))
    while before < end and typed[before] == word[before]:
        before += 1
    behind, end = 0, end - before
    while behind < end and typed[-1 - behind] == word[-1 - behind]:
        behind += 1
    wrong, right = typed[before : len(typed) - behind], word[before : len(word) - behind]
    if len(wrong) == len(right) == 1:
        return first + _changed(wrong, right)
    if len(wrong) == 2 and wrong == right[::-1]:
        return first + 0.6
    if len(wrong) + len(right) == 1:
        letter = wrong or right
        doubled = letter in (typed[before - 1 : before], typed[before + len(wrong) :][:1])
        return first + (0.6 if doubled else 0.9)
    count = _mistakes(wrong, right)
    return first + count if count <= 2 else None


def _changed(wrong: str, right: str) -> float:
    close = (wrong in _VOWELS and right in _VOWELS) or (wrong, right) in CLOSE
    return 0.8 if close else 1.0


def _mistakes(wrong: str, right: str) -> int:
    """Letters forgotten, added, changed or swapped; 3 for more than two."""
    if max(len(wrong), len(right)) > LONGEST:
        return 3
    return OSA.distance(wrong, right, score_cutoff=2)
