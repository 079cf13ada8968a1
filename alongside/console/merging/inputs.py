"""What is said when merging, declining and undoing: why."""

from __future__ import annotations

from django import forms


class Reason(forms.Form):
    use_required_attribute = False

    reason = forms.CharField(
        label="Why are these one person?",
        max_length=500,
        error_messages={"required": "Say why."},
        help_text="For example: same day of birth and address, she has married",
        widget=forms.Textarea({"rows": 2}),
    )


class Undoing(Reason):
    prefix = "undoing"

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's own
        self.fields["reason"].label = "Why is it undone?"
        self.fields["reason"].help_text = "For example: mother and daughter of the same name"


class Declining(Undoing):
    prefix = "declining"

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Why are they left as they are?"
