"""Words without their endings: `collections` and `collected` are both `collect`."""

from __future__ import annotations

from functools import lru_cache

import snowballstemmer  # type: ignore[import-untyped]

_stemmer = snowballstemmer.stemmer("english")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a folded word; what holds a digit stays as it is."""
    return str(_stemmer.stemWord(word)) if word.isalpha() else word
