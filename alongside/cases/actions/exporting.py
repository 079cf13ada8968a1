"""Taking cases away as a file: by whoever is in the group of a type that may (spec C30, C39)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.cases.actions.working import NotNow
from alongside.cases.listing import Row, Types
from alongside.cases.models import SEARCH, Part
from alongside.cases.queries import Sought, every
from alongside.history.events import Event
from alongside.people.moving import cells

EXPORT = Power("cases.export", Kind.STAFF, right=SEARCH)

HEAD = (
    "Reference", "Type", "Subtype", "Title", "Owner", "First helped by", "Status", "Stage", "Group",
    "In hand", "Raised", "Target", "Closed",
)  # fmt: skip


class Exported(
    Event,
    kind="cases.exported",
    title="Cases Exported",
    sentence="{actor} took cases away as a file",
    private=True,
):
    """`types` are their slugs; `narrowed` whether by more than the type."""

    types: tuple[str, ...]
    narrowed: bool


def export(acting: Acting, sought: Sought, types: Types) -> Iterator[bytes]:
    """What is found, as CSV in parts; of the types alone that the actor's groups may export. That it was
    begun is recorded before anything leaves. Raises `NotNow` where there is no such type."""
    groups = acting.actor.standing.groups
    may = frozenset(
        type.pk for type in types.values() if not groups.isdisjoint(type.groups_with(Part.EXPORT))
    )
    chosen = may & sought.types if sought.types else may
    if not chosen:
        raise NotNow("You are in no group that may export such cases. The type's set-up says which may.")
    narrowed = replace(sought, types=chosen)
    with acting.doing(EXPORT) as deed:
        slugs = tuple(sorted(types[number].slug for number in chosen))
        deed.record(Exported(types=slugs, narrowed=narrowed != Sought(types=chosen)))
    return _lines(acting, narrowed, types)


def _lines(acting: Acting, sought: Sought, types: Types) -> Iterator[bytes]:
    yield "\ufeff".encode() + cells.line(HEAD)  # by the mark, spreadsheets know that it is UTF-8
    for rows in every(acting, sought, types):
        yield b"".join(cells.line(_cells(row)) for row in rows)


def _cells(row: Row) -> tuple[str, ...]:
    case = row.case
    return (
        case.reference,
        row.type.name,
        row.subtype,
        case.title,
        row.owner,
        row.first_helped_by,
        row.status.name,
        row.stage,
        case.group,
        row.assignee,
        *(
            moment.isoformat() if moment else ""
            for moment in (case.raised_at, case.target_at, case.closed_at)
        ),
    )
