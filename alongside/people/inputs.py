"""Profile fields as a form: drawn like any other, but judged by `checking` alone.

form = ProfileForm(fields, request.POST, person=person)
if form.changes_rows:
    return the page as it is now  # somebody wants another row, and saves later
try:
    edit_profile(acting, person, form.typed())
except Misfit as misfit:
    form.refuse(misfit)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from django import forms

from alongside.people.checking import LONGEST, LONGEST_OTHERWISE, MOST_VALUES, Misfit
from alongside.people.models import FieldType, Person, ProfileField
from alongside.people.showing import typed_as

_HINTS = {
    FieldType.DATE: "For example, 27 3 1984",
    FieldType.DATETIME: "For example, 27 3 1984 14:05",
}
_ATTRIBUTES = {
    FieldType.DATE: {"inputmode": "numeric"},
    FieldType.NUMBER: {"inputmode": "decimal"},
    FieldType.INTEGER: {"inputmode": "numeric"},
    FieldType.TELEPHONE: {"inputmode": "tel"},
    FieldType.EMAIL: {"inputmode": "email", "spellcheck": "false"},
}
# What a browser may fill in for people who type about themselves (WCAG 1.3.5).
_OWN = {
    "given_name": "given-name",
    "family_name": "family-name",
    "title": "honorific-prefix",
    "email": "email",
    "date_of_birth": "bday",
    "telephone": "tel",
    "mobile": "tel",
    "address": "street-address",
    "postcode": "postal-code",
}
ROW = "row"  # the name of the buttons that add and take away rows; no field is called so


class ProfileForm(forms.Form):
    """One control for each field. `own` says that people type about themselves; `initial` are values to
    begin with where there is no person yet."""

    use_required_attribute = False

    def __init__(
        self,
        fields: Iterable[ProfileField],
        data: Any = None,
        *,
        person: Person | None = None,
        own: bool = False,
        initial: dict[str, Any] | None = None,
    ) -> None:
        asked = list(fields)
        known = (
            {field.name: typed_as(person.value(field.name), field.type) for field in asked} if person else {}
        )
        self.changes_rows = bool(data) and ROW in data
        super().__init__(_with_rows(data) if self.changes_rows else data, initial=known | (initial or {}))
        for field in asked:
            self.fields[field.name] = _control(field, own, self.initial.get(field.name))

    def typed(self) -> dict[str, object]:
        """What was typed, by field name. A control that was not sent is left out, not taken as empty."""
        self.is_valid()
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if self.add_prefix(name) in self.data or isinstance(self.fields[name], _Chosen)
        }

    def refuse(self, misfit: Misfit) -> None:
        """Show what does not fit beside its control, the rest at the top."""
        for name, error in misfit.errors.items():
            self.add_error(name if name in self.fields else None, error)


class _Typed(forms.CharField):
    """Text as it was typed; whether it fits is decided where it is stored."""

    def clean(self, value: Any) -> Any:
        return value or ""


class _Several(forms.Field):
    """Several values, each in a row of its own."""

    def clean(self, value: Any) -> Any:
        return [one for one in value if one.strip()]


class _Chosen(forms.MultipleChoiceField):
    """Several of a list; none chosen is sent as nothing at all."""

    def clean(self, value: Any) -> Any:
        return value or []


class _Rows(forms.Widget):
    """Drawn by `ui.field`: a control for each value, buttons to add one and to take one away."""

    template_name = ""
    rows = True

    def __init__(self, attributes: dict[str, Any], *, long: bool) -> None:
        super().__init__(attributes)
        self.long = long  # whether a value may have several lines

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        values: list[str] = data.getlist(name) if hasattr(data, "getlist") else list(data.get(name) or ())
        return values

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def shown(self, value: Any) -> list[str]:
        """What stands in the rows; at least one, to type into."""
        values = value if isinstance(value, list) else [value]
        return [str(one) for one in values if one is not None][:MOST_VALUES] or [""]

    @property
    def most(self) -> int:
        return MOST_VALUES


def _with_rows(data: Any) -> Any:
    """The same with a row more or less, as the button asks: `add:badge`, `remove:badge:1`."""
    changed = data.copy()
    verb, _, rest = str(changed.pop(ROW)[-1]).partition(":")
    name, _, place = rest.partition(":")
    rows = changed.getlist(name)
    if verb == "add":
        changed.setlist(name, [*rows, ""] if rows else ["", ""])
    elif verb == "remove":
        with suppress(ValueError, IndexError):
            rows.pop(int(place))
        changed.setlist(name, rows)
    return changed


def _control(field: ProfileField, own: bool, kept: object) -> forms.Field:
    kind = FieldType(field.type)
    format = _HINTS.get(kind, "")
    hint = f"{field.hint} {format}".strip()
    said: dict[str, Any] = {"label": field.label, "required": field.required, "help_text": hint}
    if kind == FieldType.CHOICE:
        choices = [*((choice, choice) for choice in field.choices), *_no_longer(field, kept)]
        if field.several:
            return _Chosen(choices=choices, widget=forms.CheckboxSelectMultiple, **said)
        return _Typed(widget=forms.Select(choices=[("", "Choose"), *choices]), **said)
    attributes = {
        **_ATTRIBUTES.get(kind, {}),
        "autocomplete": _OWN.get(field.name, "off") if own else "off",
        "maxlength": LONGEST.get(field.name, LONGEST.get(field.type, LONGEST_OTHERWISE)),
    }
    long = kind == FieldType.ADDRESS or field.multi_line
    if field.several:
        return _Several(widget=_Rows({**attributes, **({"rows": 3} if long else {})}, long=long), **said)
    if long:
        return _Typed(widget=forms.Textarea({**attributes, "rows": 3}), **said)
    return _Typed(widget=forms.TextInput(attributes), **said)


def _no_longer(field: ProfileField, kept: object) -> Sequence[tuple[str, str]]:
    """Choices of this person that are offered to nobody else any more."""
    values = [str(one) for one in (kept if isinstance(kept, list) else [kept]) if one]
    return [(one, f"{one} (no longer offered)") for one in values if one not in field.choices]
