"""Making calls: conferences, service requests, the links that lead into them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from alongside.assisting import matters
from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.calls import permissions
from alongside.calls.links import CallState
from alongside.calls.models import (
    Call,
    CallKind,
    Delivery,
    EndReason,
    Invitation,
    Participant,
    Presence,
    ServiceRequest,
    hashed,
)
from alongside.history.events import Event
from alongside.people.checking import Misfit
from alongside.people.models import Person

_MAKING, _MAKING_NEEDS = permissions.rights_of(5)
_CALLING, _CALLING_NEEDS = permissions.rights_of(6, 7)
CREATE_CONFERENCE = Power("calls.create_conference", Kind.STAFF, right=_MAKING, needs=_MAKING_NEEDS)
# A service request is an invitation of a guest to a call that does not exist yet (spec 4.30).
REQUEST_SERVICE = Power("calls.request_service", Kind.STAFF, right=_CALLING, needs=_CALLING_NEEDS)
INVITE = Power("calls.invite", Kind.DUTY)
CANCEL = Power("calls.cancel", Kind.DUTY)


class ConferenceCreated(
    Event,
    kind="calls.conference_created",
    title="Conference Created",
    sentence="{actor} made the conference {call}",
    private=True,
):
    call: str
    scheduled_at: str | None


class ServiceRequested(
    Event,
    kind="calls.service_requested",
    title="Service Request Created",
    sentence="{actor} made the service request {call}",
    private=True,
):
    call: str


class ServiceWithdrawn(
    Event,
    kind="calls.service_withdrawn",
    title="Service Request Withdrawn",
    sentence="{actor} withdrew the service request {call}",
    private=True,
):
    call: str


class Begun(Exception):
    """Somebody took up the offer: what they began is ended as a call, not withdrawn."""


class GuestInvited(
    Event,
    kind="calls.guest_invited",
    title="Guest Invited",
    sentence="{actor} invited a guest to {call}, by {delivery}",
    private=True,
):
    call: str
    delivery: str
    invitation: str


class InvitationRevoked(
    Event,
    kind="calls.invitation_revoked",
    title="Invitation Revoked",
    sentence="{actor} took a link to {call} back",
    private=True,
):
    call: str
    invitation: str


class Asked(
    Event,
    kind="calls.asked",
    title="Asked To Join",
    sentence="{actor} asked {person} to join {call}",
    private=True,
):
    call: str


class CallCancelled(
    Event,
    kind="calls.cancelled",
    title="Call Cancelled",
    sentence="{actor} cancelled {call}",
    private=True,
):
    call: str


def create_conference(
    acting: Acting,
    title: str,
    *,
    scheduled_at: datetime | None = None,
    lobby: bool = False,
    asked: Iterable[Person] = (),
) -> Call:
    """A call to which people are invited; whoever is `asked` can join it. Raises `Misfit`."""
    title = checked_title(title)
    with acting.doing(CREATE_CONFERENCE) as deed:
        call: Call = Call.objects.create(
            kind=CallKind.CONFERENCE,
            title=title,
            organiser_id=acting.actor.id,
            lobby=lobby,
            scheduled_at=scheduled_at,
            made_at=deed.at,
        )
        when = scheduled_at.isoformat() if scheduled_at else None
        deed.record(ConferenceCreated(call=title, scheduled_at=when), about=call)
    for person in asked:
        ask(acting, call, person)
    return call


def request_service(acting: Acting, title: str) -> ServiceRequest:
    """Offer one call to whoever is sent its link; raises `Misfit`."""
    title = checked_title(title)
    with acting.doing(REQUEST_SERVICE) as deed:
        request: ServiceRequest = ServiceRequest.objects.create(
            expert_id=acting.actor.id, title=title, made_at=deed.at
        )
        deed.record(ServiceRequested(call=title), about=request)
        return request


def withdraw_request(acting: Acting, request: ServiceRequest) -> None:
    """Take an offer back that nobody has taken up: its links let nobody in any more. Raises
    `ServiceRequest.DoesNotExist` for somebody else's, and `Begun` while its call goes on or after it."""
    with acting.doing(REQUEST_SERVICE) as deed:
        own = ServiceRequest.objects.select_for_update().get(pk=request.pk, expert=acting.actor.id)
        if own.state not in (CallState.NONE, CallState.UNANSWERED):
            raise Begun
        own.cancelled_at = deed.at
        own.save(update_fields=["cancelled_at"])
        deed.record(ServiceWithdrawn(call=own.title), about=own)


def ask(acting: Acting, call: Call, person: Person) -> Participant:
    """Ask a regular user to join, who can from then on; whoever left or was removed can come back so."""
    with matters.working(acting, INVITE, Call.objects.all(), call.pk, whose=person) as (deed, current):
        if not permissions.works(3, person.standing.rights):
            raise Misfit({"person": f"{person.name} has no access to calls."})
        asked, _ = Participant.objects.get_or_create(
            call=current,
            person=person,
            defaults={
                "name": person.name[:100],
                "kind": permissions.Kind.REGULAR,
                "state": Presence.INVITED,
            },
        )
        if asked.state == Presence.REMOVED:
            asked.state = Presence.INVITED
            asked.save(update_fields=["state"])
        deed.record(Asked(call=current.title), about=current)
        return asked


def invite(
    acting: Acting, call: Call, delivery: Delivery, *, address: str = "", name: str = ""
) -> tuple[Invitation, str]:
    """A link into a call, and what stands in it: it is shown or sent now, and kept nowhere."""
    with matters.working(acting, INVITE, Call.objects.all(), call.pk) as (deed, current):
        made, token = _invitation(acting, delivery, address, name, deed.at)
        made.call = current
        made.save(force_insert=True)
        told = GuestInvited(call=current.title, delivery=delivery.label, invitation=str(made.pk))
        deed.record(told, about=current)
        return made, token


def invite_to_request(
    acting: Acting, request: ServiceRequest, delivery: Delivery, *, address: str = "", name: str = ""
) -> tuple[Invitation, str]:
    """A link for a service request; one that was made before is void (spec 4.16). Raises
    `ServiceRequest.DoesNotExist` for somebody else's."""
    with acting.doing(REQUEST_SERVICE) as deed:
        own = ServiceRequest.objects.select_for_update().get(pk=request.pk, expert=acting.actor.id)
        if own.cancelled_at is not None:
            raise Misfit({"address": "This service request was withdrawn. Make a new one."})
        Invitation.objects.filter(request=own, revoked_at=None).update(revoked_at=deed.at)
        made, token = _invitation(acting, delivery, address, name, deed.at)
        made.request = own
        made.save(force_insert=True)
        told = GuestInvited(call=own.title, delivery=delivery.label, invitation=str(made.pk))
        deed.record(told, about=own)
        return made, token


def revoke(acting: Acting, invitation: Invitation) -> None:
    """Take a link back; whoever is in the call by it stays."""
    call = invitation.call
    if call is None:
        with acting.doing(REQUEST_SERVICE) as deed:
            own = ServiceRequest.objects.get(invitations=invitation, expert=acting.actor.id)
            Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=deed.at)
            deed.record(InvitationRevoked(call=own.title, invitation=str(invitation.pk)), about=own)
        return
    with matters.working(acting, INVITE, Call.objects.all(), call.pk) as (deed, current):
        Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=deed.at)
        deed.record(InvitationRevoked(call=current.title, invitation=str(invitation.pk)), about=current)


def cancel(acting: Acting, call: Call) -> Call:
    """Let a call that nobody has joined not take place."""
    with matters.working(acting, CANCEL, Call.objects.all(), call.pk) as (deed, current):
        current.over_at, current.end_reason = deed.at, EndReason.CANCELLED
        current.save(update_fields=["over_at", "end_reason"])
        deed.record(CallCancelled(call=current.title), about=current)
        return current


def checked_title(title: str) -> str:
    title = " ".join(title.split())
    if not title or len(title) > 200:
        raise Misfit({"title": "Say in up to 200 characters what the call is about."})
    return title


def _invitation(
    acting: Acting, delivery: Delivery, address: str, name: str, at: datetime
) -> tuple[Invitation, str]:
    token = secrets.token_urlsafe(32)
    made = Invitation(
        token_hash=hashed(token),
        delivery=delivery,
        address=address.strip()[:254],
        guest_name=" ".join(name.split())[:100],
        made_by_id=acting.actor.id,
        made_at=at,
    )
    return made, token
