"""One page or item as a Django form. Its fields are derived from `forms.keys`, so that a new kind of
question, or a new key, is there by itself; whether what is said makes sense is judged by `parsing` alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from alongside.forms import designing, keys
from alongside.forms.designing import Part
from alongside.forms.keys import Key, Sort

# Keys that fields of their own edit, or that are not for hands.
_ELSEWHERE = (Sort.ITEMS, Sort.CONDITION)


class PartForm(forms.Form):
    """`asked` are the keys, `part` what is said by now, `profile` the fields of profiles (name, label)."""

    use_required_attribute = False

    def __init__(
        self,
        asked: Iterable[Key],
        data: Any = None,
        *,
        part: Part,
        profile: Iterable[tuple[str, str]] = (),
        taken: list[str] | None = None,
    ) -> None:
        self.asked = [key for key in asked if key.sort not in _ELSEWHERE and key.name != "type"]
        super().__init__(data, initial={key.name: _shown(key, part.get(key.name)) for key in self.asked})
        self.part, self.taken = part, taken or []
        for key in self.asked:
            self.fields[key.name] = _FIELDS[key.sort](key, tuple(profile))
        if "name" in self.fields:
            self.fields["name"].required = False
            self.fields["name"].help_text += " Made from the question if you leave it empty."

    def said(self) -> dict[str, Any]:
        """What was said, as JSON, without what was left empty."""
        said = {key.name: self._value(key) for key in self.asked}
        if "name" in said and not said["name"] and said.get("label"):
            said["name"] = designing.name_for(said["label"], self.taken)
        return {name: value for name, value in said.items() if value not in ("", None, [], False)}

    def _value(self, key: Key) -> Any:
        value = self.cleaned_data[key.name]
        if key.sort is Sort.CHOICES:
            return _choices(value, self.part.get(key.name) or [])
        if key.sort is Sort.FACTS:
            pairs = [_pair(line) for line in value.splitlines() if line.strip()]
            return [{"name": name, "text": text} for name, text in pairs]
        if isinstance(value, Decimal):
            return int(value) if value == value.to_integral_value() else str(value)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _choices(text: str, before: list[Mapping[str, str]]) -> list[dict[str, str]]:
    """One choice a line: its label, or its value and its label with a bar between. A label that was there
    keeps its value; answers that were given name it."""
    known = {one.get("label"): one.get("value") for one in before if isinstance(one, dict)}
    choices: list[dict[str, str]] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        taken = [one["value"] for one in choices]
        if "|" in line:
            value, label = _pair(line)
        else:
            label = line.strip()
            value = known.get(label) or designing.name_for(label, taken)
        choices.append({"value": value, "label": label})
    return choices


def _pair(line: str) -> tuple[str, str]:
    first, _, second = line.partition("|")
    return first.strip(), second.strip()


def _shown(key: Key, value: Any) -> Any:
    """What stands in a control for the JSON there is."""
    if key.sort is Sort.CHOICES and isinstance(value, list):
        return "\n".join(_choice_line(one) for one in value if isinstance(one, dict))
    if key.sort is Sort.FACTS and isinstance(value, list):
        facts = [one for one in value if isinstance(one, dict)]
        return "\n".join(f"{one.get('name', '')} | {one.get('text', '')}" for one in facts)
    return value


def _choice_line(choice: Mapping[str, str]) -> str:
    value, label = str(choice.get("value", "")), str(choice.get("label", ""))
    return label if value == designing.name_for(label, []) else f"{value} | {label}"


Made = Callable[[Key, tuple[tuple[str, str], ...]], forms.Field]


def _said_of(key: Key) -> dict[str, Any]:
    return {
        "label": key.label,
        "help_text": key.help,
        "required": key.required,
        "error_messages": {"required": f"Fill in: {key.label}."},
    }


def _line(key: Key, profile: object) -> forms.Field:
    plain = key.sort in (Sort.NAME, Sort.SLUG, Sort.PATTERN)
    spelling = {"spellcheck": "false"} if plain else {}
    widget = forms.TextInput({"maxlength": key.high, "autocomplete": "off", **spelling})
    return forms.CharField(max_length=key.high, widget=widget, **_said_of(key))


def _text(key: Key, profile: object) -> forms.Field:
    return forms.CharField(widget=forms.Textarea({"rows": 4, "autocomplete": "off"}), **_said_of(key))


def _lines(key: Key, profile: object) -> forms.Field:
    field = _text(key, profile)
    field.help_text = (
        "One on each line: what people read. To say what is stored for it: value | what people read."
        if key.sort is Sort.CHOICES
        else "One on each line: name | text"
    )
    return field


def _flag(key: Key, profile: object) -> forms.Field:
    return forms.BooleanField(label=key.label, help_text=key.help, required=False)


def _whole(key: Key, profile: object) -> forms.Field:
    return forms.IntegerField(
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        **_said_of(key)
        | {"error_messages": {"invalid": "Enter a whole number.", "required": f"Fill in: {key.label}."}},
    )


def _number(key: Key, profile: object) -> forms.Field:
    return forms.DecimalField(
        max_digits=20,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
        **_said_of(key)
        | {"error_messages": {"invalid": "Enter a number.", "required": f"Fill in: {key.label}."}},
    )


def _one_of(key: Key, profile: object) -> forms.Field:
    return forms.ChoiceField(choices=[("", "–"), *key.known], **_said_of(key))


def _some_of(key: Key, profile: object) -> forms.Field:
    widget = forms.CheckboxSelectMultiple()
    return forms.MultipleChoiceField(choices=key.known, widget=widget, **_said_of(key))


def _profile_field(key: Key, profile: tuple[tuple[str, str], ...]) -> forms.Field:
    return forms.ChoiceField(choices=[("", "–"), *profile], **_said_of(key))


_FIELDS: dict[Sort, Made] = {
    Sort.NAME: _line,
    Sort.SLUG: _line,
    Sort.LINE: _line,
    Sort.PATTERN: _line,
    Sort.DAY: _line,
    Sort.TEXT: _text,
    Sort.CHOICES: _lines,
    Sort.FACTS: _lines,
    Sort.FLAG: _flag,
    Sort.WHOLE: _whole,
    Sort.NUMBER: _number,
    Sort.ONE_OF: _one_of,
    Sort.SOME_OF: _some_of,
    Sort.PROFILE_FIELD: _profile_field,
}


def asked_of(part: Part, depth: int) -> tuple[Key, ...]:
    """The keys of a page, an information, or a question of its kind."""
    if depth == 0:
        return keys.PAGE
    return of_kind(str(part.get("type", "")))


def of_kind(kind: str) -> tuple[Key, ...]:
    if kind == "information":
        return keys.INFORMATION.keys
    sheet = next((sheet for known, sheet in keys.KINDS.items() if known.value == kind), None)
    if sheet is None:
        raise ValidationError("There is no such type.")
    return sheet.every
