"""Submissions as a file, a few at a time: however many there are, only these are in memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from django.db.models import Q

from alongside.forms import reading
from alongside.forms.answers import Value, plain
from alongside.forms.models import FormVersion, Submission, SubmissionQuerySet
from alongside.lib import tenancy
from alongside.people.moving import cells

AT_ONCE = 200  # submissions
FORMATS = ("csv", "jsonl")
COLUMNS = ("reference", "form", "version", "state", "handed_in_at", "person", "person_id", "handed_in_by")
OTHER = "other_answers"  # JSON of what has no column

Narrow = Callable[[SubmissionQuerySet], SubmissionQuerySet]


def parts(
    tenant_id: int, groups: Sequence[int], narrow: Narrow, *, form: str, format: str
) -> Iterator[bytes]:
    """A file of the submissions that members of these groups handle, the oldest first. Call it after
    `actions.export_submissions`, which records it."""
    with tenancy.within(tenant_id):
        newest = FormVersion.objects.newest_of(form).first() if form else None
        questions = newest.schema.questions if newest else ()
    names = tuple(question.name for question in questions)
    if format == "csv":
        yield cells.line((*COLUMNS, *names, OTHER))
    last: tuple[datetime, object] | None = None
    while True:
        # Opened for each read: between two of them whoever reads the file may wait as long as they like.
        with tenancy.within(tenant_id):
            rows = _rows(narrow(Submission.objects.handled_by(groups)), last)
            content = b"".join(_line(one, names) if format == "csv" else _object(one) for one in rows)
        if not rows:
            return
        yield content
        last = (rows[-1].handed_in_at, rows[-1].pk)


def _rows(found: SubmissionQuerySet, last: tuple[datetime, object] | None) -> list[Submission]:
    if last is not None:
        found = found.filter(Q(handed_in_at__gt=last[0]) | Q(handed_in_at=last[0], pk__gt=last[1]))
    return list(found.with_version().order_by("handed_in_at", "pk")[:AT_ONCE])


def _known(one: Submission) -> tuple[str, ...]:
    at = one.handed_in_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    people = (one.person.name, str(one.person_id), one.actor.name)
    return (one.reference, one.form.slug, str(one.version.number), one.state, at, *people)


def _line(one: Submission, names: Sequence[str]) -> bytes:
    values = plain(one.answers)
    asked = {question.name: question for question in one.version.schema.questions}
    told = [
        reading.shown(asked[name], values[name]) if name in asked and name in values else "" for name in names
    ]
    other = {name: value for name, value in values.items() if name not in names}
    return cells.line((*_known(one), *told, json.dumps(other, ensure_ascii=False) if other else ""))


def _object(one: Submission) -> bytes:
    values: dict[str, Value] = plain(one.answers)
    known = dict(zip(COLUMNS, _known(one), strict=True))
    return json.dumps({**known, "answers": values}, ensure_ascii=False).encode() + b"\n"
