"""What owners type into their cases."""

from __future__ import annotations

from typing import Any

from django import forms

from alongside.cases import references
from alongside.cases.actions.raising import CONTACT
from alongside.cases.models import LONGEST_COMMENT, LONGEST_NOTE, Score
from alongside.forms import filetypes
from alongside.people.checking import Misfit


class Input(forms.Form):
    use_required_attribute = False

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
