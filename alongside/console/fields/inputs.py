"""What is said of a profile field; whether it can be so is judged by `people.describing` alone."""

from __future__ import annotations

from typing import Any

from django import forms

from alongside.people.actions import Description, Misfit
from alongside.people.actions.profile_fields import TYPES
from alongside.people.describing import BECOMES, LONGEST_HINT, LONGEST_LABEL, NAMES
from alongside.people.models import ProfileField, Segment

# What only a field without a column of its own can be.
_OF_FREE_FIELDS = ("type", "choices", "multi_line", "several")


class FieldForm(forms.Form):
    use_required_attribute = False

    label = forms.CharField(
        label="Label",
        error_messages={"required": "Give the field a label."},
        widget=forms.TextInput({"maxlength": LONGEST_LABEL, "autocomplete": "off"}),
    )
    hint = forms.CharField(
        label="Help text",
        required=False,
        help_text="Stands below the label wherever the field is asked",
        widget=forms.TextInput({"maxlength": LONGEST_HINT, "autocomplete": "off"}),
    )
    type = forms.CharField(label="Type", widget=forms.Select)
    choices = forms.CharField(
        label="Choices",
        required=False,
        help_text="Only for the type Choice: one on each line. One that you take away stays with whoever has"
        " it, and is offered to nobody else.",
        widget=forms.Textarea({"rows": 4, "autocomplete": "off"}),
    )
    multi_line = forms.BooleanField(label="Several lines", required=False, help_text="Only for the type Text")
    several = forms.BooleanField(
        label="Several values", required=False, help_text="This cannot be taken back later."
    )
    required = forms.BooleanField(label="Required", required=False)
    read_only = forms.BooleanField(
        label="Read-only to the person",
        required=False,
        help_text="They see it, but only agents change it.",
    )
    sensitive = forms.BooleanField(
        label="Sensitive",
        required=False,
        help_text="Where callers must be checked, agents see and change it only after that.",
    )
    segment = forms.ModelChoiceField(
        Segment.everywhere.none(),
        label="Private to",
        required=False,
        empty_label="Nobody: shared by all segments",
        error_messages={"invalid_choice": "Choose one of the list."},
        help_text="Only agents of this segment see the field, and only of people in it.",
    )

    def __init__(self, data: Any = None, *, field: ProfileField | None = None) -> None:
        super().__init__(data, initial=_as_it_is(field) if field else {"type": "text"})
        types = tuple(TYPES) if field is None else (field.type, *BECOMES.get(field.type, ()))
        widget = self.fields["type"].widget
        assert isinstance(widget, forms.Select)  # noqa: S101 (said above)
        widget.choices = [(name, TYPES[name]) for name in types]
        if field is not None:
            self.fields["type"].help_text = "What people have in it must go on fitting."
        segments = self.fields["segment"]
        assert isinstance(segments, forms.ModelChoiceField)  # noqa: S101
        segments.queryset = Segment.objects.order_by("name")
        for name in _OF_FREE_FIELDS if field is not None and field.is_column else ():
            del self.fields[name]
        if field is not None and field.name in NAMES:
            del self.fields["segment"]

    def described(self, present: ProfileField | None = None) -> Description:
        """What was said; what cannot be said of a field stays as it is."""
        said = {**vars(_description(present)), **self._said()} if present else self._said()
        return Description(**said)

    def segment_said(self) -> Segment | None:
        segment: Segment | None = self.cleaned_data.get("segment")
        return segment

    def refuse(self, misfit: Misfit) -> None:
        for name, error in misfit.errors.items():
            self.add_error(name if name in self.fields else None, error)

    def _said(self) -> dict[str, Any]:
        said = {name: value for name, value in self.cleaned_data.items() if name != "segment"}
        if "choices" in said:
            said["choices"] = tuple(said["choices"].splitlines())
        return said


def _description(field: ProfileField) -> Description:
    names = Description.__dataclass_fields__
    return Description(
        **{name: getattr(field, name) for name in names if name != "choices"}, choices=tuple(field.choices)
    )


def _as_it_is(field: ProfileField) -> dict[str, Any]:
    return {**vars(_description(field)), "choices": "\n".join(field.choices), "segment": field.segment_id}
