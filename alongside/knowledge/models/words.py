"""The words that articles are found by."""

from __future__ import annotations

from django.db import models

from alongside.knowledge import finding
from alongside.knowledge.models.articles import Article
from alongside.lib import tenancy


class ArticleWord(models.Model):
    """A stem that stands in an article, and how much it says about it (`finding.words_of`). Written in the
    transaction that changes the text."""

    pk = models.CompositePrimaryKey("tenant_id", "word", "article_id")
    tenant_id = models.SmallIntegerField(default=tenancy.of_new_rows)
    word = models.CharField(max_length=finding.LONGEST)
    weight = models.PositiveSmallIntegerField()
    article = models.ForeignKey(Article, models.CASCADE, related_name="+", db_index=False)

    objects = tenancy.TenantManager["ArticleWord"]()
    everywhere = models.Manager["ArticleWord"]()

    class Meta:
        indexes = [models.Index(fields=["article"], name="words_of_an_article")]

    def __str__(self) -> str:
        return self.word
