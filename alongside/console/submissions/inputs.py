"""How the list is narrowed down; all optional, together they narrow."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import F
from django.utils import timezone

from alongside.console.history.inputs import DayField
from alongside.forms.models import State, SubmissionQuerySet
from alongside.forms.reference import LENGTH


class Filters(forms.Form):
    use_required_attribute = False

    form = forms.ChoiceField(label="Form", required=False)
    reference = forms.CharField(
        label="Reference",
        required=False,
        max_length=LENGTH + 4,
        help_text="Or how it begins",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    first = DayField(label="From", required=False, max_length=30, help_text="For example, 22 11 2026")
    last = DayField(label="Until", required=False, max_length=30)
    state = forms.ChoiceField(label="State", required=False, choices=[("", "Any"), *State.choices])
    by = forms.ChoiceField(
        label="Handed in by",
        required=False,
        choices=[("", "Anybody"), ("person", "The person"), ("agent", "Somebody for them")],
    )

    def __init__(self, data: Any, *, handled: list[tuple[str, str]]) -> None:
        super().__init__(data)
        field = self.fields["form"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (said above)
        field.choices = [("", "All"), *handled]

    def of(self, found: SubmissionQuerySet) -> SubmissionQuerySet:
        """What they leave."""
        said = self.cleaned_data
        if said["form"]:
            found = found.filter(form__slug=said["form"])
        if said["reference"]:
            found = found.filter(reference__startswith="".join(said["reference"].upper().split()))
        if said["first"]:
            found = found.filter(handed_in_at__gte=_midnight(said["first"]))
        if said["last"]:
            found = found.filter(handed_in_at__lt=_midnight(said["last"] + timedelta(days=1)))
        if said["state"]:
            found = found.filter(state=said["state"])
        if said["by"]:
            themselves = {"actor_id": F("person_id")}
            found = found.filter(**themselves) if said["by"] == "person" else found.exclude(**themselves)
        return found

    def said(self) -> dict[str, str]:
        """What was said, as it stands in an address."""
        return {name: self.data[name] for name in self.fields if self.cleaned_data.get(name)}


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
