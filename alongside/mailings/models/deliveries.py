"""One mail of a mailing, to one of those on its list."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q

from alongside.assisting.acting import Acting
from alongside.lib import tenancy
from alongside.mailings.models.lists import Subscription
from alongside.mailings.models.mailings import Mailing
from alongside.people.models import SegmentMember, TenantRow


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    LEAVING = "leaving", "Leaving"
    SENT = "sent", "Sent"
    REFUSED = "refused", "Refused"
    UNKNOWN = "unknown", "Perhaps sent"
    RETURNED = "returned", "Came back"
    UNWANTED = "unwanted", "Called unwanted"
    SKIPPED = "skipped", "Left out"


# What the mail server is known to have taken.
TAKEN = (DeliveryState.SENT, DeliveryState.RETURNED, DeliveryState.UNWANTED)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def open(self) -> DeliveryQuerySet:
        """Those that are to leave, or are leaving."""
        return self.filter(state__in=[DeliveryState.WAITING, DeliveryState.LEAVING])

    def seen_by(self, acting: Acting) -> DeliveryQuerySet:
        """Those to people of the actor's segments, and to whoever was erased, of whom nothing is said."""
        theirs = SegmentMember.objects.filter(
            person=OuterRef("subscription__person"), segment__in=acting.actor.standing.segments
        )
        return self.filter(Q(subscription__isnull=True) | Exists(theirs))

    def waiting(self) -> DeliveryQuerySet:
        return self.filter(state=DeliveryState.WAITING)


DeliveryManager = tenancy.TenantManager.from_queryset(DeliveryQuerySet)


class Delivery(TenantRow):
    """It leaves once: it is `LEAVING`, and that is committed, before a server hears of it. Where nobody was
    left to write down what came of that, it is `UNKNOWN` and stays so until somebody decides.

    `address` is known once it left, and no two of a mailing go to the same. Of whoever was erased neither
    that nor the subscription is left.
    """

    mailing = models.ForeignKey(Mailing, models.CASCADE, db_index=False, related_name="deliveries")
    subscription = models.ForeignKey(Subscription, models.SET_NULL, null=True, related_name="deliveries")
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    address = models.CharField(max_length=254, blank=True)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField(null=True)
    holder = models.CharField(max_length=100, blank=True)  # the process that hands it over
    left_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    objects = DeliveryManager()
    everywhere = models.Manager["Delivery"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("mailing", "subscription", name="a_subscriber_gets_a_mailing_once"),
            models.UniqueConstraint(
                "mailing", "address", name="an_address_gets_a_mailing_once", condition=~Q(address="")
            ),
        ]
        indexes = [
            # With the tenant, so that counting them reads nothing but the index.
            models.Index(fields=["mailing", "state", "id", "tenant"], name="deliveries_of_a_mailing"),
            models.Index(fields=["mailing", "id"], name="deliveries_in_order"),
            models.Index(fields=["mailing", "due_at"], name="deliveries_due", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk} of {self.mailing_id}"
