"""A page of answers as it was sent, read beside what was answered before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from alongside.forms import reading
from alongside.forms.answers import Answers, Typed, Value, plain
from alongside.forms.asking import Asking, asked, candidates
from alongside.forms.schema import Definition, Kind


@dataclass(frozen=True)
class Read:
    """What fits and what does not, by name, of what is asked. `more` is asked, and was not drawn."""

    values: dict[str, Value]
    errors: dict[str, str]
    asking: Asking
    more: list[str]


@dataclass(frozen=True)
class Sent:
    """The answers to one page, counted from 1. `drawn` are the questions that were on it; without them, all
    that are asked. A page that is left `unfinished` is kept whether or not everything fits."""

    page: int
    answers: Mapping[str, Typed]
    drawn: Collection[str] | None = None
    unfinished: bool = False

    def read(self, definition: Definition, before: Answers, today: date) -> Read:
        page = definition.pages[self.page - 1]
        rows = {
            question.name: reading.row_ids(reading.listed(self.answers.get(question.name, [])))
            for question in page.questions
            if question.kind is Kind.GROUP
        }
        here = [
            question
            for question in candidates(page, rows)
            if self.drawn is None or question.name in self.drawn
        ]
        values, errors = reading.read_all(here, self.answers, today)
        known = {name: value for name, value in plain(before).items() if name not in errors}
        asking = asked(definition, known | _rows_at_least(values, errors, rows), today)
        shown = [question.name for question in asking.questions(self.page)]
        return Read(
            values={name: value for name, value in values.items() if name in asking.shown},
            errors={name: error for name, error in errors.items() if name in asking.shown},
            asking=asking,
            more=[name for name in shown if self.drawn is not None and name not in self.drawn],
        )


def _rows_at_least(
    values: Mapping[str, Value], errors: Mapping[str, str], rows: Mapping[str, list[str]]
) -> dict[str, Value]:
    """The values, with the rows of groups that have too few or too many: what is said in them counts."""
    return dict(values) | {name: list(ids) for name, ids in rows.items() if name in errors}


def without_rows(answers: Answers, definition: Definition, values: Mapping[str, Value]) -> Answers:
    """The answers without those in rows that are gone from the groups among `values`."""
    groups = {one.name for one in definition.questions if one.kind is Kind.GROUP}

    def stays(name: str) -> bool:
        group, _, rest = name.partition(".")
        rows = values.get(group)
        return group not in groups or not rest or not isinstance(rows, list) or rest.split(".")[0] in rows

    return {name: answer for name, answer in answers.items() if stays(name)}
