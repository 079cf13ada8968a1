"""What is said of agents, roles, groups and segments."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django import forms

from alongside.console.agents.rights import labelled
from alongside.people.actions.calling import LONGEST_NAME
from alongside.people.checking import Misfit
from alongside.people.models import Group, Role, Segment

ONLY_THEIRS = {"invalid_choice": "Choose from the list."}


class Said(forms.Form):
    """A form that takes what an action finds wrong with it."""

    use_required_attribute = False

    def refuse(self, misfit: Misfit) -> None:
        for name, error in misfit.errors.items():
            self.add_error(name if name in self.fields else None, error)


def choices(label: str, hint: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        help_text=hint,
        widget=forms.CheckboxSelectMultiple,
        error_messages=ONLY_THEIRS,
    )


def name(hint: str = "") -> forms.CharField:
    return forms.CharField(
        label="Name", max_length=LONGEST_NAME, help_text=hint, error_messages={"required": "Give it a name."}
    )


class AgentForm(Said):
    """What somebody holds and belongs to; only what the one who says so may give or take."""

    roles = choices("Roles", "What they may do.")
    groups = choices("Groups", "What they reach: forms, tasks, cases. Those of staff are marked.")
    segments = choices("Segments", "Whose people and questions they see.")

    def __init__(
        self,
        data: Any,
        *,
        roles: Iterable[Role],
        groups: Iterable[Group],
        segments: Iterable[Segment],
        held: tuple[Collection[int], Collection[int], Collection[int]],
    ) -> None:
        names = ("roles", "groups", "segments")
        initial = {each: [str(one) for one in numbers] for each, numbers in zip(names, held, strict=True)}
        super().__init__(data, initial=initial)
        self._offer("roles", [(role.pk, role.name) for role in roles])
        self._offer("groups", [(one.pk, f"{one.name} (staff)" if one.staff else one.name) for one in groups])
        self._offer("segments", [(one.pk, one.name) for one in segments])

    def _offer(self, field: str, rows: Sequence[tuple[int, str]]) -> None:
        self.fields[field].choices = [(str(pk), label) for pk, label in rows]  # type: ignore[attr-defined]
        if not rows:
            del self.fields[field]

    def changes(self, field: str, held: Collection[int]) -> tuple[list[int], list[int]]:
        """What was chosen and is not held yet, and the other way round."""
        if field not in self.fields:
            return [], []
        offered = {int(pk) for pk, _ in self.fields[field].choices}  # type: ignore[attr-defined]
        chosen = {int(one) for one in self.cleaned_data[field]}
        return sorted(chosen - set(held)), sorted((offered & set(held)) - chosen)


class NewAgentForm(Said):
    given_name = forms.CharField(label="Given name", max_length=100, required=False)
    family_name = forms.CharField(label="Family name", max_length=100, required=False)
    username = forms.CharField(
        label="User name",
        max_length=100,
        help_text="What they sign in with.",
        error_messages={"required": "Give them a user name."},
    )
    email = forms.CharField(
        label="E-mail address",
        max_length=254,
        help_text="A letter that lets them choose a password goes here.",
        error_messages={"required": "Give their e-mail address."},
    )
    role = forms.ChoiceField(label="Role", error_messages={"required": "Choose a role.", **ONLY_THEIRS})

    def __init__(self, data: Any, roles: Iterable[Role]) -> None:
        super().__init__(data)
        chosen = [("", "Choose a role"), *((str(role.pk), role.name) for role in roles)]
        self.fields["role"].choices = chosen  # type: ignore[attr-defined]


class ReasonForm(Said):
    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Say why."},
    )


class GrantForm(Said):
    """Leave to help staff who hold more than oneself, until a day (security.md 1.2)."""

    reason = forms.CharField(
        label="Why they help staff",
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Say why they help staff."},
    )
    days = forms.IntegerField(label="For how many days", min_value=1, max_value=366, initial=90)


class RoleForm(Said):
    name = name("What the work is called.")
    rights = choices("It may", "Only what you may yourself can be given.")

    def __init__(self, data: Any, rights: Collection[str], role: Role | None = None) -> None:
        initial = {} if role is None else {"name": role.name, "rights": role.rights}
        super().__init__(data, initial=initial)
        self.fields["rights"].choices = labelled(rights)  # type: ignore[attr-defined]


class GroupForm(Said):
    name = name("As people know it: “Waste team”, “Blue badge holders”.")
    staff = forms.BooleanField(
        label="A group of staff",
        required=False,
        help_text="Then to belong to it is a privilege: agents outside it cannot help its members.",
    )


class GroupRolesForm(Said):
    roles = choices("Roles of every member", "Whoever joins holds them, whoever leaves loses them at once.")

    def __init__(self, data: Any, roles: Iterable[Role], held: Collection[int]) -> None:
        super().__init__(data, initial={"roles": [str(one) for one in held]})
        self.fields["roles"].choices = [(str(one.pk), one.name) for one in roles]  # type: ignore[attr-defined]


class MemberForm(Said):
    who = forms.CharField(
        label="Who joins",
        max_length=100,
        error_messages={"required": "Say who joins."},
        help_text="Their user name, account number or e-mail address.",
    )


class SegmentForm(Said):
    name = name()
