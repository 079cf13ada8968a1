"""Whom the reader is helping, for the band on top of every page."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.assisting.actions import ASSIST
from alongside.assisting.models import Assistance, AssistanceQuerySet
from alongside.interactions import queries
from alongside.interactions.actions import RECORD
from alongside.interactions.actions.checking import strength
from alongside.interactions.models import Interaction
from alongside.lib import clock
from alongside.lib.addresses import below, outside
from alongside.lib.compiled import compiled

log = logging.getLogger(__name__)

CASES = "cases.search"  # a right of a package above, as are those of calls
CALLS = frozenset({"xa_ocall_create_conference", "xa_ocall_contact_list_invite-guestusers"})
WARN_BEFORE = timedelta(minutes=5)


@dataclass(frozen=True)
class Contact:
    """The interaction of the person who is being helped, running or paused."""

    channel_label: str
    running: bool
    spent: timedelta
    pause_url: str
    resume_url: str
    stop_url: str


@dataclass(frozen=True)
class Band:
    """Who is being helped, since when, through which channel; and where to pause and stop.

    `own_page` says that the page is the reader's own, not one of the person helped. `minutes_left`
    counts down to the end for want of use, which can be put off; the end that cannot is said in
    `other_note` (security.md T-10).
    """

    assistance_id: uuid.UUID
    person_name: str
    person_url: str
    portal_url: str
    cases_url: str  # below the mount: which cases open is also for the person helped to say (spec C14)
    since: datetime
    interaction: Contact | None
    stop_url: str
    extend_url: str
    own_page: bool
    minutes_left: int | None
    other_note: str
    checked: str = ""  # what the caller answered rightly
    check_url: str = ""  # where callers are checked
    call_url: str = ""  # where the person is called by video


def band(request: HttpRequest) -> dict[str, Band | Acting | None]:
    """Context processor: `band`, and `acting` for templates to ask who acts for whom. Error pages are
    drawn for bare requests, and when the database is gone: then it says what it knows without asking."""
    acting: Acting | None = getattr(request, "acting", None)
    if acting is None or not acting.signed_in:
        return {"band": None, "acting": None}
    try:
        helped = acting.assistance or _helped_here(acting)
        if helped is None or not helped.is_open or helped.overdue(clock.now()):
            return {"band": None, "acting": acting}
        return {"band": _band(acting, helped, _options(request)), "acting": acting}
    except (DatabaseError, NoReverseMatch) as problem:
        log.error("the band was not drawn: %s", problem)
        return {"band": None, "acting": acting}


def _helped_here(acting: Acting) -> Assistance | None:
    """Whom the reader helps from this very sign-in. Residents help nobody, and are not asked about."""
    if ASSIST.right not in acting.actor.standing.rights:
        return None
    return _open_here.first(acting.actor.id, acting.source.session)


@compiled
def _open_here(agent: int, session: str) -> AssistanceQuerySet:
    """At most one: an agent helps one person at a time."""
    return Assistance.objects.open().of_agent(agent).filter(session=session).with_people()


def _band(acting: Acting, helped: Assistance, options: Mapping[str, Any]) -> Band:
    at = clock.now()
    checks = "caller_check" in options
    final = helped.started_at + settings.ASSIST_ABSOLUTE
    unused = helped.used_at + settings.ASSIST_IDLE
    return Band(
        assistance_id=helped.pk,
        person_name=helped.person.name,
        person_url=outside("console:person", helped.person_id),
        portal_url=below(helped.pk),
        cases_url=below(helped.pk, "/console/cases/") if CASES in acting.actor.standing.rights else "",
        since=helped.started_at,
        interaction=_contact(acting, helped, at),
        stop_url=outside("console:assistance_end", helped.pk),
        extend_url=outside("console:assistance_use", helped.pk),
        own_page=not acting.helping,
        minutes_left=_minutes(unused - at) if unused < final else None,
        other_note=_last_word(final) if final - at <= WARN_BEFORE else "",
        checked=", ".join(strength(helped)) if checks else "",
        check_url=outside("console:check", helped.pk) if checks else "",
        call_url=outside("console:live_helping", helped.pk) if acting.actor.standing.rights >= CALLS else "",
    )


def _options(request: HttpRequest) -> Mapping[str, Any]:
    tenant = getattr(request, "tenant", None)
    return {} if tenant is None else tenant.options


def _contact(acting: Acting, helped: Assistance, at: datetime) -> Contact | None:
    if RECORD.right not in acting.actor.standing.rights:
        return None
    opened = queries.opened_by(acting.actor)
    running = [interaction for interaction in opened if interaction.is_running]
    paused = [interaction for interaction in opened if interaction.person_id == helped.person_id]
    return _drawn((running or paused)[0], at) if running or paused else None


def _drawn(interaction: Interaction, at: datetime) -> Contact:
    return Contact(
        channel_label=interaction.get_channel_display(),
        running=interaction.is_running,
        spent=interaction.spent(at),
        pause_url=outside("console:interaction_pause", interaction.pk),
        resume_url=outside("console:interaction_resume", interaction.pk),
        stop_url=outside("console:interaction_close", interaction.pk),
    )


def _minutes(left: timedelta) -> int | None:
    """Whole minutes, rounded down: better warned early than late."""
    return None if left > WARN_BEFORE else max(0, left // timedelta(minutes=1))


def _last_word(final: datetime) -> str:
    return (
        f"Helping ends at {timezone.localtime(final):%H:%M}, when the longest time for it is reached. "
        "You can begin again then, and what you typed is kept."
    )
