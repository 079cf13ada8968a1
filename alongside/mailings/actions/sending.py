"""Having a mailing sent: beginning, pausing, going on, cancelling, and what somebody decides by hand."""

from __future__ import annotations

from django.core.mail import get_connection

from alongside.assisting.acting import Acting, Deed, Refused
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.jobs import actions as jobs
from alongside.lib.handing_over import Handed, hand_over, part
from alongside.mailings.composing import Composer
from alongside.mailings.models import Channel, Delivery, DeliveryState, Mailing, MailingState
from alongside.mailings.queries import Figures
from alongside.mailings.reaching import address_by
from alongside.people.models import Person

SENDING = "mailings.send"
SEND = Power(SENDING, Kind.STAFF)
TRYING = 10  # seconds with a mail server while somebody waits for the page


class MailingStarted(
    Event,
    kind="mailings.started",
    title="Mailing Started",
    sentence="{actor} had the mailing “{mailing_title}” sent to the list {list_name}",
    private=True,
):
    mailing: int
    mailing_title: str
    list_name: str


class MailingPaused(
    Event,
    kind="mailings.paused",
    title="Mailing Paused",
    sentence="{actor} paused the mailing “{mailing_title}”",
    private=True,
):
    mailing: int
    mailing_title: str


class MailingResumed(
    Event,
    kind="mailings.resumed",
    title="Mailing Resumed",
    sentence="{actor} let the mailing “{mailing_title}” go on",
    private=True,
):
    mailing: int
    mailing_title: str


class MailingCancelled(
    Event,
    kind="mailings.cancelled",
    title="Mailing Cancelled",
    sentence="{actor} cancelled the mailing “{mailing_title}” after {sent} were sent",
    private=True,
):
    mailing: int
    mailing_title: str
    sent: int


class MailingTried(
    Event,
    kind="mailings.tried",
    title="Mailing Tried",
    sentence="{actor} had the mailing “{mailing_title}” sent to themselves",
    private=True,
):
    mailing: int
    mailing_title: str


class DeliveryDecided(
    Event,
    kind="mailings.delivery_decided",
    title="Mailing Decided by Hand",
    sentence="{actor} decided what became of the mailing “{mailing_title}” to {person}",
    private=True,
):
    """`again`: whether it is sent again; else it counts as sent."""

    mailing: int
    mailing_title: str
    again: bool


class NotNow(Exception):
    """It is in no state for that; the message says why, to whoever asked."""


class NotSent(Exception):
    """What a mail server, or the way to it, said against a mail."""


def start(acting: Acting, mailing: Mailing) -> None:
    """Send a draft to everybody on its list; of a series, to each on their day, from now on."""
    with acting.doing(SEND) as deed:
        row = _locked(mailing)
        if row.state != MailingState.DRAFT:
            raise NotNow("It has been started already.")
        if row.list.closed_at is not None:
            raise NotNow("Its list is closed.")
        row.state, row.started_at = MailingState.SENDING, deed.at
        if row.day is not None:
            row.lined_up_to = None
        _go(acting, row)
        told = MailingStarted(mailing=row.pk, mailing_title=row.title, list_name=row.list.name)
        deed.record(told, about=row)


def pause(acting: Acting, mailing: Mailing) -> None:
    """No other mail of it leaves, from now on."""
    with acting.doing(SEND) as deed:
        row = _locked(mailing)
        if row.state != MailingState.SENDING:
            raise NotNow("It is not being sent.")
        row.state = MailingState.PAUSED
        row.save(update_fields=["state"])
        deed.record(MailingPaused(mailing=row.pk, mailing_title=row.title), about=row)


def go_on(acting: Acting, mailing: Mailing) -> None:
    """After a pause, or where the work on it was stopped or failed."""
    with acting.doing(SEND) as deed:
        row = _locked(mailing)
        if not row.is_under_way:
            raise NotNow("It is not under way.")
        if row.state == MailingState.SENDING and row.job is not None and row.job.is_open:
            raise NotNow("It is being sent.")
        row.state = MailingState.SENDING
        _go(acting, row)
        deed.record(MailingResumed(mailing=row.pk, mailing_title=row.title), about=row)


def cancel(acting: Acting, mailing: Mailing) -> None:
    """Whoever has not got it does not get it."""
    with acting.doing(SEND) as deed:
        row = _locked(mailing)
        if not row.is_under_way:
            raise NotNow("It is not under way.")
        row.state, row.ended_at = MailingState.CANCELLED, deed.at
        row.save(update_fields=["state", "ended_at"])
        waiting = Delivery.objects.filter(mailing=row).waiting()
        waiting.update(state=DeliveryState.SKIPPED, problem="The mailing was cancelled.")
        sent = Figures.of(row).left
        deed.record(MailingCancelled(mailing=row.pk, mailing_title=row.title, sent=sent), about=row)


def try_on_oneself(acting: Acting, mailing: Mailing) -> str:
    """Send it to whoever asks, and to nobody else: the address that it went to. Raises `NotSent`."""
    if not (verdict := acting.may(SEND)):
        raise Refused(acting, SEND, verdict, None)
    person = Person.objects.get(pk=acting.actor.id)
    to = address_by(person, mailing.list.channel)
    if not to:
        raise NotSent("Your profile has no address to which it could be sent.")
    composer = Composer.of(mailing)
    if mailing.list.channel == Channel.SMS:
        outcome = composer.text_message(person, to)
    else:
        connection = get_connection(timeout=TRYING)
        outcome = hand_over(composer.trial(person, to), connection)
        part(connection)
    if outcome.handed is not Handed.TAKEN:
        raise NotSent(outcome.problem)
    with acting.doing(SEND) as deed:
        deed.record(MailingTried(mailing=mailing.pk, mailing_title=mailing.title), about=mailing)
    return to


def send_again(acting: Acting, delivery: Delivery) -> None:
    """Have one leave once more that was refused or may have left. Raises `NotNow` for every other, and where
    the mailing is over."""
    with acting.doing(SEND) as deed:
        row = _held(deed, delivery, DeliveryState.UNKNOWN, DeliveryState.REFUSED)
        mailing = _locked(row.mailing)
        if mailing.state == MailingState.CANCELLED:
            raise NotNow("The mailing was cancelled.")
        row.state, row.attempts, row.due_at, row.problem = DeliveryState.WAITING, 0, deed.at, ""
        row.save(update_fields=["state", "attempts", "due_at", "problem"])
        if mailing.state == MailingState.SENT:
            mailing.state, mailing.ended_at = MailingState.SENDING, None
        if mailing.state == MailingState.SENDING and (mailing.job is None or not mailing.job.is_open):
            _go(acting, mailing)
        deed.record(_decided(mailing, again=True), about=row)


def count_as_sent(acting: Acting, delivery: Delivery) -> None:
    """Say of one that may have left that it did. Raises `NotNow` for every other."""
    with acting.doing(SEND) as deed:
        row = _held(deed, delivery, DeliveryState.UNKNOWN)
        row.state, row.problem, row.left_at = DeliveryState.SENT, "", row.taken_at
        row.save(update_fields=["state", "problem", "left_at"])
        deed.record(_decided(row.mailing, again=False), about=row)


def _decided(mailing: Mailing, *, again: bool) -> DeliveryDecided:
    return DeliveryDecided(mailing=mailing.pk, mailing_title=mailing.title, again=again)


def _go(acting: Acting, mailing: Mailing) -> None:
    mailing.rests_until = None
    mailing.job = jobs.ask(acting, SENDING, payload={"mailing": mailing.pk})
    mailing.save()


def _locked(mailing: Mailing) -> Mailing:
    rows = Mailing.objects.select_for_update(of=("self",)).select_related("list", "job")
    row: Mailing = rows.get(pk=mailing.pk)
    return row


def _held(deed: Deed, delivery: Delivery, *states: str) -> Delivery:
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("mailing", "subscription__person")
    row: Delivery = rows.get(pk=delivery.pk)
    if row.state not in states:
        raise NotNow("Somebody has decided that already, or it arrived.")
    if row.subscription is None:
        raise NotNow("The record of whoever it went to was erased.")
    deed.whose = row.subscription.person
    return row
