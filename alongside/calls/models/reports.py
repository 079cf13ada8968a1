"""What an expert writes down of a call, and the things that calls are about (spec A32, A33)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from alongside.calls.models.calls import Call
from alongside.calls.models.media import Media
from alongside.lib import ids, tenancy
from alongside.people.models import TenantRow


class ReportQuerySet(models.QuerySet["Report"]):
    def there(self) -> ReportQuerySet:
        return self.filter(deleted_at__isnull=True)


ReportManager = tenancy.TenantManager.from_queryset(ReportQuerySet)


class Report(TenantRow):
    """A service report. Where it was deleted, that it was there stays, and who deleted it."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="reports")
    title = models.CharField(max_length=200)
    problem = models.TextField(blank=True)
    work = models.TextField(blank=True)
    result = models.TextField(blank=True)
    pictures = models.ManyToManyField(Media, through="ReportPicture", related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signer = models.CharField(max_length=100, blank=True)  # who agreed to it, as they wrote it
    signature = models.BinaryField(null=True)  # drawn, as PNG
    signed_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ReportManager()
    everywhere = models.Manager["Report"]()

    class Meta:
        indexes = [models.Index(fields=["tenant", "-made_at"], name="reports_by_age")]

    def __str__(self) -> str:
        return self.title


class ReportPicture(TenantRow):
    """A picture of the call that stands in a report."""

    report = models.ForeignKey(Report, models.CASCADE)
    media = models.ForeignKey(Media, models.PROTECT)

    objects = tenancy.TenantManager["ReportPicture"]()
    everywhere = models.Manager["ReportPicture"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("report", "media", name="a_picture_stands_in_a_report_once"),
        ]

    def __str__(self) -> str:
        return f"picture {self.media_id} of report {self.report_id}"


class CallSubject(TenantRow):
    """What a call is about: a person, a case or a question, under its name in history."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="subjects", db_index=False)
    about = models.CharField(max_length=120)
    label = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")  # whose it is
    made_at = models.DateTimeField()

    objects = tenancy.TenantManager["CallSubject"]()
    everywhere = models.Manager["CallSubject"]()

    class Meta:
        constraints = [models.UniqueConstraint("call", "about", name="a_call_is_about_a_thing_once")]
        indexes = [models.Index(fields=["tenant", "about"], name="calls_about_a_thing")]

    def __str__(self) -> str:
        return self.label
