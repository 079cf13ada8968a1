"""Joining a call and leaving it: regular users, and guests by their link (spec A7–A16, 4.16–4.19)."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from alongside.assisting import matters
from alongside.assisting.acting import Acting, Source
from alongside.assisting.parties import Party
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind, Verdict
from alongside.calls import engines, links, permissions
from alongside.calls.actions.stopping import stop_recordings
from alongside.calls.guests import Guest
from alongside.calls.models import (
    Call,
    CallKind,
    EndReason,
    Invitation,
    Participant,
    Presence,
    ServiceRequest,
    hashed,
)
from alongside.calls.options import Options
from alongside.history import actions as history
from alongside.history.events import Event
from alongside.lib import clock, ids, tenancy
from alongside.lib.lately import Lately
from alongside.people.models import Kind as PersonKind
from alongside.people.models import Person, Tenant

JOIN = Power("calls.join", Kind.DUTY)
ENTER = Power("calls.enter", Kind.DUTY)
LEAVE = Power("calls.leave", Kind.DUTY)
ADMIT = Power("calls.admit", Kind.DUTY)
REMOVE = Power("calls.remove", Kind.DUTY)
END = Power("calls.end", Kind.DUTY)

# The same link is written down once a minute, and all that are unknown as one: guessing cannot flood the log.
_lately = Lately()

GRACE = timedelta(seconds=30)  # for a connection that was dropped
_PRESENT = (Presence.IN, Presence.WAITING)


class Joined(
    Event,
    kind="calls.joined",
    title="Call Joined",
    sentence="{actor} joined {call}",
    private=True,
):
    """`participant` is their taking part; `terms` the version of the terms of use that a guest confirmed."""

    call: str
    participant: str
    as_kind: str
    terms: str


class Left(
    Event,
    kind="calls.left",
    title="Call Left",
    sentence="{actor} left {call}",
    private=True,
):
    call: str
    participant: str


class Admitted(
    Event,
    kind="calls.admitted",
    title="Guest Admitted",
    sentence="{actor} let somebody into {call}",
    private=True,
):
    call: str
    participant: str


class Removed(
    Event,
    kind="calls.removed",
    title="Participant Removed",
    sentence="{actor} removed somebody from {call}",
    private=True,
):
    call: str
    participant: str


class CallEnded(
    Event,
    kind="calls.ended",
    title="Call Ended",
    sentence="{actor} ended {call}",
    private=True,
):
    call: str


class NotLetIn(
    Event,
    kind="calls.link_refused",
    title="Link Refused",
    sentence="{actor} came by a link to {call} and was not let in",
    private=True,
):
    call: str


class LinkRefused(Exception):
    """A link lets nobody in now; `verdict.rule` says why."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.rule)
        self.verdict = verdict


def look_at_link(token: str) -> tuple[Invitation | None, Verdict]:
    """What a link is for and whether it would let its bearer in, apart from the terms. Changes nothing:
    mail scanners and previews open links, too."""
    found = Invitation.objects.filter(token_hash=hashed(token)).select_related("call", "request").first()
    return found, _verdict(found, clock.now(), terms=True, has_licence=False)


def note_refused(found: Invitation | None, verdict: Verdict, source: Source | None = None) -> None:
    """Somebody came by a link that is over, was taken back or never was, and was told so. Who it was is not
    known: the anonymous user stands for them, and it stands against whoever sent the link."""
    if _lately.again((tenancy.current(), found and found.pk, verdict.rule)):
        return
    nobody, source = Person.objects.get(kind=PersonKind.ANONYMOUS), source or Source()
    with transaction.atomic():
        history.record(
            history.Authorship(
                tenancy.current(),
                nobody,
                found.made_by if found else nobody,
                session=source.session,
                request_id=source.request_id,
                address=source.address,
            ),
            NotLetIn(call=_title(found)),
            power=ENTER.name,
            rule=verdict.rule,
            outcome="refused",
            about=None if found is None else history.name_of(found),
            at=clock.now(),
        )


def _title(found: Invitation | None) -> str:
    if found is None:
        return "nothing"
    if found.call is not None:
        return str(found.call.title)
    return str(found.request.title) if found.request else "nothing"


def join_by_link(
    token: str,
    name: str,
    *,
    terms: str,
    kind: permissions.Kind,
    client: str = "",
    source: Source | None = None,
) -> tuple[Participant, str]:
    """Let a guest into the call of their link; of a service request, begin it. The secret of their session
    is returned once and kept nowhere. `terms` is the version of the terms they confirmed.

    Raises `LinkRefused`. Two who open the link of a service request at once come into one call.
    """
    engine = engines.chosen()
    with transaction.atomic():
        found = _locked(token)
        verdict = _verdict(found, clock.now(), terms=terms == _options().terms_version, has_licence=False)
        if found is None or not verdict:
            raise LinkRefused(verdict)
        number = ids.random_id()
        guest = Guest(number, " ".join(name.split())[:100] or "Guest", tenancy.current())
        acting = Acting.alone(guest, source)
        call = found.call or _call_of(found.request, clock.now())
        secret = secrets.token_urlsafe(32)
        with acting.doing(ENTER, about=call, whose=call.organiser) as deed:
            taking: Participant = Participant.objects.create(
                id=number,
                call=call,
                invitation=found,
                name=guest.name,
                kind=kind,
                client=client[:20],
                state=Presence.WAITING if call.lobby else Presence.IN,
                terms_version=terms,
                terms_at=deed.at,
                joined_at=None if call.lobby else deed.at,
                secret_hash=hashed(secret),
            )
            if not call.lobby:
                _begin(call, deed.at, engine)
            deed.record(_joined(call, taking), about=call)
        return taking, secret


def join(acting: Acting, call: Call, *, client: str = "web") -> Participant:
    """Take part as a regular user: one's own call, or one that one was asked to join. Joining again, from
    another page or after a reload, is the same taking part."""
    engine = engines.chosen()
    with matters.working(acting, JOIN, Call.objects.all(), call.pk) as (deed, current):
        name = acting.actor.name[:100]
        defaults = {"name": name, "kind": permissions.Kind.REGULAR, "state": Presence.INVITED}
        taking, _ = Participant.objects.get_or_create(
            call=current, person_id=acting.actor.id, defaults=defaults
        )
        taking.state, taking.client, taking.left_at, taking.dropped_at = Presence.IN, client[:20], None, None
        taking.seen_at = None
        taking.joined_at = taking.joined_at or deed.at
        taking.save()
        _begin(current, deed.at, engine)
        deed.record(_joined(current, taking), about=current)
        return taking


def leave(acting: Acting, call: Call, *, since: datetime | None = None) -> None:
    """Go; of somebody who is found to have gone already, `since` says when. When the last one has gone, the
    call is over."""
    with matters.working(
        acting, LEAVE, Call.objects.all(), call.pk, whose=organiser_of(acting, call)
    ) as begun:
        deed, current = begun
        taking = own_part(acting, current)
        at = max(filter(None, (since, taking.joined_at))) if since else deed.at
        _gone(taking, at, Presence.LEFT)
        _over_when_empty(current, at)
        deed.record(Left(call=current.title, participant=str(taking.pk)), about=current)


def admit(acting: Acting, call: Call, participant: Participant) -> Participant:
    """Let somebody in who waits in the lobby. Raises `Participant.DoesNotExist` for who does not wait."""
    with matters.working(acting, ADMIT, Call.objects.all(), call.pk) as (deed, current):
        waiting = current.participants.get(pk=participant.pk, state=Presence.WAITING)
        waiting.state, waiting.joined_at = Presence.IN, deed.at
        waiting.save(update_fields=["state", "joined_at"])
        deed.record(Admitted(call=current.title, participant=str(waiting.pk)), about=current)
        return waiting


def remove(acting: Acting, call: Call, participant: Participant) -> None:
    """Put somebody out; their link is taken back with it."""
    with matters.working(acting, REMOVE, Call.objects.all(), call.pk) as (deed, current):
        put_out = current.participants.get(pk=participant.pk, state__in=_PRESENT)
        _gone(put_out, deed.at, Presence.REMOVED)
        Invitation.objects.filter(participants=put_out, revoked_at=None).update(revoked_at=deed.at)
        _over_when_empty(current, deed.at)
        deed.record(Removed(call=current.title, participant=str(put_out.pk)), about=current)


def end(acting: Acting, call: Call) -> None:
    """End it for everybody."""
    with matters.working(acting, END, Call.objects.all(), call.pk) as (deed, current):
        for taking in current.participants.filter(state__in=_PRESENT):
            _gone(taking, deed.at, Presence.LEFT)
        stop_recordings(current, deed.at)
        current.over_at, current.end_reason = deed.at, EndReason.ENDED
        current.save(update_fields=["over_at", "end_reason"])
        deed.record(CallEnded(call=current.title), about=current)


def guest_of(secret: str) -> Participant | None:
    """The guest whose session this is, while they may be in their call."""
    found = Participant.objects.filter(secret_hash=hashed(secret), state__in=_PRESENT)
    return found.select_related("call").first() if secret else None


def own_part(acting: Acting, call: Call) -> Participant:
    """The actor's taking part in a call; raises `Participant.DoesNotExist`."""
    if isinstance(acting.actor, Guest):
        return call.participants.get(pk=acting.actor.ref)
    return call.participants.get(person=acting.actor.id)


def _locked(token: str) -> Invitation | None:
    """The invitation; whoever else comes by a link of the same call or request waits their turn."""
    found = Invitation.objects.filter(token_hash=hashed(token)).first()
    if found is None:
        return None
    # Guest licences are counted: those who join by any link do so one after the other.
    Tenant.objects.select_for_update().get(pk=tenancy.current())
    ServiceRequest.objects.select_for_update().filter(invitations=found).first()
    Call.objects.select_for_update().filter(invitations=found).first()
    again: Invitation = Invitation.objects.select_related("call", "request").get(pk=found.pk)
    return again


def _verdict(found: Invitation | None, at: datetime, *, terms: bool, has_licence: bool) -> Verdict:
    return links.decide(
        links.Facts(
            known=found is not None,
            revoked=found is not None and found.revoked_at is not None,
            link=found.link if found else links.For.CONFERENCE,
            call=found.state if found else links.CallState.NONE,
            within_a_day=found is not None and found.within_a_day(at),
            terms=terms,
            licence=has_licence or _guests_now() < _options().guest_licences,
        )
    )


def _guests_now() -> int:
    present = Participant.objects.filter(state__in=_PRESENT)
    return present.exclude(kind=permissions.Kind.REGULAR).count()


def _options() -> Options:
    return Options.of(Tenant.objects.only("options").get(pk=tenancy.current()).options)


def _call_of(request: ServiceRequest | None, at: datetime) -> Call:
    """The call of a service request that goes on, or a new one, to which its expert is asked."""
    if request is None:
        raise ValueError("an invitation is for something")
    going = request.calls.filter(over_at__isnull=True).first()
    if going is not None:
        return going
    begun: Call = Call.objects.create(
        kind=CallKind.SERVICE_REQUEST,
        title=request.title,
        organiser_id=request.expert_id,
        request=request,
        made_at=at,
    )
    Participant.objects.create(
        call=begun,
        person_id=request.expert_id,
        name=request.expert.name[:100],
        kind=permissions.Kind.REGULAR,
        state=Presence.INVITED,
    )
    return begun


def _begin(call: Call, at: datetime, engine: str) -> None:
    """From now on it is carried by this engine, and no other."""
    if call.begun_at is None:
        call.begun_at, call.engine = at, engine
        call.save(update_fields=["begun_at", "engine"])


def _joined(call: Call, taking: Participant) -> Joined:
    return Joined(
        call=call.title,
        participant=str(taking.pk),
        as_kind=str(taking.kind),
        terms=taking.terms_version,
    )


def organiser_of(acting: Acting, call: Call) -> Party | None:
    """Against whom stands what a guest does."""
    return call.organiser if isinstance(acting.actor, Guest) else None


def _gone(taking: Participant, at: datetime, how: Presence) -> None:
    taking.state, taking.left_at, taking.dropped_at = how, at, None
    taking.save(update_fields=["state", "left_at", "dropped_at"])
    stop_recordings(taking.call, at, of=taking)


def _over_when_empty(call: Call, at: datetime) -> None:
    """A guest alone keeps a call open only until they go (spec 4.17); somebody who only waits keeps none.
    It is over when the last one went, even where one who went earlier is found later."""
    if call.begun_at is None or call.participants.filter(state=Presence.IN).exists():
        return
    for waiting in call.participants.filter(state=Presence.WAITING):
        _gone(waiting, at, Presence.LEFT)
    gone = call.participants.filter(left_at__isnull=False).aggregate(last=Max("left_at"))
    call.over_at, call.end_reason = max(gone["last"] or at, call.begun_at), EndReason.LEFT
    call.save(update_fields=["over_at", "end_reason"])
