"""Finding cases: who may search sees all of them, whomever they help (spec C6–C11)."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from alongside.assisting.acting import Acting
from alongside.cases import wording
from alongside.cases.listing import Row, Types, rows
from alongside.cases.models import Case, CaseQuerySet, CaseTask, CaseWord, TaskState
from alongside.lib import keyset

LATEST, OLDEST, RELEVANCE = "latest", "oldest", "relevance"
AT_ONCE = 500  # cases of a part of a file
MOST_TASKS = 50
MOST_RANKED = 200  # cases of each word that are looked at for the most relevant


@dataclass(frozen=True, slots=True)
class Sought:
    """What is asked for. `words` are met by any of them; each of the others narrows. Empty asks for all."""

    words: str = ""
    name: str = ""
    email: str = ""
    telephone: str = ""
    address: str = ""
    types: frozenset[int] = frozenset()
    statuses: frozenset[int] = frozenset()
    stages: frozenset[int] = frozenset()
    subtypes: frozenset[int] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    order: str = LATEST

    @property
    def narrowing(self) -> list[str]:
        """The words all of which must be met."""
        asked = {
            wording.NAME: self.name,
            wording.EMAIL: self.email,
            wording.TELEPHONE: self.telephone,
            wording.ADDRESS: self.address,
        }
        return [word for mark, text in asked.items() for word in wording.narrowing(mark, text)]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a list, and the addresses of those before and after it."""

    rows: list[Row]
    previous: str | None = None
    next: str | None = None


def alike(acting: Acting, type: str, *, most: int = 5) -> list[Case]:
    """The open cases of the type of this slug that whoever the deed is for has already, the latest first:
    perhaps what is to be raised is one of them."""
    return list(Case.objects.of(acting).open().filter(type__slug=type).for_a_page().latest_first()[:most])


def find(acting: Acting, sought: Sought, types: Types, *, size: int, asked: Mapping[str, str]) -> Found:
    """A page of the cases that are sought, from the place that the address says. Reading costs the same
    however many cases there are; nothing is asked for a single row."""
    words = wording.asked_for(sought.words)
    if sought.words.strip() and not words:
        return Found([])
    if words and sought.order == RELEVANCE:
        return Found(rows(acting, _most_relevant(sought, words, size), types))
    dash = "" if sought.order == OLDEST else "-"
    if driving := words or sought.narrowing[:1]:
        met = [_found_by(sought, word) for word in driving]
        leaf = keyset.leaf_of_any(met, (f"{dash}raised_at", f"{dash}case"), size=size, asked=asked)
        return Found(rows(acting, [one.case_id for one in leaf.rows], types), leaf.previous, leaf.next)
    cases = keyset.leaf(_narrowed(sought), (f"{dash}raised_at", f"{dash}pk"), size=size, asked=asked)
    return Found(rows(acting, [case.pk for case in cases.rows], types), cases.previous, cases.next)


def every(acting: Acting, sought: Sought, types: Types) -> Iterator[list[Row]]:
    """All the cases that are sought, the latest first, so many at a time."""
    asked: dict[str, str] = {}
    while True:
        found = find(acting, replace(sought, order=LATEST), types, size=AT_ONCE, asked=asked)
        if found.rows:
            yield found.rows
        if found.next is None:
            return
        asked = dict([found.next.removeprefix("?").split("=", 1)])


def _narrowed(sought: Sought) -> CaseQuerySet:
    cases: CaseQuerySet = Case.objects.filter(_columns(sought, ""))
    return cases.only("pk", "raised_at")


def _found_by(sought: Sought, word: str) -> QuerySet[CaseWord]:
    """What one word finds. It is read in the words' own order, which is that of lists."""
    found = CaseWord.objects.filter(_columns(sought, "case__"), word=word)
    for other in sought.narrowing:
        if other != word:
            also = CaseWord.objects.filter(word=other, raised_at=OuterRef("raised_at"), case=OuterRef("case"))
            found = found.filter(Exists(also))
    return found


def _columns(sought: Sought, of: str) -> Q:
    asked = Q()
    for column, chosen in (
        ("type", sought.types),
        ("status", sought.statuses),
        ("stage", sought.stages),
        ("subtype", sought.subtypes),
    ):
        if len(chosen) == 1:  # an index that has the order of the list can be read for one, not for several
            asked &= Q(**{f"{of}{column}": min(chosen)})
        elif chosen:
            asked &= Q(**{f"{of}{column}__in": sorted(chosen)})
    if sought.since:
        asked &= Q(raised_at__gte=sought.since)
    if sought.until:
        asked &= Q(raised_at__lt=sought.until)
    return asked


def _most_relevant(sought: Sought, words: Iterable[str], size: int) -> list[uuid.UUID]:
    """The cases that most of the words find, the latest first among equals."""
    met: Counter[uuid.UUID] = Counter()
    raised: dict[uuid.UUID, datetime] = {}
    for word in words:
        for one in _found_by(sought, word).order_by("-raised_at", "-case")[:MOST_RANKED]:
            met[one.case_id] += 1
            raised[one.case_id] = one.raised_at
    return sorted(met, key=lambda number: (met[number], raised[number]), reverse=True)[:size]


def tasks_in_hand(acting: Acting) -> list[CaseTask]:
    """What is to do in open cases that the person the deed is for has in hand, what is due first before the
    rest."""
    theirs = CaseTask.objects.filter(
        state=TaskState.OPEN, case__assignee=acting.person_id, case__closed_at__isnull=True
    )
    whole = theirs.select_related("case__type", "case__owner")
    return list(whole.order_by(F("case__target_at").asc(nulls_last=True), "made_at", "pk")[:MOST_TASKS])
