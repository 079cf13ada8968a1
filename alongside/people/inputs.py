"""Profile fields as a form: drawn like any other, but judged by `checking` alone.

form = ProfileForm(fields, request.POST, person=person)
try:
    edit_profile(acting, person, form.typed())
except Misfit as misfit:
    form.refuse(misfit)
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from alongside.people.checking import LONGEST, LONGEST_OTHERWISE, Misfit
from alongside.people.models import FieldType, Person, ProfileField

_HINTS = {
    FieldType.DATE: "For example, 27 3 1984",
    FieldType.DATETIME: "For example, 2026-11-22 14:05",
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


class ProfileForm(forms.Form):
    """One control for each field. `own` says that people type about themselves."""

    use_required_attribute = False

    def __init__(
        self,
        fields: Iterable[ProfileField],
        data: Any = None,
        *,
        person: Person | None = None,
        own: bool = False,
    ) -> None:
        asked = list(fields)
        initial = {field.name: shown(person.value(field.name)) for field in asked} if person else {}
        super().__init__(data, initial=initial)
        for field in asked:
            self.fields[field.name] = _control(field, own)

    def typed(self) -> dict[str, object]:
        """What was typed, by field name. A control that was not sent is left out, not taken as empty."""
        self.is_valid()
        return {
            name: _lines(value) if isinstance(self.fields[name], _Several) else value
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


class _Several(_Typed):
    """Several values, one on each line."""


class _Chosen(forms.MultipleChoiceField):
    """Several of a list; none chosen is sent as nothing at all."""

    def clean(self, value: Any) -> Any:
        return value or []


def shown(value: object) -> object:
    """A stored value as people would type it."""
    if isinstance(value, date):
        return f"{value.day}/{value.month}/{value.year}"
    if isinstance(value, float):
        return f"{value:.15g}"
    return value


def _control(field: ProfileField, own: bool) -> forms.Field:
    said: dict[str, Any] = {"label": field.label, "required": field.required}
    if field.type == FieldType.CHOICE:
        choices = [(choice, choice) for choice in field.choices]
        if field.several:
            return _Chosen(choices=choices, widget=forms.CheckboxSelectMultiple, **said)
        return _Typed(widget=forms.Select(choices=[("", "Choose"), *choices]), **said)
    attributes = {
        **_ATTRIBUTES.get(FieldType(field.type), {}),
        "autocomplete": _OWN.get(field.name, "off") if own else "off",
    }
    longest = LONGEST.get(field.name, LONGEST.get(field.type, LONGEST_OTHERWISE))
    if field.several:
        hint = "One on each line"
        return _Several(widget=_Lines({**attributes, "rows": 3}), help_text=hint, **said)
    hint = _HINTS.get(FieldType(field.type), "")
    if field.type == FieldType.ADDRESS:
        return _Typed(widget=forms.Textarea({**attributes, "rows": 3, "maxlength": longest}), **said)
    return _Typed(widget=forms.TextInput({**attributes, "maxlength": longest}), help_text=hint, **said)


class _Lines(forms.Textarea):
    def format_value(self, value: Any) -> str:
        return "\n".join(str(shown(one)) for one in value) if isinstance(value, list) else value or ""


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
