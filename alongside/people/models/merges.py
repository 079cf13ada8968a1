"""Merges: two records that were found to be one person, and what undoing that needs."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from alongside.lib import ids, tenancy
from alongside.people.models.persons import Person
from alongside.people.models.tenants import TenantRow


class MergeState(models.TextChoices):
    PROPOSED = "proposed", "Awaits approval"
    MERGED = "merged", "Merged"
    DECLINED = "declined", "Declined"
    UNDONE = "undone", "Undone"


class MergeQuerySet(models.QuerySet["Merge"]):
    def proposed(self) -> MergeQuerySet:
        return self.filter(state=MergeState.PROPOSED)

    def merged(self) -> MergeQuerySet:
        return self.filter(state=MergeState.MERGED)

    def involving(self, *people: int) -> MergeQuerySet:
        return self.filter(Q(kept__in=people) | Q(absorbed__in=people))

    def later_than(self, merge: Merge) -> MergeQuerySet:
        """Merges that stand on this one: done after it with the person it kept (the absorbed one takes
        part in none). They must be undone before it, the last of them first."""
        since = self.merged().filter(decided_at__gte=merge.decided_at).exclude(pk=merge.pk)
        return since.involving(merge.kept_id).order_by("-decided_at")

    def with_people(self) -> MergeQuerySet:
        """For lists and pages, which do not need what undoing needs."""
        return self.select_related("kept", "absorbed", "proposed_by", "decided_by", "undone_by").defer(
            "journal"
        )

    def newest_first(self) -> MergeQuerySet:
        return self.order_by("-proposed_at")


MergeManager = tenancy.TenantManager.from_queryset(MergeQuerySet)


class Merge(TenantRow):
    """One record merged into another: `absorbed` into `kept`, or the wish to do so.

    `choices` say by field name whose value stays. `journal` is what undoing needs and is emptied by it:

        {"fields": [{"id": 7, "name": "mobile", "before": …, "after": …}, …],   of the kept person
         "order": ["mobile", …],                        of the kept person's profile, as it was
         "active": true,                                whether the absorbed record was in use
         "moved": {"forms.draft.person": [keys of rows], …}}
    """

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    kept = models.ForeignKey(Person, models.PROTECT, related_name="+")
    absorbed = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=MergeState.choices)
    choices: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    reason = models.TextField()
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    # Who approved or declined; nobody where one agent was enough.
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    undone_at = models.DateTimeField(null=True)
    journal: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)

    objects = MergeManager()
    everywhere = models.Manager["Merge"]()

    class Meta:
        constraints = [
            models.CheckConstraint(name="nobody_is_merged_into_themselves", condition=~Q(kept=F("absorbed"))),
            models.CheckConstraint(
                name="nobody_approves_their_own_merge",
                condition=~Q(decided_by=F("proposed_by"), state__in=(MergeState.MERGED, MergeState.UNDONE)),
            ),
            models.UniqueConstraint(
                "absorbed", name="a_person_is_absorbed_once", condition=Q(state=MergeState.MERGED)
            ),
            models.UniqueConstraint(
                "absorbed", name="one_proposal_to_absorb_a_person", condition=Q(state=MergeState.PROPOSED)
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "state", "-proposed_at"], name="merges_of_a_state"),
            models.Index(fields=["tenant", "-proposed_at"], name="merges_lately"),
        ]

    def __str__(self) -> str:
        return f"merge {self.pk}"

    @property
    def is_proposed(self) -> bool:
        return self.state == MergeState.PROPOSED

    @property
    def is_merged(self) -> bool:
        return self.state == MergeState.MERGED
