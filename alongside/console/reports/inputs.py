"""Which days a report is about, and when it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from alongside.interactions.models import Every
from alongside.interactions.reports.ranges import Range, Unusable


class RangeInput(forms.Form):
    """The first and the last day."""

    first = forms.DateField(
        label="From",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the first day as 2026-11-30.", "required": "Say from which day."},
    )
    last = forms.DateField(
        label="To",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the last day as 2026-11-30.", "required": "Say to which day."},
    )

    def __init__(self, data: Mapping[str, Any] | None, usual: Range) -> None:
        super().__init__(
            data or {"first": usual.first.isoformat(), "last": usual.last.isoformat()}, auto_id="range-%s"
        )
        self.usual = usual

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        first, last = said.get("first"), said.get("last")
        if isinstance(first, date) and isinstance(last, date):
            try:
                said["range"] = Range(first, last)
                said["range"].before()
            except Unusable as problem:
                raise forms.ValidationError(str(problem)) from None
            except OverflowError:
                raise forms.ValidationError("There are no days before these to compare with.") from None
        return said

    def range(self) -> Range:
        """What was asked for; the usual days where that cannot be meant."""
        found: Range = self.cleaned_data.get("range", self.usual) if self.is_valid() else self.usual
        return found


class ScheduleInput(forms.Form):
    every = forms.ChoiceField(label="How often", choices=Every.choices)
