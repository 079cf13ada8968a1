"""A condition built from selects: a question, a comparison, a value; all of them, or any.

What is nested deeper than these fields can say is kept as it is, shown in words, and can only be taken away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from alongside.forms import designing, keys, wording
from alongside.forms.conditions import TESTS
from alongside.forms.designing import Part, Sketch

EMPTY_ROWS = 1
JOINED = (("all", "All of these are so"), ("any", "At least one of these is so"))
_NUMBERS = ("greater", "less", "at_least", "at_most")


def questions_by_name(sketch: Sketch) -> dict[str, Part]:
    return {str(one.part["name"]): one.part for one in designing.spots(sketch) if one.part.get("name")}


class TestForm(forms.Form):
    """One comparison. Its value is a select where the question that is chosen has choices."""

    use_required_attribute = False

    question = forms.ChoiceField(label="Question", required=False)
    test = forms.ChoiceField(label="Comparison", required=False)
    value = forms.CharField(
        label="Value", required=False, widget=forms.TextInput({"autocomplete": "off", "maxlength": 200})
    )

    def __init__(
        self, questions: Mapping[str, Part], data: Any = None, *, said: Mapping[str, Any], prefix: str
    ) -> None:
        super().__init__(data, initial=_initial(said), prefix=prefix)
        self.questions = questions
        labels = [(name, designing.called(part)) for name, part in questions.items()]
        _choices(self, "question", [("", "–"), *labels])
        chosen = questions.get(str(self["question"].value() or ""), {})
        _choices(self, "test", [(test, TESTS[test]) for test in _tests(chosen)])
        if values := values_of(chosen):
            self.fields["value"] = forms.CharField(
                label="Value", required=False, widget=forms.Select(choices=[("", "–"), *values])
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        name, test, value = cleaned.get("question"), cleaned.get("test"), cleaned.get("value", "")
        if name and not self.errors:
            part = self.questions[name]
            if test != "filled" and not value:
                self.add_error("value", "Say with what the answer is compared.")
            elif test == "filled" and value not in ("", "yes", "no"):
                self.add_error("value", "Say yes or no, or leave it empty for yes.")
            elif test == "equals" and part.get("type") == "yes_no" and value not in ("yes", "no"):
                self.add_error("value", "Say yes or no.")
        return cleaned

    def said(self) -> dict[str, Any] | None:
        """The test as JSON, or None where the row was left empty."""
        name, test, value = (self.cleaned_data.get(key, "") for key in ("question", "test", "value"))
        if not name or not test:
            return None
        return {"question": name, test: _operand(self.questions[name], test, value)}


def _choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 (said above)
    field.choices = choices
    field.error_messages["invalid_choice"] = "Choose one that goes with the question."


def _tests(part: Part) -> tuple[str, ...]:
    """The comparisons that go with a question; all, while none is chosen."""
    kind = next((kind for kind in keys.TESTS if kind.value == part.get("type")), None)
    return keys.TESTS[kind] if kind else tuple(TESTS)


def values_of(part: Part) -> list[tuple[str, str]]:
    if part.get("type") == "yes_no":
        return [("yes", "Yes"), ("no", "No")]
    choices = [one for one in part.get("choices") or [] if isinstance(one, dict)]
    return [(str(one.get("value")), str(one.get("label"))) for one in choices]


def _operand(part: Part, test: str, value: str) -> Any:
    if test == "filled":
        return value != "no"
    if test == "one_of":
        return [one.strip() for one in value.split(",") if one.strip()]
    if test == "equals" and part.get("type") == "yes_no":
        return value == "yes"
    numeric = test in _NUMBERS or (test == "equals" and "greater" in _tests(part))
    return _number(value) if numeric else value


def _number(value: str) -> Any:
    try:
        return int(value)
    except ValueError:
        return value  # a text that is a number is one, too; another is said to be wrong by `parsing`


def _initial(said: Mapping[str, Any]) -> dict[str, Any]:
    test = next((test for test in TESTS if test in said), "")
    value = said.get(test, "")
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return {"question": said.get("question", ""), "test": test, "value": value}


@dataclass
class ConditionForm:
    """The whole condition: rows of tests, and how they are joined."""

    sketch: Sketch
    part: Part
    data: Any = None

    def __post_init__(self) -> None:
        every = questions_by_name(self.sketch)
        self.questions = {name: part for name, part in every.items() if part["id"] != self.part.get("id")}
        present = self.part.get("condition")
        self.words = wording.words(present, every)
        joined, tests = flat(present)
        self.deep = bool(present) and tests is None
        self.joined = self.data.get("joined", "all") if self.data is not None else joined
        count = len(tests or []) + EMPTY_ROWS
        if self.data is not None:
            sent = self.data.get("tests", "")
            count = min(int(sent) if sent.isdigit() else count, keys.MOST_QUESTIONS)
            count += self.data.get("row") == "add"
        said = [*(tests or []), *({} for _ in range(count))][:count]
        self.rows = [
            TestForm(self.questions, self.data, said=one, prefix=f"test-{place}")
            for place, one in enumerate(said)
        ]

    def is_valid(self) -> bool:
        return not [row for row in self.rows if not row.is_valid()]  # each row says what is wrong with it

    def said(self) -> Any:
        """The condition as JSON, or None."""
        if self.deep:
            return None if self.data.get("uncondition") else self.part.get("condition")
        tests = [one for row in self.rows if (one := row.said())]
        if len(tests) <= 1:
            return tests[0] if tests else None
        return {"any" if self.joined == "any" else "all": tests}


def flat(condition: Any) -> tuple[str, list[dict[str, Any]] | None]:
    """How its tests are joined, and the tests; None where it is nested."""
    if not isinstance(condition, dict):
        return "all", []
    for joined in ("all", "any"):
        if isinstance(condition.get(joined), list):
            parts = condition[joined]
            plain = all(isinstance(one, dict) and "question" in one for one in parts)
            return joined, parts if plain else None
    return ("all", [condition]) if "question" in condition else ("all", None)
