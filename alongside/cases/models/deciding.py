"""What the rules ask about a case, whether it was read whole or as a row of a list."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Protocol, cast

from alongside.assisting.rules import Mode, Verdict
from alongside.cases import rules
from alongside.cases.models.types import Part
from alongside.cases.options import Options
from alongside.cases.rules import Act
from alongside.people.models import Person

if TYPE_CHECKING:
    from alongside.assisting.acting import Acting
    from alongside.assisting.parties import Party
    from alongside.assisting.powers import Power

# The right to the pages of cases, and the right to search among all of them (spec C6, C17).
ENQUIRE, SEARCH = "cases.enquire", "cases.search"


class Parts(Protocol):
    """The groups with a part in the cases of a type."""

    @property
    def managers(self) -> frozenset[int]: ...
    def groups_with(self, part: Part) -> frozenset[int]: ...


class Whose(Protocol):
    """What of a case decides who may do what to it."""

    @property
    def owner_id(self) -> int: ...
    @property
    def assistance_id(self) -> uuid.UUID | None: ...
    @property
    def manager_group_id(self) -> int: ...
    @property
    def type(self) -> Parts: ...


def verdict_on(case: Whose, acting: Acting, power: Power) -> Verdict:
    """What the rules of cases say of a power over this one."""
    return rules.decide(facts(case, acting, Act(power.name.partition(".")[2])))


def facts(case: Whose, acting: Acting, act: Act) -> rules.Facts:
    """Everything the rules ask about a case; groups of its type are read once for each type."""
    rescue = case.type.groups_with(Part.ESCALATION)
    own = _part_of(case, acting.actor, owner=_owned_by(case, acting.actor))
    return rules.Facts(
        act=act,
        mode=acting.mode,
        gate=ENQUIRE in acting.actor.standing.rights,
        own=own,
        # Without meaning when nobody is helped.
        helped=own
        if acting.mode is Mode.NONE
        else _part_of(case, acting.person, owner=_owned_in(case, acting)),
        lends=acting.mode is not Mode.USER or lends(acting),
        escalation=not acting.actor.standing.groups.isdisjoint(rescue),
    )


def lends(acting: Acting) -> bool:
    """Whether a manager's or monitor's part serves whoever helps them: the tenant may say no (spec 4.2)."""
    return Options.of(cast(Person, acting.actor).tenant.options).lend_parts


def _part_of(case: Whose, person: Party, *, owner: bool) -> rules.Part:
    groups = person.standing.groups
    return rules.Part(
        manager=case.manager_group_id in groups or not groups.isdisjoint(case.type.managers),
        monitor=not groups.isdisjoint(case.type.groups_with(Part.MONITOR)),
        owner=owner,
    )


def _owned_by(case: Whose, person: Party) -> bool:
    return case.owner_id == person.id and not person.is_anonymous_user


def _owned_in(case: Whose, acting: Acting) -> bool:
    """The anonymous user never counts as owner, but for what was raised in this very sitting."""
    if acting.mode is not Mode.ANON:
        return _owned_by(case, acting.person)
    sitting = acting.assistance
    return case.owner_id == acting.person_id and sitting is not None and case.assistance_id == sitting.pk
