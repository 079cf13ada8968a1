"""What every deed on a case begins with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from alongside.assisting.acting import Acting, Deed, recording_refusals
from alongside.assisting.powers import Power
from alongside.cases.deadlines import Calendar
from alongside.cases.models import Case
from alongside.cases.options import Options
from alongside.people.models import Tenant


class NotNow(Exception):
    """What was asked for cannot be done with the case as it is; says so in a sentence."""


@contextmanager
def working(acting: Acting, power: Power, case: Case) -> Iterator[tuple[Deed, Case]]:
    """The deed, and the case as it is now: it is locked before it is decided upon, so that two people who
    press at the same moment do so one after the other. Raises `Refused` and `Case.DoesNotExist`."""
    with recording_refusals(), transaction.atomic():
        current: Case = Case.objects.select_for_update(of=("self",)).for_a_page().get(pk=case.pk)
        with acting.doing(power, about=current) as deed:
            yield deed, current


def demand_open(case: Case) -> None:
    """Raises `NotNow` for a case that is closed."""
    if not case.is_open:
        raise NotNow("This case is closed. Reopen it first.")


def save(deed: Deed, case: Case, *fields: str) -> None:
    """Keep what was changed of a case."""
    case.changed_at = deed.at
    case.save(update_fields=[*fields, "changed_at"])


def calendar_of(acting: Acting) -> Calendar:
    """The working days of the actor's tenant, on the house's clock."""
    options = Tenant.objects.only("options").get(pk=acting.tenant_id).options
    return Options.of(options).calendar(timezone.get_default_timezone())
