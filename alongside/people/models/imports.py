"""Imports: files of people that were sent in, and how far each has come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q

from alongside.assisting.parties import Party
from alongside.jobs.models import Job
from alongside.lib import ids, tenancy
from alongside.people.models.persons import Person, Segment
from alongside.people.models.tenants import TenantRow
from alongside.people.moving.reading import Shape


class Stage(models.TextChoices):
    RECEIVED = "received", "Received"  # nobody has said yet what its columns are
    CHECKING = "checking", "Being checked"
    CHECKED = "checked", "Checked"
    IMPORTING = "importing", "Being imported"
    DONE = "done", "Imported"
    DISCARDED = "discarded", "Discarded"


class Duplicates(models.TextChoices):
    """What becomes of a row about somebody who may be registered already."""

    IGNORE = "ignore", "Do not look for them"
    REPORT = "report", "Register them, and list the pairs"
    REFUSE = "refuse", "Do not register them"


class ImportQuerySet(models.QuerySet["Import"]):
    def open(self) -> ImportQuerySet:
        return self.exclude(stage__in=(Stage.DONE, Stage.DISCARDED))

    def seen_by(self, party: Party) -> ImportQuerySet:
        """Their own, and those of people of their segments."""
        return self.filter(Q(actor_id=party.id) | Q(segment__in=party.standing.segments))

    def of_content(self, sha256: str) -> ImportQuerySet:
        return self.filter(sha256=sha256)

    def newest_first(self) -> ImportQuerySet:
        return self.order_by("-received_at")


ImportManager = tenancy.TenantManager.from_queryset(ImportQuerySet)


class Import(TenantRow):
    """One file of people. Its text is kept beside the database until everybody in it is registered
    (`import_files`); the counts are those of the last work that went through it, a check or the import."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    actor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()  # bytes, as it was sent
    encoding = models.CharField(max_length=20)
    format = models.CharField(max_length=5)
    delimiter = models.CharField(max_length=1)
    headings = models.JSONField()
    start = models.PositiveBigIntegerField()  # the byte of the kept text at which the rows begin
    # The columns that each field is taken from, in order; several columns can make one value.
    mapping = models.JSONField(default=dict)
    duplicates = models.CharField(max_length=6, choices=Duplicates.choices, default=Duplicates.IGNORE)
    segment = models.ForeignKey(Segment, models.PROTECT, null=True, related_name="+")
    stage = models.CharField(max_length=9, choices=Stage.choices, default=Stage.RECEIVED)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    rows = models.PositiveBigIntegerField(default=0)
    fitting = models.PositiveBigIntegerField(default=0)  # registered, or in a check: would be
    wrong = models.PositiveBigIntegerField(default=0)
    empty = models.PositiveBigIntegerField(default=0)
    alike = models.PositiveBigIntegerField(default=0)  # registered, and may be somebody else's double
    received_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ImportManager()
    everywhere = models.Manager["Import"]()

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "sha256"], name="imports_of_a_file"),
            models.Index(fields=["tenant", "-received_at"], name="imports_lately"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def shape(self) -> Shape:
        first = 2 if self.format == "csv" else 1
        return Shape(self.format, tuple(self.headings), self.delimiter, self.start, first)

    @property
    def is_open(self) -> bool:
        return self.stage not in (Stage.DONE, Stage.DISCARDED)

    @property
    def can_be_mapped(self) -> bool:
        """Whether it can still be said what its columns are."""
        return self.stage in (Stage.RECEIVED, Stage.CHECKED) or (
            self.stage == Stage.CHECKING and not (self.job and self.job.is_open)
        )

    def is_like(self, mapping: Mapping[str, Any], duplicates: str, segment: int | None) -> bool:
        """Whether this would do the same with the same file."""
        return (self.mapping, self.duplicates, self.segment_id) == (dict(mapping), duplicates, segment)


class WrongRow(TenantRow):
    """A row of a file that could not be taken, with its cells as they stood there: what is corrected and
    sent again. Kept for thirty days."""

    source = models.ForeignKey(Import, models.CASCADE, related_name="wrong_rows")
    number = models.PositiveBigIntegerField()
    cells = models.JSONField()
    problem = models.TextField()
    other_id = models.BigIntegerField(null=True)  # of whom it is a copy, where it was refused for that

    objects = tenancy.TenantManager["WrongRow"]()
    everywhere = models.Manager["WrongRow"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("source", "number", name="a_row_is_wrong_once"),
        ]
        indexes = [
            models.Index(
                fields=["other_id"], name="wrong_rows_of_a_person", condition=models.Q(other_id__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"row {self.number}: {self.problem}"


class AlikeRow(TenantRow):
    """A row about somebody who may be registered already. Kept for thirty days.

    `person_id` is who was registered from it, `other_id` who they may be: plain numbers, for people are
    merged and erased. In a check nobody was registered, and the other may be a row further up."""

    source = models.ForeignKey(Import, models.CASCADE, related_name="alike_rows")
    number = models.PositiveBigIntegerField()
    person_id = models.BigIntegerField(null=True)
    other_id = models.BigIntegerField(null=True)
    said = models.TextField()

    objects = tenancy.TenantManager["AlikeRow"]()
    everywhere = models.Manager["AlikeRow"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("source", "number", name="a_row_is_alike_once"),
        ]
        indexes = [
            models.Index(fields=["person_id"], name="alike_rows_of_a_person"),
            models.Index(fields=["other_id"], name="alike_rows_of_another"),
        ]

    def __str__(self) -> str:
        return f"row {self.number}: {self.said}"
