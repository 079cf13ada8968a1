"""What is said when somebody is to be erased, and when they must not be."""

from __future__ import annotations

from django import forms

from alongside.people.models import Ground


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


def _bare(name: str) -> str:
    return " ".join(name.split()).casefold()
