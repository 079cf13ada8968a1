"""Doing later what a submission asks for; again where it failed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.forms import later
from alongside.forms.models import FollowUp, Submission
from alongside.history.events import Event
from alongside.lib import clock

FOLLOW_UP = Power("forms.follow_up", Kind.STAFF)

# How long after each failure it is tried again; after the last it is given up.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
AT_ONCE = 100  # of one sweep

log = logging.getLogger(__name__)


class FollowedUp(
    Event,
    kind="forms.followed_up",
    title="Form Followed Up",
    sentence="{form_title} ({reference}) was followed up: {what}",
    private=True,
):
    form_title: str
    reference: str
    what: str


class NotFollowedUp(
    Event,
    kind="forms.not_followed_up",
    title="Form Not Followed Up",
    sentence="{form_title} ({reference}) was not followed up: {what}",
    private=True,
):
    form_title: str
    reference: str
    what: str


def note(submission: Submission) -> None:
    """Note what is to be done, within the deed that hands in: so it is done, whatever happens then."""
    FollowUp.objects.bulk_create(
        FollowUp(submission=submission, key=key, next_at=submission.handed_in_at)
        for key in later.of(submission.version.schema)
    )


def follow_up_due(sign: Callable[[], Acting]) -> int:
    """Do what is due; how much was done."""
    due = FollowUp.objects.filter(next_at__lte=clock.now()).order_by("next_at")
    return sum(_follow_up(sign, pk) for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]))


def _follow_up(sign: Callable[[], Acting], pk: int) -> bool:
    """Do it outside every transaction, for others wait for those; who is killed between doing and noting it
    does it again."""
    row = _taken(pk)
    if row is None:
        return False  # another process was quicker
    try:
        row.became = later.named(row.key)(row.submission)
    except Exception as problem:  # whatever it meets: the form is handed in, and this is tried again
        log.warning("%s did not follow a submission: %s", row.key, type(problem).__name__)
        final = isinstance(problem, later.Impossible)
        kind = "" if final else f"{type(problem).__name__}: "
        row.problem = f"{kind}{problem}"[:300]
        if final or row.attempts > len(PAUSES):
            row.next_at = None
            _keep(sign(), row)
        else:
            row.save(update_fields=["problem"])
        return False
    row.done_at, row.next_at, row.problem = clock.now(), None, ""
    _keep(sign(), row)
    return True


def _taken(pk: int) -> FollowUp | None:
    """The row, if it is still due; nobody else takes it before the next try is."""
    with transaction.atomic():
        rows = FollowUp.objects.select_for_update(of=("self",)).filter(pk=pk, next_at__lte=clock.now())
        row: FollowUp | None = rows.first()
        if row is not None:
            row.next_at = clock.now() + PAUSES[min(row.attempts, len(PAUSES) - 1)]
            row.attempts += 1
            row.save(update_fields=["next_at", "attempts"])
        return row


def _keep(acting: Acting, row: FollowUp) -> None:
    event = FollowedUp if row.done_at else NotFollowedUp
    submission = row.submission
    with acting.doing(FOLLOW_UP) as deed:
        row.save(update_fields=["became", "done_at", "next_at", "problem"])
        what = row.became or f"{row.key}: {row.problem}"
        deed.record(
            event(form_title=submission.form.title, reference=submission.reference, what=what),
            about=submission,
        )
