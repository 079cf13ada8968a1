"""Working copies of forms, and the steps by which each came about."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from django.conf import settings
from django.db import models

from alongside.forms.designing import Sketch
from alongside.forms.models.forms import Form
from alongside.lib import tenancy
from alongside.people.models import TenantRow


class Content(TypedDict):
    """What will be published: what a form asks, and how it stands among the others."""

    title: str
    summary: str
    groups: list[int]  # that secure it
    staff: list[int]  # that see what is handed in
    assist_enabled: bool
    sensitive: bool
    private: NotRequired[bool]  # not listed
    sketch: Sketch


class DesignQuerySet(models.QuerySet["Design"]):
    def of(self, slug: str) -> DesignQuerySet:
        return self.filter(slug=slug).select_related("form", "editor")


DesignManager = tenancy.TenantManager.from_queryset(DesignQuerySet)


class Design(TenantRow):
    """The working copy of a form that is made or changed. Nobody outside the builder sees it; publishing
    it ends it."""

    slug = models.SlugField(max_length=60)
    form = models.OneToOneField(Form, models.PROTECT, null=True, related_name="design")
    based_on = models.PositiveIntegerField(default=0)  # the version it was begun from
    content: models.JSONField[Content, Content] = models.JSONField()
    revision = models.PositiveIntegerField(default=0)  # grows with every change, also when one is undone
    step = models.PositiveIntegerField(default=0)  # the number of the step at which it stands
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )  # who changed it last
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = DesignManager()
    everywhere = models.Manager["Design"]()

    class Meta:
        constraints = [models.UniqueConstraint("tenant", "slug", name="a_form_has_one_working_copy")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.content["title"]

    @property
    def sketch(self) -> Sketch:
        return self.content["sketch"]


class DesignStep(TenantRow):
    """How a working copy was after one change; those before can be gone back to."""

    design = models.ForeignKey(Design, models.CASCADE, related_name="steps", db_index=False)
    number = models.PositiveIntegerField()
    content: models.JSONField[Content, Content] = models.JSONField()
    words = models.CharField(max_length=300)  # what was done: the end of a sentence that begins with a name
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = tenancy.TenantManager["DesignStep"]()
    everywhere = models.Manager["DesignStep"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("design", "number", name="steps_of_a_working_copy_are_numbered")
        ]

    def __str__(self) -> str:
        return f"step {self.number} of {self.design_id}"
