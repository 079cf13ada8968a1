"""What the server notes of sockets that open and close."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from django.db import close_old_connections
from django.db.models import Sum

from alongside.calls import actions as calls
from alongside.calls.models import Participant
from alongside.history.models import Head
from alongside.lib import tenancy
from alongside.people.models import Tenant


def latest() -> int:
    """Grows whenever anything is recorded in any tenant: then those in calls are looked at again."""
    return Head.everywhere.aggregate(all=Sum("size"))["all"] or 0


def begin() -> None:
    """Before the first socket opens, and before anybody is taken for gone."""
    for tenant in Tenant.objects.values_list("pk", flat=True):
        with tenancy.within(tenant):
            calls.wait_again()
    close_old_connections()


def dropped(tenant_id: int, participant: str) -> None:
    _note(calls.note_dropped, tenant_id, participant)


def back(tenant_id: int, participant: str) -> None:
    _note(calls.note_back, tenant_id, participant)


def seen(present: Mapping[int, Collection[str]]) -> None:
    """Participants by tenant whose sockets are open still."""
    close_old_connections()
    try:
        for tenant_id, participants in present.items():
            with tenancy.within(tenant_id):
                calls.note_seen(participants)
    finally:
        close_old_connections()


def _note(note: Callable[[Participant], None], tenant_id: int, participant: str) -> None:
    """In a thread of its own, where no request opens and closes connections."""
    close_old_connections()
    try:
        with tenancy.within(tenant_id):
            found = Participant.objects.filter(pk=participant).first()
            if found is not None:
                note(found)
    finally:
        close_old_connections()
