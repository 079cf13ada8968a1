"""Beginning and ending to help somebody.

At most one assistance is open for an agent (no chains, security.md T5): helping somebody else is a
stop and a start in one transaction. Packages above follow these changes through `followers`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import models, transaction

from alongside.assisting import facts
from alongside.assisting.acting import Acting, Deed, Refused
from alongside.assisting.models import Assistance, EndReason, StaffGrant
from alongside.assisting.parties import Party
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind, StartFacts, Target, Verdict, decide_start, deny
from alongside.history.events import Event
from alongside.lib import clock
from alongside.lib.compiled import compiled

ASSIST = Power(facts.ASSIST_RIGHT, Kind.STAFF)
STOP = Power("assisting.stop", Kind.STAFF, right=ASSIST.right)
GRANT = Power("assisting.grant", Kind.STAFF)
END_GRANT = Power("assisting.end_grant", Kind.STAFF, right=GRANT.right)


class Started(
    Event, kind="assisting.started", title="Start assist", sentence="{actor} started helping {person}"
):
    pass


class Stopped(
    Event, kind="assisting.stopped", title="Stop assist", sentence="{actor} stopped helping {person} ({why})"
):
    why: str


class Granted(
    Event,
    kind="assisting.granted",
    title="Grant to assist staff",
    sentence="{actor} let {person} help colleagues until {until}",
    private=True,
):
    reason: str
    until: datetime


class GrantEnded(
    Event,
    kind="assisting.grant_ended",
    title="End grant to assist staff",
    sentence="{actor} let {person} help colleagues no more",
    private=True,
):
    pass


@dataclass(frozen=True, slots=True)
class Request:
    """What the door knows of a wish to help; the rules decide on it (security.md 1.5.2)."""

    post: bool = True
    csrf: bool = True
    same_origin: bool = True
    second_factor_fresh: bool = True


# Called within the transaction when helping begins or ends: `follower(acting, assistance)`.
Follower = Callable[[Acting, Assistance], None]
followers: list[Follower] = []


def start_verdict(acting: Acting, person: Party | None, request: Request, *, elsewhere: bool) -> Verdict:
    """Whether the agent may begin to help this person now, and why not."""
    known = person is not None and person.tenant_id == acting.tenant_id
    return decide_start(
        StartFacts(
            signed_in=acting.signed_in,
            post=request.post,
            csrf=request.csrf,
            same_origin=request.same_origin,
            second_factor_fresh=request.second_factor_fresh,
            target=Target.KNOWN if known else Target.UNKNOWN,
            elsewhere=elsewhere,
            person=facts.may_act_facts(acting.actor, person if person and known else acting.actor),
        )
    )


def start(acting: Acting, person: Party, *, request: Request = Request()) -> Assistance:
    """Begin to help a person. Raises `Refused`, with rule `already-helping` when a switch is needed."""
    acting = acting.as_oneself()
    with acting.doing(ASSIST, whose=person) as deed:
        _demand_in_use(acting, person)
        elsewhere = Assistance.objects.open().of_agent(acting.actor.id).exists()
        _demand(acting, person, start_verdict(acting, person, request, elsewhere=elsewhere))
        return _begin(acting, deed, person)


def switch(acting: Acting, person: Party, *, request: Request = Request()) -> Assistance:
    """Stop helping whoever is being helped and begin to help this person, in one transaction."""
    acting = acting.as_oneself()
    with acting.doing(ASSIST, whose=person) as deed:
        _demand_in_use(acting, person)
        _demand(acting, person, start_verdict(acting, person, request, elsewhere=False))
        for current in Assistance.objects.open().of_agent(acting.actor.id).with_people():
            end(acting, current, EndReason.SWITCHED)
        return _begin(acting, deed, person)


def stop(acting: Acting, assistance: Assistance) -> None:
    """Stop helping. Does nothing to an assistance that has ended already."""
    end(acting.as_oneself(), assistance, EndReason.STOPPED)


def end(acting: Acting, assistance: Assistance, why: EndReason) -> None:
    """End a sitting for a reason. Whoever may no longer help may still stop: ending is never refused.

    The entry names the two of the sitting, whoever ends it: an assistance is one agent's from its first
    entry to its last, and `why` says that it was not they who stopped.
    """
    with transaction.atomic():
        in_turn(assistance.agent_id)
        locked = Assistance.objects.select_for_update(of=("self",)).with_people().get(pk=assistance.pk)
        if not locked.is_open:
            return
        author = acting if acting.actor.id == locked.agent_id else Acting.alone(locked.agent, acting.source)
        deed = Deed(author, STOP, Verdict(True, "own-assistance"), locked.person, clock.now())
        locked.ended_at, locked.end_reason = deed.at, why
        locked.save(update_fields=["ended_at", "end_reason"])
        for follow in followers:
            follow(author, locked)
        deed.record(Stopped(why=EndReason(why).label), about=locked, within=locked)
    assistance.ended_at, assistance.end_reason = locked.ended_at, locked.end_reason


def in_turn(agent_id: int) -> None:
    """Have what an agent begins and ends, in every tab and sign-in, happen one thing after another:
    until the transaction ends, the agent's other deeds of this sort wait here."""
    _turn(agent_id)


@compiled
def _turn(agent_id: int) -> models.QuerySet[models.Model, int]:
    agents = get_user_model()._default_manager.select_for_update(of=("self",), no_key=True)
    found: models.QuerySet[models.Model, int] = agents.filter(pk=agent_id).values_list("pk", flat=True)
    return found


def _demand_in_use(acting: Acting, person: Party) -> None:
    """Take the agent's turn, and keep the person from being merged or erased until the transaction ends;
    raises `Refused` for one who has been. Both rows are locked in one order, for two may help each other."""
    agents = get_user_model()._default_manager.select_for_update(of=("self",), no_key=True).order_by("pk")
    found = dict(agents.filter(pk__in={acting.actor.id, person.id}).values_list("pk", "is_active"))
    if not found.get(person.id):
        raise Refused(acting, ASSIST, deny("person-not-active"), person)


def keep_alive(assistance: Assistance) -> None:
    """Note that the sitting is in use; at most once in half a minute, for it is no deed of anybody's."""
    at = clock.now()
    if at - assistance.used_at > timedelta(seconds=30):
        Assistance.objects.open().filter(pk=assistance.pk).update(used_at=at)
        assistance.used_at = at


def grant_to_assist_staff(acting: Acting, agent: Party, *, reason: str, until: datetime) -> StaffGrant:
    """Let an agent help people who hold rights the agent lacks, until a day and for a reason."""
    with acting.doing(GRANT, whose=agent) as deed:
        grant = StaffGrant.objects.create(
            tenant_id=acting.tenant_id,
            agent_id=agent.id,
            granted_by_id=acting.actor.id,
            reason=reason,
            valid_from=deed.at,
            valid_until=until,
        )
        deed.record(Granted(reason=reason, until=until), about=grant)
        return grant


def end_grants(acting: Acting, agent: Party) -> None:
    """Let an agent help people who hold rights the agent lacks no more, from now on."""
    with acting.doing(END_GRANT, whose=agent) as deed:
        StaffGrant.objects.valid(agent.id, deed.at).update(valid_until=deed.at)
        deed.record(GrantEnded())


def _begin(acting: Acting, deed: Deed, person: Party) -> Assistance:
    assistance = Assistance.objects.create(
        tenant_id=acting.tenant_id,
        agent_id=acting.actor.id,
        person_id=person.id,
        session=acting.source.session,
        started_at=deed.at,
        used_at=deed.at,
    )
    for follow in followers:
        follow(acting, assistance)
    deed.record(Started(), about=assistance, within=assistance)
    return assistance


def _demand(acting: Acting, person: Party, verdict: Verdict) -> None:
    if not verdict:
        raise Refused(acting, ASSIST, verdict, person)
