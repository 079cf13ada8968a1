"""Forms and the versions of what they ask."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from alongside.assisting.acting import Acting
from alongside.assisting.parties import Party
from alongside.forms import parsing
from alongside.forms.schema import Definition
from alongside.lib import tenancy
from alongside.lib.compiled import compiled
from alongside.people.models import Group, TenantRow


class FormQuerySet(models.QuerySet["Form"]):
    def reachable_by(self, actor: Party | None) -> FormQuerySet:
        """Secured to no group, or to one of the actor's; never of the person helped (spec G5–G8).
        Nobody in particular reaches what is secured to no group."""
        return self.filter(reached(tuple(sorted(actor.standing.groups)) if actor else ()))

    def in_use(self) -> FormQuerySet:
        return self.filter(retired_at__isnull=True)

    def listed(self) -> FormQuerySet:
        """In use, without those that are found by their address alone."""
        return self.in_use().filter(private=False)

    def by_title(self) -> FormQuerySet:
        return self.order_by("title", "pk")


FormManager = tenancy.TenantManager.from_queryset(FormQuerySet)


class Form(TenantRow):
    """Something people can ask for or tell. What it asks is in its versions."""

    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, blank=True)
    # Where it is off, whoever opens the form does so for themselves, also while helping (spec G31, 4.9).
    assist_enabled = models.BooleanField(default=True)
    # Not listed: found by its address, by a link or through an agent.
    private = models.BooleanField(default=False)
    groups = models.ManyToManyField(Group, through="FormGroup", related_name="+")
    secured = models.BooleanField(default=False)  # whether there are groups, so that most lists need not look
    # Whose members see what is handed in; nobody does where there is none.
    staff = models.ManyToManyField(Group, through="FormStaff", related_name="+")
    sensitive = models.BooleanField(default=False)  # then no answer leaves by e-mail, only where they stand
    # Nobody begins it any more; what was begun is gone on with.
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = FormManager()
    everywhere = models.Manager["Form"]()

    class Meta:
        constraints = [models.UniqueConstraint("tenant", "slug", name="form_slugs_are_unique")]

    def __str__(self) -> str:
        return self.title

    def secured_to(self) -> list[int]:
        """The groups whose members reach it; everybody does where there is none."""
        return _groups_of(self.pk)

    def opened_by(self, acting: Acting) -> Acting:
        """For whom somebody who opens this form acts."""
        return acting if self.assist_enabled else acting.as_oneself()


class FormGroup(TenantRow):
    """A group whose members reach a secured form."""

    form = models.ForeignKey(Form, models.CASCADE, db_index=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="+")

    objects = tenancy.TenantManager["FormGroup"]()
    everywhere = models.Manager["FormGroup"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("form", "group", name="a_form_is_secured_to_a_group_once"),
        ]

    def __str__(self) -> str:
        return f"form {self.form_id} for group {self.group_id}"


class FormStaff(TenantRow):
    """A group whose members see what is handed in by a form."""

    form = models.ForeignKey(Form, models.CASCADE, db_index=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="+")

    objects = tenancy.TenantManager["FormStaff"]()
    everywhere = models.Manager["FormStaff"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("form", "group", name="a_group_sees_what_a_form_brings_once"),
        ]

    def __str__(self) -> str:
        return f"what form {self.form_id} brings for group {self.group_id}"


@compiled
def _groups_of(form: int) -> models.QuerySet[FormGroup, int]:
    return FormGroup.objects.filter(form=form).values_list("group", flat=True)


class FormVersionQuerySet(models.QuerySet["FormVersion"]):
    def newest_of(self, slug: str) -> FormVersionQuerySet:
        """The versions of a form, the one in use first, each with its form."""
        return self.filter(form__slug=slug).select_related("form").order_by("-number")


FormVersionManager = tenancy.TenantManager.from_queryset(FormVersionQuerySet)


class FormVersion(TenantRow):
    """What a form asked from one day on; never changed, for what was handed in names its version."""

    form = models.ForeignKey(Form, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    definition = models.JSONField()  # as `parsing.parse` reads it
    published_at = models.DateTimeField()
    publisher = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    change = models.CharField(max_length=300, blank=True)  # what is different, as whoever published it said

    objects = FormVersionManager()
    everywhere = models.Manager["FormVersion"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("form", "number", name="version_numbers_of_a_form_are_unique"),
        ]
        indexes = [
            models.Index(fields=["publisher"], name="versions_by_publisher")
        ]  # when records are merged

    def __str__(self) -> str:
        return f"{self.form_id} version {self.number}"

    @property
    def schema(self) -> Definition:
        """What it asks. A version never changes, so it is read once in the life of a process."""
        if self.pk is None:  # a preview, which changes from one look to the next
            return parsing.parse(self.definition)
        name = (self.pk, self.published_at)
        known = _read.get(name)
        if known is None:
            if len(_read) >= MOST_READ:
                _read.clear()
            known = _read[name] = parsing.parse(self.definition)
        return known


MOST_READ = 500
_read: dict[tuple[int, datetime], Definition] = {}


def reached(groups: tuple[int, ...], form: str = "") -> Q:
    """Forms that members of these groups reach; `form` leads there from rows that point to one: `form__`."""
    open_to_all = Q(**{f"{form}secured": False})
    if not groups:
        return open_to_all
    theirs = FormGroup.objects.filter(group__in=groups).values("form")
    return open_to_all | Q(**{f"{form}pk__in": theirs})
