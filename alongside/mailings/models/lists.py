"""Lists and who is on them (spec I7, I40)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from alongside.assisting.acting import Acting
from alongside.lib import tenancy
from alongside.people.models import TenantRow


class Channel(models.TextChoices):
    EMAIL = "email", "E-mail"
    SMS = "sms", "Text message"


class MailingListQuerySet(models.QuerySet["MailingList"]):
    def open(self) -> MailingListQuerySet:
        return self.filter(closed_at__isnull=True)

    def offered_to(self, acting: Acting) -> MailingListQuerySet:
        """What stands in their account: every list that is shown there, and those they are on anyway."""
        theirs = Subscription.objects.filter(list=OuterRef("pk"), person=acting.person_id).wanted()
        return self.open().filter(Q(shown=True) | Exists(theirs))

    def by_name(self) -> MailingListQuerySet:
        return self.order_by("name", "pk")


MailingListManager = tenancy.TenantManager.from_queryset(MailingListQuerySet)


class MailingList(TenantRow):
    """What one subscribes to: news that are sent now and then, or a series (`is_series`) whose mailings each
    come so many days after joining."""

    name = models.CharField(max_length=100)  # as people know it
    purpose = models.CharField(max_length=500)  # what somebody agrees to who subscribes
    is_series = models.BooleanField(default=False)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    shown = models.BooleanField(default=True)  # in everybody's account
    confirmed = models.BooleanField(default=True)  # joining takes a click on a link that was mailed
    sender_name = models.CharField(max_length=100, blank=True)  # the tenant's name where empty
    sender_address = models.EmailField(blank=True)  # the house's own where empty
    # A mailbox of the desk that takes `name+anything@`: what comes back goes there. Nowhere where empty.
    return_address = models.EmailField(blank=True)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = MailingListManager()
    everywhere = models.Manager["MailingList"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("tenant", Lower("name"), name="mailing_lists_are_called_differently"),
        ]

    def __str__(self) -> str:
        return self.name


class SubscriptionState(models.TextChoices):
    ASKED = "asked", "To be confirmed"
    ACTIVE = "active", "Subscribed"
    SUSPENDED = "suspended", "Suspended"
    ENDED = "ended", "Unsubscribed"


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def active(self) -> SubscriptionQuerySet:
        return self.filter(state=SubscriptionState.ACTIVE)

    def wanted(self) -> SubscriptionQuerySet:
        """Those that nobody ended."""
        return self.exclude(state=SubscriptionState.ENDED)

    def of(self, acting: Acting) -> SubscriptionQuerySet:
        return self.filter(person=acting.person_id)


SubscriptionManager = tenancy.TenantManager.from_queryset(SubscriptionQuerySet)


class Subscription(TenantRow):
    """A person and a list: on it, asked whether they want to be, off it, or left alone because mail to them
    came back. `reason` says why they are not written to."""

    list = models.ForeignKey(MailingList, models.CASCADE, db_index=False, related_name="subscriptions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=SubscriptionState.choices)
    asked_at = models.DateTimeField()  # the last time
    joined_at = models.DateTimeField(null=True)  # the last time
    left_at = models.DateTimeField(null=True)  # when it was ended or suspended
    reason = models.CharField(max_length=300, blank=True)

    objects = SubscriptionManager()
    everywhere = models.Manager["Subscription"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("list", "person", name="a_person_is_on_a_list_once"),
            models.CheckConstraint(
                name="whoever_is_on_a_list_has_joined_it",
                condition=~Q(state="active", joined_at__isnull=True),
            ),
        ]
        indexes = [
            # With the tenant, so that counting them reads nothing but the index.
            models.Index(fields=["list", "state", "id", "tenant"], name="subscriptions_of_a_list"),
            models.Index(
                fields=["list", "joined_at"], name="subscriptions_by_joining", condition=Q(state="active")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.list_id}"
