"""Calls: announced by a telephone system that signs, opened by the agent at whom they ring."""

from __future__ import annotations

import hashlib
import hmac
import re
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.interactions.actions.own import RECORD
from alongside.interactions.actions.recording import begin
from alongside.interactions.models import CallKey, CallNonce, CallPop, Channel, Interaction
from alongside.interactions.numbers import formats, number_in
from alongside.interactions.services import services
from alongside.lib import clock, tenancy
from alongside.people.actions.tenants import system
from alongside.people.models import Person, Tenant

MAKE_CALL_KEY = Power("interactions.make_call_key", Kind.STAFF)
REVOKE_CALL_KEY = Power("interactions.revoke_call_key", Kind.STAFF, right=MAKE_CALL_KEY.right)
ANNOUNCE = Power("interactions.announce_call", Kind.STAFF)
ANSWER = Power("interactions.answer_call", Kind.STAFF, right=RECORD.right)

WITHIN = timedelta(seconds=60)  # a signature is good for so long before and after
FORGOTTEN_AFTER = timedelta(hours=1)
_NONCE = re.compile(r"[A-Za-z0-9_\-]{16,64}")


class CallKeyMade(
    Event,
    kind="interactions.call_key_made",
    title="Make key for telephony",
    sentence="{actor} let the telephone system {name} announce calls",
    private=True,
):
    name: str


class CallKeyRevoked(
    Event,
    kind="interactions.call_key_revoked",
    title="Revoke key for telephony",
    sentence="{actor} let the telephone system {name} announce calls no more",
    private=True,
):
    name: str


class CallAnnounced(
    Event,
    kind="interactions.call_announced",
    title="Announce call",
    sentence="A call was announced to {person} by {system}",
    private=True,
):
    """It never holds the number."""

    system: str


class Unsigned(Exception):
    """The signature is missing, wrong, too old, used before, or of a key that there is not."""


class NobodyThere(LookupError):
    """No agent has this user name."""


class NotANumber(ValueError):
    """What was sent as a number holds none."""


def make_call_key(acting: Acting, name: str) -> tuple[CallKey, str]:
    """A key for a telephone system, and its secret to be put in there. Raises `ValueError` without a name."""
    name = name.strip()
    if not name or len(name) > 100:
        raise ValueError("Give it a name of at most 100 characters.")
    with acting.doing(MAKE_CALL_KEY) as deed:
        key = CallKey.objects.create(name=name, maker_id=acting.actor.id, made_at=deed.at)
        tenant = Tenant.objects.select_for_update(no_key=True).get(pk=acting.tenant_id)
        tenant.options = {**tenant.options, "telephony": True}
        tenant.save(update_fields=["options"])
        deed.record(CallKeyMade(name=name), about=key)
        return key, secret_of(key)


def revoke_call_key(acting: Acting, key_id: uuid.UUID) -> None:
    """Take no more signatures of a key. Raises `CallKey.DoesNotExist`; revoking twice is revoking."""
    key = CallKey.objects.get(pk=key_id)
    if key.revoked_at is not None:
        return
    with acting.doing(REVOKE_CALL_KEY) as deed:
        key.revoked_at = deed.at
        key.save(update_fields=["revoked_at"])
        deed.record(CallKeyRevoked(name=key.name), about=key)


def secret_of(key: CallKey) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"call-key:{key.pk}".encode(), hashlib.sha256).hexdigest()


def signature(secret: str, *, timestamp: str, nonce: str, body: bytes) -> str:
    """HMAC-SHA256 in hex over the time, the nonce and the body, a line each."""
    signed = f"{timestamp}\n{nonce}\n".encode() + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def signed_by(key: str, *, timestamp: str, nonce: str, body: bytes, signed: str) -> CallKey:
    """The key by which this was signed just now, for the first time. Raises `Unsigned`."""
    number = _uuid(key)
    known = CallKey.objects.filter(revoked_at__isnull=True)
    found = known.filter(pk=number).first() if number else None
    expected = signature(secret_of(found) if found else "", timestamp=timestamp, nonce=nonce, body=body)
    right = hmac.compare_digest(expected.encode(), signed.encode("utf-8", "replace"))
    at = clock.now()
    fresh = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12
    fresh = fresh and abs(at.timestamp() - int(timestamp)) <= WITHIN.total_seconds()
    if found is None or not right or not fresh or not _NONCE.fullmatch(nonce):
        raise Unsigned
    try:
        with transaction.atomic():
            CallNonce.objects.create(key=found, nonce=nonce, at=at)
    except IntegrityError:
        raise Unsigned from None
    return found


def announce(key: CallKey, *, agent: str, number: str, channel: str = "", service: str = "") -> CallPop:
    """Have a call appear at an agent's console. Raises `NobodyThere` and `NotANumber`."""
    tenant = Tenant.objects.get(pk=tenancy.current())
    found = Person.objects.real().filter(username=agent.strip().lower(), is_active=True).first()
    if found is None or RECORD.right not in found.standing.rights:
        raise NobodyThere
    number = number_in(number, formats(tenant.options))
    if not 3 <= sum(char.isdigit() for char in number) <= 20 or len(number) > 60 or not number.isprintable():
        raise NotANumber
    with Acting.alone(system(tenant, "telephony")).doing(ANNOUNCE, whose=found) as deed:
        pop = CallPop.objects.create(
            agent=found,
            number=number,
            channel=channel if channel in Channel.values else Channel.PHONE,
            service=service if service in {one.value for one in services(tenant.options)} else "",
            at=deed.at,
        )
        deed.record(CallAnnounced(system=key.name), about=pop)
        return pop


def open_call(acting: Acting, ref: uuid.UUID) -> CallPop:
    """Look at a call that rings at one's own; it is announced no more. Raises `CallPop.DoesNotExist`."""
    pop = CallPop.objects.get(ref=ref, agent_id=acting.actor.id, at__gt=clock.now() - FORGOTTEN_AFTER)
    CallPop.objects.filter(pk=pop.pk, opened_at__isnull=True).update(opened_at=clock.now())
    return pop


def answer_call(acting: Acting, ref: uuid.UUID) -> tuple[CallPop, Interaction]:
    """Begin a contact with what the call says of it: channel, service, and in its note the number."""
    with acting.doing(ANSWER) as deed:
        pop = open_call(acting, ref)
        options = Tenant.objects.get(pk=acting.tenant_id).options
        begun = begin(acting, channel=pop.channel, service=pop.service or services(options)[0].value)
        begun.note = f"Call from {pop.number}"
        begun.save(update_fields=["note"])
        deed.recorded += 1  # beginning is what was recorded
        return pop, begun


def waiting(agent_id: int, after: int = 0) -> list[CallPop]:
    """What rings at an agent's, after the last that they heard of."""
    return list(CallPop.objects.waiting(agent_id, clock.now()).filter(pk__gt=after)[:20])


WATCHED = "calls"  # what streams of calls watch


def latest() -> int:
    """Grows whenever a call is announced in any tenant: what streams look at each second."""
    newest = CallPop.everywhere.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def forget_calls(at: datetime) -> None:
    """Forget numbers and signatures that are of no use any more, in the open tenant."""
    CallPop.objects.filter(at__lt=at - FORGOTTEN_AFTER).delete()
    CallNonce.objects.filter(at__lt=at - 3 * WITHIN).delete()


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
