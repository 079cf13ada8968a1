"""Jobs: long work that goes on by itself, and how far it has come."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from alongside.assisting.acting import Acting
from alongside.assisting.parties import Party
from alongside.jobs import works
from alongside.lib import ids, tenancy


class State(models.TextChoices):
    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Under way"
    STOPPED = "stopped", "Stopped"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


OPEN = (State.WAITING, State.RUNNING)
RESTING = (State.STOPPED, State.FAILED)  # until somebody lets them go on


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> JobQuerySet:
        """Waiting or under way: they will go on by themselves."""
        return self.filter(state__in=OPEN)

    def of(self, work: str) -> JobQuerySet:
        return self.filter(work=work)

    def due(self, at: datetime) -> JobQuerySet:
        """Open, not put off, and in nobody's hands; the longest waiting first."""
        free = Q(leased_until__isnull=True) | Q(leased_until__lte=at)
        return self.open().filter(free, due_at__lte=at).order_by("due_at")

    def seen_by(self, party: Party) -> JobQuerySet:
        """Those they asked for themselves, and those of works they might have asked for."""
        theirs = [one.name for one in works.declared() if one.power.right in party.standing.rights]
        return self.filter(Q(actor_id=party.id) | Q(work__in=theirs))

    def newest_first(self) -> JobQuerySet:
        return self.order_by("-asked_at")


JobManager = tenancy.TenantManager.from_queryset(JobQuerySet)


class Job(models.Model):
    """One piece of long work: a row that says what is to be done, for whom, and where the next step begins.

    Whoever runs it holds it for a while (`leased_until`); what a dead process held is free again when
    that is over, or at once where its death can be seen.
    """

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    tenant_id = models.SmallIntegerField(default=tenancy.of_new_rows)
    work = models.CharField(max_length=60)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    cursor = models.JSONField(default=dict)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    result = models.JSONField(default=dict)
    problem = models.TextField(blank=True)  # for people: why it failed
    attempts = models.PositiveSmallIntegerField(default=0)  # failed one after the other
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    holder = models.CharField(max_length=100, blank=True)
    leased_until = models.DateTimeField(null=True)

    objects = JobManager()
    everywhere = models.Manager["Job"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_job_that_goes_on_has_no_end",
                condition=Q(state__in=OPEN, ended_at__isnull=True) | ~Q(state__in=OPEN),
            ),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "due_at"], name="open_jobs", condition=Q(state__in=OPEN)),
            models.Index(fields=["tenant_id", "work", "-asked_at"], name="jobs_of_a_work"),
            models.Index(fields=["tenant_id", "-asked_at"], name="jobs_lately"),
        ]

    def __str__(self) -> str:
        return f"{self.work} {self.pk}"

    @property
    def title(self) -> str:
        known = works.named(self.work)
        return known.title if known else self.work

    @property
    def acting(self) -> Acting:
        """Whoever asked, as they are now: what they may no longer do, their job may not either."""
        return Acting.alone(self.actor)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def can_resume(self) -> bool:
        return self.state in RESTING

    @property
    def percent(self) -> int | None:
        """How much is done, if that is known; never 100 before the end."""
        if self.state == State.DONE:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else None

    @property
    def told(self) -> str:
        """What came of a finished job, in a sentence; empty where there is nothing to say."""
        known = works.named(self.work)
        return known.told(self) if known and known.told and self.state == State.DONE else ""
