"""Getting on a list and off it: by oneself, with somebody's help, and by links in what was mailed."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.lib import clock
from alongside.mailings import links, reaching
from alongside.mailings.models import MailingList, Subscription, SubscriptionState
from alongside.mailings.rules import Joining, joins_at_once

SUBSCRIBE = Power("mailings.subscribe")
UNSUBSCRIBE = Power("mailings.unsubscribe")
# What the house does by itself when a link is followed or mail comes back, of whatever segment somebody is:
# nobody is kept on a list because no agent sees them.
HEED = Power("mailings.heed", Kind.STAFF)

ASKED_AGAIN_AFTER = timedelta(minutes=5)


class ConfirmationAsked(
    Event,
    kind="mailings.confirmation_asked",
    title="Mailing List Offered",
    sentence="{actor} asked that {person} be on the mailing list {list_name}; a link to confirm it was sent",
):
    list: int
    list_name: str


class Subscribed(
    Event,
    kind="mailings.subscribed",
    title="Mailing List Joined",
    sentence="{actor} put {person} on the mailing list {list_name}",
    sentence_self="{actor} joined the mailing list {list_name}",
):
    list: int
    list_name: str


class Confirmed(
    Event,
    kind="mailings.confirmed",
    title="Mailing List Joined by Link",
    sentence="{person} confirmed by a link that they want to be on the mailing list {list_name}",
):
    list: int
    list_name: str


class Unsubscribed(
    Event,
    kind="mailings.unsubscribed",
    title="Mailing List Left",
    sentence="{actor} took {person} off the mailing list {list_name}",
    sentence_self="{actor} left the mailing list {list_name}",
):
    list: int
    list_name: str


class LeftByLink(
    Event,
    kind="mailings.left_by_link",
    title="Mailing List Left by Link",
    sentence="{person} left the mailing list {list_name} by a link",
):
    list: int
    list_name: str


class NoAddress(Exception):
    """There is nowhere to write to; the message says what is missing."""


class Closed(Exception):
    """Nobody joins this list any more."""


def subscribe(acting: Acting, list: MailingList) -> Subscription:
    """Put the person on a list, or write to them for a click on a link (`ASKED`): where the list wants it,
    and always where somebody helps them, for nobody agrees for another. Twice is once. Raises `NoAddress`
    and `Closed`."""
    if list.closed_at is not None:
        raise Closed
    with acting.doing(SUBSCRIBE) as deed:
        found = _locked(acting, list, deed.at)
        active = found.state == SubscriptionState.ACTIVE
        address = reaching.address_of(found)
        if not address:
            raise NoAddress(reaching.MISSING[list.channel])
        if joins_at_once(Joining(list.confirmed, acting.helping, active)):
            if not active:
                _join(found, deed.at)
            deed.record(Subscribed(list=list.pk, list_name=list.name), about=found)
            return found
        _ask(found, address, deed.at)
        deed.record(ConfirmationAsked(list=list.pk, list_name=list.name), about=found)
        return found


def unsubscribe(acting: Acting, list: MailingList) -> None:
    """Take the person off a list, whoever asks for it. Twice is once."""
    with acting.doing(UNSUBSCRIBE) as deed:
        found = Subscription.objects.select_for_update().filter(list=list, person=acting.person_id).first()
        if found is not None:
            _leave(
                found, deed.at, "They left it themselves." if not acting.helping else "It was asked for them."
            )
        deed.record(Unsubscribed(list=list.pk, list_name=list.name), about=list)


class Stale(Exception):
    """A link that confirms nothing: too old, used by another request since, or not ours."""


def confirm(house: Acting, token: str) -> Subscription:
    """Join by the link that was mailed; following it twice is once. Raises `Stale`."""
    known = links.confirmed_by(token, clock.now())
    if known is None or known.list.closed_at is not None or not known.person.is_active:
        raise Stale
    with house.doing(HEED) as deed:
        deed.whose = known.person
        found = _held(known)
        if found.state == SubscriptionState.ENDED or found.asked_at != known.asked_at:
            raise Stale
        if found.state != SubscriptionState.ACTIVE:
            _join(found, deed.at)
        deed.record(Confirmed(list=found.list_id, list_name=found.list.name), about=found)
        return found


def leave(house: Acting, subscription: Subscription) -> None:
    """Leave by the link in a mail (RFC 8058). Twice is once."""
    with house.doing(HEED) as deed:
        deed.whose = subscription.person
        found = _held(subscription)
        _leave(found, deed.at, "They left it by a link.")
        deed.record(LeftByLink(list=found.list_id, list_name=found.list.name), about=found)


def _locked(acting: Acting, list: MailingList, at: datetime) -> Subscription:
    """The person's subscription, which waits for whoever changes it; made where there is none."""
    made = Subscription(
        list=list, person_id=acting.person_id, state=SubscriptionState.ENDED, asked_at=at - ASKED_AGAIN_AFTER
    )
    Subscription.objects.bulk_create([made], ignore_conflicts=True)
    found: Subscription = (
        Subscription.objects.select_for_update(of=("self",))
        .select_related("list", "person")
        .get(list=list, person=acting.person_id)
    )
    return found


def _held(subscription: Subscription) -> Subscription:
    rows = Subscription.objects.select_for_update(of=("self",)).select_related("list", "person")
    found: Subscription = rows.get(pk=subscription.pk)
    return found


def _ask(found: Subscription, address: str, at: datetime) -> None:
    """Write for a click, unless that was just done: nobody's letter box is filled by pressing a button."""
    lately = found.state == SubscriptionState.ASKED and at - found.asked_at < ASKED_AGAIN_AFTER
    if lately:
        return
    found.state, found.asked_at, found.reason = SubscriptionState.ASKED, at, ""
    found.save(update_fields=["state", "asked_at", "reason"])
    transaction.on_commit(partial(reaching.ask_to_confirm, found, address))


def _join(found: Subscription, at: datetime) -> None:
    found.state, found.joined_at, found.left_at, found.reason = SubscriptionState.ACTIVE, at, None, ""
    found.save(update_fields=["state", "joined_at", "left_at", "reason"])


def _leave(found: Subscription, at: datetime, reason: str) -> None:
    if found.state == SubscriptionState.ENDED:
        return
    found.state, found.left_at, found.reason = SubscriptionState.ENDED, at, reason
    found.save(update_fields=["state", "left_at", "reason"])
