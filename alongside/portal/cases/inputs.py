"""What owners type into their cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from alongside.cases import references
from alongside.cases.actions.raising import CONTACT, LONGEST_DETAILS, LONGEST_TITLE
from alongside.cases.models import (
    LONGEST_COMMENT,
    LONGEST_NOTE,
    CaseType,
    ChoiceKind,
    Reply,
    Score,
    TypeChoice,
)
from alongside.cases.models.appointments import LONGEST_REPLY
from alongside.forms import filetypes
from alongside.people.checking import Misfit
from alongside.portal.questions.inputs import ManyFiles


class Input(forms.Form):
    """Several of them stand on one page: each has names of its own for its fields."""

    use_required_attribute = False

    def __init__(self, data: Any = None, files: Any = None, *, of: str = "", initial: Any = None) -> None:
        super().__init__(data, files, auto_id=f"{type(self).__name__.lower()}{of}-%s", initial=initial)

    def refuse(self, misfit: Misfit) -> None:
        for name, error in misfit.errors.items():
            self.add_error(name if name in self.fields else None, error)


class NoteInput(Input):
    text = forms.CharField(
        label="Your note",
        help_text="Whoever works on it reads this.",
        max_length=LONGEST_NOTE,
        error_messages={"required": "Write something first."},
        widget=forms.Textarea({"rows": 4}),
    )


class FileInput(Input):
    file = forms.FileField(
        label="File",
        error_messages={"required": "Choose a file first.", "empty": "This file is empty."},
        widget=forms.FileInput({"accept": filetypes.accept(filetypes.ALL)}),
    )

    def __init__(self, data: Any = None, files: Any = None, *, megabytes: int) -> None:
        super().__init__(data, files)
        self.fields["file"].help_text = f"A {filetypes.said(filetypes.ALL)}, of at most {megabytes} MB."


class UnseenInput(Input):
    """A note to a case that perhaps cannot be opened."""

    reference = forms.CharField(
        label="Reference of the case",
        max_length=references.LONGEST + 20,
        error_messages={"required": "Enter the reference, for example MB-2026-00012."},
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    text = forms.CharField(
        label="Your note",
        help_text="Those who work on the case read it.",
        max_length=LONGEST_NOTE,
        error_messages={"required": "Write something first."},
        widget=forms.Textarea({"rows": 4}),
    )


class AnswerInput(Input):
    text = forms.CharField(
        label="Your answer",
        max_length=LONGEST_NOTE,
        error_messages={"required": "Write an answer first."},
        widget=forms.Textarea({"rows": 4}),
    )


class ReplyInput(Input):
    """That the appointment of this number does not suit."""

    def __init__(self, data: Any = None, *, number: UUID) -> None:
        super().__init__(data, of=number.hex)
        self.number = number

    reply = forms.ChoiceField(
        label="What would help you?",
        choices=Reply.choices,
        error_messages={
            "required": "Choose one of the answers.",
            "invalid_choice": "Choose one of the answers.",
        },
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label="Which days and times suit you?",
        required=False,
        max_length=LONGEST_REPLY,
        widget=forms.Textarea({"rows": 3}),
    )


class RatingInput(Input):
    score = forms.TypedChoiceField(
        label="How well did we do?",
        choices=Score.choices,
        coerce=int,
        error_messages={
            "required": "Choose one of the answers.",
            "invalid_choice": "Choose one of the answers.",
        },
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label="What was good, and what was not?",
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea({"rows": 3}),
    )


class ContactInput(Input):
    """How the owner is reached in this matter; their profile stays as it is."""

    name = forms.CharField(
        label="Name",
        required=False,
        max_length=CONTACT["name"],
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="E-mail",
        required=False,
        max_length=CONTACT["email"],
        error_messages={"invalid": "Enter an e-mail address like name@example.com."},
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    telephone = forms.CharField(
        label="Telephone",
        required=False,
        max_length=CONTACT["telephone"],
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    address = forms.CharField(
        label="Address", required=False, max_length=CONTACT["address"], widget=forms.Textarea({"rows": 3})
    )
    postcode = forms.CharField(
        label="Postcode",
        required=False,
        max_length=CONTACT["postcode"],
        widget=forms.TextInput({"autocomplete": "postal-code"}),
    )
    place = forms.CharField(
        label="Place on the map",
        required=False,
        max_length=CONTACT["place"],
        help_text="Latitude and longitude, for example 50.3755, -4.1427, where you know them.",
    )


class FilesField(forms.FileField):
    """What is sent, as it came: how many and how large is for the action to say."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return list(data or [])


class ReportInput(ContactInput):
    """What a case begins with, told by whoever it is about. `reached`: they have no account, so the case
    itself has to say by what they are reached."""

    title = forms.CharField(
        label="What is it about?",
        help_text="In a few words.",
        max_length=LONGEST_TITLE,
        error_messages={
            "required": "Say in a few words what it is about.",
            "max_length": f"Use at most {LONGEST_TITLE} characters.",
        },
    )
    subtype = forms.ChoiceField(
        label="Which kind?",
        required=False,
        error_messages={"invalid_choice": "Choose one of the list."},
    )
    details = forms.CharField(
        label="Tell us more",
        required=False,
        help_text="What, where, since when.",
        max_length=LONGEST_DETAILS,
        widget=forms.Textarea({"rows": 6}),
    )
    attachments = FilesField(label="Files", required=False)
    field_order: Sequence[str] = ("title", "subtype", "details", "attachments", "name", "email", "telephone")

    def __init__(self, data: Any = None, files: Any = None, *, type: CaseType, reached: bool) -> None:
        super().__init__(data, files)
        self._subtypes = {one.name: one for one in type.offered(ChoiceKind.SUBTYPE)}
        if self._subtypes:
            choices = [("", "None of these"), *((name, name) for name in self._subtypes)]
            self.fields["subtype"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["subtype"]
        if type.sent_files:
            self.fields["attachments"].help_text = (
                f"At most {type.sent_files}, of {type.sent_megabytes} MB each."
                " Choose them again if something has to be corrected."
            )
        else:
            del self.fields["attachments"]
        if not reached:
            for name in CONTACT:
                del self.fields[name]
            return
        self.fields["name"].required, self.fields["name"].label = True, "Your name"
        self.fields["name"].error_messages["required"] = "Enter your name."
        self.fields["email"].label = "Your e-mail address"
        self.fields["email"].help_text = "The link by which you follow it goes there."
        self.fields["telephone"].label = "Your telephone number"
        self.fields["telephone"].help_text = "One of the two is enough."
        self.fields["address"].label = "Where it is, or where you live"

    def refuse(self, misfit: Misfit) -> None:
        """What is sent is called its files where it is kept."""
        super().refuse(
            Misfit({"attachments" if at == "files" else at: said for at, said in misfit.errors.items()})
        )

    @property
    def chosen_subtype(self) -> TypeChoice | None:
        return self._subtypes.get(self.cleaned_data.get("subtype", ""))
