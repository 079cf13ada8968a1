"""What is asked when two people are told apart."""

from django import forms


class Difference(forms.Form):
    why = forms.CharField(
        label="How they differ",
        max_length=200,
        help_text="Nobody will be asked about them again.",
        error_messages={"required": "Say how they differ: nobody will be asked again."},
    )
