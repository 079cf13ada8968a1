"""Reading the log: only auditors do, and each look at it is an entry of its own (security.md K7). And
changing the keys that sign it, which are entries too (security.md 2.5)."""

from __future__ import annotations

from collections.abc import Mapping

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.history.notes import Verifier
from alongside.history.signing import Desk
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job

AUDIT = Power("history.audit", Kind.STAFF)
AUDIT_WORK = "history.audit"
CHANGE_KEYS = Power("history.change_keys", Kind.STAFF)


class Read(
    Event,
    kind="history.read",
    title="Read history",
    sentence="{actor} read the history ({what})",
    private=True,
):
    """`filters` are what was asked for, by name."""

    what: str
    filters: dict[str, str]


class Exported(
    Event,
    kind="history.exported",
    title="Export history",
    sentence="{actor} took entries of the history out into a file ({format})",
    private=True,
):
    """`filters` are what was asked for, by name; `end` is the number from which on nothing is in the file."""

    format: str
    filters: dict[str, str]
    end: int


def export(acting: Acting, format: str, filters: Mapping[str, str], *, end: int) -> None:
    """Record that entries leave the house; call it before the first does."""
    with acting.doing(AUDIT) as deed:
        deed.record(Exported(format=format, filters=dict(filters), end=end))


class Audited(
    Event,
    kind="history.audited",
    title="Audit history",
    sentence="{actor} had the history audited",
    private=True,
):
    pass


def begin_audit(acting: Acting) -> Job:
    """Have the fourteen checks made."""
    with acting.doing(AUDIT) as deed:
        job = jobs.ask(acting, AUDIT_WORK)
        deed.record(Audited(), about=job)
    return job


def read(acting: Acting, what: str, filters: Mapping[str, str]) -> None:
    """Record that somebody looks into the log; call it before showing any of it."""
    with acting.doing(AUDIT) as deed:
        deed.record(Read(what=what, filters=dict(filters)))


class KeyAdded(
    Event,
    kind="history.key_added",
    title="Add signing key",
    sentence="{actor} added a key that signs this history: {key}",
    private=True,
):
    key: str  # public, as other programs read it


class KeyRetired(
    Event,
    kind="history.key_retired",
    title="Retire signing key",
    sentence="{actor} retired a key that signed this history: {key}",
    private=True,
):
    key: str


def add_key(acting: Acting, desk: Desk) -> Verifier:
    """Let one more key sign from now on. Only the signer's own user can; raises OSError to others."""
    with desk.or_as_before(acting.tenant_id), acting.doing(CHANGE_KEYS) as deed:
        added = desk.add_key(acting.tenant_id)
        deed.record(KeyAdded(added.text()))
    return added


def retire_key(acting: Acting, desk: Desk) -> Verifier:
    """Let the oldest key sign no more. Raises ValueError when it is the only one."""
    with desk.or_as_before(acting.tenant_id), acting.doing(CHANGE_KEYS) as deed:
        retired = desk.retire_key(acting.tenant_id)
        deed.record(KeyRetired(retired.text()))
    return retired
