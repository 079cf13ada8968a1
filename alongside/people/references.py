"""Where a person is named: every column of every package that points to one.

Foreign keys are found by looking at the models, so a new one cannot be forgotten: when two records are
merged, its rows go from the one to the other. A package says so where they must not (`stay`), and
names the columns that hold a person's id without being foreign keys (`also`); both from its `ready()`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from alongside.people.models import Person

ALWAYS = Q()


@dataclass(frozen=True)
class Reference:
    """A column that holds the id of a person."""

    model: type[models.Model]
    column: str

    @property
    def name(self) -> str:
        """`forms.draft.person_id`"""
        return f"{self.model._meta.label_lower}.{self.column}"

    def of(self, person: int) -> models.QuerySet[Any]:
        """The rows that name this person."""
        return self.model._base_manager.filter(**{self.column: person})


@dataclass(frozen=True)
class Staying:
    """Rows that stay with the record they name, and why."""

    why: str
    when: Q = ALWAYS


# What the packages below cannot say themselves, and what the sign-in library does not know.
_staying: dict[str, Staying] = {
    # One account's credentials never open another.
    "mfa.authenticator.user_id": Staying("A second factor belongs to the account that it opens."),
    "account.emailaddress.user_id": Staying("An address that was confirmed belongs to its account."),
    # Nobody gains a right by being merged.
    "people.holding.person_id": Staying("Who holds a role is merged into nobody."),
    "assisting.staffgrant.agent_id": Staying("Leave to help colleagues was given to one account."),
    "jobs.job.actor_id": Staying("Long work goes on by the rights of whoever asked for it."),
    "people.import.actor_id": Staying("Long work goes on by the rights of whoever asked for it."),
    # How an agent looks at people is held against that account; whom they looked at goes along.
    "people.look.agent_id": Staying("It says who looked."),
    "people.lookingday.agent_id": Staying("It says who looked."),
    "people.lookingalert.agent_id": Staying("It says who looked."),
    "people.lookingalert.explained_by_id": Staying("It says who explained it."),
    "people.lookingleave.agent_id": Staying("Leave to look was given to one account."),
    "people.lookingleave.given_by_id": Staying("It says who gave leave."),
    "people.lookingalert.decoy_id": Staying("It says which decoy was touched."),
    "people.decoy.person_id": Staying("A decoy is one record, whatever it is merged with."),
    # A sitting that is open is ended by its agent, with the person it began with, as history has it.
    "assisting.assistance.person_id": Staying("It has not ended yet.", Q(ended_at__isnull=True)),
    "assisting.assistance.agent_id": Staying("It has not ended yet.", Q(ended_at__isnull=True)),
    # Who worked is who worked; no index finds their rows by them.
    "interactions.callkey.maker_id": Staying("It says who made it."),
    "interactions.share.agent_id": Staying("It says whose time it was."),
    # A pair is of two records; merging one of them decides it.
    "people.suspectedpair.one_id": Staying("It is about this record."),
    "people.suspectedpair.other_id": Staying("It is about this record."),
    "people.suspectedpair.decided_by_id": Staying("It says who decided."),
    # Which records were merged is what undoing goes by.
    "people.merge.kept_id": Staying("It says what was merged with what."),
    "people.merge.absorbed_id": Staying("It says what was merged with what."),
    "people.merge.proposed_by_id": Staying("It says who proposed it."),
    "people.merge.decided_by_id": Staying("It says who approved it."),
    "people.merge.undone_by_id": Staying("It says who undid it."),
    # Who proposed to erase one record did not speak of the other.
    "people.erasure.person_id": Staying("It was proposed to erase that record."),
    "people.erasure.proposed_by_id": Staying("It says who proposed it."),
    "people.erasure.ended_by_id": Staying("It says who carried it out."),
    "people.hold.placed_by_id": Staying("It says who forbade to erase them."),
    "people.hold.lifted_by_id": Staying("It says who allowed it again."),
    "people.keeping.person_id": Staying("It says how long that record is kept."),
    "people.archive.person_id": Staying("It is a copy of what was held of that record."),
    "people.programtoken.maker_id": Staying("It acts by the rights of that account."),
    "people.archive.actor_id": Staying("It says who asked for it."),
}
_others: dict[str, Reference] = {}


def stay(name: str, why: str, when: Q = ALWAYS) -> None:
    """Have the rows of a column (`forms.draft.person_id`) stay with the record they name, all of them or
    those for which `when` holds."""
    _staying[name] = Staying(why, when)


def also(model: type[models.Model], column: str) -> None:
    """Name a column that holds a person's id without being a foreign key."""
    reference = Reference(model, column)
    _others[reference.name] = reference


def every() -> list[Reference]:
    """Every column that names a person, in an order that does not change."""
    found = {reference.name: reference for reference in _foreign_keys()}
    return [reference for _, reference in sorted((found | _others).items())]


def moving() -> list[tuple[Reference, Q]]:
    """The columns whose rows go along when a record is merged, each with which of its rows stay."""
    staying = [(reference, _staying.get(reference.name)) for reference in every()]
    return [
        (reference, Q(pk__in=()) if stays is None else stays.when)
        for reference, stays in staying
        if stays is None or stays.when != ALWAYS
    ]


def counts(person: int) -> list[tuple[str, str, int]]:
    """How many rows of each kind would go along with a person: (`forms.draft`, "drafts", 3)."""
    by_model: dict[type[models.Model], Q] = {}
    for reference, stays in moving():
        names = Q(**{reference.column: person}) & ~stays
        by_model[reference.model] = by_model.get(reference.model, Q(pk__in=())) | names
    return [
        (model._meta.label_lower, str(model._meta.verbose_name_plural), number)
        for model, names in by_model.items()
        if (number := model._base_manager.filter(names).count())
    ]


def staying() -> dict[str, str]:
    """The names of the columns of which some or all rows stay, and why."""
    return {name: stays.why for name, stays in _staying.items()}


def _foreign_keys() -> Iterable[Reference]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.ForeignKey) and issubclass(Person, field.related_model):
                yield Reference(model, field.attname)
