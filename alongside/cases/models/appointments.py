"""Appointments in a case: its owner is met, rung or seen by video (spec C36, C41)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from alongside.cases.models.cases import Case
from alongside.lib import ids, tenancy
from alongside.people.models import TenantRow

LONGEST_PLACE, LONGEST_ABOUT, LONGEST_REPLY = 300, 200, 1000


class How(models.TextChoices):
    PLACE = "place", "At a place"
    TELEPHONE = "telephone", "By telephone"
    VIDEO = "video", "By video"


class Reply(models.TextChoices):
    """What the owner says when it does not suit them."""

    ANOTHER = "another", "I need another time"
    DECLINED = "declined", "I cannot come, and need no other time"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def kept(self) -> AppointmentQuerySet:
        """Those that were not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def of_keeper(self, person_id: int) -> AppointmentQuerySet:
        """Those that somebody keeps, and that were not cancelled."""
        return self.kept().filter(keeper=person_id)

    def between(self, first: datetime, end: datetime) -> AppointmentQuerySet:
        """Those that begin from one moment until before another."""
        return self.filter(begins_at__gte=first, begins_at__lt=end)

    def first_first(self) -> AppointmentQuerySet:
        return self.order_by("begins_at", "pk")


AppointmentManager = tenancy.TenantManager.from_queryset(AppointmentQuerySet)


class Appointment(TenantRow):
    """When and how the owner is met, and by whom, where that is known: the `keeper`. A reply is the owner's,
    to the appointment as it is: moving it asks them anew. `changes` counts how often it was changed, as
    calendars want to know."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="appointments", db_index=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    how = models.CharField(max_length=10, choices=How.choices)
    where = models.CharField(max_length=LONGEST_PLACE, blank=True)  # a place, a number, the address of a call
    about = models.CharField(max_length=LONGEST_ABOUT, blank=True)
    begins_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    changes = models.PositiveSmallIntegerField(default=0)
    reply = models.CharField(max_length=10, choices=Reply.choices, blank=True, default="")
    reply_text = models.CharField(max_length=LONGEST_REPLY, blank=True, default="")
    replied_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    objects = AppointmentManager()
    everywhere = models.Manager["Appointment"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_reply_to_an_appointment_has_its_time",
                condition=Q(reply="", replied_at__isnull=True) | (~Q(reply="") & Q(replied_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "begins_at"], name="appointments_of_a_case"),
            models.Index(
                fields=["keeper", "begins_at"],
                condition=Q(keeper__isnull=False, cancelled_at__isnull=True),
                name="appointments_of_a_keeper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.when}, {self.get_how_display().lower()}"

    @property
    def ends_at(self) -> datetime:
        return self.begins_at + timedelta(minutes=self.minutes)

    @property
    def when(self) -> str:
        """Day and time, as people say them: “Friday 4 December 2026 at 10:00”."""
        return date_format(timezone.localtime(self.begins_at), r"l j F Y \a\t H:i")

    def is_to_come(self, now: datetime) -> bool:
        return self.cancelled_at is None and self.ends_at > now
