"""Writing an entry down, and destroying the key of what was written."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, models

from alongside.history import canonical, keys
from alongside.history import leaf as leaves
from alongside.history.actions import keyring
from alongside.history.actions.appending import append
from alongside.history.events import Event, Party
from alongside.history.models import Entry


class NotInTransaction(RuntimeError):
    """A deed and its entry must be committed together: record within `transaction.atomic()`."""


@dataclass(frozen=True)
class Authorship:
    """Who did it, and whom it is recorded against: the same when somebody acts for themselves.

    `mode` says how the person is represented: none (outside an assistance), anon (the anonymous user)
    or user. `session` is a hash; `address` is truncated to its network.
    """

    tenant_id: int
    actor: Party
    person: Party
    assistance_id: uuid.UUID | None = None
    mode: str = "none"
    session: str = ""
    request_id: str = ""
    address: str = ""

    def __post_init__(self) -> None:
        if (self.assistance_id is None) != (self.mode == "none"):
            raise ValueError(f"mode {self.mode} does not go with assistance {self.assistance_id}")


class Erasure(
    Event,
    kind="history.erased",
    title="Erase",
    sentence="{actor} destroyed the key of an erased person",
    private=True,
):
    """A person's key was destroyed; the entry is `about` the person's ref, and holds nothing else of them."""


def record(
    authorship: Authorship,
    event: Event,
    *,
    power: str,
    rule: str,
    about: str | None,
    at: datetime,
    outcome: str = "done",
    external: str | None = None,
) -> Entry:
    """Write down, in the caller's transaction, what was done by which power and rule.

    `about` names the thing (see `name_of`); `external` is the SHA-256, in hex, of a body that is kept
    elsewhere. Call it last: writers of one tenant queue here until commit. Raises `NotInTransaction`,
    `leaf.TooLong`, `leaf.Unseemly`, `canonical.NotCanonical`, and the database's own errors.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(event.kind)
    actor, person = authorship.actor, authorship.person
    key = keyring.key_for(authorship.tenant_id, person.ref, at)
    header = leaves.Header(
        tenant=authorship.tenant_id,
        at=at,
        kind=event.kind,
        actor=actor.ref,
        person=person.ref,
        mode=authorship.mode,
        assistance=authorship.assistance_id,
        about=about,
        power=power,
        rule=rule,
        outcome=outcome,
        private=event.private,
        session=authorship.session,
        request=authorship.request_id,
        address=authorship.address,
        key=keys.fingerprint(key),
        external=external,
    )
    payload = canonical.encode(
        {
            "actor": {"id": actor.id, "name": actor.name},
            "person": {"id": person.id, "name": person.name},
            "data": event.data(),
        }
    )
    text = header.text()
    return append(header, text, leaves.seal(key, text, payload))


def erase(authorship: Authorship, ref: uuid.UUID, *, power: str, rule: str, at: datetime) -> bool:
    """Destroy the key of everything recorded against a person; whether there was one.

    The erasure is recorded against its author: an entry of the person would need a new key.
    """
    destroyed = keyring.destroy(authorship.tenant_id, ref)
    if destroyed:
        record(authorship, Erasure(), power=power, rule=rule, about=f"history.key:{ref}", at=at)
    return destroyed


def name_of(thing: models.Model) -> str:
    """How history names a row of any package, without pointing to it: `forms.submission:7c…`."""
    return f"{thing._meta.label_lower}:{thing.pk}"
