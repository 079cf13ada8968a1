"""What is typed on the pages of processes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import slugify

from alongside.console.history.inputs import DayField, WhoField, midnight
from alongside.console.processes.packing import MOST, pack
from alongside.people.models import Person
from alongside.workflow import queries
from alongside.workflow.models import Definition, Instance, State, Task
from alongside.workflow.options import Claiming, Options, TasksOf, Telling

NEED = "need"
_WRONG = {"required": "Choose one of the list.", "invalid_choice": "Choose one of the list."}


class Upload(forms.Form):
    """A diagram, for a new process or as the next version of one."""

    use_required_attribute = False

    title = forms.CharField(
        label="Title",
        max_length=120,
        error_messages={"required": "Give the process a title."},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    slug = forms.CharField(
        label="Short name",
        required=False,
        max_length=60,
        help_text="By this forms and other processes name it; it never changes. Made from the title if you "
        "leave it empty.",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label="Diagram",
        help_text="BPMN 2.0, from any tool that draws it",
        error_messages={"required": "Choose a file.", "empty": "There is nothing in this file."},
        widget=forms.FileInput({"accept": ".bpmn,.bpmn20,.xml"}),
    )
    tables = forms.FileField(
        label="Decision tables",
        required=False,
        help_text="DMN, where the diagram asks for decisions",
        error_messages={"empty": "There is nothing in this file."},
        widget=forms.FileInput({"accept": ".dmn,.xml"}),
    )

    def __init__(self, data: Any = None, files: Any = None, *, of: Definition | None = None) -> None:
        super().__init__(data, files, initial={"title": of.title} if of else None)
        self.of = of
        if of is not None:
            del self.fields["slug"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if self.of is None and "title" in found and "slug" in found:
            found["slug"] = slugify(found["slug"] or found["title"])[:60]
            if not found["slug"]:
                self.add_error("slug", "Enter a short name of letters a to z, figures and dashes.")
            elif Definition.objects.filter(slug=found["slug"]).exists():
                self.add_error(
                    "slug",
                    f"There is a process {found['slug']} already: put its next version into use on its own "
                    "page, or choose another name.",
                )
        return found

    @property
    def name(self) -> str:
        return self.of.slug if self.of else str(self.cleaned_data["slug"])


class Filters(forms.Form):
    """How the list of processes is narrowed down; all optional, together they narrow."""

    use_required_attribute = False

    process = forms.ChoiceField(label="Process", required=False, error_messages=_WRONG)
    state = forms.ChoiceField(
        label="State",
        required=False,
        error_messages=_WRONG,
        choices=[("", "Any"), (NEED, "Needs somebody"), *State.choices],
    )
    person = WhoField(
        label="For", required=False, max_length=200, help_text="A whole name, a user name or a number"
    )
    by = WhoField(label="Started by", required=False, max_length=200)
    since = DayField(label="Started from", required=False, max_length=30, help_text="For example, 22 11 2026")
    until = DayField(label="Until", required=False, max_length=30)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        field = self.fields["process"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (said above)
        titles = Definition.objects.order_by("title").values_list("slug", "title")
        field.choices = [("", "All"), *titles]

    def of(self, found: QuerySet[Instance]) -> QuerySet[Instance]:
        """What they leave."""
        said = self.cleaned_data
        if said["process"]:
            found = found.filter(version__definition__slug=said["process"])
        if said["state"] == NEED:
            found = queries.in_need(found)
        elif said["state"]:
            found = found.filter(state=said["state"])
        for name, column in (("person", "person"), ("by", "actor")):
            if said[name]:
                found = found.filter(**{f"{column}__in": Person.objects.filter(ref=said[name]).values("pk")})
        if said["since"]:
            found = found.filter(started_at__gte=midnight(said["since"]))
        if said["until"]:
            found = found.filter(started_at__lt=midnight(said["until"] + timedelta(days=1)))
        return found

    def said(self) -> dict[str, str]:
        """What was asked, as it stands in an address: refs for people, never names."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    @property
    def named(self) -> bool:
        """Whether somebody was named rather than given by ref."""
        return any(
            self.data.get(name) and self.data[name] != self.said().get(name) for name in ("person", "by")
        )


class Assignment(forms.Form):
    """To whom a task is given: somebody of the groups that it is offered to."""

    use_required_attribute = False

    to = forms.ChoiceField(label="To whom", error_messages=_WRONG)

    def __init__(self, data: Any = None, *, task: Task, among: list[Person]) -> None:
        super().__init__(data, auto_id=f"task-{task.pk}-%s")
        self.task = task
        self.people = {str(one.pk): one for one in among if one.pk != task.assignee_id}
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (said above)
        field.choices = [("", "Choose…"), *((key, one.name) for key, one in self.people.items())]

    @property
    def person(self) -> Person:
        return self.people[self.cleaned_data["to"]]


class Arrangement(forms.Form):
    """How task lists are."""

    use_required_attribute = False

    tasks_of = forms.ChoiceField(
        label="While helping somebody, agents see the tasks",
        choices=[
            (TasksOf.ASSISTED.value, "of the person they help"),
            (TasksOf.CURRENT.value, "of their own, always"),
        ],
        widget=forms.RadioSelect,
        error_messages=_WRONG,
        help_text="Whoever's tasks are shown also says which may be claimed.",
    )
    claiming = forms.ChoiceField(
        label="Tasks on offer are",
        choices=[
            (Claiming.LIST.value, "listed, to choose from"),
            (Claiming.NEXT.value, "not listed: one button claims the one that has waited longest"),
        ],
        widget=forms.RadioSelect,
        error_messages=_WRONG,
    )

    telling = forms.ChoiceField(
        label="Of a task that waits there is an e-mail",
        choices=[
            (Telling.NOBODY.value, "to nobody"),
            (Telling.ASSIGNEES.value, "to the person in whose hands it is"),
            (
                Telling.EVERYBODY.value,
                "to that person, or to everybody in the groups it is offered to",
            ),
        ],
        widget=forms.RadioSelect,
        error_messages=_WRONG,
        help_text="It names the task and the process, and nothing that was said in it.",
    )

    def __init__(self, data: Any = None, *, options: Options) -> None:
        super().__init__(data, initial=options.kept())

    @property
    def options(self) -> Options:
        said = self.cleaned_data
        return Options(TasksOf(said["tasks_of"]), Claiming(said["claiming"]), Telling(said["telling"]))


def read(upload: Any) -> bytes:
    """A file that was sent. Raises `ValidationError` where there is too much of it."""
    text: bytes = upload.read()
    if len(pack(text)) > MOST:
        raise ValidationError("This file is too large to be put into use here. Leave out embedded pictures.")
    return text
