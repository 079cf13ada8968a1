"""What is typed on the page of a question."""

from __future__ import annotations

from typing import Any

from django import forms

from alongside.assisting.acting import Acting
from alongside.desk import queries
from alongside.desk.actions.asking import first_words
from alongside.desk.actions.forwarding import LONGEST_DAYS, Brief
from alongside.desk.actions.refiling import has_others, joinable
from alongside.desk.actions.working import LONGEST_TEXT
from alongside.desk.models import AnswerDraft, Conversation, Question, Topic
from alongside.people.checking import Misfit
from alongside.people.models import Person

MOST_CONVERSATIONS = 50  # offered when one is joined to another
WRONG_CHOICE = {"required": "Choose one of the list.", "invalid_choice": "Choose one of the list."}


class DeedInput(forms.Form):
    """What a deed on a question needs to be told. `begun` is what the agent was writing."""

    use_required_attribute = False
    pointless = False  # there is nothing to do it with

    def __init__(
        self, data: Any = None, *, acting: Acting, question: Question, begun: AnswerDraft | None = None
    ) -> None:
        initial = self.begin(question, begun)
        super().__init__(data, auto_id=f"{type(self).__name__.lower()}-%s", initial=initial)
        self.choose(acting, question)

    def begin(self, question: Question, begun: AnswerDraft | None) -> dict[str, object]:
        return {}

    def choose(self, acting: Acting, question: Question) -> None:
        pass

    def refuse(self, misfit: Misfit) -> None:
        for name, error in misfit.errors.items():
            self.add_error(name if name in self.fields else None, error)


def text_field(label: str, hint: str = "", rows: int = 10) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST_TEXT,
        error_messages={"required": "Write something first."},
        widget=forms.Textarea({"rows": rows}),
    )


class TextInput(DeedInput):
    """An answer; what was being written of it is there again."""

    text = text_field("Answer")

    def begin(self, question: Question, begun: AnswerDraft | None) -> dict[str, object]:
        return {"text": begun.text if begun else ""}


class AnswerInput(TextInput):
    text = text_field("Your answer", "The customer gets it as it stands here.")


class ProposalInput(TextInput):
    text = text_field("Your proposal", "Somebody approves it before the customer gets it.")


class ApprovalInput(TextInput):
    text = text_field("What is sent", "Change what should read differently: both are kept.")

    def begin(self, question: Question, begun: AnswerDraft | None) -> dict[str, object]:
        proposal = question.proposal
        return {"text": begun.text if begun else proposal.text if proposal else ""}


class RejectionInput(DeedInput):
    text = text_field("Why", "For whoever proposed it alone; the customer never sees it.", rows=4)


class AssignmentInput(DeedInput):
    to = forms.ChoiceField(label="In whose hands", error_messages=WRONG_CHOICE)

    def choose(self, acting: Acting, question: Question) -> None:
        found = queries.workers([question.segment_id])
        self.people = {str(one.pk): one for one in found if one.pk != question.assignee_id}
        offered = [(key, one.name) for key, one in self.people.items()]
        self.fields["to"].choices = [("", "Choose…"), *offered]  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def person(self) -> Person:
        return self.people[self.cleaned_data["to"]]


class TopicInput(DeedInput):
    to = forms.ChoiceField(label="Topic", error_messages=WRONG_CHOICE)

    def choose(self, acting: Acting, question: Question) -> None:
        found = [
            one for one in queries.tree(queries.segments_of(acting)) if one.topic.pk != question.topic_id
        ]
        self.topics = {str(one.topic.pk): one.topic for one in found}
        self.fields["to"].choices = [("", "Choose…"), *queries.choices(found)]  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def topic(self) -> Topic:
        return self.topics[self.cleaned_data["to"]]


class ForwardInput(DeedInput):
    """Whom an agent asks, what, and what goes along."""

    name = forms.CharField(
        label="Their name", max_length=200, error_messages={"required": "Enter the expert's name."}
    )
    address = forms.CharField(
        label="Their e-mail address",
        max_length=254,
        error_messages={"required": "Enter an e-mail address such as name@example.org."},
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    asked = text_field("What you ask them", "They read it as it stands here.", rows=5)
    passes_thread = forms.BooleanField(
        label="Pass on what was said", help_text="Drafts and proposals never are.", required=False
    )
    passes_files = forms.BooleanField(label="Pass on its files", required=False)
    names_customer = forms.BooleanField(label="Tell them who asks", required=False)
    days = forms.IntegerField(
        label="Days to answer",
        min_value=1,
        max_value=LONGEST_DAYS,
        error_messages={"required": f"Choose from 1 to {LONGEST_DAYS} days."},
    )

    def begin(self, question: Question, begun: AnswerDraft | None) -> dict[str, object]:
        return {"days": Brief.days, "passes_thread": True}

    @property
    def brief(self) -> Brief:
        return Brief(**self.cleaned_data)


class MergeInput(DeedInput):
    to = forms.ChoiceField(
        label="Conversation",
        help_text="All that you see of this one goes there, and so does what is answered to it later.",
        error_messages=WRONG_CHOICE,
    )

    def choose(self, acting: Acting, question: Question) -> None:
        self.others = {str(one.pk): one for one in joinable(acting, question)[:MOST_CONVERSATIONS]}
        self.pointless = not self.others
        offered = [(key, f"{one.subject} ({one.reference})") for key, one in self.others.items()]
        self.fields["to"].choices = [("", "Choose…"), *offered]  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def conversation(self) -> Conversation:
        return self.others[self.cleaned_data["to"]]


class SplitInput(DeedInput):
    subject = forms.CharField(
        label="Subject", help_text="The customer sees it above what was said.", required=False, max_length=200
    )

    def begin(self, question: Question, begun: AnswerDraft | None) -> dict[str, object]:
        return {"subject": first_words(question.text)}

    def choose(self, acting: Acting, question: Question) -> None:
        self.pointless = not has_others(acting, question)
