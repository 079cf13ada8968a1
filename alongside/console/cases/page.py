"""What the page of one case shows."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Q

from alongside.assisting.acting import Acting
from alongside.assisting.rules import Verdict
from alongside.assisting.sentences import sentence
from alongside.cases.models import BACKWARDS, Attachment, Case, CaseTask, Link, LinkKind
from alongside.console.cases.deeds import DEEDS, Deed
from alongside.console.cases.inputs import DeedInput
from alongside.lib.compiled import compiled


@dataclass(frozen=True)
class Offer:
    """A deed that may be done now."""

    deed: Deed
    form: DeedInput | None


@dataclass(frozen=True)
class Withheld:
    """Deeds that may not be done, and why, in a sentence."""

    why: str
    labels: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Tied:
    """A case that this one is linked to; `how` as this one says it."""

    link: Link
    how: str
    other: Case
    opens: bool


def reason(acting: Acting, verdict: Verdict) -> str:
    """Why something is refused, as it is told."""
    return sentence(verdict.rule).replace("{person}", acting.person.name)


def offers(acting: Acting, case: Case, sent: DeedInput | None) -> tuple[list[Offer], list[Withheld]]:
    """What can be done to the case now, and what could be by others; `sent` is a form that did not fit."""
    may: list[Offer] = []
    withheld: dict[str, Withheld] = {}
    for deed in DEEDS:
        if not deed.when(case):
            continue
        if verdict := acting.may(deed.power, about=case):
            mine = sent if sent is not None and type(sent) is deed.form else None
            may.append(Offer(deed, mine or (deed.form(acting=acting, case=case) if deed.form else None)))
        else:
            why = reason(acting, verdict)
            withheld.setdefault(why, Withheld(why)).labels.append(deed.label)
    return may, list(withheld.values())


def tasks(case: Case) -> list[CaseTask]:
    """What is to do in the case and what was done, in the order of the type."""
    return _tasks_of(case.pk)


def files(case: Case, *, private: bool) -> list[Attachment]:
    """The files of the case, the oldest first; to whoever sees what its owner sees, those alone."""
    found = _files_of(case.pk)
    return found if private else [one for one in found if one.public]


def tied(acting: Acting, case: Case) -> list[Tied]:
    """The cases that belong to this one. Of one that does not open, only the reference is shown."""
    links = _links_of(case.pk)
    if not links:
        return []
    others = [link.other_id if link.case_id == case.pk else link.case_id for link in links]
    open_ones = set(Case.objects.viewed_by(acting).filter(pk__in=others).values_list("pk", flat=True))
    found = []
    for link in links:
        forwards = link.case_id == case.pk
        other = link.other if forwards else link.case
        how = link.get_kind_display() if forwards else BACKWARDS[LinkKind(link.kind)]
        found.append(Tied(link, how, other, other.pk in open_ones))
    return found


@compiled
def _links_of(case: uuid.UUID) -> models.QuerySet[Link]:
    return Link.objects.filter(Q(case=case) | Q(other=case)).select_related("case", "other").order_by("pk")


@compiled
def _tasks_of(case: uuid.UUID) -> models.QuerySet[CaseTask]:
    found = CaseTask.objects.filter(case=case).select_related("person")
    return found.order_by("made_at", "standard__position", "pk")


@compiled
def _files_of(case: uuid.UUID) -> models.QuerySet[Attachment]:
    return Attachment.objects.filter(case=case).with_people().oldest_first()
