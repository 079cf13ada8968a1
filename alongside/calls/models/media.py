"""What is shared and recorded in a call. The content lies in the vault of files, under the row's id."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from alongside.calls import recording
from alongside.calls.models.calls import Call, Participant, Presence
from alongside.forms.filetypes import TYPES
from alongside.lib import ids, tenancy
from alongside.people.models import TenantRow


class MediaKind(models.TextChoices):
    FILE = "file", "File"
    SNAPSHOT = "snapshot", "Snapshot"
    MARKED = "marked", "Snapshot with drawing"
    BOARD = "board", "Frozen picture"
    RECORDING = "recording", "Recording"


class MediaQuerySet(models.QuerySet["Media"]):
    def whole(self) -> MediaQuerySet:
        """Those whose content is there and complete."""
        return self.filter(deleted_at__isnull=True, kept_at__isnull=False)

    def in_order(self) -> MediaQuerySet:
        return self.order_by("made_at", "pk")


MediaManager = tenancy.TenantManager.from_queryset(MediaQuerySet)


class Media(TenantRow):
    """One thing that was shared in a call, or recorded of it. Where it was deleted, the row stays and says
    who did so, when, and what it was called (spec A34)."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="media", db_index=False)
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="media")
    kind = models.CharField(max_length=10, choices=MediaKind.choices)
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=10, blank=True)  # of `filetypes.TYPES`, or a kind of recording
    size = models.PositiveBigIntegerField(default=0)  # bytes
    made_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)  # since when it is complete
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = MediaManager()
    everywhere = models.Manager["Media"]()

    class Meta:
        indexes = [models.Index(fields=["call", "made_at"], name="media_of_a_call")]
        constraints = [
            models.CheckConstraint(
                name="only_what_was_deleted_was_deleted_by_somebody",
                condition=Q(deleted_by__isnull=True) | Q(deleted_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def media_type(self) -> str:
        known = TYPES.get(self.type)
        return known.media_type if known else recording.MEDIA_TYPES.get(self.type, "application/octet-stream")

    @property
    def is_picture(self) -> bool:
        known = TYPES.get(self.type)
        return known is not None and known.picture


class Recording(TenantRow):
    """A recording that somebody's browser takes of a call, and how it stands with it."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="recordings", db_index=False)
    media = models.OneToOneField(Media, models.PROTECT, related_name="recording")
    asked_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    objects = tenancy.TenantManager["Recording"]()
    everywhere = models.Manager["Recording"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "call", name="a_call_is_recorded_once_at_a_time", condition=Q(stopped_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"recording {self.pk}"

    @property
    def recorder(self) -> Participant:
        return self.media.participant

    @property
    def state(self) -> recording.State:
        here = self.call.participants.filter(state=Presence.IN).values_list("pk", flat=True)
        answers = dict(self.consents.values_list("participant", "agreed"))
        return recording.state(stopped=self.stopped_at is not None, present=list(here), answers=answers)


class Consent(TenantRow):
    """What somebody in the call said to being recorded, and when."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="consents", db_index=False)
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="consents")
    agreed = models.BooleanField()
    said_at = models.DateTimeField()

    objects = tenancy.TenantManager["Consent"]()
    everywhere = models.Manager["Consent"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("recording", "participant", name="somebody_answers_a_recording_once")
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"
