"""Closing a case, and opening it again."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.cases import deadlines
from alongside.cases.actions.working import NotNow, calendar_of, demand_open, save, working
from alongside.cases.models import Asked, Case, ChoiceKind, Phase, TypeChoice
from alongside.history.events import Event

CLOSE = Power("cases.close", Kind.MATTER)
REOPEN = Power("cases.reopen", Kind.MATTER)


class Closed(
    Event,
    kind="cases.closed",
    title="Case Closed",
    sentence="{actor} closed the case {reference} for {person}: {reason}",
    sentence_self="{actor} closed the case {reference}: {reason}",
):
    reference: str
    reason: str


class Reopened(
    Event,
    kind="cases.reopened",
    title="Case Reopened",
    sentence="{actor} reopened the case {reference} for {person}",
    sentence_self="{actor} reopened the case {reference}",
):
    reference: str


def close(acting: Acting, case: Case, reason: TypeChoice) -> Case:
    """Be done with it, for one of the type's reasons; what was asked of the owner is asked no more."""
    with working(acting, CLOSE, case) as (deed, current):
        demand_close(current, reason)
        asked = Asked.objects.filter(case=current, answer__isnull=True, withdrawn_at__isnull=True)
        asked.update(withdrawn_at=deed.at)
        current.status, current.reason = current.type.status_of(Phase.CLOSED), reason
        current.closed_at, current.target_left = deed.at, None
        save(deed, current, "status", "reason", "closed_at", "target_left")
        deed.record(Closed(reference=current.reference, reason=reason.name), about=current)
        return current


def demand_close(case: Case, reason: TypeChoice) -> None:
    """Raises `NotNow` for a case that cannot be closed for this reason."""
    demand_open(case)
    if reason not in case.type.offered(ChoiceKind.REASON):
        raise NotNow("Choose one of the type's reasons.")


def reopen(acting: Acting, case: Case) -> Case:
    """Go on with a closed case, in the hands it was in. A target that has passed begins anew."""
    with working(acting, REOPEN, case) as (deed, current):
        if current.is_open:
            raise NotNow("It is open.")
        current.status, current.reason = current.type.status_of(Phase.PROGRESS), None
        current.closed_at = current.reminded_at = current.breached_at = None
        target = current.type.target
        if target is not None and (current.target_at is None or current.target_at <= deed.at):
            current.target_at = deadlines.due(target, deed.at, calendar_of(acting))
        save(deed, current, "status", "reason", "closed_at", "reminded_at", "breached_at", "target_at")
        deed.record(Reopened(reference=current.reference), about=current)
        return current
