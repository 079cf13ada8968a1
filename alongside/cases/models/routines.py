"""What types of cases do by themselves (spec C40)."""

from __future__ import annotations

from django.db import models

from alongside.cases.models.types import CaseType, TypeChoice
from alongside.cases.routines import Do, Routine, Step, Trigger
from alongside.lib import tenancy
from alongside.people.models import Group, TenantRow

# As administrators read it; what is named comes after.
WHEN = {
    Trigger.RAISED: "it is raised",
    Trigger.TAKEN: "somebody takes it, or is given it",
    Trigger.RELEASED: "it is released",
    Trigger.ESCALATED: "it is escalated",
    Trigger.LATE: "its target has passed",
    Trigger.REASSIGNED: "it is given to",
    Trigger.STAGE: "it comes to the stage",
    Trigger.STATUS: "its status becomes",
    Trigger.SUBTYPE: "it is filed under",
    Trigger.WAITS: "its owner is asked something",
    Trigger.GOES_ON: "it waits for its owner no more",
    Trigger.CLOSED: "it is closed",
    Trigger.REOPENED: "it is reopened",
    Trigger.TASKS_DONE: "the last of its tasks is done",
}
ANY = {
    Trigger.REASSIGNED: "another group",
    Trigger.STAGE: "any stage",
    Trigger.STATUS: "any status",
    Trigger.SUBTYPE: "any subtype",
}


class TypeRoutine(TenantRow):
    """A routine of a type: `when` it happens, with one `choice` or `group` where that is said, the steps are
    done: a list of {"do", "to", "text", "amount"}, see `routines.Step`."""

    type = models.ForeignKey(CaseType, models.CASCADE, related_name="routines")
    name = models.CharField(max_length=100)
    when = models.CharField(max_length=12)  # see `routines.Trigger`
    choice = models.ForeignKey(TypeChoice, models.CASCADE, null=True, related_name="+")
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+")
    steps = models.JSONField(default=list)
    in_use = models.BooleanField(default=True)

    objects = tenancy.TenantManager["TypeRoutine"]()
    everywhere = models.Manager["TypeRoutine"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("type", "name", name="routines_of_a_type_are_called_differently"),
            models.CheckConstraint(
                name="a_routine_is_about_a_choice_or_a_group",
                condition=models.Q(choice__isnull=True) | models.Q(group__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def routine(self) -> Routine:
        of = self.choice_id if self.choice_id is not None else self.group_id
        return Routine(self.pk, Trigger(self.when), tuple(_steps(self.steps)), of)

    @property
    def when_said(self) -> str:
        """When it runs, as a sentence goes on: “its status becomes On hold”."""
        named = self.choice or self.group
        trigger = Trigger(self.when)
        return f"{WHEN[trigger]} {named if named is not None else ANY.get(trigger, '')}".strip()


def _steps(kept: list[dict[str, object]]) -> list[Step]:
    return [
        Step(
            Do(str(one["do"])),
            to=_number(one.get("to")),
            text=str(one.get("text", "")),
            amount=_number(one.get("amount")) or 0,
        )
        for one in kept
    ]


def _number(kept: object) -> int | None:
    return kept if isinstance(kept, int) else None
