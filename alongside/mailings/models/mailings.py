"""What is mailed to those on a list."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from alongside.jobs.models import Job
from alongside.lib import tenancy
from alongside.mailings.models.lists import MailingList
from alongside.people.models import TenantRow


class MailingState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SENDING = "sending", "Being sent"
    PAUSED = "paused", "Paused"
    SENT = "sent", "Sent"
    CANCELLED = "cancelled", "Cancelled"


class MailingQuerySet(models.QuerySet["Mailing"]):
    def sending(self) -> MailingQuerySet:
        return self.filter(state=MailingState.SENDING)

    def latest_first(self) -> MailingQuerySet:
        return self.order_by("-made_at", "-pk")


MailingManager = tenancy.TenantManager.from_queryset(MailingQuerySet)


class Mailing(TenantRow):
    """A text that goes to everybody on a list once: to all of them when it is started, or, where the list is
    a series, to each so many days (`day`) after they joined, for as long as it is being sent."""

    list = models.ForeignKey(MailingList, models.PROTECT, related_name="mailings")
    subject = models.CharField(max_length=150, blank=True)  # none in text messages
    text = models.TextField()  # Markdown with placeholders; as it is in text messages
    day = models.PositiveSmallIntegerField(null=True)
    per_minute = models.PositiveIntegerField(null=True)  # at most; no limit where empty
    state = models.CharField(max_length=10, choices=MailingState.choices, default=MailingState.DRAFT)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    # Everybody who joined until then and is to get it has their delivery.
    lined_up_to = models.DateTimeField(null=True)
    # Nothing leaves until then, for no server answered, or one broke off.
    rests_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")

    objects = MailingManager()
    everywhere = models.Manager["Mailing"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="what_is_no_draft_was_started",
                condition=Q(state="draft", started_at__isnull=True)
                | ~Q(state="draft") & Q(started_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "-made_at", "-id"], name="mailings_lately"),
            models.Index(fields=["tenant"], name="mailings_being_sent", condition=Q(state="sending")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What it is called where it stands among others."""
        return self.subject or (self.text if len(self.text) <= 60 else f"{self.text[:57]}…")

    @property
    def is_draft(self) -> bool:
        return self.state == MailingState.DRAFT

    @property
    def is_under_way(self) -> bool:
        return self.state in (MailingState.SENDING, MailingState.PAUSED)
