"""What is typed on the pages of cases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db import models
from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.cases import references
from alongside.cases.actions.appointing import Meeting
from alongside.cases.actions.raising import CONTACT
from alongside.cases.deadlines import Target, Unit
from alongside.cases.keeping import keepers, members
from alongside.cases.models import (
    LONGEST_NOTE,
    Case,
    CaseType,
    ChoiceKind,
    How,
    LinkKind,
    Part,
    Phase,
    TaskState,
    Units,
)
from alongside.cases.models.appointments import LONGEST_ABOUT, LONGEST_PLACE
from alongside.forms import filetypes
from alongside.lib.compiled import compiled
from alongside.people.checking import Misfit
from alongside.people.models import Group, Person

WRONG_CHOICE = {"required": "Choose one of the list.", "invalid_choice": "Choose one of the list."}


class DeedInput(forms.Form):
    """What a deed on a case needs to be told. Choices are those of this very case."""

    use_required_attribute = False

    def __init__(self, data: Any = None, files: Any = None, *, acting: Acting, case: Case) -> None:
        super().__init__(data, files, auto_id=f"{type(self).__name__.lower()}-%s", initial=self.begin(case))
        self.case = case
        self.choose(acting, case)

    def begin(self, case: Case) -> dict[str, object]:
        return {}

    def choose(self, acting: Acting, case: Case) -> None:
        pass

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared below)
        field.choices = [("", "Choose…"), *choices]

    def refuse(self, misfit: Misfit) -> None:
        for name, error in misfit.errors.items():
            self.add_error(name if name in self.fields else None, error)


def _choice(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, error_messages=WRONG_CHOICE)


def _text(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST_NOTE,
        error_messages={"required": "Write something first."},
        widget=forms.Textarea({"rows": 4}),
    )


class NoteInput(DeedInput):
    text = _text("Note", "The owner sees it.")


class PrivateNoteInput(DeedInput):
    text = _text("Private note", "Only those who work on the case see it.")


class FileInput(DeedInput):
    """Choices of what may be sent are the house's own: the file says what it is by its first bytes."""

    file = forms.FileField(
        label="File",
        error_messages={"required": "Choose a file first.", "empty": "This file is empty."},
        widget=forms.FileInput({"accept": filetypes.accept(filetypes.ALL)}),
    )
    public = forms.BooleanField(label="The owner sees it", required=False)

    def choose(self, acting: Acting, case: Case) -> None:
        self.fields[
            "file"
        ].help_text = f"A {filetypes.said(filetypes.ALL)}, of at most {case.type.staff_megabytes} MB."


class AskInput(DeedInput):
    text = _text("What to ask", "The case waits for the answer, and its target with it.")


class AppointmentInput(DeedInput):
    """When, how and with whom; times are on the house's clock."""

    how = forms.ChoiceField(label="How", choices=How.choices, error_messages=WRONG_CHOICE)
    day = forms.DateField(
        label="Day",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Choose a day.", "invalid": "Enter a day like 2026-12-04."},
    )
    time = forms.TimeField(
        label="Time",
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"required": "Choose a time.", "invalid": "Enter a time like 10:30."},
    )
    minutes = forms.IntegerField(
        label="How many minutes",
        initial=30,
        error_messages={
            "required": "Enter a number of minutes.",
            "invalid": "Enter a whole number, for example 30.",
        },
    )
    where = forms.CharField(
        label="Where",
        required=False,
        max_length=LONGEST_PLACE,
        help_text="A place, a telephone number, or the address of a video call. The owner reads it.",
    )
    about = forms.CharField(
        label="What for",
        required=False,
        max_length=LONGEST_ABOUT,
        help_text="For example: please have the meter at hand. The owner reads it.",
    )
    keeper = forms.ChoiceField(
        label="Who keeps it",
        required=False,
        error_messages=WRONG_CHOICE,
        help_text="They are told by e-mail, and the owner reads their name.",
    )

    def choose(self, acting: Acting, case: Case) -> None:
        self.keepers = {str(one.pk): one for one in self.keepers_of(case)}
        field = self.fields["keeper"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = [
            ("", "Nobody in particular"),
            *((key, one.name) for key, one in self.keepers.items()),
        ]

    def keepers_of(self, case: Case) -> list[Person]:
        return keepers(case)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = self.cleaned_data
        if "day" in said and "time" in said:
            named = datetime.combine(said["day"], said["time"])
            self.begins_at = timezone.make_aware(named)
            # In the night in which clocks are put forward, an hour does not exist.
            if timezone.make_naive(self.begins_at.astimezone(UTC)) != named:
                self.add_error("time", "There is no such time on that day: clocks are put forward.")
        return said

    @property
    def meeting(self) -> Meeting:
        said = self.cleaned_data
        keeper = self.keepers.get(said["keeper"])
        return Meeting(
            How(said["how"]), self.begins_at, said["minutes"], said["where"], said["about"], keeper
        )


class AppointmentChangeInput(AppointmentInput):
    """It begins with the appointment that comes first."""

    appointment = _choice("Appointment")
    field_order = ("appointment",)

    def begin(self, case: Case) -> dict[str, object]:
        if not case.coming:
            return {}
        first = case.coming[0]
        begins = timezone.localtime(first.begins_at)
        return {
            "appointment": str(first.pk),
            "how": first.how,
            "day": begins.date(),
            "time": begins.time(),
            "minutes": first.minutes,
            "where": first.where,
            "about": first.about,
            "keeper": str(first.keeper_id or ""),
        }

    def choose(self, acting: Acting, case: Case) -> None:
        super().choose(acting, case)
        self.offer("appointment", [(str(one.pk), str(one)) for one in case.coming])

    def keepers_of(self, case: Case) -> list[Person]:
        """Also who keeps one already, and could not be chosen now."""
        now = [one.keeper for one in case.coming if one.keeper is not None]
        return list(dict.fromkeys([*keepers(case), *now]))

    @property
    def number(self) -> UUID:
        return UUID(self.cleaned_data["appointment"])


class AppointmentCancelInput(DeedInput):
    appointment = _choice("Appointment")

    def begin(self, case: Case) -> dict[str, object]:
        return {"appointment": str(case.coming[0].pk)} if case.coming else {}

    def choose(self, acting: Acting, case: Case) -> None:
        self.offer("appointment", [(str(one.pk), str(one)) for one in case.coming])

    @property
    def number(self) -> UUID:
        return UUID(self.cleaned_data["appointment"])


class TaskInput(DeedInput):
    """A button beside the task."""

    task = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": "Choose a task."})
    to = forms.ChoiceField(choices=TaskState.choices, widget=forms.HiddenInput, error_messages=WRONG_CHOICE)

    @property
    def state(self) -> TaskState:
        return TaskState(self.cleaned_data["to"])


class AssignInput(DeedInput):
    to = _choice("To whom")

    def choose(self, acting: Acting, case: Case) -> None:
        groups = {case.manager_group_id, *case.type.managers}
        self.people = {str(one.pk): one for one in members(tuple(sorted(groups)))}
        self.offer("to", [(key, one.name) for key, one in self.people.items() if one.pk != case.assignee_id])

    @property
    def person(self) -> Person:
        chosen: Person = self.people[self.cleaned_data["to"]]
        return chosen


class ReassignInput(DeedInput):
    to = _choice("To which group")

    def choose(self, acting: Acting, case: Case) -> None:
        among = case.type.groups_with(Part.REASSIGNMENT) | case.type.managers
        groups = Group.objects.filter(pk__in=among).exclude(pk=case.manager_group_id)
        self.groups = {str(one.pk): one for one in groups.order_by("name")}
        self.offer("to", [(key, one.name) for key, one in self.groups.items()])

    @property
    def group(self) -> Group:
        return self.groups[self.cleaned_data["to"]]


class ChoiceInput(DeedInput):
    """One of the type's statuses, stages, subtypes or reasons."""

    kind: ChoiceKind
    to = _choice("To")

    def choose(self, acting: Acting, case: Case) -> None:
        self.offered = {str(one.pk): one for one in case.type.offered(self.kind)}
        self.offer(
            "to", [(key, one.name) for key, one in self.offered.items() if self.fits(one.pk, one.phase)]
        )

    def fits(self, number: int, phase: str) -> bool:
        taken = (self.case.status_id, self.case.stage_id, self.case.subtype_id)
        return number not in taken

    @property
    def choice(self) -> Any:
        return self.offered[self.cleaned_data["to"]]


class StatusInput(ChoiceInput):
    kind = ChoiceKind.STATUS
    to = _choice("Status")

    def fits(self, number: int, phase: str) -> bool:
        return phase == Phase.PROGRESS and super().fits(number, phase)


class StageInput(ChoiceInput):
    kind = ChoiceKind.STAGE
    to = _choice("Stage")


class SubtypeInput(ChoiceInput):
    kind = ChoiceKind.SUBTYPE
    to = _choice("Subtype")


class CloseInput(ChoiceInput):
    kind = ChoiceKind.REASON
    to = _choice("Reason for closing")


@compiled
def _types_in_use() -> models.QuerySet[CaseType]:
    return CaseType.objects.in_use().order_by("name")


class ConvertInput(DeedInput):
    to = _choice("Type")

    def choose(self, acting: Acting, case: Case) -> None:
        self.types = {str(one.pk): one for one in _types_in_use() if one.pk != case.type_id}
        self.offer("to", [(key, one.name) for key, one in self.types.items()])

    @property
    def to_type(self) -> CaseType:
        return self.types[self.cleaned_data["to"]]


class ExtendInput(DeedInput):
    amount = forms.IntegerField(
        label="By how much",
        min_value=1,
        error_messages={
            "required": "Enter a number of hours or days.",
            "invalid": "Enter a whole number, for example 3.",
            "min_value": "Enter 1 or more.",
        },
    )
    unit = forms.ChoiceField(label="Unit", choices=Units.choices, error_messages=WRONG_CHOICE)
    reason = _text("Why")

    def begin(self, case: Case) -> dict[str, object]:
        return {"unit": case.type.target_unit}

    @property
    def target(self) -> Target:
        return Target(self.cleaned_data["amount"], Unit(self.cleaned_data["unit"]))


class ContactInput(DeedInput):
    name = forms.CharField(label="Name", required=False, max_length=CONTACT["name"])
    email = forms.EmailField(
        label="E-mail",
        required=False,
        max_length=CONTACT["email"],
        error_messages={"invalid": "Enter an e-mail address like name@example.com."},
    )
    telephone = forms.CharField(label="Telephone", required=False, max_length=CONTACT["telephone"])
    address = forms.CharField(
        label="Address", required=False, max_length=CONTACT["address"], widget=forms.Textarea({"rows": 3})
    )
    postcode = forms.CharField(label="Postcode", required=False, max_length=CONTACT["postcode"])
    place = forms.CharField(
        label="Place on the map",
        required=False,
        max_length=CONTACT["place"],
        help_text="Latitude and longitude, for example 50.3755, -4.1427.",
    )

    def begin(self, case: Case) -> dict[str, object]:
        return dict(case.contact)


class LinkInput(DeedInput):
    reference = forms.CharField(
        label="Reference of the other case",
        max_length=references.LONGEST + 20,
        error_messages={"required": "Enter the reference of the other case."},
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(label="This case is", choices=LinkKind.choices, error_messages=WRONG_CHOICE)

    @property
    def other(self) -> Case | None:
        found: Case | None = (
            Case.objects.for_a_page()
            .filter(reference=references.folded(self.cleaned_data["reference"]))
            .first()
        )
        return found
