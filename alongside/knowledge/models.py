"""Articles: what people and agents read up."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef

from alongside.assisting.parties import Party
from alongside.lib import tenancy
from alongside.lib.compiled import compiled
from alongside.people.models import Group, TenantRow


class ArticleQuerySet(models.QuerySet["Article"]):
    def reachable_by(self, actor: Party | None) -> ArticleQuerySet:
        """Secured to no group, or to one of the actor's; never of the person helped (spec G5–G8).
        Whoever is not signed in reaches what is secured to no group (spec I2)."""
        return self.open_to(tuple(sorted(actor.standing.groups)) if actor else ())

    def open_to(self, groups: tuple[int, ...]) -> ArticleQuerySet:
        """What members of these groups reach."""
        audience = ArticleGroup.objects.filter(article=OuterRef("pk"))
        return self.filter(~Exists(audience) | Exists(audience.filter(group__in=groups)))

    def by_title(self) -> ArticleQuerySet:
        return self.order_by("title", "pk")


ArticleManager = tenancy.TenantManager.from_queryset(ArticleQuerySet)


class Article(TenantRow):
    """A page of knowledge, written in Markdown."""

    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    body = models.TextField()
    published_at = models.DateTimeField()
    groups = models.ManyToManyField(Group, through="ArticleGroup", related_name="+")

    objects = ArticleManager()
    everywhere = models.Manager["Article"]()

    class Meta:
        constraints = [models.UniqueConstraint("tenant", "slug", name="article_slugs_are_unique")]

    def __str__(self) -> str:
        return self.title

    def secured_to(self) -> list[int]:
        """The groups whose members reach it; everybody does where there is none."""
        return _groups_of(self.pk)


class ArticleGroup(TenantRow):
    """A group whose members reach a secured article."""

    article = models.ForeignKey(Article, models.CASCADE, db_index=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="+")

    objects = tenancy.TenantManager["ArticleGroup"]()
    everywhere = models.Manager["ArticleGroup"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("article", "group", name="an_article_is_secured_to_a_group_once"),
        ]

    def __str__(self) -> str:
        return f"article {self.article_id} for group {self.group_id}"


@compiled
def _groups_of(article: int) -> models.QuerySet[ArticleGroup, int]:
    return ArticleGroup.objects.filter(article=article).values_list("group", flat=True)
