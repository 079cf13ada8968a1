"""Articles, the words they are found by, and what readers make of them."""

from alongside.knowledge.models.articles import (
    Article,
    ArticleGroup,
    ArticleManager,
    ArticleQuerySet,
    ArticleVersion,
    Branch,
)
from alongside.knowledge.models.readers import ArticleRating, ArticleSubscription
from alongside.knowledge.models.words import ArticleWord

__all__ = [
    "Article",
    "ArticleGroup",
    "ArticleManager",
    "ArticleQuerySet",
    "ArticleRating",
    "ArticleSubscription",
    "ArticleVersion",
    "ArticleWord",
    "Branch",
]
