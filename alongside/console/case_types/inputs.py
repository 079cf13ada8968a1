"""What is said of a type of cases."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django import forms

from alongside.cases import references
from alongside.cases.actions.types import MOST_FILES, REASONS, STATUSES, Limits, Plan
from alongside.cases.deadlines import LONGEST, Target, Unit
from alongside.cases.models import CaseType, ChoiceKind, Part, Phase, Units
from alongside.forms.filetypes import LARGEST_MEGABYTES
from alongside.forms.models import Form
from alongside.people.checking import Misfit
from alongside.people.models import Group

CHOICE = {"required": "Choose one of the list.", "invalid_choice": "Choose one of the list."}
WHOLE = {
    "invalid": "Enter a whole number, for example 5.",
    "min_value": "Enter a number that is not negative.",
}
OF_PHASES = {
    Phase.NEW: "status_new",
    Phase.PROGRESS: "statuses",
    Phase.ESCALATED: "status_escalated",
    Phase.CLOSED: "status_closed",
}
# Nothing is done by these yet; what a type has of them stays as it is.
NOT_ASKED = frozenset({Part.APPOINTMENT})
LIMITS = tuple(one.name for one in fields(Limits))
# Where the plan calls something otherwise than the form.
ASKED_AS = {"parts": Part.MONITOR.value, "target": "target_amount"}


def _lines(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=12_000, widget=forms.Textarea({"rows": 4})
    )


def _groups(label: str, hint: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose groups of the list."},
    )


def _status(label: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=100, error_messages={"required": "Give the status a name."}
    )


def _limit(label: str, usual: int, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        initial=usual,
        min_value=0,
        max_value=most,
        error_messages=WHOLE | {"required": "Enter a number.", "max_value": f"Enter at most {most}."},
    )


class TypeInput(forms.Form):
    """Lists of names are one to a line. Only staff groups can have a part."""

    use_required_attribute = False

    name = forms.CharField(
        label="Name",
        max_length=100,
        error_messages={"required": "Give the type a name, for example Pothole."},
    )
    description = forms.CharField(label="Description", required=False, max_length=500)
    form = forms.ChoiceField(
        label="Start form",
        required=False,
        help_text="Whoever reaches it can raise such a case. Without one, staff do.",
        error_messages=CHOICE,
    )
    pattern = forms.CharField(
        label="References",
        max_length=60,
        initial=references.DEFAULT,
        help_text="Made of {year}, {number} and {random}, for example PH-{year}-{number}.",
        error_messages={"required": "Say how such cases are called, for example {random}."},
    )
    manager_group = forms.ChoiceField(
        label="Managers",
        help_text="The group that works on them. Only staff groups are listed.",
        error_messages=CHOICE,
    )
    monitor = _groups("Monitors", "They see such cases and add notes. None means nobody.")
    escalation = forms.ChoiceField(
        label="Called when one is escalated", required=False, error_messages=CHOICE
    )
    reassignment = _groups("May be given such cases")
    export = _groups("May take such cases away as a file", "Whoever searches and is in one of them.")
    auto_assign = _groups("May be chosen by the start form", "By its question casemanager.")
    anybody = forms.BooleanField(
        label="Anybody may raise one, also without signing in",
        required=False,
        help_text="They say how they are reached, and follow it by a link. It is offered on the first page.",
    )
    target_amount = forms.IntegerField(
        label="To be done within",
        required=False,
        min_value=0,
        max_value=LONGEST,
        help_text="Empty for no target.",
        error_messages=WHOLE | {"max_value": f"Enter at most {LONGEST}."},
    )
    target_unit = forms.ChoiceField(
        label="Counted in", choices=Units.choices, initial=Units.WORKING_DAYS, error_messages=CHOICE
    )
    reminder_hours = forms.IntegerField(
        label="Remind so many hours before",
        required=False,
        min_value=0,
        max_value=LONGEST,
        error_messages=WHOLE | {"max_value": f"Enter at most {LONGEST}."},
    )
    managers_extend = forms.BooleanField(label="Managers may extend the target", required=False, initial=True)
    sent_files = _limit("Files that an owner may send", 3, MOST_FILES)
    sent_megabytes = _limit("Largest file of an owner, in MB", 3, LARGEST_MEGABYTES)
    staff_files = _limit("Files that staff may add", 20, MOST_FILES)
    staff_megabytes = _limit("Largest file of staff, in MB", 5, LARGEST_MEGABYTES)
    status_new = _status("Status of a new case")
    statuses = _lines("Statuses in progress", "One to a line. The first is that of a case that was claimed.")
    status_escalated = _status("Status of an escalated case")
    status_closed = _status("Status of a closed case")
    reasons = _lines("Reasons for closing", "One to a line.")
    stages = _lines("Stages", "One to a line, in their order. They are set by managers alone.")
    subtypes = _lines("Subtypes", "One to a line.")
    tasks = _lines(
        "Standard tasks",
        "One to a line. Each case begins with them. With a stage and a colon before it, as in “Inspect: "
        "Measure the hole”, a task comes when a case reaches that stage.",
    )

    def __init__(self, data: Any = None, *, type: CaseType | None = None) -> None:
        super().__init__(data, initial=_begun(type))
        kept = type.form_id if type is not None else None
        self._forms = {
            str(one.pk): one for one in Form.objects.by_title() if one.retired_at is None or one.pk == kept
        }
        self._kept = {part: type.groups_with(part) for part in NOT_ASKED} if type is not None else {}
        self._groups = {str(one.pk): one for one in Group.objects.filter(staff=True).order_by("name")}
        groups = [(key, group.name) for key, group in self._groups.items()]
        self._offer("form", [("", "None"), *((key, one.title) for key, one in self._forms.items())])
        self._offer("manager_group", [("", "Choose…"), *groups])
        self._offer("escalation", [("", "Nobody"), *groups])
        for part in Part:
            if part is not Part.ESCALATION and part not in NOT_ASKED:
                self._offer(part.value, groups)

    @property
    def plan(self) -> Plan:
        """What was said, as it is set up; only of a form that is valid."""
        said = self.cleaned_data
        amount = said["target_amount"]
        return Plan(
            name=said["name"],
            manager_group=self._groups[said["manager_group"]],
            description=said["description"],
            pattern=said["pattern"].strip(),
            form=self._forms.get(said["form"]),
            target=None if amount is None else Target(amount, Unit(said["target_unit"])),
            reminder_hours=said["reminder_hours"],
            managers_extend=said["managers_extend"],
            anybody=said["anybody"],
            limits=Limits(**{name: said[name] for name in LIMITS}),
            statuses=[(name, phase) for phase, field in OF_PHASES.items() for name in _named(said[field])],
            stages=_named(said["stages"]),
            subtypes=_named(said["subtypes"]),
            reasons=_named(said["reasons"]),
            tasks=_tasks(said["tasks"], _named(said["stages"])),
            parts={part: chosen for part in Part if (chosen := self._chosen(part))},
        )

    def refuse(self, misfit: Misfit) -> None:
        for name, error in misfit.errors.items():
            field = ASKED_AS.get(name, name)
            self.add_error(field if field in self.fields else None, error)

    def _chosen(self, part: Part) -> list[Group]:
        if part in NOT_ASKED:
            return [group for group in self._groups.values() if group.pk in self._kept.get(part, ())]
        said = self.cleaned_data[part.value]
        keys = [said] if isinstance(said, str) else said
        return [self._groups[key] for key in keys if key]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = choices


def _named(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _tasks(text: str, stages: list[str]) -> list[tuple[str, str]]:
    """Each with its stage; a colon after anything else belongs to the name of the task."""
    known = {stage.casefold() for stage in stages}
    found = []
    for line in _named(text):
        stage, colon, name = (part.strip() for part in line.partition(":"))
        found.append((stage, name) if colon and stage.casefold() in known else ("", line))
    return found


def _begun(type: CaseType | None) -> dict[str, object]:
    """What a form begins with: the type as it is, or what most types have."""
    if type is None:
        names = {phase: [name for name, of in STATUSES if of is phase] for phase in OF_PHASES}
        usual: dict[str, object] = {field: "\n".join(names[phase]) for phase, field in OF_PHASES.items()}
        return usual | {"reasons": "\n".join(REASONS)}
    statuses = type.offered(ChoiceKind.STATUS)
    named = {
        field: "\n".join(one.name for one in statuses if one.phase == phase)
        for phase, field in OF_PHASES.items()
    }
    lists = {
        field: "\n".join(one.name for one in type.offered(kind))
        for field, kind in (
            ("stages", ChoiceKind.STAGE),
            ("subtypes", ChoiceKind.SUBTYPE),
            ("reasons", ChoiceKind.REASON),
        )
    }
    parts: dict[str, object] = {part.value: [str(one) for one in type.groups_with(part)] for part in Part}
    parts[Part.ESCALATION.value] = next(iter(map(str, type.groups_with(Part.ESCALATION))), "")
    kept = (
        "name",
        "description",
        "pattern",
        "target_amount",
        "target_unit",
        "reminder_hours",
        "managers_extend",
        "anybody",
        *LIMITS,
    )
    return {
        **{name: getattr(type, name) for name in kept},
        "form": str(type.form_id or ""),
        "manager_group": str(type.manager_group_id),
        **named,
        **lists,
        "tasks": "\n".join(f"{one.stage}: {one.name}" if one.stage else one.name for one in type.tasks()),
        **parts,
    }
