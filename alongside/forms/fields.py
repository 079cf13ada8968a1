"""A page of a form as a Django form: drawn like any other, and judged by `reading` alone.

What browsers are told (keyboards, lengths, what they may fill in) is derived from the same questions,
and is a hint: the server's word is final.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from alongside.forms import reading
from alongside.forms.answers import Answers, Typed
from alongside.forms.placeholders import filled
from alongside.forms.schema import Kind, Page, Question

MOST_RADIOS = 8  # more choices than these are a list to open

_ATTRIBUTES: dict[Kind, dict[str, str]] = {
    Kind.NUMBER: {"inputmode": "decimal"},
    Kind.INTEGER: {"inputmode": "numeric"},
    Kind.MONEY: {"inputmode": "decimal"},
    Kind.EMAIL: {"type": "email", "inputmode": "email", "spellcheck": "false", "maxlength": "254"},
    Kind.TELEPHONE: {"type": "tel", "inputmode": "tel", "maxlength": "40"},
    Kind.POSTCODE: {"spellcheck": "false", "maxlength": "12"},
}
_EXAMPLES = {
    Kind.DATE: "For example, 27 3 2026",
    Kind.DATE_OF_BIRTH: "For example, 27 3 1984",
    Kind.MONEY: "In pounds, for example 12.50",
}
_SHORT = (Kind.NUMBER, Kind.INTEGER, Kind.MONEY, Kind.DATE, Kind.DATE_OF_BIRTH, Kind.POSTCODE)
LONG_LINE = 30  # characters; a line for less is drawn short


def typed(page: Page, data: QueryDict) -> dict[str, Typed]:
    """What was sent for each question of a page, as it was typed."""
    return {
        question.name: data.getlist(question.name) if question.several else data.get(question.name, "")
        for question in page.questions
    }


class PageForm(forms.Form):
    """One control for each question of a page.

    Without `data` it shows the answers there are, and for questions never asked before their defaults;
    what does not fit is shown with its message. `own` says that people type about themselves, so that
    their browser may fill in what it knows of them.
    """

    use_required_attribute = False

    def __init__(
        self,
        page: Page,
        data: QueryDict | None = None,
        *,
        today: date,
        answers: Answers | None = None,
        variables: Mapping[str, str],
        own: bool,
    ) -> None:
        known = answers or {}
        super().__init__(
            data, initial={one.name: _shown_first(one, known, variables) for one in page.questions}
        )
        for question in page.questions:
            self.fields[question.name] = QuestionField(question, today, own=own)
        if not self.is_bound:
            self._complain_of(page, known)

    def _complain_of(self, page: Page, answers: Answers) -> None:
        """Say what is wrong with the answers that were kept as they were typed."""
        for question in page.questions:
            if "typed" in answers.get(question.name, {}):
                field = self.fields[question.name]
                try:
                    field.clean(self.initial[question.name])
                except ValidationError as problem:
                    self.errors[question.name] = self.error_class(problem.messages, renderer=self.renderer)


class QuestionField(forms.Field):
    """One question. `width` is how wide it is drawn: short, or as wide as the page."""

    def __init__(self, question: Question, today: date, *, own: bool) -> None:
        super().__init__(
            label=question.label,
            help_text=question.help or _EXAMPLES.get(question.kind, ""),
            required=question.required,
            widget=_widget(question, own=own),
        )
        self.question, self.today = question, today
        small = question.max_length is not None and question.max_length <= LONG_LINE
        self.width = "short" if question.kind in _SHORT or small else None

    def clean(self, value: Any) -> Any:
        try:
            return reading.read(self.question, value or "", self.today)
        except reading.Unfit as problem:
            raise ValidationError(str(problem)) from None


def _shown_first(question: Question, answers: Answers, variables: Mapping[str, str]) -> Typed:
    if question.name in answers or not question.default:
        return reading.as_typed(question, answers)
    default = filled(question.default, variables)
    return [default] if question.several else default


def _widget(question: Question, *, own: bool) -> forms.Widget:
    attributes = dict(_ATTRIBUTES.get(question.kind, {}))
    if question.kind not in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO):
        attributes["autocomplete"] = (question.autocomplete if own else "") or "off"
    if question.max_length is not None:
        attributes["maxlength"] = str(question.max_length)
    choices = [(choice.value, choice.label) for choice in question.choices]
    if question.kind is Kind.LONG_TEXT:
        return forms.Textarea({**attributes, "rows": "5"})
    if question.kind is Kind.YES_NO:
        return forms.RadioSelect(choices=[("yes", "Yes"), ("no", "No")])
    if question.kind is Kind.CHOICES:
        return forms.CheckboxSelectMultiple(choices=choices)
    if question.kind is Kind.CHOICE and len(choices) <= MOST_RADIOS:
        return forms.RadioSelect(choices=choices)
    if question.kind is Kind.CHOICE:
        return forms.Select(choices=[("", "Choose"), *choices])
    return forms.TextInput(attributes)
