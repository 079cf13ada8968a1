"""Opening a case: what is seen by the part of somebody helped is written down with both."""

from __future__ import annotations

import uuid

from django.db import models

from alongside.assisting.acting import Acting, Refused, record_refusal
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind, Verdict
from alongside.cases.models import ENQUIRE as ENQUIRE_RIGHT
from alongside.cases.models import SEARCH as SEARCH_RIGHT
from alongside.cases.models import Case
from alongside.cases.models.types import TypeChoice, TypeGroup
from alongside.history.events import Event
from alongside.lib.compiled import compiled, prefetched

VIEW = Power("cases.view", Kind.MATTER)
TRACK = Power("cases.track", Kind.MATTER)
ENQUIRE = Power(ENQUIRE_RIGHT, Kind.STAFF)
SEARCH = Power(SEARCH_RIGHT, Kind.STAFF)

# The exceptions of spec 4.2: the case opens by the part of the person helped.
BY_THE_PERSON = frozenset({"helping-a-manager", "helping-a-monitor", "helping-the-owner"})

# By these it opens to whoever follows a case, not to those who work on it: what is private stays so.
AS_THE_OWNER = frozenset({"helping-the-owner", "raised-in-this-sitting"})


def hides_private(verdict: Verdict) -> bool:
    """Whether a case that opened by this verdict shows only what its owner sees."""
    return verdict.rule in AS_THE_OWNER


class Viewed(
    Event,
    kind="cases.viewed",
    title="Case Viewed",
    sentence="{actor} opened the case {reference} while helping {person}",
    private=True,
):
    reference: str


def demand_pages(acting: Acting, power: Power = ENQUIRE) -> None:
    """Raises `Refused` for whoever may not open the pages of cases, or search among all of them (spec C6):
    whoever is being helped changes nothing."""
    if not (verdict := acting.may(power)):
        refusal = Refused(acting, power, verdict, None)
        record_refusal(refusal)
        raise refusal


def view_case(acting: Acting, number: uuid.UUID) -> tuple[Case, Verdict]:
    """The page of staff of a case, and why it opens. Raises `Case.DoesNotExist`, and `Refused`, which pages
    answer alike."""
    case = _whole(number)
    verdict = acting.may(VIEW, about=case)
    if not verdict:
        refusal = Refused(acting, VIEW, verdict, None)
        record_refusal(refusal)
        raise refusal
    if verdict.rule in BY_THE_PERSON:
        with acting.doing(VIEW, about=case) as deed:
            deed.record(Viewed(reference=case.reference), about=case)
    return case, verdict


def follow_case(acting: Acting, number: uuid.UUID) -> tuple[Case, Verdict]:
    """A case whose page is open already, and why it may stay so: nothing is written down, as nothing is shown
    that `view_case` would write down. Raises `Case.DoesNotExist`, also for whom it does not open."""
    case = _whole(number)
    if not (verdict := acting.may(VIEW, about=case)):
        raise Case.DoesNotExist
    return case, verdict


def _whole(number: uuid.UUID) -> Case:
    """As `for_a_page`, by a statement that is put together once."""
    case = _case.first(number)
    if case is None:
        raise Case.DoesNotExist
    prefetched(case.type, "parts", _parts(case.type_id))
    prefetched(case.type, "choices", _choices(case.type_id))
    return case


@compiled
def _parts(type: int) -> models.QuerySet[TypeGroup]:
    return TypeGroup.objects.filter(type_id=type)


@compiled
def _choices(type: int) -> models.QuerySet[TypeChoice]:
    return TypeChoice.objects.filter(type_id=type)


@compiled
def _case(number: uuid.UUID) -> models.QuerySet[Case]:
    return Case.objects.joined().filter(pk=number)


def track_case(acting: Acting, number: uuid.UUID) -> Case:
    """A case on its owner's own page, for the owner or for whoever helps them. Raises `Case.DoesNotExist`."""
    case: Case = Case.objects.of(acting).for_a_page().get(pk=number)
    if not (verdict := acting.may(TRACK, about=case)):
        raise Refused(acting, TRACK, verdict, None)
    return case
