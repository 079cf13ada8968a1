"""A page of a form as a Django form: drawn like any other, and judged by `reading` alone.

What browsers are told (keyboards, lengths, what they may fill in) is derived from the same questions,
and is a hint: the server's word is final.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from alongside.forms import filetypes, reading
from alongside.forms.answers import Answers, Typed
from alongside.forms.asking import candidates
from alongside.forms.patterns import for_browsers
from alongside.forms.placeholders import filled
from alongside.forms.schema import ADDRESS_PARTS, Kind, Page, Part, Question
from alongside.people import folding

MOST_RADIOS = 8  # more choices than these are a list to open

_ATTRIBUTES: dict[Kind, dict[str, str]] = {
    Kind.NUMBER: {"inputmode": "decimal"},
    Kind.INTEGER: {"inputmode": "numeric"},
    Kind.MONEY: {"inputmode": "decimal"},
    # No `type="email"`: browsers keep to ASCII and know fewer spaces than the server, which reads more.
    Kind.EMAIL: {"inputmode": "email", "spellcheck": "false", "autocapitalize": "none"},
    Kind.TELEPHONE: {"type": "tel", "inputmode": "tel"},
    Kind.POSTCODE: {"spellcheck": "false"},
}
_EXAMPLES = {
    Kind.DATE: "For example, 27 3 2026",
    Kind.DATE_OF_BIRTH: "For example, 27 3 1984",
    Kind.MONEY: "In pounds, for example 12.50",
}
_SHORT = (Kind.NUMBER, Kind.INTEGER, Kind.MONEY, Kind.DATE, Kind.DATE_OF_BIRTH, Kind.POSTCODE)
LONG_LINE = 30  # characters; a line for less is drawn short


def typed(page: Page, data: QueryDict) -> dict[str, Typed]:
    """What was sent for each question of a page and of the rows of its groups, as it was typed."""
    rows = {
        question.name: reading.row_ids(data.getlist(question.name))
        for question in page.questions
        if question.kind is Kind.GROUP
    }
    return {question.name: _sent(question, data) for question in candidates(page, rows)}


def _sent(question: Question, data: QueryDict) -> Typed:
    if question.kind is Kind.ADDRESS:
        return {part.name: data.get(f"{question.name}.{part.name}", "") for part in ADDRESS_PARTS}
    return data.getlist(question.name) if question.several else data.get(question.name, "")


class PageForm(forms.Form):
    """One control for each question of a page.

    Without `data` it shows the answers there are, and for questions never asked before their defaults;
    what does not fit is shown with its message. `own` says that people type about themselves, so that
    their browser may fill in what it knows of them.
    """

    use_required_attribute = False

    def __init__(
        self,
        asked: Page | Iterable[Question],
        data: QueryDict | None = None,
        *,
        today: date,
        answers: Answers | None = None,
        variables: Mapping[str, str],
        own: bool,
        profile: Mapping[str, str] | None = None,
    ) -> None:
        known = answers or {}
        questions = asked.questions if isinstance(asked, Page) else tuple(asked)
        super().__init__(
            data, initial={one.name: _shown_first(one, known, variables, profile or {}) for one in questions}
        )
        for question in questions:
            self.fields[question.name] = QuestionField(question, today, own=own)
        if not self.is_bound:
            self._complain_of(questions, known)

    def _complain_of(self, questions: Iterable[Question], answers: Answers) -> None:
        """Say what is wrong with the answers that were kept as they were typed."""
        for question in questions:
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
        self.most_files, self.most_rows = reading.most_files(question), reading.most_rows(question)
        small = question.max_length is not None and question.max_length <= LONG_LINE
        self.width = "short" if question.kind in _SHORT or small else None

    @property
    def takes(self) -> str:
        """Which files may be sent, in a sentence."""
        types = filetypes.said(self.question.types or filetypes.ALL)
        size = self.question.max_megabytes or filetypes.USUAL_MEGABYTES
        each = f", at most {self.most_files} files" if self.most_files > 1 else ""
        return f"{types}, up to {size} MB{each}."

    def clean(self, value: Any) -> Any:
        try:
            return reading.read(self.question, value or "", self.today)
        except reading.Unfit as problem:
            raise ValidationError(str(problem)) from None


def constraints(question: Question) -> dict[str, str]:
    """What a browser can be told of the limits; never more than the server says. It measures what is typed,
    so a limit is left out where the server reads several spellings of one answer."""
    limits: dict[str, str] = {}
    longest = reading.longest(question)
    if longest is not None:
        limits["maxlength"] = str(longest)
    if question.pattern and (pattern := for_browsers(question.pattern)):
        limits["pattern"] = pattern
    return limits


class AddressWidget(forms.Widget):
    """A control for each line; drawn by the pages of forms."""

    def __init__(self, *, own: bool) -> None:
        super().__init__()
        self.own = own

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        return {part.name: data.get(f"{name}.{part.name}", "") for part in ADDRESS_PARTS}

    @property
    def parts(self) -> list[tuple[Part, str]]:
        """Each line with what a browser may fill in."""
        return [(part, part.autocomplete if self.own else "off") for part in ADDRESS_PARTS]


class FilesWidget(forms.Widget):
    """The files that are there; new ones are sent beside them, and drawn by the pages of forms."""

    needs_multipart_form = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        found: list[str] = data.getlist(name)
        return found


def _shown_first(
    question: Question, answers: Answers, variables: Mapping[str, str], profile: Mapping[str, str]
) -> Typed:
    """What there is; where nothing was ever said, what the profile knows, else the default."""
    if question.name in answers:
        return reading.as_typed(question, answers)
    known = profile.get(question.prefill, "")
    if question.kind is Kind.ADDRESS:
        return address_of(known) if known else reading.as_typed(question, answers)
    first = known or filled(question.default, variables)
    if not first:
        return reading.as_typed(question, answers)
    return [first] if question.several else first


def address_of(text: str) -> dict[str, str]:
    """A guess at the lines of an address that is written in one: the person looks at it."""
    lines = [line.strip() for line in re.split(r"[\n,]", text) if line.strip()]
    found = dict.fromkeys((part.name for part in ADDRESS_PARTS), "")
    if len(lines) > 1 and folding.outward(folding.postcode(lines[-1])):
        found["postcode"] = lines.pop()
    found["line1"] = lines.pop(0) if lines else ""
    found["town"] = lines.pop() if lines else ""
    found["line2"] = ", ".join(lines)
    return found


def _widget(question: Question, *, own: bool) -> forms.Widget:
    if question.kind is Kind.ADDRESS:
        return AddressWidget(own=own)
    if question.kind is Kind.GROUP:
        return forms.MultipleHiddenInput()
    if question.kind is Kind.FILE:
        return FilesWidget({"accept": filetypes.accept(question.types or filetypes.ALL)})
    attributes = dict(_ATTRIBUTES.get(question.kind, {}))
    if question.kind not in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO):
        attributes["autocomplete"] = (question.autocomplete if own else "") or "off"
    attributes |= constraints(question)
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
