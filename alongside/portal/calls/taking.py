"""Who somebody is in a call: a regular user by their sign-in, a guest by the cookie of this very call."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.http import Http404

from alongside.assisting.acting import Acting, Source
from alongside.calls import queries
from alongside.calls.models import Call, Participant, Presence
from alongside.lib.network import truncated
from alongside.people.http import Request

COOKIE = "alongside_call"


@dataclass(frozen=True)
class Taking:
    """Somebody's part in a call. `part` is None for an organiser who has not come yet."""

    acting: Acting
    call: Call
    part: Participant | None

    @property
    def state(self) -> str:
        return self.part.state if self.part else Presence.INVITED

    @property
    def inside(self) -> bool:
        return self.state == Presence.IN and self.call.over_at is None

    @property
    def is_guest(self) -> bool:
        return self.part is not None and self.part.person_id is None


def taking(request: Request, call_id: uuid.UUID) -> Taking:
    """Raises `Http404` for whoever has nothing to do with the call, as if there were none."""
    acting = getattr(request, "acting", None)
    found = _regular(acting.as_oneself(), call_id) if acting is not None else None
    found = found or _guest(request, call_id)
    if found is None:
        raise Http404
    return found


def _regular(acting: Acting, call_id: uuid.UUID) -> Taking | None:
    call = Call.objects.with_(acting.actor.id).select_related("organiser").filter(pk=call_id).first()
    if call is None:
        return None
    return Taking(acting, call, call.participants.filter(person=acting.actor.id).first())


def _guest(request: Request, call_id: uuid.UUID) -> Taking | None:
    part = queries.guest_by_secret(request.COOKIES.get(COOKIE, "")[:100], call_id)
    return None if part is None else Taking(Acting.alone(part.guest, source(request)), part.call, part)


def source(request: Request) -> Source:
    """Where a guest's request came from; they have no sitting."""
    return Source(
        session="", request_id=uuid.uuid4().hex, address=truncated(request.META.get("REMOTE_ADDR", ""))
    )
