"""Articles: what people and agents read up."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower

from alongside.assisting.parties import Party
from alongside.lib import tenancy
from alongside.lib.compiled import compiled
from alongside.people.models import Group, TenantRow


class Branch(TenantRow):
    """A part of the knowledge base (spec I22). What stands in one that is not public is for some groups
    only, each article for its own (spec I41)."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    name = models.CharField(max_length=100)
    public = models.BooleanField(default=True)

    objects = tenancy.TenantManager["Branch"]()
    everywhere = models.Manager["Branch"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "tenant", "parent", Lower("name"), name="branches_side_by_side_are_called_differently"
            ),
            models.UniqueConstraint(
                "tenant",
                Lower("name"),
                name="branches_on_top_are_called_differently",
                condition=models.Q(parent__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ArticleQuerySet(models.QuerySet["Article"]):
    def reachable_by(self, actor: Party | None) -> ArticleQuerySet:
        """Secured to no group, or to one of the actor's; never of the person helped (spec G5–G8).
        Whoever is not signed in reaches what is secured to no group (spec I2)."""
        return self.open_to(tuple(sorted(actor.standing.groups)) if actor else ())

    def open_to(self, groups: tuple[int, ...]) -> ArticleQuerySet:
        """What members of these groups reach."""
        audience = ArticleGroup.objects.filter(article=OuterRef("pk"))
        reached = ~Exists(audience) | Exists(audience.filter(group__in=groups))
        return self.filter(reached, retired_at__isnull=True)

    def public(self) -> ArticleQuerySet:
        """What everybody reaches, or would if it were not retired."""
        return self.filter(~Exists(ArticleGroup.objects.filter(article=OuterRef("pk"))))

    def by_title(self) -> ArticleQuerySet:
        return self.order_by("title", "pk")


ArticleManager = tenancy.TenantManager.from_queryset(ArticleQuerySet)


class Article(TenantRow):
    """A page of knowledge, written in Markdown."""

    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    body = models.TextField()
    version = models.PositiveIntegerField(default=1)  # how many texts it has had
    published_at = models.DateTimeField()  # this text
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, related_name="articles")
    review_on = models.DateField(null=True)  # when somebody is to see whether it is still true
    retired_at = models.DateTimeField(null=True)  # shown to nobody, and kept
    groups = models.ManyToManyField(Group, through="ArticleGroup", related_name="+")

    objects = ArticleManager()
    everywhere = models.Manager["Article"]()

    class Meta:
        constraints = [models.UniqueConstraint("tenant", "slug", name="article_slugs_are_unique")]
        indexes = [
            models.Index(
                "tenant",
                "review_on",
                name="articles_to_review",
                condition=models.Q(review_on__isnull=False, retired_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def secured_to(self) -> list[int]:
        """The groups whose members reach it; everybody does where there is none."""
        return _groups_of(self.pk)


class ArticleVersion(TenantRow):
    """A text that an article has, or had before it was written anew. It never changes."""

    article = models.ForeignKey(Article, models.CASCADE, db_index=False, related_name="versions")
    number = models.PositiveIntegerField()  # from 1, without a gap
    title = models.CharField(max_length=120)
    body = models.TextField()
    published_at = models.DateTimeField()

    objects = tenancy.TenantManager["ArticleVersion"]()
    everywhere = models.Manager["ArticleVersion"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("article", "number", name="versions_of_an_article_are_counted")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


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
