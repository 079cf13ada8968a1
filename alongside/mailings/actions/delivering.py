"""Delivering a mailing: each to each once, whatever stops the house in the middle (spec I40).

A step of the job lines up those who are to get it, or writes down how far it is; letters leave after that
is committed, a few seconds' worth at a time. Each is claimed by a commit before a server hears of it, and
what came of it is committed with the claim of the next one. So whoever is killed leaves one letter of which
nobody knows: it is called `UNKNOWN`, and never sent again by itself.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef

from alongside.assisting.acting import Acting
from alongside.history.events import Event
from alongside.jobs import holding, scheduling
from alongside.jobs.models import Job
from alongside.jobs.works import Step
from alongside.lib import clock
from alongside.lib.compiled import compiled
from alongside.lib.handing_over import Handed, Outcome, hand_over, part
from alongside.mailings.actions.returning import suspend
from alongside.mailings.actions.sending import SEND
from alongside.mailings.composing import Composer
from alongside.mailings.models import (
    Channel,
    Delivery,
    DeliveryQuerySet,
    DeliveryState,
    Mailing,
    MailingState,
    Subscription,
    SubscriptionQuerySet,
)
from alongside.mailings.queries import Figures
from alongside.mailings.reaching import address_by
from alongside.mailings.rules import Pace, Receiving, pace, why_not

LOT = 500  # put into a row in one step
SPELL = 3.0  # seconds of handing over before the next step
PATIENCE = 60  # seconds with a mail server
LOST_AFTER = timedelta(minutes=10)  # much longer than that patience
LOOKING_BACK = timedelta(hours=1)  # for whoever joined in a transaction that was under way
# After each attempt that a server put off; when they are used up, it is refused.
AGAIN = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720)]
UNREACHED = timedelta(minutes=1)  # until a mail server is tried again that did not answer at all

log = logging.getLogger(__name__)


class MailingEnded(
    Event,
    kind="mailings.ended",
    title="Mailing Sent",
    sentence="The mailing “{mailing_title}” was sent to {sent} people",
    private=True,
):
    """`unknown`: of how many nobody knows whether they got it."""

    mailing: int
    mailing_title: str
    sent: int
    refused: int
    unknown: int
    skipped: int


def send_some(acting: Acting, job: Job) -> Step:
    """The next step of a mailing: of lining up, then of sending, until nothing is left."""
    mailing = (
        Mailing.objects.select_for_update(of=("self",)).select_related("list").get(pk=job.payload["mailing"])
    )
    if mailing.state != MailingState.SENDING:
        return _end(mailing, Figures.of(mailing))
    if (after := _line_up(mailing, job.cursor.get("after", 0))) is not None:
        return Step({"after": after}, done=0, total=None)
    _call_lost(mailing)
    figures = Figures.of(mailing)
    if figures.open and mailing.rests_until is not None and mailing.rests_until > clock.now():
        return Step({}, done=figures.done, total=figures.total, again_at=mailing.rests_until)
    if not figures.open:
        if mailing.day is None:
            _finish(acting, mailing, figures)
        return _end(mailing, figures)
    at = clock.now()
    found = pace(mailing.per_minute)
    again_at = at + found.rest if found.rest else None
    due = Delivery.objects.filter(mailing=mailing).waiting().order_by("due_at").first()
    if due is None:  # another process was killed with one in hand
        again_at = at + LOST_AFTER / 10
    elif due.due_at > at:
        again_at = due.due_at
    else:
        transaction.on_commit(partial(_try_to_deliver, mailing.pk, found))
    return Step({}, done=figures.done, total=figures.total, again_at=again_at)


def deliver(mailing: int, most: int, spell: float = SPELL) -> int:
    """Hand over what is due of a mailing, at most so many and for so many seconds; how many left. Outside
    every transaction."""
    found: Mailing = Mailing.objects.select_related("list").get(pk=mailing)
    with _Hands(found) as hands:
        return hands.work(most, time.monotonic() + spell)


def _try_to_deliver(mailing: int, found: Pace) -> None:
    try:
        deliver(mailing, found.lot)
    except Exception:  # the step is done; what was claimed is called lost in a while, and the next goes on
        log.exception("mailing %s was not delivered", mailing)


@dataclass
class _Claimed:
    """One that is leaving: nobody else touches it now."""

    delivery: Delivery
    address: str


class _Hands:
    """Handing over the letters of one mailing, one after the other."""

    def __init__(self, mailing: Mailing) -> None:
        self.mailing = mailing
        self.composer = Composer.of(mailing)
        self.connection: BaseEmailBackend = get_connection(timeout=PATIENCE)

    def __enter__(self) -> _Hands:
        return self

    def __exit__(self, *_: object) -> None:
        part(self.connection)

    def work(self, most: int, until: float) -> int:
        waiting = Delivery.objects.filter(mailing=self.mailing).waiting().filter(due_at__lte=clock.now())
        numbers = list(waiting.order_by("due_at", "pk").values_list("pk", flat=True)[:most])
        left, settled = 0, None
        for number in numbers:
            if time.monotonic() > until:
                break
            with transaction.atomic():
                if settled is not None:
                    _settle(*settled)
                settled = None
                claimed = _claim(number)
            if claimed is None:
                continue
            outcome = self._hand_over(claimed)
            settled = (claimed, outcome)
            left += outcome.handed is Handed.TAKEN
            if _rests_after(outcome):
                break
        if settled is not None:
            with transaction.atomic():
                _settle(*settled)
        return left

    def _hand_over(self, claimed: _Claimed) -> Outcome:
        delivery, address = claimed.delivery, claimed.address
        subscription = delivery.subscription
        assert subscription is not None  # noqa: S101 (none is claimed without)
        if self.mailing.list.channel == Channel.SMS:
            return self.composer.text_message(subscription.person, address, subscription)
        try:
            letter = self.composer.letter(delivery.pk, subscription, address)
        except ValueError as problem:  # a name that no header can have
            return Outcome(Handed.REFUSED, str(problem))
        outcome = hand_over(letter, self.connection)
        if outcome.handed is not Handed.TAKEN:
            part(self.connection)  # the next one begins anew
        return outcome


def _claim(number: int) -> _Claimed | None:
    """Take one in hand, if it is still to leave; within a transaction that is committed before it does."""
    row = next(iter(_locked(number)), None)
    if row is None or row.mailing.state != MailingState.SENDING:
        return None  # it stays where it is: another has it, or somebody paused
    subscription = row.subscription
    person = subscription.person if subscription is not None else None
    address = address_by(person, row.mailing.list.channel) if person is not None else ""
    facts = Receiving(
        state=subscription.state if subscription is not None else "",
        in_use=person is not None and person.is_active,
        address=address,
    )
    at = clock.now()
    if why := why_not(facts):
        _write(row, DeliveryState.SKIPPED, problem=why)
        return None
    leaving = {"taken_at": at, "holder": holding.here(), "attempts": F("attempts") + 1, "address": address}
    try:
        with transaction.atomic():
            _write(row, DeliveryState.LEAVING, **leaving)
    except IntegrityError:
        _write(row, DeliveryState.SKIPPED, problem="Somebody else with this address is on the list.")
        return None
    row.attempts, row.taken_at = row.attempts + 1, at
    return _Claimed(row, address)


@compiled
def _locked(number: int) -> DeliveryQuerySet:
    rows = Delivery.objects.waiting().select_for_update(of=("self",))
    return rows.select_related("mailing__list", "subscription__person").filter(pk=number)


def _settle(claimed: _Claimed, outcome: Outcome) -> None:
    """Write down what came of one, unless it was called lost and taken up again since."""
    row, at = claimed.delivery, clock.now()
    problem = outcome.problem.replace("\x00", "")[:300]
    known: dict[str, object] = {"state": DeliveryState.REFUSED, "problem": problem}
    if outcome.handed is Handed.TAKEN:
        known = {"state": DeliveryState.SENT, "problem": "", "left_at": at}
    elif outcome.handed is Handed.UNKNOWN:
        known |= {"state": DeliveryState.UNKNOWN}
    elif not outcome.reached:
        known |= {"state": DeliveryState.WAITING, "due_at": at + UNREACHED, "attempts": F("attempts") - 1}
    elif outcome.handed is Handed.LATER and row.attempts <= len(AGAIN):
        known |= {"state": DeliveryState.WAITING, "due_at": at + AGAIN[row.attempts - 1]}
    Delivery.objects.filter(pk=row.pk, taken_at=row.taken_at).update(holder="", **known)
    if _rests_after(outcome):
        Mailing.objects.filter(pk=row.mailing_id).update(rests_until=at + UNREACHED)
    if outcome.receiver and outcome.handed is Handed.REFUSED and row.subscription is not None:
        suspend(scheduling.sign(), row.subscription, problem, row.mailing)


def _rests_after(outcome: Outcome) -> bool:
    """Where no server answers, or one breaks off in the middle, it would be the same with the next letter: a
    whole list would be listed as perhaps sent."""
    return not outcome.reached or outcome.handed is Handed.UNKNOWN


def _write(row: Delivery, state: DeliveryState, **values: object) -> None:
    Delivery.objects.filter(pk=row.pk).update(state=state, **values)


def _line_up(mailing: Mailing, after: int) -> int | None:
    """Give the next few who are to get it a row each: how far that went, or None where all have one. Done
    twice it does no harm."""
    assert mailing.started_at is not None  # noqa: S101 (it is being sent)
    if mailing.day is None and mailing.lined_up_to is not None:
        return None
    some = list(_subscribers(mailing, mailing.started_at).filter(pk__gt=after).order_by("pk")[:LOT])
    due_at = clock.now()
    Delivery.objects.bulk_create(
        [Delivery(mailing=mailing, subscription=one, due_at=due_at) for one in some], ignore_conflicts=True
    )
    if len(some) == LOT:
        return some[-1].pk
    upto = mailing.started_at if mailing.day is None else due_at - timedelta(days=mailing.day)
    Mailing.objects.filter(pk=mailing.pk).update(lined_up_to=upto)
    return None


def due_in_series(mailing: Mailing) -> SubscriptionQuerySet:
    """Who is to get a mailing of a series now: those whose day came since it was started."""
    assert mailing.started_at is not None  # noqa: S101 (it is being sent)
    return _subscribers(mailing, mailing.started_at)


def _subscribers(mailing: Mailing, started_at: datetime) -> SubscriptionQuerySet:
    theirs = Delivery.objects.filter(mailing=mailing, subscription=OuterRef("pk"))
    rows = Subscription.objects.active().filter(~Exists(theirs), list=mailing.list_id)
    if mailing.day is None:
        return rows.filter(joined_at__lte=started_at)
    days = timedelta(days=mailing.day)
    since = started_at - days
    if mailing.lined_up_to is not None:
        since = max(since, mailing.lined_up_to - LOOKING_BACK)
    return rows.filter(joined_at__gte=since, joined_at__lte=clock.now() - days)


def _call_lost(mailing: Mailing) -> None:
    """What a process had in hand that was killed: at once where that can be seen."""
    at = clock.now()
    for row in Delivery.objects.filter(mailing=mailing, state=DeliveryState.LEAVING)[:100]:
        ours = row.holder == holding.here()
        if (row.taken_at or at) < at - LOST_AFTER or (not ours and holding.is_dead(row.holder)):
            _write(
                row,
                DeliveryState.UNKNOWN,
                holder="",
                problem="The house was stopped while this was handed over.",
            )


def _finish(acting: Acting, mailing: Mailing, figures: Figures) -> None:
    with acting.doing(SEND) as deed:
        Mailing.objects.filter(pk=mailing.pk).update(state=MailingState.SENT, ended_at=deed.at)
        told = MailingEnded(
            mailing=mailing.pk,
            mailing_title=mailing.title,
            sent=figures.left,
            refused=figures[DeliveryState.REFUSED],
            unknown=figures[DeliveryState.UNKNOWN],
            skipped=figures[DeliveryState.SKIPPED],
        )
        deed.record(told, about=mailing)


def _end(mailing: Mailing, figures: Figures) -> Step:
    """This piece of work is over: the mailing is, or it was paused, or nothing of the series is due."""
    result = {"mailing": mailing.pk, "sent": figures.left}
    return Step({}, done=figures.done, total=figures.total, finished=True, result=result)
