"""What is chosen of whom searching covers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from alongside.people.checking import Misfit
from alongside.people.models import Group

ONLY_THEIRS = {"invalid_choice": "Choose groups of the list."}


class FoundForm(forms.Form):
    """The groups whose people are found; none of them for everybody."""

    use_required_attribute = False

    groups = forms.MultipleChoiceField(
        label="Groups whose people are found",
        required=False,
        help_text="Choose none, and everybody is found, staff included.",
        widget=forms.CheckboxSelectMultiple,
        error_messages=ONLY_THEIRS,
    )
    joined = forms.ChoiceField(
        label="New people join",
        required=False,
        help_text="Where only some are found: or whoever registers them would not find them again.",
        error_messages=ONLY_THEIRS,
    )

    def __init__(self, every: Sequence[Group], data: Any = None) -> None:
        chosen = [str(one.pk) for one in every if one.searched]
        joined = next((str(one.pk) for one in every if one.joined), "")
        super().__init__(data, initial={"groups": chosen, "joined": joined})
        open_ones = [(str(one.pk), one.name) for one in every if not one.staff]
        self.fields["groups"].choices = [(str(one.pk), one.name) for one in every]  # type: ignore[attr-defined]
        self.fields["joined"].choices = [("", "–"), *open_ones]  # type: ignore[attr-defined]

    def said(self) -> tuple[list[int], int | None]:
        joined = self.cleaned_data["joined"]
        return [int(one) for one in self.cleaned_data["groups"]], int(joined) if joined else None

    def refuse(self, misfit: Misfit) -> None:
        for name, error in misfit.errors.items():
            self.add_error(name, error)
