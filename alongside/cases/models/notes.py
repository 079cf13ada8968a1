"""What is said in a case: notes, questions to its owner, and links to other cases."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from alongside.cases.models.cases import Case
from alongside.lib import ids, tenancy
from alongside.people.models import TenantRow

LONGEST_NOTE = 10_000


class NoteQuerySet(models.QuerySet["Note"]):
    def public(self) -> NoteQuerySet:
        """What the owner sees."""
        return self.filter(public=True)

    def with_people(self) -> NoteQuerySet:
        return self.select_related("actor", "person")

    def oldest_first(self) -> NoteQuerySet:
        return self.order_by("written_at", "pk")


NoteManager = tenancy.TenantManager.from_queryset(NoteQuerySet)


class Note(TenantRow):
    """A note: by its actor, for the person helped (or for themselves). Never changed."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="notes", db_index=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField()
    public = models.BooleanField()
    # Written by reference, by somebody who cannot open the case (spec 4.3).
    unseen = models.BooleanField(default=False)
    written_at = models.DateTimeField()

    objects = NoteManager()
    everywhere = models.Manager["Note"]()

    class Meta:
        indexes = [models.Index(fields=["case", "written_at"], name="notes_of_a_case")]

    def __str__(self) -> str:
        return f"note {self.pk}"

    @property
    def on_behalf(self) -> bool:
        return self.actor_id != self.person_id


class Asked(TenantRow):
    """Something that staff asked the owner; the case waits for the answer."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="asked")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.OneToOneField(Note, models.PROTECT, null=True, related_name="answers")
    withdrawn_at = models.DateTimeField(null=True)

    objects = tenancy.TenantManager["Asked"]()
    everywhere = models.Manager["Asked"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "case",
                name="one_thing_is_asked_at_a_time",
                condition=Q(answer__isnull=True, withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"


class LinkKind(models.TextChoices):
    """How two cases belong together, as the first of them says it (spec C38)."""

    RELATED = "related", "Related to"
    PARENT = "parent", "Parent of"
    BLOCKS = "blocks", "Blocks"


BACKWARDS = {
    LinkKind.RELATED: "Related to",
    LinkKind.PARENT: "Child of",
    LinkKind.BLOCKS: "Is blocked by",
}


class Link(TenantRow):
    case = models.ForeignKey(Case, models.PROTECT, related_name="links")
    other = models.ForeignKey(Case, models.PROTECT, related_name="linked_from")
    kind = models.CharField(max_length=10, choices=LinkKind.choices)

    objects = tenancy.TenantManager["Link"]()
    everywhere = models.Manager["Link"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "other", "kind", name="cases_are_linked_once_a_kind"),
            models.CheckConstraint(name="no_case_is_linked_to_itself", condition=~Q(case=F("other"))),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.other_id}"
