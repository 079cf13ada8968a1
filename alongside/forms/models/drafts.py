"""What people have begun to fill in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance
from alongside.forms.answers import Answers, latest
from alongside.forms.models.forms import Form, FormVersion
from alongside.forms.models.whose import Whose
from alongside.lib import ids, tenancy
from alongside.people.models import TenantRow


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, acting: Acting) -> DraftQuerySet:
        """What the person the deed is for has begun, as far as the forms are open to the actor.

        The anonymous user's belong to the sitting they were begun in alone (spec 4.5).
        """
        return self.seen(Whose.of(acting))

    def seen(self, whose: Whose) -> DraftQuerySet:
        return self.filter(whose.theirs, whose.open)

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
    # What was said to questions that its version does not ask any more: [question, what was said].
    left: models.JSONField[list[list[str]], list[list[str]]] = models.JSONField(default=list)
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
        indexes = [
            models.Index(fields=["person", "-saved_at"], name="drafts_of_a_person"),
            models.Index(
                fields=["tenant", "saved_at"],
                name="unfinished_drafts",
                condition=Q(handed_in_at__isnull=True, discarded_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def saved_by(self) -> str:
        """The name of whoever gave the latest answer."""
        answer = latest(self.answers.values())
        return answer["by"]["name"] if answer else ""
