"""Calls, what lets people into them, and who takes part (spec A9–A22, A33)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.db import models
from django.db.models import Q

from alongside.assisting.rules import Verdict
from alongside.calls import links, permissions, rules
from alongside.calls.guests import Guest
from alongside.calls.links import CallState, For
from alongside.calls.options import Options
from alongside.calls.rules import Act, Taking
from alongside.lib import ids, tenancy
from alongside.people.models import Tenant, TenantRow

if TYPE_CHECKING:
    from alongside.assisting.acting import Acting
    from alongside.assisting.powers import Power


class ServiceRequest(TenantRow):
    """An expert's offer of one call to whoever opens its link within 24 hours (not a case)."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    expert = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    objects = tenancy.TenantManager["ServiceRequest"]()
    everywhere = models.Manager["ServiceRequest"]()

    def __str__(self) -> str:
        return self.title

    @property
    def call(self) -> Call | None:
        """The last call that its link began."""
        return self.calls.order_by("-made_at").first()

    @property
    def state(self) -> CallState:
        if self.cancelled_at is not None:
            return CallState.CANCELLED
        call = self.call
        return CallState.NONE if call is None else call.state


class CallKind(models.TextChoices):
    CONFERENCE = For.CONFERENCE.value, "Conference"
    SERVICE_REQUEST = For.SERVICE_REQUEST.value, "Service request"


class EndReason(models.TextChoices):
    LEFT = "left", "Everybody left"
    ENDED = "ended", "Ended by somebody in it"
    CANCELLED = "cancelled", "Cancelled"


class CallQuerySet(models.QuerySet["Call"]):
    def ongoing(self) -> CallQuerySet:
        return self.filter(begun_at__isnull=False, over_at__isnull=True)

    def to_come(self) -> CallQuerySet:
        return self.filter(begun_at__isnull=True, over_at__isnull=True)

    def over(self) -> CallQuerySet:
        return self.filter(over_at__isnull=False)

    def with_(self, person_id: int) -> CallQuerySet:
        """Those that somebody made, takes or took part in, or was asked to join."""
        theirs = Participant.objects.filter(person=person_id).values("call")
        return self.filter(Q(organiser=person_id) | Q(pk__in=theirs))

    def latest_first(self) -> CallQuerySet:
        return self.order_by("-made_at", "-pk")


CallManager = tenancy.TenantManager.from_queryset(CallQuerySet)


class Call(TenantRow):
    """A live session. It exists from when it is made until the last participant leaves after at least one
    had joined, or until it is cancelled (spec 4.17)."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    kind = models.CharField(max_length=20, choices=CallKind.choices)
    title = models.CharField(max_length=200)
    organiser = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    request = models.ForeignKey(ServiceRequest, models.PROTECT, null=True, related_name="calls")
    engine = models.CharField(max_length=10, default="mesh")  # chosen when it begins, and kept
    lobby = models.BooleanField(default=False)
    scheduled_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=10, choices=EndReason.choices, blank=True)

    objects = CallManager()
    everywhere = models.Manager["Call"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "request", name="a_request_has_one_call_at_a_time", condition=Q(over_at__isnull=True)
            ),
            models.CheckConstraint(
                name="a_call_that_is_over_says_why",
                condition=Q(over_at__isnull=True, end_reason="")
                | Q(over_at__isnull=False) & ~Q(end_reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["organiser", "-made_at"], name="calls_of_an_organiser"),
            models.Index(fields=["tenant", "-made_at"], name="calls_by_age"),
            models.Index(fields=["tenant"], name="calls_not_over", condition=Q(over_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> CallState:
        if self.end_reason == EndReason.CANCELLED:
            return CallState.CANCELLED
        if self.over_at is None:
            return CallState.EMPTY if self.begun_at is None else CallState.LIVE
        if self.kind == CallKind.SERVICE_REQUEST and not self._an_expert_joined():
            return CallState.UNANSWERED
        return CallState.OVER

    def verdict_on(self, acting: Acting, power: Power) -> Verdict:
        """What the rules of calls say of a power over this one: of the actor's own, whoever they help."""
        return rules.decide(self.facts(acting, Act(power.name.partition(".")[2])))

    def facts(self, acting: Acting, act: Act) -> rules.Facts:
        held = acting.actor.standing.rights
        restricted = Options.of(Tenant.objects.only("options").get(pk=tenancy.current()).options)
        return rules.Facts(
            act=act,
            taking=self.taking_of(acting),
            organiser=self.organiser_id == acting.actor.id,
            over=self.over_at is not None,
            begun=self.begun_at is not None,
            assist=permissions.works(3, held),
            invites_guests=permissions.works(7, held),
            guests_restricted=restricted.restrict_guests,
        )

    def taking_of(self, acting: Acting) -> Taking:
        """What somebody has to do with the call now."""
        if isinstance(acting.actor, Guest):
            found = self.participants.filter(pk=acting.actor.ref).values_list("state", flat=True).first()
            return {Presence.WAITING: Taking.WAITING, Presence.IN: Taking.GUEST}.get(
                cast(Presence, found), Taking.NOTHING
            )
        found = self.participants.filter(person=acting.actor.id).values_list("state", flat=True).first()
        return {Presence.IN: Taking.REGULAR, Presence.WAITING: Taking.WAITING}.get(
            cast(Presence, found), Taking.NOTHING if found in (None, Presence.REMOVED) else Taking.INVITED
        )

    def _an_expert_joined(self) -> bool:
        return self.participants.filter(kind=permissions.Kind.REGULAR, joined_at__isnull=False).exists()


class Delivery(models.TextChoices):
    """How a link reaches whom it is for; what counts is the link (spec 4.15)."""

    LINK = "link", "Copied link"
    EMAIL = "email", "E-mail"
    SMS = "sms", "SMS"
    QR = "qr", "QR code"


class Invitation(TenantRow):
    """A link into a conference, or for a service request. Only a hash of what stands in the link is kept."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, null=True, related_name="invitations")
    request = models.ForeignKey(ServiceRequest, models.PROTECT, null=True, related_name="invitations")
    token_hash = models.CharField(max_length=64)
    delivery = models.CharField(max_length=10, choices=Delivery.choices)
    address = models.CharField(max_length=254, blank=True)  # where it was sent
    guest_name = models.CharField(max_length=100, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = tenancy.TenantManager["Invitation"]()
    everywhere = models.Manager["Invitation"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("tenant", "token_hash", name="links_are_told_apart"),
            models.CheckConstraint(
                name="an_invitation_is_for_one_thing",
                condition=Q(call__isnull=False, request__isnull=True)
                | Q(call__isnull=True, request__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def link(self) -> For:
        return For.CONFERENCE if self.call_id else For.SERVICE_REQUEST

    @property
    def title(self) -> str:
        return self.call.title if self.call else cast(ServiceRequest, self.request).title

    def within_a_day(self, now: datetime) -> bool:
        return links.within_a_day(self.made_at, now)

    @property
    def state(self) -> CallState:
        return self.call.state if self.call else cast(ServiceRequest, self.request).state


def hashed(token: str) -> str:
    """What is kept of a secret of 128 bits and more; it needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


class Presence(models.TextChoices):
    INVITED = "invited", "Asked to join"
    WAITING = "waiting", "Waiting to be let in"
    IN = "in", "In the call"
    LEFT = "left", "Left"
    REMOVED = "removed", "Removed"


class Participant(TenantRow):
    """Somebody's taking part in a call: a regular user's, or a guest's, who is let in by an invitation."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="participants", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    invitation = models.ForeignKey(Invitation, models.PROTECT, null=True, related_name="participants")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in permissions.Kind])
    client = models.CharField(max_length=20, blank=True)  # web, mobile_web, mobile_app, glasses
    state = models.CharField(max_length=10, choices=Presence.choices)
    terms_version = models.CharField(max_length=50, blank=True)
    terms_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)  # the connection is gone; a reload must not end the call
    seen_at = models.DateTimeField(null=True)  # when a connection was last known; never for pages without one
    left_at = models.DateTimeField(null=True)
    secret_hash = models.CharField(max_length=64, blank=True)  # of a guest's session

    objects = tenancy.TenantManager["Participant"]()
    everywhere = models.Manager["Participant"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("call", "person", name="somebody_takes_part_once"),
            models.CheckConstraint(
                name="a_guest_came_by_an_invitation",
                condition=Q(kind="regular", person__isnull=False, invitation__isnull=True)
                | ~Q(kind="regular") & Q(person__isnull=True, invitation__isnull=False),
            ),
            models.CheckConstraint(
                name="a_guest_confirmed_the_terms",
                condition=Q(kind="regular") | Q(terms_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["call", "state"], name="participants_of_a_call"),
            models.Index(
                fields=["tenant"],
                name="guests_in_calls",
                condition=Q(state__in=["in", "waiting"]) & ~Q(kind="regular"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def guest(self) -> Guest:
        """The guest as an author. Raises `ValueError` for a regular user."""
        if self.person_id is not None:
            raise ValueError("a regular user is no guest")
        return Guest(self.pk, self.name, self.tenant_id)
