"""What is typed of a mailbox."""

from __future__ import annotations

from typing import Any

from django import forms

from alongside.assisting.acting import Acting
from alongside.console.arranging.inputs import WRONG_CHOICE, ArrangingInput
from alongside.desk import queries
from alongside.desk.actions.mailboxes import Wanted
from alongside.desk.models import Mailbox, Security

_KEPT = ("address", "name", "host", "port", "security", "username", "folder", "takes_tags", "checked_by")


class MailboxInput(ArrangingInput):
    address = forms.CharField(label="E-mail address", max_length=254)
    name = forms.CharField(
        label="Name", max_length=100, help_text="Stands beside the address in every answer."
    )
    topic = forms.ChoiceField(
        label="Topic", error_messages=WRONG_CHOICE, help_text="What comes in is about this at first."
    )
    host = forms.CharField(label="Mail server (IMAP)", max_length=200)
    port = forms.IntegerField(label="Port", min_value=1, max_value=65_535, initial=993)
    security = forms.ChoiceField(label="Encryption", choices=Security.choices, error_messages=WRONG_CHOICE)
    username = forms.CharField(label="User name", max_length=200)
    password = forms.CharField(
        label="Password",
        max_length=200,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    folder = forms.CharField(label="Folder", max_length=200, initial="INBOX")
    takes_tags = forms.BooleanField(
        label="Answers come to addresses of their own",
        required=False,
        initial=True,
        help_text="The mail server delivers desk+anything@ to desk@; it shows who answered.",
    )
    checked_by = forms.CharField(
        label="Name under which the server says what it checked",
        max_length=200,
        required=False,
        help_text="As in its header Authentication-Results; only what stands under this name is believed.",
    )
    acknowledgement = forms.CharField(
        label="Sent to whoever writes, once a day",
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    in_use = forms.BooleanField(label="Read this mailbox", required=False, initial=True)

    def __init__(self, data: Any, *, acting: Acting, mailbox: Mailbox | None) -> None:
        placed = queries.tree(queries.segments_of(acting))
        self.topics = {str(one.topic.pk): one.topic for one in placed}
        super().__init__(data, initial=_told(mailbox) if mailbox else {})
        self.offer("topic", [(str(one.topic.pk), f"{one.path} ({one.topic.segment.name})") for one in placed])
        if mailbox is not None:
            self.fields["password"].help_text = "Leave it empty to keep the one that is there."

    @property
    def wanted(self) -> Wanted:
        return Wanted(**{**self.cleaned_data, "topic": self.topics[self.cleaned_data["topic"]]})


def _told(mailbox: Mailbox) -> dict[str, object]:
    told = {name: getattr(mailbox, name) for name in (*_KEPT, "acknowledgement", "in_use")}
    return {**told, "topic": str(mailbox.topic_id)}
