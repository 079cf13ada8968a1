"""Lists that people subscribe to, what is mailed to them, and what became of each mail."""

from alongside.mailings.models.deliveries import (
    Delivery,
    DeliveryManager,
    DeliveryQuerySet,
    DeliveryState,
)
from alongside.mailings.models.lists import (
    Channel,
    MailingList,
    MailingListManager,
    MailingListQuerySet,
    Subscription,
    SubscriptionManager,
    SubscriptionQuerySet,
    SubscriptionState,
)
from alongside.mailings.models.mailings import (
    Mailing,
    MailingManager,
    MailingQuerySet,
    MailingState,
)

__all__ = [
    "Channel",
    "Delivery",
    "DeliveryManager",
    "DeliveryQuerySet",
    "DeliveryState",
    "Mailing",
    "MailingList",
    "MailingListManager",
    "MailingListQuerySet",
    "MailingManager",
    "MailingQuerySet",
    "MailingState",
    "Subscription",
    "SubscriptionManager",
    "SubscriptionQuerySet",
    "SubscriptionState",
]
