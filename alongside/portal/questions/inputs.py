"""What is asked of somebody who asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from alongside.assisting.acting import Acting
from alongside.desk import queries
from alongside.desk.actions.enclosing import MOST_FILES, MOST_MEGABYTES, taken_from
from alongside.desk.actions.working import LONGEST_TEXT
from alongside.desk.models import Topic
from alongside.forms.taking import Taken
from alongside.people.checking import Misfit


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if files else []


class FilesField(forms.FileField):
    """Files that somebody sends, as they may be kept (`Taken`)."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Taken]:
        try:
            return taken_from(data or [])
        except Misfit as misfit:
            raise forms.ValidationError(misfit.errors["files"]) from None


class MessageInput(forms.Form):
    """What somebody writes."""

    use_required_attribute = False

    text = forms.CharField(
        label="Your message",
        max_length=LONGEST_TEXT,
        error_messages={"required": "Write something first."},
        widget=forms.Textarea({"rows": 8}),
    )
    attachments = FilesField(
        label="Files",
        required=False,
        help_text=f"At most {MOST_FILES}, of {MOST_MEGABYTES} MB each."
        " Choose them again if something has to be corrected.",
    )


class AboutInput(MessageInput):
    """A question that begins a conversation, under one of some topics."""

    topic = forms.ChoiceField(
        label="What is it about?",
        error_messages={"required": "Choose one of the list.", "invalid_choice": "Choose one of the list."},
    )
    subject = forms.CharField(
        label="In a few words",
        required=False,
        max_length=200,
        help_text="By this you find it again.",
        error_messages={"max_length": "Use at most 200 characters."},
    )
    field_order: Sequence[str] = ("topic", "subject", "text", "attachments")

    def __init__(self, data: Any, files: Any, found: Sequence[queries.Placed]) -> None:
        super().__init__(data, files)
        self.topics: dict[str, Topic] = {str(one.topic.pk): one.topic for one in found}
        self.fields["text"].label = "Your question"
        self.fields["topic"].choices = [("", "Choose…"), *queries.choices(found)]  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def chosen(self) -> Topic:
        return self.topics[self.cleaned_data["topic"]]


class QuestionInput(AboutInput):
    def __init__(self, data: Any = None, files: Any = None, *, acting: Acting) -> None:
        super().__init__(data, files, queries.topics_for(acting))


class OutsideInput(AboutInput):
    """What somebody asks who is not signed in, and where the answer goes."""

    name = forms.CharField(
        label="Your name",
        max_length=200,
        error_messages={"required": "Enter your name."},
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        help_text="The answer goes there.",
        error_messages={
            "required": "Enter an e-mail address such as name@example.org.",
            "invalid": "Enter an e-mail address such as name@example.org.",
        },
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    field_order: Sequence[str] = ("topic", "subject", "text", "attachments", "name", "email")

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, queries.topics_for_everybody())
