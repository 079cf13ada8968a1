"""What is said when somebody is to be erased, and when they must not be."""

from __future__ import annotations

from typing import Any

from django import forms

from alongside.people.checking import Misfit
from alongside.people.models import Ground
from alongside.people.retention import NEVER, RANGES, Retention


class Proposal(forms.Form):
    use_required_attribute = False

    ground = forms.ChoiceField(
        label="Why are they erased?",
        choices=Ground.choices,
        error_messages={"required": "Choose why."},
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="Their demand",
        required=False,
        max_length=500,
        help_text="When and how it came, for whoever carries it out. It is erased with them.",
        widget=forms.Textarea({"rows": 2}),
    )


class Holding(forms.Form):
    use_required_attribute = False
    prefix = "holding"

    reason = forms.CharField(
        label="Why must they not be erased?",
        max_length=500,
        error_messages={"required": "Say why."},
        help_text="For example: a claim is before the court",
        widget=forms.Textarea({"rows": 2}),
    )


class Naming(forms.Form):
    """The name of whoever is erased, typed by hand: nobody is erased by pressing a button too quickly."""

    use_required_attribute = False
    prefix = "naming"

    name = forms.CharField(
        label="Type their name",
        max_length=300,
        error_messages={"required": "Type the name of whoever is to be erased."},
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: object, whose: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's own
        self.whose = whose
        self.fields["name"].help_text = f"As it stands here: {whose}"

    def clean_name(self) -> str:
        typed: str = self.cleaned_data["name"]
        if _bare(typed) != _bare(self.whose):
            raise forms.ValidationError("This is not their name. Type it as it stands here.")
        return typed


KEPT = {
    "people": (
        "Months without a sign of life after which people are due for erasure",
        "Leave it empty to keep them without an end. Nobody is erased by itself: whoever is due is listed"
        " under Erasures, where one proposes it and another carries it out.",
    ),
    "looks": (
        "Days that single looks at people are kept",
        "The totals of each day stay, and so does the history.",
    ),
    "drafts": (
        "Days after which a form that nobody went on with is deleted",
        "Leave it empty to keep them until they are handed in or discarded.",
    ),
    "jobs": ("Days that ended long work is listed", "The last of each kind stays."),
    "imports": ("Days that files of people and rows to correct are kept", ""),
    "archives": ("Days that a copy of all that is held of somebody can be had", ""),
}


class RetentionForm(forms.Form):
    """How long things are kept, as text: `people.retention.check` judges it."""

    use_required_attribute = False

    def __init__(self, present: Retention, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(present, name) for name in KEPT})
        for name, (label, hint) in KEPT.items():
            self.fields[name] = forms.CharField(
                label=label,
                help_text=hint,
                max_length=7,
                required=name not in NEVER,
                widget=forms.NumberInput({"min": RANGES[name][0], "inputmode": "numeric"}),
            )

    def typed(self) -> dict[str, str]:
        return {name: str(self.data.get(name, "")) for name in KEPT}

    def refuse(self, misfit: Misfit) -> None:
        self.full_clean()
        self.errors.clear()
        for name, error in misfit.errors.items():
            self.add_error(name, error)


def _bare(name: str) -> str:
    return " ".join(name.split()).casefold()
