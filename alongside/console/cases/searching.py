"""What is asked of the list of cases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from alongside.cases.listing import TypeInList, Types
from alongside.cases.models import ChoiceKind
from alongside.cases.queries import LATEST, OLDEST, RELEVANCE, Sought
from alongside.people import dates

LONGEST = 100
Choices = tuple[tuple[str, str], ...]  # value and label of each
Choosable = tuple[tuple[str, Choices], ...]  # by the names of fields
_CHOICE = {"invalid_choice": "Choose one of the list."}


class DayField(forms.CharField):
    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        days = dates.stated(text)
        if text and len(days) != 1:
            raise ValidationError("Enter a day, month and year, for example 22 11 2026.")
        return date(int(days[0][:4]), int(days[0][4:6]), int(days[0][6:])) if days else None


class SearchInput(forms.Form):
    """Keywords find by any of them; everything else narrows (spec C8, C9)."""

    use_required_attribute = False

    q = forms.CharField(
        label="Keywords",
        required=False,
        max_length=LONGEST,
        help_text="Name, reference, e-mail, telephone, postcode, address or title; any of the words",
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    type = forms.ChoiceField(label="Type", required=False, error_messages=_CHOICE)
    status = forms.ChoiceField(label="Status", required=False, error_messages=_CHOICE)
    since = DayField(label="Raised from", required=False, max_length=30)
    until = DayField(label="Raised to", required=False, max_length=30)
    order = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[(LATEST, "Most recent first"), (OLDEST, "Oldest first"), (RELEVANCE, "Most relevant first")],
        error_messages=_CHOICE,
    )
    stage = forms.ChoiceField(label="Stage", required=False, error_messages=_CHOICE)
    subtype = forms.ChoiceField(label="Subtype", required=False, error_messages=_CHOICE)
    name = forms.CharField(label="Name", required=False, max_length=LONGEST)
    email = forms.CharField(label="E-mail", required=False, max_length=LONGEST)
    telephone = forms.CharField(label="Telephone", required=False, max_length=LONGEST)
    address = forms.CharField(label="Address or postcode", required=False, max_length=LONGEST)

    def __init__(self, data: Any, *, types: Types) -> None:
        super().__init__(data)
        self._types = types
        self._offered: dict[str, Choices] = {}
        in_order = sorted(types.values(), key=lambda type: type.name.casefold())
        self._offer("type", "All types", [(type.slug, type.name) for type in in_order])
        for name, kind, everything in (
            ("status", ChoiceKind.STATUS, "All statuses"),
            ("stage", ChoiceKind.STAGE, "All stages"),
            ("subtype", ChoiceKind.SUBTYPE, "All subtypes"),
        ):
            names = dict.fromkeys(choice.name for type in in_order for choice in type.offered(kind))
            self._offer(name, everything, [(one, one) for one in names])

    def sought(self) -> Sought:
        """What was asked, with the choices of every type that are called so."""
        asked = self.cleaned_data
        chosen = [type for type in self._types.values() if type.slug == asked["type"]]
        types: Iterable[TypeInList] = chosen or self._types.values()
        return Sought(
            words=asked["q"],
            name=asked["name"],
            email=asked["email"],
            telephone=asked["telephone"],
            address=asked["address"],
            types=frozenset(type.pk for type in chosen),
            statuses=_called(types, ChoiceKind.STATUS, asked["status"]),
            stages=_called(types, ChoiceKind.STAGE, asked["stage"]),
            subtypes=_called(types, ChoiceKind.SUBTYPE, asked["subtype"]),
            since=_midnight(asked["since"]) if asked["since"] else None,
            until=_midnight(asked["until"] + timedelta(days=1)) if asked["until"] else None,
            order=asked["order"] or LATEST,
        )

    def said(self) -> dict[str, str]:
        """What was asked, as it was typed."""
        return {name: str(self.data[name]) for name in self.fields if self.data.get(name)}

    @property
    def choosable(self) -> Choosable:
        """What can be chosen in each field that depends on the types, as it is drawn."""
        return tuple((name, tuple(self._offered[name])) for name in ("type", "status", "stage", "subtype"))

    def choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = choices
        self._offered[name] = choices

    @property
    def narrows(self) -> bool:
        """Whether one of the further filters is in use."""
        return any(
            self.data.get(name) for name in ("stage", "subtype", "name", "email", "telephone", "address")
        )

    def _offer(self, name: str, everything: str, choices: list[tuple[str, str]]) -> None:
        self.choose(name, (("", everything), *choices))


def filters(form: SearchInput) -> SafeString:
    """The fields, drawn. Empty ones are drawn once for what can be chosen: twelve fields were a fifth of the
    page, and most pages of the list are asked for without any."""
    return _drawn(form) if form.data or form.errors else _empty(form.choosable)


@lru_cache(maxsize=64)
def _empty(choosable: Choosable) -> SafeString:
    form = SearchInput({}, types={})
    for name, choices in choosable:
        form.choose(name, choices)
    return _drawn(form)


def _drawn(form: SearchInput) -> SafeString:
    return mark_safe(render_to_string("console/cases/_filters.html", {"form": form}))  # noqa: S308 (a page's own part, which escapes what it is given)


NONE_CALLED_SO = frozenset({-1})


def _called(types: Iterable[TypeInList], kind: ChoiceKind, name: str) -> frozenset[int]:
    """The choices called so, also those offered no more; where a type has none, nothing is found."""
    if not name:
        return frozenset()
    found = {
        one.pk for type in types for one in type.choices.values() if one.kind == kind and one.name == name
    }
    return frozenset(found) or NONE_CALLED_SO


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
