"""What is typed on the pages of calls."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from alongside.calls.models import Delivery
from alongside.interactions.sending import sender
from alongside.lib import clock
from alongside.people.models import Person

WRONG_CHOICE = {"required": "Choose one of the list.", "invalid_choice": "Choose one of the list."}


class NewInput(forms.Form):
    use_required_attribute = False

    kind = forms.ChoiceField(label="What", widget=forms.RadioSelect, error_messages=WRONG_CHOICE)
    title = forms.CharField(
        label="What is it about",
        max_length=200,
        error_messages={"required": "Say what the call is about.", "max_length": "Use up to 200 characters."},
    )
    scheduled_at = forms.DateTimeField(
        label="When",
        required=False,
        help_text="For a conference that is planned, for example 24/12/2026 14:30. Empty: now.",
        input_formats=["%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"],
        error_messages={"invalid": "Enter a day and a time, for example 24/12/2026 14:30."},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    lobby = forms.BooleanField(
        label="Guests of a conference wait until somebody lets them in", required=False
    )

    def __init__(self, data: Any, *, kinds: list[tuple[str, str]]) -> None:
        super().__init__(data, initial={"kind": kinds[0][0]})
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = kinds

    def clean_scheduled_at(self) -> Any:
        at = self.cleaned_data["scheduled_at"]
        if at is not None and timezone.is_aware(at) and at < clock.now():
            raise ValidationError("That time has passed.")
        return at


class InviteInput(forms.Form):
    use_required_attribute = False

    name = forms.CharField(label="Name of the guest", max_length=100, required=False)
    delivery = forms.ChoiceField(label="How", widget=forms.RadioSelect, error_messages=WRONG_CHOICE)
    address = forms.CharField(label="E-mail or telephone number", max_length=254, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"delivery": Delivery.LINK}, auto_id="invite-%s")
        field = self.fields["delivery"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        ways = {
            Delivery.LINK: "Show the link, to copy or scan it",
            Delivery.EMAIL: "Send it by e-mail",
            Delivery.SMS: "Send it as a text message",
        }
        if sender() is None:
            del ways[Delivery.SMS]
        field.choices = [(way.value, label) for way, label in ways.items()]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        delivery, address = said.get("delivery"), str(said.get("address", "")).strip()
        if delivery == Delivery.EMAIL:
            try:
                validate_email(address)
            except ValidationError:
                self.add_error("address", "Enter an e-mail address, for example name@example.com.")
        elif delivery == Delivery.SMS and sum(one.isdigit() for one in address) < 7:
            self.add_error("address", "Enter a telephone number, for example 07700 900123.")
        return said


class AskInput(forms.Form):
    use_required_attribute = False

    person = forms.ChoiceField(label="Colleague", error_messages=WRONG_CHOICE)

    def __init__(self, data: Any = None, *, contacts: list[Person]) -> None:
        super().__init__(data, auto_id="ask-%s")
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = [("", "Choose…"), *((str(one.pk), one.name) for one in contacts)]
