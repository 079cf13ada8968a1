"""`Acting`: who acts, for whom, in which sitting. The first argument of every write."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import DatabaseError, models, transaction

from alongside.assisting import facts
from alongside.assisting.models import Assistance
from alongside.assisting.parties import Party
from alongside.assisting.powers import Power
from alongside.assisting.rules import OWN_RIGHT, Mode, Verdict, decide, deny
from alongside.history import actions as history
from alongside.history.events import Event
from alongside.lib import clock, tenancy
from alongside.lib.compiled import compiled
from alongside.lib.lately import Lately


class Refused(Exception):
    """A rule said no; `verdict.rule` says which. Nothing was changed."""

    def __init__(self, acting: Acting, power: Power, verdict: Verdict, whose: Party | None) -> None:
        super().__init__(f"{power}: {verdict.rule}")
        self.acting, self.power, self.verdict, self.whose = acting, power, verdict, whose


class NotRecorded(Exception):
    """History could not be written, so the deed did not happen."""


class RecordedNothing(RuntimeError):
    """An action forgot to record what it did; its changes were rolled back."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a deed came from, as history keeps it; nothing in it identifies a person by itself."""

    session: str = ""  # SHA-256 of the sign-in
    request_id: str = ""
    address: str = ""  # truncated to its network


# How many deeds are under way in this thread: a refusal is recorded by the outermost, after its rollback.
_depth: ContextVar[int] = ContextVar("deeds_under_way", default=0)


@dataclass(frozen=True)
class Acting:
    """The actor, who is signed in and never replaced, and the person the deed is for.

    Somebody who acts for themselves is both. Whoever helps does so in an assistance.
    """

    actor: Party
    person: Party
    assistance: Assistance | None = None
    source: Source = field(default_factory=Source)
    signed_in: bool = True

    @classmethod
    def alone(cls, actor: Party, source: Source | None = None) -> Acting:
        """Somebody acting for themselves."""
        return cls(actor=actor, person=actor, source=source or Source())

    def as_oneself(self) -> Acting:
        """The same actor, for themselves: where helping is switched off (spec G31)."""
        return replace(self, person=self.actor, assistance=None)

    @property
    def tenant_id(self) -> int:
        if self.actor.tenant_id is None:
            raise tenancy.Unscoped("an author without a tenant")
        return self.actor.tenant_id

    @property
    def person_id(self) -> int:
        return self.person.id

    @property
    def helping(self) -> bool:
        return self.assistance is not None

    @property
    def mode(self) -> Mode:
        if self.assistance is None:
            return Mode.NONE
        return Mode.ANON if self.person.is_anonymous_user else Mode.USER

    def may(self, power: Power, *, whose: Party | None = None, about: models.Model | None = None) -> Verdict:
        """The verdict on a deed, without doing it: what decides whether a button is shown."""
        return decide(facts.of(self, power, whose=whose, about=about))

    @contextmanager
    def doing(
        self, power: Power, *, whose: Party | None = None, about: models.Model | None = None
    ) -> Iterator[Deed]:
        """Allowed, atomic, recorded — or it did not happen.

        `whose` is the person whose record a STAFF power looks at or changes; `about` the thing an
        OWN or CONTENT power uses. Raises `Refused` (recorded, after rolling back), `NotRecorded`,
        and `RecordedNothing` when the body forgot to record.
        """
        with recording_refusals(), transaction.atomic():
            self._hold_the_sitting(power)
            verdict = self.may(power, whose=whose, about=about)
            if not verdict:
                raise Refused(self, power, verdict, whose)
            deed = Deed(self, power, verdict, whose, clock.now())
            yield deed
            if not deed.recorded:
                raise RecordedNothing(power.name)

    def _hold_the_sitting(self, power: Power) -> None:
        """Keep the sitting from ending, in another tab, between the decision and the commit (security.md
        T-17): whoever ends it waits, and whoever comes too late sees that it has ended.

        So it is with the person whose things the deed is about: whoever merges or erases them waits, and
        nothing is written for somebody who has just been erased.
        """
        if power.kind in OWN_RIGHT:
            return
        if self.assistance is None:
            if not self.person.is_anonymous_user:
                self._demand_in_use(power, _in_use(self.person.id))
        elif self.person.is_anonymous_user:
            (self.assistance.ended_at,) = _held(self.assistance.pk)
        else:
            ((self.assistance.ended_at, in_use),) = _held_with_person(self.assistance.pk)
            self._demand_in_use(power, [in_use])

    def _demand_in_use(self, power: Power, in_use: Sequence[bool]) -> None:
        if not all(in_use):
            # Not recorded: an entry of somebody who was erased would bring their name back.
            raise Refused(replace(self, signed_in=False), power, deny("person-not-active"), None)


@compiled
def _held(assistance: uuid.UUID) -> models.QuerySet[Assistance, datetime | None]:
    """When a sitting ended, which does not change until the transaction does."""
    rows = Assistance.objects.select_for_update(no_key=True).filter(pk=assistance)
    return rows.values_list("ended_at", flat=True)


@compiled
def _held_with_person(assistance: uuid.UUID) -> models.QuerySet[Assistance, tuple[datetime | None, bool]]:
    """The same, and whether the person's record is in use; neither changes until the transaction ends."""
    rows = Assistance.objects.select_for_update(no_key=True).filter(pk=assistance)
    return rows.values_list("ended_at", "person__is_active")


@compiled
def _in_use(person: int) -> models.QuerySet[models.Model, bool]:
    """Whether a record is in use: neither closed nor merged nor erased."""
    people = get_user_model()._default_manager.select_for_update(of=("self",), no_key=True)
    found: models.QuerySet[models.Model, bool] = people.filter(pk=person).values_list("is_active", flat=True)
    return found


@dataclass
class Deed:
    """A deed under way."""

    acting: Acting
    power: Power
    verdict: Verdict
    whose: Party | None
    at: datetime
    recorded: int = 0

    def record(
        self, event: Event, *, about: models.Model | None = None, within: Assistance | None = None
    ) -> None:
        """Write down what was done. Call it last: writers of one tenant queue here until commit.

        What the actor does by their own right stands against themselves, or the person it is about;
        everything else stands against the person it is done for, within the sitting.
        `within` names the sitting of the few staff deeds that begin or end one.
        """
        acting = self.acting
        own_right = self.power.kind in OWN_RIGHT
        sitting = within or (None if own_right else acting.assistance)
        person = (self.whose or acting.actor) if own_right else acting.person
        try:
            history.record(
                authorship(acting, person, sitting),
                event,
                power=self.power.name,
                rule=self.verdict.rule,
                about=None if about is None else history.name_of(about),
                at=self.at,
            )
        except DatabaseError as problem:
            raise NotRecorded(f"{event.kind}: {problem}") from problem
        self.recorded += 1


def authorship(acting: Acting, person: Party, sitting: Assistance | None) -> history.Authorship:
    helped = Mode.ANON if person.is_anonymous_user else Mode.USER
    return history.Authorship(
        tenant_id=acting.tenant_id,
        actor=acting.actor,
        person=person,
        assistance_id=None if sitting is None else sitting.pk,
        mode=(Mode.NONE if sitting is None else helped).value,
        session=acting.source.session,
        request_id=acting.source.request_id,
        address=acting.source.address,
    )


class RefusedDeed(
    Event,
    kind="assisting.refused",
    title="Refused",
    sentence="{actor} was refused {power} for {person}",
    sentence_self="{actor} was refused {power}",
    private=True,
):
    power: str
    rule: str


@contextmanager
def recording_refusals() -> Iterator[None]:
    """Around a transaction: a refusal that leaves the outermost of them is recorded after its rollback."""
    outermost = _depth.get() == 0
    token = _depth.set(_depth.get() + 1)
    try:
        yield
    except Refused as refusal:
        if outermost:
            record_refusal(refusal)
        raise
    finally:
        _depth.reset(token)


# The same refusal is written once a minute, so that refusals cannot flood the log (security.md 2.3).
_lately = Lately()


def record_refusal(refusal: Refused) -> None:
    """Write down that somebody was refused, in a transaction of its own."""
    acting = refusal.acting
    if not acting.signed_in:
        return
    if _lately.again((acting.actor.id, refusal.power.name, refusal.verdict.rule)):
        return
    with transaction.atomic():
        history.record(
            authorship(acting, acting.person, acting.assistance),
            RefusedDeed(power=refusal.power.name, rule=refusal.verdict.rule),
            power=refusal.power.name,
            rule=refusal.verdict.rule,
            outcome="refused",
            about=None,
            at=clock.now(),
        )
