"""What the rules of looking need to know, read from the database in one statement.

It is written out, as `models.standings` is: it comes before every look. Each part reads a row by its
key, or the looks of one agent and day, which the limits bound.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.lib.ids import LARGEST_NUMBER
from alongside.people.looking.limits import Limits
from alongside.people.looking.rules import Facts
from alongside.people.models import Kind, Person

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of one look, and what is to be kept of it: `contact` says whether the agent helped the
    person today; `decoy`, whether the person exists; `unsought`, whether nobody may find them (spec G14)."""

    facts: Facts
    limits: Limits
    day: date
    contact: bool
    decoy: bool
    unsought: bool


def of(
    acting: Acting, person_id: int, at: datetime, *, reason_given: bool = False, beginning: bool = False
) -> Known:
    """What is known when the actor wants to see the person with this id, whether there is one or not.

    While they are `beginning` to help, the assistance that is being decided on covers nothing yet.
    """
    today = timezone.localdate(at)
    midnight = timezone.make_aware(datetime.combine(today, time()))
    moment = connection.ops.adapt_datetimefield_value
    asked = {
        "tenant": acting.tenant_id,
        "agent": acting.actor.id,
        "person": person_id if person_id <= LARGEST_NUMBER else 0,  # an id that nobody can have
        "today": connection.ops.adapt_datefield_value(today),
        "since": connection.ops.adapt_datefield_value(timezone.localdate(at - HOUR)),
        "hour_ago": moment(at - HOUR),
        "midnight": moment(midnight),
    }
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, asked)
        options, hour, day, seen, lifted, decoy, helping, helped, unsought = cursor.fetchone()
    facts = Facts(
        oneself=looks_at_nobody_else(acting, person_id),
        seen_today=bool(seen),
        helping=bool(helping) and not beginning,
        reason_given=reason_given,
        lifted=bool(lifted),
        hour=hour,
        day=day,
    )
    limits = Limits.of(json.loads(options))
    contact = bool(helping or helped)
    return Known(facts, limits, today, contact=contact, decoy=bool(decoy), unsought=bool(unsought))


def looks_at_nobody_else(acting: Acting, person_id: int) -> bool:
    """Whether it is the actor's own record, or the house itself that looks."""
    actor = acting.actor
    return actor.id == person_id or (isinstance(actor, Person) and actor.kind == Kind.SYSTEM)


KNOWN = """
    SELECT
      (SELECT CAST(options AS text) FROM people_tenant WHERE id = %(tenant)s),
      (SELECT COUNT(*) FROM people_look
        WHERE agent_id = %(agent)s AND day >= %(since)s AND at > %(hour_ago)s AND tenant_id = %(tenant)s),
      COALESCE((SELECT people FROM people_lookingday
        WHERE agent_id = %(agent)s AND day = %(today)s AND tenant_id = %(tenant)s), 0),
      EXISTS (SELECT 1 FROM people_look WHERE agent_id = %(agent)s AND day = %(today)s
        AND person_id = %(person)s AND tenant_id = %(tenant)s),
      EXISTS (SELECT 1 FROM people_lookingleave
        WHERE agent_id = %(agent)s AND day = %(today)s AND tenant_id = %(tenant)s),
      EXISTS (SELECT 1 FROM people_decoy WHERE person_id = %(person)s AND tenant_id = %(tenant)s),
      EXISTS (SELECT 1 FROM assisting_assistance WHERE person_id = %(person)s AND agent_id = %(agent)s
        AND ended_at IS NULL AND tenant_id = %(tenant)s),
      EXISTS (SELECT 1 FROM assisting_assistance WHERE person_id = %(person)s AND agent_id = %(agent)s
        AND started_at >= %(midnight)s AND tenant_id = %(tenant)s),
      EXISTS (SELECT 1 FROM people_group WHERE tenant_id = %(tenant)s AND searched)
        AND NOT EXISTS (SELECT 1 FROM people_membership AS joined
          JOIN people_group AS chosen ON chosen.id = joined.group_id
          WHERE joined.person_id = %(person)s AND chosen.searched)
"""
