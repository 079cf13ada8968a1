"""Whoever signs out helps nobody any more (security.md T-07)."""

from __future__ import annotations

from typing import Any, cast

from alongside.assisting.acting import Acting
from alongside.assisting.actions import end
from alongside.assisting.http import Request
from alongside.assisting.middleware import source
from alongside.assisting.models import Assistance, EndReason
from alongside.assisting.parties import Party
from alongside.lib import tenancy


def stop_helping(sender: object, request: Request, user: object, **rest: Any) -> None:
    """End what this sign-in began; called before the session is forgotten. A colleague's tab, or the
    agent's own other sign-in, goes on."""
    if user is None:
        return
    acting = Acting.alone(cast(Party, user), source(request))
    with tenancy.within(acting.tenant_id):
        mine = Assistance.objects.open().of_agent(acting.actor.id).filter(session=acting.source.session)
        for assistance in mine.with_people():
            end(acting, assistance, EndReason.SIGNED_OUT)
