"""A file of contacts that another system recorded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from alongside.people.models import ProfileField


class Upload(forms.Form):
    use_required_attribute = False

    file = forms.FileField(
        label="File",
        help_text="JSON, as GOSS gives its history out: one document a line, or a list of them.",
        error_messages={"required": "Choose a file.", "empty": "There is nothing in this file."},
        widget=forms.FileInput({"accept": ".json,.jsonl,.ndjson,application/json,application/x-ndjson"}),
    )
    by = forms.ChoiceField(
        label="How people are called there",
        required=False,
        help_text="Agents and people are also recognised by user name and e-mail address.",
    )

    def __init__(self, fields: Iterable[ProfileField], data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        choices = [("", "By their number here, user name or e-mail address")]
        choices += [(field.name, f"By their {field.label.lower()}") for field in fields]
        self.fields["by"].choices = choices  # type: ignore[attr-defined]
