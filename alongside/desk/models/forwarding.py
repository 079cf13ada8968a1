"""Asking somebody outside, who answers by a link (spec I33)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from alongside.desk.models.questions import Question
from alongside.lib import ids, tenancy
from alongside.people.models import TenantRow


class ForwardingQuerySet(models.QuerySet["Forwarding"]):
    def open_at(self, now: datetime) -> ForwardingQuerySet:
        """Those whose link still answers."""
        return self.filter(withdrawn_at=None, ends_at__gt=now).exclude(question__state="resolved")


ForwardingManager = tenancy.TenantManager.from_queryset(ForwardingQuerySet)


class Forwarding(TenantRow):
    """A question that an agent passed on to an expert outside. What the expert sees is what was said until
    then, where it is passed on at all; the customer's name only where the agent chose so."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    question = models.ForeignKey(Question, models.PROTECT, related_name="forwardings")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    expert = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked = models.TextField()
    passes_thread = models.BooleanField()
    passes_files = models.BooleanField()
    names_customer = models.BooleanField()
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = ForwardingManager()
    everywhere = models.Manager["Forwarding"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="files_go_with_what_was_said", condition=Q(passes_thread=True) | Q(passes_files=False)
            ),
        ]

    def __str__(self) -> str:
        return f"forwarding {self.pk}"

    def is_open(self, now: datetime) -> bool:
        """Whether its link still answers."""
        return self.withdrawn_at is None and self.ends_at > now and self.question.state != "resolved"


class ExpertReply(TenantRow):
    """What an expert wrote. The customer reads nothing of it but by an agent's answer, into which somebody
    took it over."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    forwarding = models.ForeignKey(Forwarding, models.PROTECT, related_name="replies")
    text = models.TextField()
    written_at = models.DateTimeField()
    taken_over_at = models.DateTimeField(null=True)

    objects = tenancy.TenantManager["ExpertReply"]()
    everywhere = models.Manager["ExpertReply"]()

    def __str__(self) -> str:
        return f"reply {self.pk}"
