"""Answers as they are read: to check before handing in, and afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from markupsafe import Markup

from alongside.forms import reading
from alongside.forms.answers import Answers
from alongside.forms.models import Draft
from alongside.forms.schema import Definition, Question
from alongside.lib import clock
from alongside.lib.addresses import inside


@dataclass(frozen=True)
class Row:
    """A question with its answer. `problem` says what has to be put right; `by` who answered for the
    person; `change` where that is done."""

    question: Question
    value: Markup
    problem: str = ""
    by: str = ""
    change: str = ""


@dataclass(frozen=True)
class Section:
    title: str
    rows: list[Row]


def to_check(draft: Draft, person: UUID) -> list[Section]:
    """The answers of the draft of the person with this ref, page by page, with what is missing or does
    not fit."""
    definition = draft.version.schema
    today = timezone.localdate(clock.now())
    _, problems = reading.read_again(definition.questions, draft.answers, today)

    def change(question: Question) -> str:
        number = definition.page_of(question.name)
        page = inside("portal:draft", draft.form.slug, draft.pk, number)
        return f"{page}?check=yes#id_{question.name}"

    changes = {question.name: change(question) for question in definition.questions}
    return _sections(definition, draft.answers, person, problems, changes)


def handed_in(definition: Definition, answers: Answers, person: UUID) -> list[Section]:
    """The answers of a submission of the person with this ref."""
    return _sections(definition, answers, person, {}, {})


def _sections(
    definition: Definition,
    answers: Answers,
    person: UUID,
    problems: Mapping[str, str],
    changes: Mapping[str, str],
) -> list[Section]:
    sections = [
        Section(
            page.title,
            [
                Row(
                    question,
                    _value(question, answers),
                    problems.get(question.name, ""),
                    _helper(answers, question, person),
                    changes.get(question.name, ""),
                )
                for question in page.questions
            ],
        )
        for page in definition.pages
    ]
    return [section for section in sections if section.rows]


def _value(question: Question, answers: Answers) -> Markup:
    answer = answers.get(question.name)
    if answer is None:
        return Markup()
    typed = answer.get("typed", "")
    text = reading.shown(question, answer["value"]) if "value" in answer else typed
    lines = text.split("\n") if isinstance(text, str) else text
    return Markup("<br>").join(lines)


def _helper(answers: Answers, question: Question, person: UUID) -> str:
    """The name of whoever answered, where it was not the person; empty answers are nobody's."""
    answer = answers.get(question.name)
    if answer is None or answer["by"]["ref"] == str(person) or answer.get("value") in ("", None, []):
        return ""
    return answer["by"]["name"]
