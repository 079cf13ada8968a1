"""What is asked of whoever arranges lists and writes mailings."""

from __future__ import annotations

from typing import Any

from django import forms

from alongside.mailings.actions import Draft, Wanted
from alongside.mailings.actions.writing import FASTEST, LAST_DAY, LONGEST
from alongside.mailings.models import Channel, Mailing, MailingList
from alongside.people.checking import Misfit


class _Asking(forms.Form):
    use_required_attribute = False

    def refuse(self, misfit: Misfit) -> None:
        """Say what the action found."""
        for name, error in misfit.errors.items():
            self.add_error(name if name in self.fields else None, error)


class ListForm(_Asking):
    """A list to make (`list` is None) or to change."""

    name = forms.CharField(
        max_length=100,
        help_text="As people know it, such as Council news.",
        error_messages={"required": "Enter a name."},
    )
    purpose = forms.CharField(
        label="What it is for",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What those get who subscribe, and how often. This is what they agree to.",
        error_messages={"required": "Say what those get who subscribe."},
    )
    is_series = forms.ChoiceField(
        label="What is sent",
        choices=[
            ("news", "News: each mailing goes to everybody when you send it"),
            ("series", "A series: each mailing goes to everybody so many days after they joined"),
        ],
        initial="news",
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(
        label="Sent by", choices=Channel.choices, initial=Channel.EMAIL, widget=forms.RadioSelect
    )
    shown = forms.BooleanField(
        label="Shown in everybody's account",
        required=False,
        initial=True,
        help_text="Otherwise only those see it who are on it.",
    )
    confirmed = forms.BooleanField(
        label="Joining is confirmed by a link",
        required=False,
        initial=True,
        help_text="Sent to them, so that nobody subscribes another. Whoever is helped always gets one.",
    )
    sender_name = forms.CharField(
        required=False, max_length=100, help_text="Stands as the sender. Left empty, the name of the house."
    )
    sender_address = forms.CharField(
        required=False, max_length=254, help_text="Left empty, the address that the house sends from."
    )
    return_address = forms.CharField(
        label="Where mail comes back",
        required=False,
        max_length=254,
        help_text="A mailbox of the desk that also takes name+anything@: what comes back suspends the address"
        " it was sent to. Left empty, nobody learns what did not arrive.",
    )

    def __init__(self, data: Any = None, *, list: MailingList | None = None) -> None:
        names = ("name", "purpose", "shown", "confirmed", "sender_name", "sender_address", "return_address")
        initial = {name: getattr(list, name) for name in names} if list else {}
        super().__init__(data, initial=initial, auto_id="list-%s")
        self.list = list
        if list is not None:
            del self.fields["is_series"], self.fields["channel"]

    def wanted(self) -> Wanted:
        said = dict(self.cleaned_data)
        if self.list is None:
            said["is_series"] = said["is_series"] == "series"
        return Wanted(**said)


class MailingForm(_Asking):
    """A mailing to write (`mailing` is None) or to write anew; `asked` is the list to begin with."""

    list: forms.ModelChoiceField[MailingList] = forms.ModelChoiceField(
        None,
        label="To whom",
        empty_label=None,
        error_messages={"required": "Choose a list.", "invalid_choice": "Choose a list."},
    )
    subject = forms.CharField(
        max_length=150, required=False, help_text="Text messages have none.", label="Subject"
    )
    text = forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Markdown: # for a heading, - for a list, **bold**, [words](https://…) for a link. What may"
        " stand in braces is listed on this page. How to leave the list is added by itself.",
        error_messages={"required": "Enter the text."},
    )
    day = forms.IntegerField(
        label="Days after joining",
        required=False,
        min_value=0,
        max_value=LAST_DAY,
        help_text="Of a series alone: 0 comes at once.",
        error_messages={"invalid": "Enter a whole number."},
    )
    per_minute = forms.IntegerField(
        label="At most so many a minute",
        required=False,
        min_value=1,
        max_value=FASTEST,
        help_text="Left empty, as fast as the mail server takes them.",
        error_messages={"invalid": "Enter a whole number."},
    )

    def __init__(self, data: Any = None, *, mailing: Mailing | None = None, asked: str = "") -> None:
        names = ("list", "subject", "text", "day", "per_minute")
        initial = {name: getattr(mailing, name) for name in names} if mailing else {"list": asked}
        super().__init__(data, initial=initial, auto_id="mailing-%s")
        field = self.fields["list"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the types)
        field.queryset = MailingList.objects.open().by_name()

    def draft(self) -> Draft:
        said = self.cleaned_data
        return Draft(said["text"], said["subject"], said["day"], said["per_minute"])
