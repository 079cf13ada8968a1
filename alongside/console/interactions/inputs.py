"""What an agent says of a contact: to begin it (spec G59), to describe, hand over, and finish it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms

from alongside.interactions.actions.calling_back import LONGEST
from alongside.interactions.actions.finishing import LONGEST_NOTE, Misdescribed
from alongside.interactions.choices import NoSuchTime, moment_of, wrap_up_required, wrap_ups, zone
from alongside.interactions.models import Channel, Interaction
from alongside.interactions.services import choices
from alongside.people.models import Person

Typed = Mapping[str, Any] | None
Choices = list[tuple[str, str | list[tuple[str, str]]]]


class BeginInput(forms.Form):
    """Channel and service; and whom to look for, unless somebody is being helped already (spec G60)."""

    channel = forms.ChoiceField(choices=Channel.choices)
    service = forms.ChoiceField()
    q = forms.CharField(label="Who is it?", required=False, max_length=100)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, str] | None = None,
        options: Mapping[str, Any],
        helping: bool,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), auto_id="begin-%s")
        service = self.fields["service"]
        assert isinstance(service, forms.ChoiceField)  # noqa: S101 (for the types)
        service.choices = choices(options)
        if helping:
            del self.fields["q"]


def _rows(number: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": number})


class Said(forms.Form):
    """A form that can be told what the action refused."""

    def refuse(self, problem: Misdescribed) -> None:
        self.add_error(problem.field if problem.field in self.fields else None, str(problem))


class DescribeInput(Said):
    """What the contact is about: the first service, others beside it, and a note."""

    service = forms.ChoiceField(label="Mainly about", help_text="Its time counts for this.")
    others = forms.MultipleChoiceField(
        label="Also about", required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(required=False, max_length=LONGEST_NOTE, widget=_rows(4))

    def __init__(
        self, data: Typed = None, *, contact: Interaction, others: Iterable[str], options: Mapping[str, Any]
    ) -> None:
        initial = {"service": contact.service, "others": list(others), "note": contact.note}
        super().__init__(data, initial=initial, auto_id="describe-%s")
        offered = _with_present(choices(options), [contact.service, *initial["others"]])
        for name in ("service", "others"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the types)
            field.choices = offered

    def services(self) -> list[str]:
        first = self.cleaned_data["service"]
        return [first, *(one for one in self.cleaned_data["others"] if one != first)]


class CloseInput(Said):
    """How it ended, and a last note."""

    wrap_up = forms.ChoiceField(label="How did it end?", required=False)
    note = forms.CharField(label="Anything to add", required=False, max_length=LONGEST_NOTE, widget=_rows(2))

    def __init__(self, data: Typed = None, *, options: Mapping[str, Any], present: str = "") -> None:
        super().__init__(data, initial={"wrap_up": present}, auto_id="close-%s")
        field = self.fields["wrap_up"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the types)
        field.required = wrap_up_required(options)
        field.choices = [("", "Choose"), *((one.value, one.label) for one in wrap_ups(options))]
        field.error_messages["required"] = "Say how the contact ended."


class HandOverInput(Said):
    """To whom, and what they should know."""

    colleague = forms.ChoiceField(error_messages={"required": "Choose a colleague."})
    note = forms.CharField(
        label="What they should know", required=False, max_length=LONGEST_NOTE, widget=_rows(2)
    )

    def __init__(self, data: Typed = None, *, colleagues: Iterable[Person]) -> None:
        super().__init__(data, auto_id="hand-over-%s")
        field = self.fields["colleague"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the types)
        field.choices = [("", "Choose"), *((str(one.pk), one.name) for one in colleagues)]


class CallBackInput(Said):
    """When, by the tenant's clock, and about what."""

    due_at = forms.CharField(
        label="When",
        widget=forms.TextInput(attrs={"type": "datetime-local"}),
        error_messages={"required": "Say on which day and at what time."},
    )
    note = forms.CharField(label="About", required=False, max_length=LONGEST)

    def __init__(self, data: Typed = None, *, options: Mapping[str, Any]) -> None:
        super().__init__(data, auto_id="call-back-%s")
        self.zone = zone(options)

    def clean_due_at(self) -> datetime:
        try:
            local = datetime.fromisoformat(self.cleaned_data["due_at"])
        except ValueError:
            raise forms.ValidationError("Write it as 2026-11-30 14:30.") from None
        try:
            return moment_of(local.replace(tzinfo=None), self.zone)
        except NoSuchTime:
            raise forms.ValidationError("The clocks skip this time on that day: choose another.") from None
        except OverflowError:
            raise forms.ValidationError("This is not a day that comes.") from None


def _with_present(offered: Choices, present: Iterable[str]) -> Choices:
    """What a contact has stays on offer for it, also when the tenant took it off the list."""
    known = {value for value, label in offered if isinstance(label, str)}
    known |= {value for _, label in offered if not isinstance(label, str) for value, _ in label}
    return [*offered, *((value, value) for value in dict.fromkeys(present) if value not in known)]
