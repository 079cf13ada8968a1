"""What is asked at registering beside the profile."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from alongside.console.people.same import Same
from alongside.people.models import Segment

FORM = "registration"  # the id of the form
WHY = "Say why this is not the same person."


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
        # It stands beside the form, among those whom it is about.
        widget=forms.Textarea({"rows": 2, "form": FORM}),
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

    def ask_for_reason(self, same: list[Same], *, judging: bool) -> None:
        """Show that a reason is required where somebody is likely the same; when `judging`, say so."""
        self.fields["reason"].required = any(one.likely for one in same)
        if judging and self.seen() and self.fields["reason"].required and not self.why:
            self.add_error("reason", WHY)

    def answers(self, same: list[Same]) -> bool:
        """Whether all of them were shown before, and where one is likely the same, a reason is given."""
        likely = any(one.likely for one in same)
        return {one.ref for one in same} <= self.seen() and (bool(self.why) or not likely)

    @property
    def why(self) -> str:
        reason: str = self.cleaned_data["reason"].strip()
        return reason

    def seen(self) -> set[uuid.UUID]:
        """The people whom the agent has said this is not."""
        said = set()
        for ref in self.cleaned_data["despite"].split():
            try:
                said.add(uuid.UUID(ref))
            except ValueError:
                continue
        return said
