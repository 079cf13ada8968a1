"""What readers make of an article."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from alongside.knowledge.models.articles import Article
from alongside.lib import tenancy
from alongside.people.models import TenantRow


class ArticleRating(TenantRow):
    """Whether an article helped somebody: the last thing they said of it."""

    article = models.ForeignKey(Article, models.CASCADE, db_index=False, related_name="ratings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    helpful = models.BooleanField()
    remark = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField()  # the text that was rated
    rated_at = models.DateTimeField()

    objects = tenancy.TenantManager["ArticleRating"]()
    everywhere = models.Manager["ArticleRating"]()

    class Meta:
        constraints = [models.UniqueConstraint("article", "person", name="a_reader_rates_an_article_once")]

    def __str__(self) -> str:
        return f"{self.article_id}: {'helpful' if self.helpful else 'not helpful'}"


class ArticleSubscription(TenantRow):
    """Somebody who wants to be told when an article changes (spec I41)."""

    article = models.ForeignKey(Article, models.CASCADE, db_index=False, related_name="subscriptions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    objects = tenancy.TenantManager["ArticleSubscription"]()
    everywhere = models.Manager["ArticleSubscription"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("article", "person", name="a_reader_subscribes_to_an_article_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.article_id}"
