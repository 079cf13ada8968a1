"""Forms and their versions, what people have begun to fill in, and what they handed in."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance
from alongside.assisting.parties import Party
from alongside.assisting.rules import Mode
from alongside.forms import parsing
from alongside.forms.answers import Answers, latest
from alongside.forms.reference import LENGTH
from alongside.forms.schema import Definition
from alongside.lib import ids, tenancy
from alongside.people.models import Group, TenantRow


class FormQuerySet(models.QuerySet["Form"]):
    def reachable_by(self, actor: Party | None) -> FormQuerySet:
        """Secured to no group, or to one of the actor's; never of the person helped (spec G5–G8).
        Nobody in particular reaches what is secured to no group."""
        return self.filter(_reached(actor))

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
    groups = models.ManyToManyField(Group, through="FormGroup", related_name="+")
    secured = models.BooleanField(default=False)  # whether there are groups, so that most lists need not look

    objects = FormManager()
    everywhere = models.Manager["Form"]()

    class Meta:
        constraints = [models.UniqueConstraint("tenant", "slug", name="form_slugs_are_unique")]

    def __str__(self) -> str:
        return self.title

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

    objects = FormVersionManager()
    everywhere = models.Manager["FormVersion"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("form", "number", name="version_numbers_of_a_form_are_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.form_id} version {self.number}"

    @property
    def schema(self) -> Definition:
        """What it asks. A version never changes, so it is read once in the life of a process."""
        name = (self.pk, self.published_at)
        if name not in _read:
            if len(_read) >= MOST_READ:
                _read.clear()
            _read[name] = parsing.parse(self.definition)
        return _read[name]


MOST_READ = 500
_read: dict[tuple[int, datetime], Definition] = {}


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, acting: Acting) -> DraftQuerySet:
        """What the person the deed is for has begun, as far as the forms are open to the actor.

        The anonymous user's belong to the sitting they were begun in alone (spec 4.5).
        """
        return self.filter(_theirs(acting), _open(acting))

    def unfinished(self) -> DraftQuerySet:
        return self.filter(handed_in_at__isnull=True, discarded_at__isnull=True)

    def with_form(self) -> DraftQuerySet:
        """For lists, which do not need to know what the form asks."""
        return self.select_related("form")

    def with_version(self) -> DraftQuerySet:
        """With what the form asks, which is read only if it is not known yet."""
        return self.select_related("form", "version").defer("version__definition")

    def latest_first(self) -> DraftQuerySet:
        return self.order_by("-saved_at")


DraftManager = tenancy.TenantManager.from_queryset(DraftQuerySet)


class Draft(TenantRow):
    """A form that somebody has begun to fill in, by themselves or with help; who helps or is helped
    carries on with the same one (spec G37–G40)."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="drafts", db_index=False
    )
    form = models.ForeignKey(Form, models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+", db_index=False)
    answers: models.JSONField[Answers, Answers] = models.JSONField(default=dict)  # see `answers`
    page = models.PositiveSmallIntegerField(default=1)  # where to carry on; one past the last to check
    # The sitting it was begun in.
    assistance = models.ForeignKey(Assistance, models.PROTECT, null=True, related_name="+", db_index=False)
    saved_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)  # then the submission has the answers
    discarded_at = models.DateTimeField(null=True)  # then there are no answers any more

    objects = DraftManager()
    everywhere = models.Manager["Draft"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="what_is_handed_in_is_not_discarded",
                condition=Q(handed_in_at__isnull=True) | Q(discarded_at__isnull=True),
            )
        ]
        indexes = [models.Index(fields=["person", "-saved_at"], name="drafts_of_a_person")]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def saved_by(self) -> str:
        """The name of whoever gave the latest answer."""
        answer = latest(self.answers.values())
        return answer["by"]["name"] if answer else ""


class State(models.TextChoices):
    """How far a request is. Processes and cases add their own."""

    RECEIVED = "received", "Received"


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def of(self, acting: Acting) -> SubmissionQuerySet:
        """What was handed in for the person the deed is for. Whoever helps sees what came by forms that
        are open to them, too; one's own one always sees."""
        theirs = self.filter(_theirs(acting))
        return theirs.filter(_open(acting)) if acting.helping else theirs

    def of_person(self, person: Party) -> SubmissionQuerySet:
        """What was handed in for a person, for those whose own right it is to look at them."""
        return self.filter(person_id=person.id)

    def with_form(self) -> SubmissionQuerySet:
        """For lists: without the answers."""
        return self.select_related("form", "actor").defer("answers")

    def with_version(self) -> SubmissionQuerySet:
        whole = self.select_related("form", "version", "person", "actor")
        return whole.defer("version__definition")

    def latest_first(self) -> SubmissionQuerySet:
        return self.order_by("-handed_in_at")


SubmissionManager = tenancy.TenantManager.from_queryset(SubmissionQuerySet)


class Submission(TenantRow):
    """A form that was handed in: for a person, by an actor, with the answers as they were then."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    reference = models.CharField(max_length=LENGTH)  # for the telephone; opens nothing by itself
    form = models.ForeignKey(Form, models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="submissions", db_index=False
    )
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    assistance = models.ForeignKey(Assistance, models.PROTECT, null=True, related_name="+", db_index=False)
    # A draft is handed in once, however often the button is pressed.
    draft = models.OneToOneField(Draft, models.PROTECT, related_name="submission")
    answers: models.JSONField[Answers, Answers] = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    handed_in_at = models.DateTimeField()

    objects = SubmissionManager()
    everywhere = models.Manager["Submission"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("tenant", "reference", name="references_are_unique"),
        ]
        indexes = [models.Index(fields=["person", "-handed_in_at"], name="submissions_of_a_person")]

    def __str__(self) -> str:
        return self.reference

    @property
    def on_behalf(self) -> bool:
        """Whether somebody else handed it in for the person."""
        return self.actor_id != self.person_id


def _theirs(acting: Acting) -> Q:
    theirs = Q(person_id=acting.person_id)
    if acting.mode is Mode.ANON:
        theirs &= Q(assistance=acting.assistance)
    return theirs


def _open(acting: Acting) -> Q:
    """Drafts and submissions of forms that the actor reaches; while helping, only of those that are
    filled in for others at all."""
    reached = _reached(acting.actor, "form__")
    return reached & Q(form__assist_enabled=True) if acting.helping else reached


def _reached(actor: Party | None, form: str = "") -> Q:
    groups = actor.standing.groups if actor else frozenset()
    open_to_all = Q(**{f"{form}secured": False})
    if not groups:
        return open_to_all
    theirs = FormGroup.objects.filter(group__in=groups).values("form")
    return open_to_all | Q(**{f"{form}pk__in": theirs})
