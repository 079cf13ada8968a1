"""Recording contacts: begin, pause, resume. All of it belongs to the agent (spec G47–G66).

At most one interaction of an agent is running. Whom it is recorded for follows whom the agent helps,
in the same transaction: `follow` is told by `assisting` of every beginning and end.
"""

from __future__ import annotations

import uuid

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting, Deed
from alongside.assisting.models import Assistance, EndReason
from alongside.assisting.parties import Party
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind, Verdict
from alongside.history.events import Event
from alongside.interactions import queries
from alongside.interactions.actions.finishing import complete
from alongside.interactions.actions.own import RECORD, own, taken
from alongside.interactions.choices import completes_on_stop, wrap_up_required
from alongside.interactions.models import Channel, Interaction, Sitting, State
from alongside.interactions.services import label_of
from alongside.people.models import Tenant

PAUSE = Power("interactions.pause", Kind.STAFF, right=RECORD.right)
RESUME = Power("interactions.resume", Kind.STAFF, right=RECORD.right)


class Begun(
    Event,
    kind="interactions.begun",
    title="Begin interaction",
    sentence="{actor} began a contact ({channel}, {service})",
    private=True,
):
    channel: str
    service: str


class Paused(
    Event,
    kind="interactions.paused",
    title="Pause interaction",
    sentence="{actor} paused a contact after {seconds} seconds",
    private=True,
):
    seconds: int


class Resumed(
    Event,
    kind="interactions.resumed",
    title="Resume interaction",
    sentence="{actor} resumed a contact",
    private=True,
):
    pass


class PersonChanged(
    Event,
    kind="interactions.person_changed",
    title="Change person of interaction",
    sentence="{actor} went on with a contact for somebody else",
    private=True,
):
    """`who` is the person's ref, or None since nobody is being helped any more (spec G62)."""

    who: uuid.UUID | None


def begin(acting: Acting, *, channel: str, service: str) -> Interaction:
    """Begin to record a contact, for whoever is being helped; one that was running is paused."""
    with acting.doing(RECORD) as deed:
        assisting.in_turn(acting.actor.id)
        paused = _pause_running(deed)
        begun = _begin(deed, channel, service)
        helped = queries.assistance_of(acting.actor, deed.at)
        if helped is not None:
            _set_person(begun, helped)
        _record_pauses(deed, paused)
        deed.record(_begun(begun, deed), about=begun)
        return begun


def pause(acting: Acting, interaction: Interaction) -> None:
    """Stop the timer of the running interaction. Raises `Unfit` when it is not running."""
    with acting.doing(PAUSE) as deed:
        mine = own(deed, interaction, State.RUNNING)
        _pause(deed, mine)
        deed.record(Paused(seconds=mine.seconds_spent), about=mine)


def resume(
    acting: Acting,
    interaction: Interaction,
    *,
    request: assisting.Request = assisting.Request(),  # noqa: B008 (immutable)
) -> Assistance | None:
    """Go on with a paused interaction: its timer runs, another that was running is paused, and the
    person recorded is helped again (spec G64, G65). Answers who is being helped now.

    Raises `Unfit` when it is not paused, and `Refused` when that person may not be helped (then it
    can still be closed).
    """
    with acting.doing(RESUME) as deed:
        mine = own(deed, interaction, State.PAUSED)
        paused = _pause_running(deed)
        mine.state, mine.timer = State.RUNNING, mine.timer.started(deed.at)
        mine.save(update_fields=["state", "seconds_spent", "running_since"])
        helped = _help_again(deed, mine, request, instead_of=paused)
        taken(deed, mine)
        _record_pauses(deed, paused)
        deed.record(Resumed(), about=mine)
        return helped


def follow(acting: Acting, assistance: Assistance) -> None:
    """Keep the running interaction with whom its agent helps (spec G62); begin one if the tenant
    wants it so (spec G52). A follower of `assisting.actions`, within its transaction."""
    if assistance.end_reason == EndReason.SWITCHED:
        return  # the next person follows within the same transaction
    running = Interaction.objects.running().of_agent(assistance.agent_id).first()
    if running is not None:
        deed = _deed(acting, assistance, "own-interaction")
        if assistance.end_reason == EndReason.STOPPED and _completes(assistance.tenant_id):
            complete(deed, running)
        elif _set_person(running, assistance if assistance.is_open else None):
            who = assistance.person.ref if assistance.is_open else None
            deed.record(PersonChanged(who=who), about=running)
    elif assistance.is_open and acting.may(RECORD):
        _begin_by_itself(acting, assistance)


def _completes(tenant: int) -> bool:
    """Whether stopping closes the contact too (spec G48); where a wrap-up is required it is asked for."""
    options = Tenant.objects.get(pk=tenant).options
    return completes_on_stop(options) and not wrap_up_required(options)


def _begin_by_itself(acting: Acting, assistance: Assistance) -> None:
    wanted = queries.begins_by_itself(Tenant.objects.get(pk=assistance.tenant_id).options)
    if wanted is not None:
        deed = _deed(acting, assistance, "begins-on-assist")
        begun = _begin(deed, *wanted)
        _set_person(begun, assistance)
        deed.record(_begun(begun, deed), about=begun)


def _deed(acting: Acting, assistance: Assistance, rule: str) -> Deed:
    """What follows from helping stands against the agent, and is not refused by itself."""
    agent: Party = acting.actor if acting.actor.id == assistance.agent_id else assistance.agent
    at = assistance.ended_at or assistance.started_at
    return Deed(acting, RECORD, Verdict(True, rule), agent, at)


def _begin(deed: Deed, channel: str, service: str) -> Interaction:
    interaction = Interaction(
        tenant_id=deed.acting.tenant_id,
        agent_id=deed.acting.actor.id,
        channel=Channel(channel),
        service=service,
        begun_at=deed.at,
    )
    interaction.timer = interaction.timer.started(deed.at)
    interaction.save(force_insert=True)
    return interaction


def _begun(interaction: Interaction, deed: Deed) -> Begun:
    options = Tenant.objects.get(pk=deed.acting.tenant_id).options
    return Begun(
        channel=str(Channel(interaction.channel).label), service=label_of(interaction.service, options)
    )


def _pause_running(deed: Deed) -> list[Interaction]:
    """At most one is running; the caller records it, last."""
    running = list(Interaction.objects.running().of_agent(deed.acting.actor.id))
    for interaction in running:
        _pause(deed, interaction)
    return running


def _pause(deed: Deed, interaction: Interaction) -> None:
    interaction.state, interaction.timer = State.PAUSED, interaction.timer.stopped(deed.at)
    interaction.save(update_fields=["state", "seconds_spent", "running_since"])


def _record_pauses(deed: Deed, paused: list[Interaction]) -> None:
    for interaction in paused:
        deed.record(Paused(seconds=interaction.seconds_spent), about=interaction)


def _help_again(
    deed: Deed, interaction: Interaction, request: assisting.Request, *, instead_of: list[Interaction]
) -> Assistance | None:
    """Help the person recorded. Where nobody is, whoever is being helped now belongs to the contact,
    unless they belong to the one it is resumed instead of: then helping them ends (spec G65)."""
    acting = deed.acting
    helped = queries.assistance_of(acting.actor, deed.at)
    here = helped is not None and helped.session == acting.source.session
    if interaction.person is None:
        if helped is not None and instead_of:
            assisting.stop(acting, helped)
            return None
    elif helped is None or not here or helped.person_id != interaction.person_id:
        return assisting.switch(acting, interaction.person, request=request)
    if helped is not None:
        _set_person(interaction, helped)
    return helped


def _set_person(interaction: Interaction, assistance: Assistance | None) -> bool:
    """Record whom the agent helps in it from now on; whether that is somebody else than before."""
    person_id = None if assistance is None else assistance.person_id
    if assistance is not None:
        Sitting.objects.get_or_create(interaction=interaction, assistance=assistance)
    if interaction.person_id == person_id:
        return False
    interaction.person_id = person_id
    if person_id is not None:
        interaction.last_helped_id = person_id
    interaction.save(update_fields=["person_id", "last_helped_id"])
    return True
