"""Reads of articles that packages above share."""

from __future__ import annotations

from collections.abc import Sequence

from alongside.assisting.parties import Party
from alongside.knowledge.models import Article, ArticleQuerySet
from alongside.lib.compiled import compiled


def named(actor: Party, slugs: Sequence[str]) -> list[Article]:
    """The articles of these slugs that the actor reaches, in this order and without their text: the
    shortcuts of a page (spec G16)."""
    found = _named(tuple(slugs), tuple(sorted(actor.standing.groups)))
    return sorted(found, key=lambda article: slugs.index(article.slug))


@compiled
def _named(slugs: tuple[str, ...], groups: tuple[int, ...]) -> ArticleQuerySet:
    return Article.objects.open_to(groups).filter(slug__in=slugs).defer("body")
