"""What is asked at registering beside the profile."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from alongside.people.models import Segment


class Registration(forms.Form):
    """The segment, where there is a choice; and why somebody is not one of those who look the same."""

    prefix = "registration"
    use_required_attribute = False

    segment = forms.ModelChoiceField(
        Segment.everywhere.none(), label="Segment", error_messages={"required": "Choose one of the list."}
    )
    reason = forms.CharField(
        label="Why is this somebody else?",
        required=False,
        max_length=500,
        help_text="For example: mother and daughter of the same name",
        widget=forms.Textarea({"rows": 2}),
    )
    # Those who had been shown when the reason was given, by their refs.
    despite = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, segments: list[Segment], data: Any = None) -> None:
        super().__init__(data)
        self.segments = segments
        choice = self.fields["segment"]
        if len(segments) < 2:
            del self.fields["segment"]
        elif isinstance(choice, forms.ModelChoiceField):
            choice.queryset = Segment.objects.filter(pk__in=[segment.pk for segment in segments])

    def chosen(self) -> list[Segment]:
        return [self.cleaned_data["segment"]] if "segment" in self.fields else self.segments

    def seen(self) -> set[uuid.UUID]:
        """The people whom the agent has said this is not."""
        said = set()
        for ref in self.cleaned_data["despite"].split():
            try:
                said.add(uuid.UUID(ref))
            except ValueError:
                continue
        return said
