"""What the rules need to know, read from the database: the only impure half of a decision."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from alongside.assisting.models import StaffGrant
from alongside.assisting.parties import Party
from alongside.assisting.powers import Power
from alongside.assisting.rules import OWN_RIGHT, Facts, Kind, MayActFacts, Mode, Verdict, deny, may_act
from alongside.lib import clock
from alongside.lib.compiled import compiled

if TYPE_CHECKING:
    from alongside.assisting.acting import Acting

ASSIST_RIGHT = "assisting.assist"


def of(acting: Acting, power: Power, *, whose: Party | None, about: models.Model | None) -> Facts:
    """The facts of one decision. Facts that the power's kind does not look at are not read."""
    tenants = {acting.actor.tenant_id, acting.person.tenant_id}
    if whose is not None:
        tenants.add(whose.tenant_id)
    if about is not None:
        tenants.add(getattr(about, "tenant_id", acting.tenant_id))
    personal = power.kind not in OWN_RIGHT and acting.mode is not Mode.NONE
    return Facts(
        kind=power.kind,
        mode=acting.mode,
        signed_in=acting.signed_in,
        same_tenant=len(tenants) == 1,
        assistance_open=acting.assistance is None or acting.assistance.is_open,
        may_act=not personal or bool(may_act(may_act_facts(acting.actor, acting.person))),
        holds_right=power.kind is not Kind.STAFF or holds(acting.actor, power),
        within_segments=power.kind is not Kind.STAFF or whose is None or shares_segment(acting.actor, whose),
        reaches=power.kind is not Kind.CONTENT or about is None or reaches(acting.actor, about),
        theirs=power.kind is not Kind.OWN or about is None or theirs(acting, about),
        delegable=power.delegable,
        matter=_matter(acting, power, about) if power.kind in (Kind.MATTER, Kind.DUTY) else NO_MATTER,
    )


def holds(actor: Party, power: Power) -> bool:
    """Whether a role of the actor holds the right that a power asks for, and those it rests on."""
    return {power.right, *power.needs} <= actor.standing.rights


# Nothing is allowed about no matter at all.
NO_MATTER = deny("not-by-the-matter")


def _matter(acting: Acting, power: Power, about: models.Model | None) -> Verdict:
    """What the thing's own rules say; a matter is any row with `verdict_on`."""
    if about is None:
        return NO_MATTER
    said: Verdict = about.verdict_on(acting, power)  # type: ignore[attr-defined]  # every matter has it
    return said


def may_act_facts(agent: Party, person: Party) -> MayActFacts:
    """The facts of who may help whom."""
    privileges = person.standing.privileges
    dominated = privileges <= agent.standing.privileges
    return MayActFacts(
        assist=ASSIST_RIGHT in agent.standing.rights,
        same=agent.id == person.id,
        active=person.is_active,
        anonymous=person.is_anonymous_user,
        within_segments=shares_segment(agent, person),
        dominated=dominated,
        assist_staff=not dominated and bool(_grants(agent.id, clock.now())),
    )


@compiled
def _grants(agent: int, at: datetime) -> models.QuerySet[StaffGrant, int]:
    return StaffGrant.objects.valid(agent, at).values_list("pk", flat=True)


def shares_segment(agent: Party, person: Party) -> bool:
    """Whether the agent sees the person; everybody sees themselves and the anonymous user."""
    return (
        agent.id == person.id
        or person.is_anonymous_user
        or bool(agent.standing.segments & person.standing.segments)
    )


def reaches(actor: Party, thing: models.Model) -> bool:
    """Whether the thing is secured to no group, or to one the actor belongs to."""
    groups: list[int] = thing.secured_to()  # type: ignore[attr-defined]  # every thing that can be secured has it
    return not groups or not actor.standing.groups.isdisjoint(groups)


def theirs(acting: Acting, thing: models.Model) -> bool:
    """Whether the thing belongs to the person the deed is for.

    The anonymous user owns nothing: what was made for it belongs to the sitting it was made in,
    or every anonymous record would be open to everybody (spec 4.5).
    """
    if getattr(thing, "person_id", None) != acting.person_id:
        return False
    if acting.mode is Mode.ANON:
        assistance = acting.assistance
        return assistance is not None and getattr(thing, "assistance_id", None) == assistance.pk
    return True
