"""Answers as they are read: to check before handing in, and afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from markupsafe import Markup

from alongside.forms import reading
from alongside.forms.answers import Answers, plain
from alongside.forms.asking import Asking, asked
from alongside.forms.models import Draft
from alongside.forms.schema import Definition, Kind, Question
from alongside.lib import clock
from alongside.lib.addresses import inside


@dataclass(frozen=True)
class Row:
    """A question with its answer. `problem` says what has to be put right; `by` who answered for the
    person; `change` where that is done; `of` which row of a group it is in: Child 2."""

    question: Question
    value: Markup
    problem: str = ""
    by: str = ""
    change: str = ""
    of: str = ""


@dataclass(frozen=True)
class Section:
    title: str
    rows: list[Row]


@dataclass(frozen=True)
class Checked:
    sections: list[Section]
    asking: Asking


def to_check(draft: Draft, person: UUID) -> Checked:
    """The answers of the draft of the person with this ref, page by page, with what is missing or does
    not fit."""
    definition = draft.version.schema
    today = timezone.localdate(clock.now())
    asking = asked(definition, plain(draft.answers), today)
    questions = asking.questions()
    _, problems = reading.read_again(questions, draft.answers, today)

    def change(question: Question) -> str:
        number = definition.page_of(question.name.rpartition(".")[2])
        page = inside("portal:draft", draft.form.slug, draft.pk, number)
        return f"{page}?check=yes#id_{question.name}"

    changes = {question.name: change(question) for question in questions}
    return Checked(_sections(asking, draft.answers, person, problems, changes), asking)


def handed_in(definition: Definition, answers: Answers, person: UUID) -> list[Section]:
    """The answers of a submission of the person with this ref, and what was asked then."""
    asking = asked(definition, plain(answers), timezone.localdate(clock.now()))
    kept = [question.name for question in asking.questions()]
    asking.shown.update(name for name in answers if name not in kept)
    return _sections(asking, answers, person, {}, {})


def _sections(
    asking: Asking,
    answers: Answers,
    person: UUID,
    problems: Mapping[str, str],
    changes: Mapping[str, str],
) -> list[Section]:
    sections = []
    for number in asking.pages:
        called = _called(asking, number)
        rows = [
            Row(
                question,
                _value(question, answers),
                problems.get(question.name, ""),
                _helper(answers, question, person),
                changes.get(question.name, ""),
                called.get(question.name, ""),
            )
            for question in asking.questions(number)
        ]
        if rows:
            sections.append(Section(asking.definition.pages[number - 1].title, rows))
    return sections


def _called(asking: Asking, number: int) -> dict[str, str]:
    """What the row of each question in a group is called: Child 2."""
    return {
        item.name: f"{group.row} {row.number}"
        for group in asking.definition.pages[number - 1].questions
        if group.kind is Kind.GROUP
        for row in asking.rows_of(group)
        for item in row.items
        if isinstance(item, Question)
    }


def _value(question: Question, answers: Answers) -> Markup:
    answer = answers.get(question.name)
    if answer is None:
        return Markup()
    typed = answer.get("typed", "")
    text = reading.shown(question, answer["value"]) if "value" in answer else reading.listed(typed)
    lines = text.split("\n") if isinstance(text, str) else [line for line in text if line]
    return Markup("<br>").join(lines)


def _helper(answers: Answers, question: Question, person: UUID) -> str:
    """The name of whoever answered, where it was not the person; empty answers are nobody's."""
    answer = answers.get(question.name)
    if answer is None or answer["by"]["ref"] == str(person) or answer.get("value") in ("", None, [], {}):
        return ""
    return answer["by"]["name"]
