"""What mailings hold about a person, and what erasing does to it (`people.custody`)."""

from __future__ import annotations

from collections.abc import Iterable

from alongside.mailings.models import Delivery, DeliveryState, Subscription
from alongside.people.custody import Copy, Custody, Fate, Record, register
from alongside.people.models import Person


def declare() -> None:
    """Register it; called when the app is ready."""
    register(SUBSCRIPTIONS)
    register(DELIVERIES)


def _subscribed(copy: Copy, first: int, end: int) -> Iterable[Record]:
    rows = Subscription.objects.filter(person=copy.person).select_related("list").order_by("pk")
    return [
        Record(
            one.list.name,
            one.joined_at or one.asked_at,
            (("State", one.get_state_display()), *((("Why", one.reason),) if one.reason else ())),
        )
        for one in rows[first:end]
    ]


def _sent(copy: Copy, first: int, end: int) -> Iterable[Record]:
    rows = Delivery.objects.filter(subscription__person=copy.person).select_related("mailing")
    return [
        Record(
            one.mailing.title,
            one.left_at or one.due_at,
            (("State", one.get_state_display()), *((("To", one.address),) if one.address else ())),
        )
        for one in rows.order_by("pk")[first:end]
    ]


def _forget_subscriptions(person: Person) -> None:
    Subscription.objects.filter(person=person).delete()


def _empty_deliveries(person: Person) -> None:
    """What is counted of a mailing stays, and says nothing of them."""
    theirs = Delivery.objects.filter(subscription__person=person)
    waiting = theirs.filter(state=DeliveryState.WAITING)
    waiting.update(state=DeliveryState.SKIPPED, problem="Their record was erased.")
    theirs.update(address="", subscription=None)


SUBSCRIPTIONS = Custody(
    "mailings.subscriptions",
    "Mailing lists",
    Fate.DELETED,
    "They are on no list any more, and nothing is mailed to them.",
    references=("mailings.Subscription.person",),
    count=lambda person: Subscription.objects.filter(person=person).count(),
    tell=_subscribed,
    erase=_forget_subscriptions,
)

# Emptied before the subscriptions go, by which they are found: erasing begins with the last.
DELIVERIES = Custody(
    "mailings.deliveries",
    "What was mailed to them",
    Fate.EMPTIED,
    "That a mail was sent is still counted; to whom and where is deleted.",
    references=(),
    count=lambda person: Delivery.objects.filter(subscription__person=person).count(),
    tell=_sent,
    erase=_empty_deliveries,
)
