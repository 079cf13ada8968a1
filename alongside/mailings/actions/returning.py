"""What comes back: a letter that did not arrive, or that is called unwanted. Its address is left alone."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.history.events import Event
from alongside.mailings import links
from alongside.mailings.actions.subscribing import HEED
from alongside.mailings.models import Delivery, DeliveryState, Mailing, Subscription, SubscriptionState


class SubscriptionSuspended(
    Event,
    kind="mailings.suspended",
    title="Mailing List Suspended",
    sentence="The mailing list {list_name} is not sent to {person} any more: {reason}",
):
    list: int
    list_name: str
    mailing: int
    reason: str


def suspend(house: Acting, subscription: Subscription, reason: str, mailing: Mailing) -> None:
    """Send nothing of this list to them any more, until they want it again. `reason` is a sentence for people
    or what a mail server said."""
    with house.doing(HEED) as deed:
        deed.whose = subscription.person
        row = (
            Subscription.objects.select_for_update(of=("self",))
            .select_related("list")
            .get(pk=subscription.pk)
        )
        if row.state == SubscriptionState.ACTIVE:
            row.state, row.left_at, row.reason = SubscriptionState.SUSPENDED, deed.at, reason[:300]
            row.save(update_fields=["state", "left_at", "reason"])
        told = SubscriptionSuspended(
            list=row.list_id, list_name=row.list.name, mailing=mailing.pk, reason=reason[:300]
        )
        deed.record(told, about=row)


def heed(house: Acting, tags: list[str], *, complaint: bool, final: bool, reason: str) -> bool:
    """Take note of what came back: whether it was about a letter of ours. `tags` are marks of return
    addresses and message ids; what has none that we signed says nothing."""
    delivery = next(filter(None, map(links.delivery_by, tags)), None)
    if delivery is None:
        return False
    if not (complaint or final):
        return True  # the server goes on trying
    state = DeliveryState.UNWANTED if complaint else DeliveryState.RETURNED
    sent = [DeliveryState.SENT, DeliveryState.UNKNOWN, DeliveryState.LEAVING]
    Delivery.objects.filter(pk=delivery.pk, state__in=sent).update(state=state, problem=reason[:300])
    if delivery.subscription is not None:
        suspend(house, delivery.subscription, reason, delivery.mailing)
    return True
