"""What is asked when people are moved in or out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from alongside.people.actions.imports import Plan
from alongside.people.checking import Misfit
from alongside.people.headings import USERNAME
from alongside.people.import_guess import MADE
from alongside.people.models import Duplicates, Import, ProfileField, Segment
from alongside.people.moving.reading import CSV, JSONL, is_told

NOT_TAKEN, NEW_FIELD = "", "+"

ENCODINGS = (
    ("utf-8", "UTF-8, or a mark in the file says it"),
    ("cp1252", "Windows-1252 (Western Europe)"),
    ("iso8859-15", "ISO 8859-15 (Western Europe)"),
    ("cp1250", "Windows-1250 (Central Europe)"),
    ("utf-16", "UTF-16"),
)


class Upload(forms.Form):
    """A file of people."""

    use_required_attribute = False

    file = forms.FileField(
        label="File",
        help_text="CSV or JSON Lines, with headings. From a spreadsheet: save as CSV (UTF-8).",
        error_messages={"required": "Choose a file.", "empty": "There is nothing in this file."},
        widget=forms.FileInput({"accept": ".csv,.txt,.tsv,.jsonl,.ndjson,text/csv,application/x-ndjson"}),
    )
    encoding = forms.ChoiceField(label="Encoding", choices=ENCODINGS, initial="utf-8")


class MappingForm(forms.Form):
    """For each column the field it becomes; what to do about doubles; where the people belong."""

    use_required_attribute = False

    duplicates = forms.ChoiceField(
        label="People who may be registered already",
        choices=Duplicates.choices,
        widget=forms.RadioSelect,
        help_text="Whoever has the same account number, external id or user name is never registered again.",
    )

    def __init__(
        self,
        found: Import,
        fields: Sequence[ProfileField],
        segments: Sequence[Segment],
        data: Any = None,
        *,
        mapping: Mapping[str, Sequence[str]],
        may_add: bool,
    ) -> None:
        self.headings = [heading for heading in found.headings if not is_told(heading)]
        choices = _choices(fields, may_add=may_add)
        offered = {name for name, _ in choices}
        fields_of = {
            column: name for name, columns in mapping.items() for column in columns if name in offered
        }
        initial: dict[str, Any] = {
            _name(place): fields_of.get(heading, NOT_TAKEN) for place, heading in enumerate(self.headings)
        }
        initial |= {"duplicates": found.duplicates, "segment": found.segment_id}
        super().__init__(data, initial=initial)
        for place, heading in enumerate(self.headings):
            self.fields[_name(place)] = forms.ChoiceField(label=heading, choices=choices, required=False)
        self.segments = segments
        if len(segments) > 1:
            self.fields["segment"] = forms.TypedChoiceField(
                label="Segment", coerce=int, choices=[(one.pk, one.name) for one in segments]
            )
        self.field_order = None
        self.order_fields([*map(_name, range(len(self.headings))), "duplicates", "segment"])

    def columns(self) -> list[tuple[str, forms.BoundField]]:
        """Each heading with its choice."""
        return [(heading, self[_name(place)]) for place, heading in enumerate(self.headings)]

    def new_fields(self) -> list[str]:
        """The headings that become text fields of their own."""
        return [heading for heading, name in self._chosen() if name == NEW_FIELD]

    def plan(self, made: Mapping[str, str]) -> Plan:
        """What was chosen; `made` are the new fields of headings."""
        mapping: dict[str, list[str]] = {}
        for heading, name in self._chosen():
            if name != NOT_TAKEN:
                mapping.setdefault(made.get(heading, name), []).append(heading)
        chosen = self.cleaned_data.get("segment")
        segment = next((one for one in self.segments if one.pk == chosen), None)
        return Plan(mapping, self.cleaned_data["duplicates"], segment or next(iter(self.segments), None))

    def refuse(self, misfit: Misfit) -> None:
        """Show what does not fit beside the columns of the field, or at the top."""
        for name, error in misfit.errors.items():
            theirs = [place for place, (_, chosen) in enumerate(self._chosen()) if chosen == name]
            self.add_error(_name(theirs[-1]) if theirs else None, error)

    def _chosen(self) -> Iterable[tuple[str, str]]:
        return [
            (heading, self.cleaned_data.get(_name(place), NOT_TAKEN))
            for place, heading in enumerate(self.headings)
        ]


class ExportForm(forms.Form):
    """Which fields of people, and as what."""

    use_required_attribute = False

    fields_ = forms.MultipleChoiceField(
        label="Fields",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one field."},
    )
    format = forms.ChoiceField(
        label="Format",
        choices=[(CSV, "CSV, for spreadsheets"), (JSONL, "JSON Lines, for programs")],
        initial=CSV,
        widget=forms.RadioSelect,
    )

    def __init__(self, fields: Sequence[ProfileField], data: Any = None) -> None:
        super().__init__(data, initial={"fields_": [field.name for field in fields]})
        self._known = fields
        chosen = self.fields["fields_"]
        if isinstance(chosen, forms.MultipleChoiceField):
            chosen.choices = [(field.name, field.label) for field in fields]

    def chosen(self) -> list[ProfileField]:
        """In the tenant's order."""
        return [field for field in self._known if field.name in self.cleaned_data["fields_"]]


def _name(place: int) -> str:
    return f"column-{place}"


def _choices(fields: Sequence[ProfileField], *, may_add: bool) -> list[tuple[str, str]]:
    known = [(field.name, field.label) for field in fields]
    if may_add:
        known += [(name, label) for name, label in MADE.items() if name not in dict(known)]
    last = [(NEW_FIELD, "A new text field")] if may_add else []
    return [(NOT_TAKEN, "Not taken"), *known, (USERNAME, "User name"), *last]
