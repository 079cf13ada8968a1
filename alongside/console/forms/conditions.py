"""A condition built from selects: a question, a comparison, a value; all of them, or any. Each may be turned
round, and several may be taken together as a group, of which again all or any must be so.

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
GROUPS = ("1", "2", "3", "4")
_GROUP = " group"  # no key of a test is called so
_NUMBERS = ("greater", "less", "at_least", "at_most")


def questions_by_name(sketch: Sketch) -> dict[str, Part]:
    return {str(one.part["name"]): one.part for one in designing.spots(sketch) if one.part.get("name")}


class TestForm(forms.Form):
    """One comparison. Its value is a select where the question that is chosen has choices."""

    use_required_attribute = False

    question = forms.ChoiceField(label="Question", required=False)
    test = forms.ChoiceField(label="Comparison", required=False)
    group = forms.ChoiceField(
        label="Together with",
        required=False,
        choices=[("", "– (by itself)"), *((one, f"Group {one}") for one in GROUPS)],
    )
    turned = forms.BooleanField(label="Turned round: it is not so", required=False)
    value = forms.CharField(
        label="Value", required=False, widget=forms.TextInput({"autocomplete": "off", "maxlength": 200})
    )

    def __init__(
        self, questions: Mapping[str, Part], data: Any = None, *, said: Mapping[str, Any], prefix: str
    ) -> None:
        super().__init__(data, initial=_initial(said), prefix=prefix)
        self.order_fields(["question", "test", "value", "turned", "group"])
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
        found = {"question": name, test: _operand(self.questions[name], test, value)}
        return {"not": found} if self.cleaned_data.get("turned") else found


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


def _initial(row: Mapping[str, Any]) -> dict[str, Any]:
    turned = isinstance(row.get("not"), dict)
    said: Mapping[str, Any] = row["not"] if turned else row
    test = next((test for test in TESTS if test in said), "")
    value = said.get(test, "")
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    known = {"question": said.get("question", ""), "test": test, "value": value}
    return {**known, "turned": turned, "group": row.get(_GROUP, "")}


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
        found = flat(present)
        self.deep = bool(present) and found is None
        joined, tests, joins = found or ("all", [], {})
        if self.data is not None:
            joined = _join(self.data.get("joined"))
            joins = {one: _join(self.data.get(f"group-{one}", "any")) for one in GROUPS}
        self.joined, self.joins = joined, joins
        count = len(tests) + EMPTY_ROWS
        if self.data is not None:
            sent = self.data.get("tests", "")
            count = min(int(sent) if sent.isdigit() else count, keys.MOST_QUESTIONS)
            count += self.data.get("row") == "add"
        said = [*tests, *({} for _ in range(count))][:count]
        self.rows = [
            TestForm(self.questions, self.data, said=one, prefix=f"test-{place}")
            for place, one in enumerate(said)
        ]
        if self.data is not None and self.data.get("row"):
            for row in self.rows:
                row.errors.clear()  # somebody is in the middle of it

    def is_valid(self) -> bool:
        return not [row for row in self.rows if not row.is_valid()]  # each row says what is wrong with it

    def said(self) -> Any:
        """The condition as JSON, or None."""
        if self.deep or "tests" not in self.data:
            return None if self.data.get("uncondition") else self.part.get("condition")
        groups: dict[str, list[dict[str, Any]]] = {}
        for place, row in enumerate(self.rows):
            if (test := row.said()) is not None:
                # What is by itself is a group of its own, at its place.
                groups.setdefault(row.cleaned_data.get("group") or f"row {place}", []).append(test)
        return _joined(
            self.joined, [_joined(self.joins.get(one, "any"), tests) for one, tests in groups.items()]
        )

    @property
    def groups(self) -> list[tuple[str, str]]:
        """The groups that there are or may be next, and how each is joined."""
        used = {row["group"].value() for row in self.rows} & set(GROUPS)
        most = min(len(used) + 1, len(GROUPS)) if len(self.rows) > 2 else len(used)
        return [(one, self.joins.get(one, "any")) for one in GROUPS if one in used or int(one) <= most]


def _join(said: Any) -> str:
    return "any" if said == "any" else "all"


def _joined(how: str, parts: list[dict[str, Any]]) -> Any:
    if len(parts) <= 1:
        return parts[0] if parts else None
    return {how: parts}


def flat(condition: Any) -> tuple[str, list[dict[str, Any]], dict[str, str]] | None:
    """How its parts are joined, the tests – those of a group say which under `_GROUP` –, and how each group
    is joined; None where it is nested deeper."""
    if not isinstance(condition, dict):
        return "all", [], {}
    if _is_test(condition):
        return "all", [condition], {}
    found = _parts(condition)
    if found is None:
        return None
    joined, parts = found
    tests: list[dict[str, Any]] = []
    joins: dict[str, str] = {}
    for part in parts:
        if _is_test(part):
            tests.append(part)
            continue
        inner = _parts(part)
        if inner is None or len(joins) == len(GROUPS) or not all(map(_is_test, inner[1])):
            return None
        group = GROUPS[len(joins)]
        joins[group] = inner[0]
        tests += [{**one, _GROUP: group} for one in inner[1]]
    return joined, tests, joins


def _parts(condition: Any) -> tuple[str, list[Any]] | None:
    if not isinstance(condition, dict):
        return None
    return next(
        ((how, condition[how]) for how in ("all", "any") if isinstance(condition.get(how), list)), None
    )


def _is_test(part: Any) -> bool:
    """Whether it is one test, or one turned round."""
    if not isinstance(part, dict):
        return False
    within = part.get("not")
    return "question" in part or (isinstance(within, dict) and "question" in within)
