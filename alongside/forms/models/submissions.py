"""What was handed in."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import models

from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance
from alongside.assisting.powers import Power
from alongside.assisting.rules import Verdict
from alongside.forms import rules
from alongside.forms.answers import Answers
from alongside.forms.models.drafts import Draft
from alongside.forms.models.forms import Form, FormStaff, FormVersion
from alongside.forms.models.whose import Whose
from alongside.forms.reference import LENGTH
from alongside.lib import ids, tenancy
from alongside.people.models import TenantRow


class State(models.TextChoices):
    """How far a request is. Processes and cases add their own."""

    RECEIVED = "received", "Received"


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def of(self, acting: Acting) -> SubmissionQuerySet:
        """What was handed in for the person the deed is for. Whoever helps sees what came by forms that
        are open to them, too; one's own one always sees."""
        return self.seen(Whose.of(acting))

    def seen(self, whose: Whose) -> SubmissionQuerySet:
        found = self.filter(whose.theirs)
        return found.filter(whose.open) if whose.helping else found

    def of_person(self, person: int) -> SubmissionQuerySet:
        """What was handed in for the person of this id, for those whose own right it is to look at them."""
        return self.filter(person_id=person)

    def handled_by(self, groups: Sequence[int]) -> SubmissionQuerySet:
        """What came by forms whose staff groups are among these: the actor's, never those of the person
        helped."""
        return self.filter(form__in=FormStaff.objects.filter(group__in=groups).values("form"))

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
        indexes = [
            models.Index(fields=["person", "-handed_in_at"], name="submissions_of_a_person"),
            models.Index(fields=["actor"], name="submissions_by_an_actor"),  # when two records are merged
            models.Index(fields=["form", "-handed_in_at", "-id"], name="submissions_of_a_form"),
            models.Index(fields=["tenant", "-handed_in_at", "-id"], name="submissions_by_time"),
        ]

    def __str__(self) -> str:
        return self.reference

    def verdict_on(self, acting: Acting, power: Power) -> Verdict:
        """What the rules say of a power of staff over it: over the actor alone."""
        standing = acting.actor.standing
        staff = FormStaff.objects.filter(form=self.form_id, group__in=standing.groups)
        return rules.decide(
            rules.Handling(holds_right="forms.handle" in standing.rights, in_staff=staff.exists())
        )

    @property
    def on_behalf(self) -> bool:
        """Whether somebody else handed it in for the person."""
        return self.actor_id != self.person_id
