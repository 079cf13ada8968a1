"""Cases as rows of lists: plain values, by statements that are put together once. Whole rows of ten tables
cost ten times as much as what a row shows."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import models

from alongside.assisting.acting import Acting
from alongside.cases.actions.seeing import VIEW
from alongside.cases.models import Case, CaseType, ChoiceKind, Part, TypeChoice, TypeGroup, deciding
from alongside.lib.compiled import compiled
from alongside.people.naming import ERASED, spoken


class Choice(NamedTuple):
    type_id: int
    pk: int
    kind: str
    name: str
    phase: str
    position: int
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class TypeInList:
    """A type as lists know it."""

    pk: int
    slug: str
    name: str
    managers: frozenset[int]
    parts: Mapping[str, frozenset[int]]
    choices: Mapping[int, Choice]

    def groups_with(self, part: Part) -> frozenset[int]:
        return self.parts.get(part.value, NOBODY)

    def offered(self, kind: ChoiceKind) -> list[Choice]:
        """What can be chosen for its cases now, in its order."""
        return [one for one in self.choices.values() if one.kind == kind and one.retired_at is None]


NOBODY: frozenset[int] = frozenset()
Types = Mapping[int, TypeInList]


class Read(NamedTuple):
    """What is read of a case, in this order."""

    pk: uuid.UUID
    reference: str
    title: str
    type_id: int
    status_id: int
    stage_id: int | None
    subtype_id: int | None
    manager_group_id: int
    owner_id: int
    actor_id: int
    assistance_id: uuid.UUID | None
    contact: dict[str, Any]
    raised_at: datetime
    closed_at: datetime | None
    target_at: datetime | None
    target_left: int | None
    breached_at: datetime | None
    owner_given: str
    owner_family: str
    owner_username: str | None
    owner_erased_at: datetime | None
    owner_kind: str
    actor_given: str
    actor_family: str
    actor_kind: str
    assignee_given: str | None
    assignee_family: str | None
    group: str


_COLUMNS = (
    *Read._fields[:17],
    "owner__given_name", "owner__family_name", "owner__username", "owner__erased_at", "owner__kind",
    "actor__given_name", "actor__family_name", "actor__kind",
    "assignee__given_name", "assignee__family_name", "manager_group__name",
)  # fmt: skip


@dataclass(slots=True)
class Row:
    """One case in a list, in words. `views` is whether its View button is there (spec C12–C17)."""

    case: Read
    type: TypeInList
    owner: str
    status: Choice
    stage: str
    subtype: str
    assignee: str
    first_helped_by: str  # empty where the owner raised it, or the house
    views: bool = False

    @property
    def owner_id(self) -> int:
        return self.case.owner_id

    @property
    def assistance_id(self) -> uuid.UUID | None:
        return self.case.assistance_id

    @property
    def manager_group_id(self) -> int:
        return self.case.manager_group_id


def types_by_id() -> dict[int, TypeInList]:
    """Every type with its groups and choices, also those out of use: their cases go on."""
    choices: dict[int, dict[int, Choice]] = {}
    for read in _choices():
        choice = Choice(*read)
        choices.setdefault(choice.type_id, {})[choice.pk] = choice
    parts: dict[int, dict[str, set[int]]] = {}
    for type, part, group in _parts():
        parts.setdefault(type, {}).setdefault(part, set()).add(group)
    return {
        pk: TypeInList(
            pk,
            slug,
            name,
            frozenset({manager}),
            {part: frozenset(groups) for part, groups in parts.get(pk, {}).items()},
            choices.get(pk, {}),
        )
        for pk, slug, name, manager in _types()
    }


def rows(acting: Acting, numbers: Sequence[uuid.UUID], types: Types) -> list[Row]:
    """These cases as rows of a list, in this order, by one statement."""
    found = {read[0]: _row(acting, Read(*read), types) for read in _cases(tuple(numbers))} if numbers else {}
    return [found[number] for number in numbers if number in found]


@compiled
def _types() -> models.QuerySet[CaseType, tuple[Any, ...]]:
    return CaseType.objects.values_list("pk", "slug", "name", "manager_group_id")


@compiled
def _choices() -> models.QuerySet[TypeChoice, tuple[Any, ...]]:
    return TypeChoice.objects.order_by("position", "pk").values_list(*Choice._fields)


@compiled
def _parts() -> models.QuerySet[TypeGroup, tuple[Any, ...]]:
    return TypeGroup.objects.values_list("type_id", "part", "group_id")


@compiled
def _cases(numbers: tuple[uuid.UUID, ...]) -> models.QuerySet[Case, tuple[Any, ...]]:
    return Case.objects.filter(pk__in=numbers).values_list(*_COLUMNS)


def _row(acting: Acting, read: Read, types: Types) -> Row:
    type = types[read.type_id]
    stage, subtype = type.choices.get(read.stage_id or 0), type.choices.get(read.subtype_id or 0)
    row = Row(
        case=read,
        type=type,
        owner=_owner(read),
        status=type.choices[read.status_id],
        stage=stage.name if stage else "",
        subtype=subtype.name if subtype else "",
        assignee=_name(read.assignee_given, read.assignee_family),
        first_helped_by=_first_helper(read),
    )
    row.views = bool(deciding.verdict_on(row, acting, VIEW))
    return row


def _first_helper(read: Read) -> str:
    """Nobody where the owner raised it, or the house itself did."""
    if read.actor_id == read.owner_id or read.actor_kind == "system":
        return ""
    return _name(read.actor_given, read.actor_family)


def _owner(read: Read) -> str:
    if read.owner_erased_at is not None:
        return ERASED
    if read.owner_kind == "anonymous" and read.contact.get("name"):
        return f"{read.contact['name']} (no account)"
    return spoken(read.owner_given, read.owner_family, read.owner_username)


def _name(given: str | None, family: str | None) -> str:
    return f"{given or ''} {family or ''}".strip()
