"""How articles are found: by the stems of words, what stands in titles before what stands in texts, and
with typing errors forgiven. Pure: texts in, words and orders out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from alongside.lib.stems import stem
from alongside.people import folding

LONGEST = 32  # characters of a word
MOST_ASKED = 12  # words of a question that are looked for
IN_TITLE, IN_TEXT, MOST_IN_TEXT = 10, 1, 5
SHORTEST_CORRECTED = 4  # letters; shorter words are like too many others

# Words that say nothing of what is asked. Stems, as they are compared.
_SILENT = """
a about after all am an and any are as at be been but by can could did do does for from get had has have hello
hi how i if in is it its like me my need no not of on or our out please should so than thank thanks that the
their them there they this to up us want was we were what when where which who why will with would you your
"""
SILENT = frozenset(stem(word) for word in _SILENT.split())


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that some asked words stand in: how many, and how much they say about it."""

    article: int
    met: int
    weight: int


def words_of(title: str, body: str) -> dict[str, int]:
    """Every word of an article that says something, with its weight: once for the title, and for each time
    it stands in the text, up to five."""
    found = Counter(dict.fromkeys(_stems(title), IN_TITLE))
    for word, times in Counter(_stems(body)).items():
        found[word] += IN_TEXT * min(times, MOST_IN_TEXT)
    return dict(found)


def asked_for(text: str) -> list[str]:
    """The words of a question or of a search, without those that say nothing, unless all of them do."""
    words = list(dict.fromkeys(_spelt(text)))
    telling = [word for word in words if word not in SILENT]
    return (telling or words)[:MOST_ASKED]


def corrected(word: str, known: Collection[str]) -> str | None:
    """The known word that this one was meant to be: with one error, or two in a long one; of several the
    nearest, and then the one that begins alike."""
    if len(word) < SHORTEST_CORRECTED:
        return None
    most = 1 if len(word) < 7 else 2
    near = (
        (errors, one[0] != word[0], one)
        for one in known
        if abs(len(one) - len(word)) <= most
        and (errors := OSA.distance(word, one, score_cutoff=most)) <= most
    )
    best = min(near, default=None)
    return best[2] if best else None


def ranked(rows: Iterable[tuple[int, str, int]], asked: Mapping[str, Collection[str]]) -> list[int]:
    """Articles, the best first: those in which more of the asked words stand, then those about which these
    say more. `rows` are (article, word, weight), `asked` says for each word by what it is met."""
    meaning = {word: one for one, words in asked.items() for word in words}
    met: dict[int, dict[str, int]] = {}
    for article, word, weight in rows:
        best = met.setdefault(article, {})
        best[meaning[word]] = max(weight, best.get(meaning[word], 0))
    hits = [Hit(article, len(found), sum(found.values())) for article, found in met.items()]
    return [one.article for one in sorted(hits, key=lambda hit: (-hit.met, -hit.weight, hit.article))]


def _stems(text: str) -> list[str]:
    return [word for word in _spelt(text) if word not in SILENT]


def _spelt(text: str) -> list[str]:
    """The words of a text as stems; the parts of those with a hyphen in them."""
    return [stem(word)[:LONGEST] for word in folding.fold(text.replace("-", " ")).split()]
