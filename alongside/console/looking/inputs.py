"""What is typed about looking: reasons, explanations, limits."""

from __future__ import annotations

from typing import Any

from django import forms

from alongside.lib.addresses import own_path
from alongside.lib.ids import LARGEST_NUMBER
from alongside.people.checking import Misfit
from alongside.people.looking.limits import RANGES, Limits
from alongside.people.models import Reason

LONGEST = 500
CHOOSE = {"required": "Choose one of the list.", "invalid_choice": "Choose one of the list."}


class ReasonForm(forms.Form):
    """Why somebody must be seen; whom, and where to go on, come along."""

    use_required_attribute = False

    reason = forms.ChoiceField(
        label="Why do you need to see this record?",
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    note = forms.CharField(
        label="What is it about?",
        max_length=LONGEST,
        help_text="For example: the call, the case or the colleague",
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Say in a few words what it is about."},
    )
    person = forms.IntegerField(min_value=1, max_value=LARGEST_NUMBER, widget=forms.HiddenInput)
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_next(self) -> str:
        return own_path(self.cleaned_data["next"]) or ""


class ExplanationForm(forms.Form):
    """What an alert turned out to be."""

    use_required_attribute = False

    explanation = forms.CharField(
        label="What was it?",
        max_length=LONGEST,
        help_text="What you found out, and whom you asked",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say what you found out."},
    )


class LeaveForm(forms.Form):
    """Why an agent may look on today."""

    use_required_attribute = False

    reason = forms.CharField(
        label="Why may they look on today?",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Say why they may look on."},
    )


LABELS = {
    "hour": ("People in an hour before a reason is asked", ""),
    "day": ("People in a day before a reason is asked", ""),
    "stop": ("People in a day when looking ends", "A manager can let somebody look on until midnight."),
    "alone": ("People without a contact that are unusual in a day", ""),
    "times": ("Times one’s own median that are unusual", ""),
    "sample": ("Days that a median needs", ""),
    "opens": ("Usual hours begin at", "Hour of the day, 0 to 23"),
    "closes": ("Usual hours end at", "Hour of the day, 1 to 24"),
    "outside": ("People outside these hours that are unusual", ""),
    "decoys": ("Decoys", "People who do not exist; made by themselves within a day"),
}


class LimitsForm(forms.Form):
    """The limits as text: `looking.limits.check` judges them."""

    use_required_attribute = False

    def __init__(self, limits: Limits, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(limits, name) for name in LABELS})
        for name, (label, hint) in LABELS.items():
            self.fields[name] = forms.CharField(
                label=label,
                help_text=hint,
                max_length=7,
                widget=forms.NumberInput({"min": RANGES.get(name, (1, 0))[0], "inputmode": "numeric"}),
            )

    def typed(self) -> dict[str, str]:
        return {name: str(self.data.get(name, "")) for name in LABELS}

    def refuse(self, misfit: Misfit) -> None:
        self.full_clean()
        self.errors.clear()
        for name, error in misfit.errors.items():
            self.add_error(name, error)
