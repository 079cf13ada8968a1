"""What cases are raised from by a button: a question, or a call that is over; with links both ways."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.db import models
from django.http import Http404
from django.utils.http import urlencode

from alongside.assisting.acting import Acting
from alongside.cases.actions.raising import LONGEST_DETAILS, LONGEST_TITLE
from alongside.cases.models import Case
from alongside.console.live.about import in_the_log_of
from alongside.desk.actions.seeing import VIEW as VIEW_QUESTION
from alongside.desk.models import Question
from alongside.history.actions import name_of
from alongside.lib.addresses import inside, outside
from alongside.people.http import Request
from alongside.people.models import Person

MOST = 20  # cases that are listed with what they were raised from


@dataclass(frozen=True)
class Origin:
    """Something that a case is raised from: its name in the history, what it is in words, where it is looked
    at, and what a case begins with. `person` owns the case, where that is said by it."""

    name: str
    said: str
    address: str
    person: Person | None = None
    title: str = ""
    details: str = ""
    email: str = ""

    def is_for(self, acting: Acting) -> bool:
        """Whether a case that is raised now would be theirs."""
        return self.person is None or self.person.pk == acting.person_id

    @property
    def whose(self) -> str:
        return self.person.name if self.person is not None else ""

    @property
    def helping_address(self) -> str:
        """Where one begins to help whose it is, and goes on to raise the case."""
        return _helping(self.person, self.name) if self.person is not None else ""


def asked_for(request: Request) -> Origin | None:
    """What the address or the form says that the case is raised from; raises `Http404` for what is not there,
    or not for whoever asks."""
    name = request.POST.get("from") or request.GET.get("from", "")
    if not name:
        return None
    found = find(request, name)
    if found is None:
        raise Http404
    return found


def find(request: Request, name: str) -> Origin | None:
    """What a name means, for whoever may see it."""
    kind, _, number = name.partition(":")
    known = _KINDS.get(kind)
    with suppress(ValueError):
        return known(request.acting, uuid.UUID(number)) if known is not None else None
    return None


def raised_from(acting: Acting, thing: models.Model) -> list[tuple[Case, bool]]:
    """The cases that were raised from it, the latest first, each with whether it opens."""
    cases = list(
        Case.objects.raised_from(name_of(thing)).select_related("type", "status").latest_first()[:MOST]
    )
    if not cases:
        return []
    numbers = [one.pk for one in cases]
    opens = set(Case.objects.viewed_by(acting).filter(pk__in=numbers).values_list("pk", flat=True))
    return [(one, one.pk in opens) for one in cases]


def raising_address(thing: models.Model, person: Person | None, acting: Acting) -> str:
    """Where a case is raised from it: for whose it is, who has to be helped first, or for whom one helps."""
    name = name_of(thing)
    if person is None or person.pk == acting.person_id:
        return f"{inside('console:raising')}?{urlencode({'from': name})}"
    return _helping(person, name)


def _helping(person: Person, name: str) -> str:
    onwards = f"{outside('console:raising')}?{urlencode({'from': name})}"
    asked = {"person": str(person.pk), "next": onwards}
    return f"{outside('console:assistances_new')}?{urlencode(asked)}"


def _question(acting: Acting, number: uuid.UUID) -> Origin | None:
    found: Question | None = Question.objects.for_a_page().filter(pk=number).first()
    if found is None or not acting.may(VIEW_QUESTION, about=found):
        return None
    asked = found.conversation
    return Origin(
        name_of(found),
        f"the question {asked.reference}{': ' + asked.subject if asked.subject else ''}",
        inside("console:question", found.pk),
        asked.person,
        asked.subject[:LONGEST_TITLE],
        found.text[:LONGEST_DETAILS],
    )


def _call(acting: Acting, number: uuid.UUID) -> Origin | None:
    found = in_the_log_of(acting).filter(pk=number).first()
    if found is None:
        return None
    subject = found.subjects.select_related("person").order_by("made_at").first()
    return Origin(
        name_of(found),
        f"the call {found.title}",
        outside("console:live_log_call", found.pk),
        subject.person if subject is not None else None,
        found.title[:LONGEST_TITLE],
    )


_KINDS: dict[str, Callable[[Acting, uuid.UUID], Origin | None]] = {
    "desk.question": _question,
    "calls.call": _call,
}
