"""Reads of articles that packages above share."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q

from alongside.assisting.parties import Party
from alongside.knowledge import finding
from alongside.knowledge.models import Article, ArticleQuerySet, ArticleWord
from alongside.lib.compiled import compiled

MOST_ROWS = 2_000  # words of articles that one search looks at
MOST_FOUND = 20
SUGGESTED = 3
WORTH_SUGGESTING = 2  # asked words that stand in it, or one in its title


@dataclass(frozen=True)
class Found:
    """What a search comes to; `corrected` says by what misspelt words were taken."""

    articles: list[Article]
    corrected: dict[str, str]


def named(actor: Party, slugs: Sequence[str]) -> list[Article]:
    """The articles of these slugs that the actor reaches, in this order and without their text: the
    shortcuts of a page (spec G16)."""
    found = _named(tuple(slugs), tuple(sorted(actor.standing.groups)))
    return sorted(found, key=lambda article: slugs.index(article.slug))


def search(actor: Party | None, text: str) -> Found:
    """The articles that the actor reaches and some words of the text stand in, the best first. The last word
    may be the beginning of one, unless a space follows it."""
    return _search(Article.objects.reachable_by(actor), text)


def search_all(text: str) -> Found:
    """The same among all articles, retired ones too, for those who write them."""
    return _search(Article.objects.all(), text)


def _search(reached: ArticleQuerySet, text: str) -> Found:
    """Where a word stands in no article that is reached, one that is like it is looked for: only among words
    of those, so that no other is given away."""
    asked = finding.asked_for(text)
    if not asked:
        return Found([], {})
    rows = _rows(reached, asked, beginning=asked[-1] if not text.endswith(" ") else None)
    met = {word: {one for _, one, _ in rows if one == word} for word in asked}
    met[asked[-1]] |= {one for _, one, _ in rows if one.startswith(asked[-1])}
    corrected = _corrected(reached, [word for word in asked if not met[word]])
    if corrected:
        rows += _rows(reached, list(corrected.values()))
        for word, meant in corrected.items():
            met[word].add(meant)
    order = finding.ranked(rows, met)[:MOST_FOUND]
    articles = {one.pk: one for one in reached.filter(pk__in=order).defer("body")}
    return Found([articles[pk] for pk in order if pk in articles], corrected)


def suggested(actor: Party | None, text: str) -> list[Article]:
    """Up to three articles that may answer a question while it is typed: those in which at least two of its
    words stand, or one of them in the title."""
    asked = finding.asked_for(text)
    reached = Article.objects.reachable_by(actor)
    rows = _rows(reached, asked) if asked else []
    met: dict[int, int] = {}
    for article, _, weight in rows:
        met[article] = met.get(article, 0) + (WORTH_SUGGESTING if weight >= finding.IN_TITLE else 1)
    good = [row for row in rows if met[row[0]] >= WORTH_SUGGESTING]
    order = finding.ranked(good, {word: {word} for word in asked})[:SUGGESTED]
    articles = {one.pk: one for one in reached.filter(pk__in=order).defer("body")}
    return [articles[pk] for pk in order]


def _rows(
    reached: ArticleQuerySet, words: Collection[str], beginning: str | None = None
) -> list[tuple[int, str, int]]:
    """(article, word, weight) of these words, and of those with this beginning."""
    either = Q(word__in=words)
    if beginning and len(beginning) > 1:
        either |= Q(word__startswith=beginning)
    rows = ArticleWord.objects.filter(either, article__in=reached.values("pk")).order_by("-weight")
    return list(rows.values_list("article", "word", "weight")[:MOST_ROWS])


def _corrected(reached: ArticleQuerySet, unknown: Collection[str]) -> dict[str, str]:
    if not any(len(word) >= finding.SHORTEST_CORRECTED for word in unknown):
        return {}
    known = (
        ArticleWord.objects.filter(article__in=reached.values("pk")).values_list("word", flat=True).distinct()
    )
    words = list(known)
    meant = {word: finding.corrected(word, words) for word in unknown}
    return {word: one for word, one in meant.items() if one}


@compiled
def _named(slugs: tuple[str, ...], groups: tuple[int, ...]) -> ArticleQuerySet:
    return Article.objects.open_to(groups).filter(slug__in=slugs).defer("body")
