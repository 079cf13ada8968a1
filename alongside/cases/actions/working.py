"""What every deed on a case begins with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from alongside.assisting.acting import Acting, Deed, recording_refusals
from alongside.assisting.powers import Power
from alongside.cases.actions.staying import keep_stay
from alongside.cases.deadlines import Calendar
from alongside.cases.models import Case, Phase
from alongside.cases.options import Options
from alongside.cases.routines import State
from alongside.people.models import Tenant

_OF_STAGES = frozenset({"stage", "closed_at"})


class NotNow(Exception):
    """What was asked for cannot be done with the case as it is; says so in a sentence."""


@contextmanager
def working(acting: Acting, power: Power, case: Case) -> Iterator[tuple[Deed, Case]]:
    """The deed, and the case as it is now: it is locked before it is decided upon, so that two people who
    press at the same moment do so one after the other. Raises `Refused` and `Case.DoesNotExist`."""
    with recording_refusals(), transaction.atomic():
        current: Case = Case.objects.select_for_update(of=("self",)).for_a_page().get(pk=case.pk)
        before = state_of(current)
        with acting.doing(power, about=current) as deed:
            yield deed, current
        followed(current, before)


# Called within the transaction after a deed on a case: `follower(case, as_it_was)`, None when it was raised.
Follower = Callable[[Case, State | None], None]
followers: list[Follower] = []


def followed(case: Case, before: State | None) -> None:
    """Have what follows from a deed on a case be done; the case is locked, and as the deed left it."""
    for follow in followers:
        follow(case, before)


def state_of(case: Case) -> State:
    """A case, as far as what follows depends on it."""
    return State(
        status=case.status_id,
        escalated=case.status.phase == Phase.ESCALATED,
        closed=not case.is_open,
        stage=case.stage_id,
        subtype=case.subtype_id,
        group=case.manager_group_id,
        assignee=case.assignee_id,
        waits=case.waits or (case.target_at is None and _is_asked(case)),
        late=case.breached_at is not None,
        tasks_done=case.tasks_done,
    )


def _is_asked(case: Case) -> bool:
    """Whether the owner of a case without a target is asked something."""
    return case.is_open and case.asked.filter(answer__isnull=True, withdrawn_at__isnull=True).exists()


def demand_open(case: Case) -> None:
    """Raises `NotNow` for a case that is closed."""
    if not case.is_open:
        raise NotNow("This case is closed. Reopen it first.")


def save(deed: Deed, case: Case, *fields: str) -> None:
    """Keep what was changed of a case."""
    case.changed_at = deed.at
    case.save(update_fields=[*fields, "changed_at"])
    if not _OF_STAGES.isdisjoint(fields):
        keep_stay(case, deed.at)


def calendar_of(acting: Acting) -> Calendar:
    """The working days of the actor's tenant, on the house's clock."""
    options = Tenant.objects.only("options").get(pk=acting.tenant_id).options
    return Options.of(options).calendar(timezone.get_default_timezone())
