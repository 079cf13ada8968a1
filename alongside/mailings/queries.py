"""What pages ask of mailings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from alongside.lib import clock
from alongside.mailings.models import (
    Delivery,
    DeliveryState,
    Mailing,
    MailingList,
    MailingState,
    Subscription,
    SubscriptionState,
)


@dataclass(frozen=True)
class Figures:
    """How many deliveries of a mailing are in which state."""

    by_state: dict[str, int]

    @classmethod
    def of(cls, mailing: Mailing) -> Figures:
        rows = Delivery.objects.filter(mailing=mailing).values_list("state").annotate(Count("pk"))
        return cls(dict(rows))

    def __getitem__(self, state: str) -> int:
        return self.by_state.get(state, 0)

    @property
    def total(self) -> int:
        return sum(self.by_state.values())

    @property
    def open(self) -> int:
        return self[DeliveryState.WAITING] + self[DeliveryState.LEAVING]

    @property
    def done(self) -> int:
        return self.total - self.open

    @property
    def left(self) -> int:
        """What a mail server took, whatever came of it later."""
        return sum(
            self[state] for state in (DeliveryState.SENT, DeliveryState.RETURNED, DeliveryState.UNWANTED)
        )


def left_since(mailing: Mailing) -> int:
    """How many of those who got it have left its list since."""
    got = Delivery.objects.filter(
        mailing=mailing, subscription=OuterRef("pk"), left_at__lte=OuterRef("left_at")
    )
    left = Subscription.objects.filter(list=mailing.list_id, state=SubscriptionState.ENDED)
    return left.filter(Exists(got), left_at__gte=mailing.started_at).count()


def trouble(mailing: Mailing) -> str:
    """Why letters of it wait that were tried: what the mail server said, or that none answered."""
    put_off = Delivery.objects.filter(mailing=mailing, due_at__gt=clock.now()).waiting().exclude(problem="")
    return put_off.values_list("problem", flat=True).order_by("due_at").first() or ""


def on_lists(lists: Iterable[MailingList]) -> dict[int, int]:
    """How many are on each of these lists; those on which nobody is are left out."""
    rows = Subscription.objects.active().filter(list__in=list(lists))
    return dict(rows.values_list("list").annotate(Count("pk")))


def would_get(mailing: Mailing) -> int:
    """How many are on its list now."""
    return Subscription.objects.active().filter(list=mailing.list_id).count()


def goes_on(mailing: Mailing) -> bool:
    """Whether somebody has it in hand, or will by itself: a series waits for whoever joins."""
    if mailing.state != MailingState.SENDING:
        return False
    return mailing.job is not None and (
        mailing.job.is_open or (mailing.day is not None and not mailing.job.can_resume)
    )
