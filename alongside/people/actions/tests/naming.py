"""Rows that name a person: one of any kind, made from what its model says.

A model whose rules a row made like this breaks has its own entry in `OWN`.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from alongside.calls.models import ServiceRequest
from alongside.people.models import Erasure, Merge, Person, SuspectedPair, Tenant
from alongside.people.references import Reference, every

NOON = datetime(2026, 1, 12, 12, tzinfo=UTC)

# Named by merging itself, and never by anything else.
MADE_BY_MERGING = {"people.person.merged_into_id", "people.holding.person_id"}


def kinds() -> list[Reference]:
    """Every column that names a person and can be written here: not pairs and erasures, whose rules say
    more of a row than its columns do."""
    elsewhere = (Merge, SuspectedPair, Erasure)
    return [one for one in every() if one.model not in elsewhere and one.name not in MADE_BY_MERGING]


def name(reference: Reference, person: Person, others: Sequence[Person], chance: random.Random) -> None:
    """A row whose column names this person; its other columns name others, or the same where they may."""
    for people in ([*others, person], *[others] * 9):
        try:
            with transaction.atomic():
                row = _made(reference.model, {reference.column: person.pk}, people, chance)
                row.save(force_insert=True)
                return
        except IntegrityError:
            continue
    if reference.of(person.pk).exists():  # as many as there may be
        return
    raise AssertionError(f"say in OWN what a row of {reference.model.__name__} may hold")


def everything() -> dict[str, list[str]]:
    """Every row of every table as the database has it, save history and the merges themselves."""
    return {
        model._meta.db_table: _rows(model)
        for model in apps.get_models(include_auto_created=True)
        if model is not Merge and model._meta.app_label != "history"
    }


def _rows(model: type[models.Model]) -> list[str]:
    quote = connection.ops.quote_name
    # A key of several columns is a field without one.
    columns = [quote(field.column) for field in model._meta.local_concrete_fields if field.column]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {connection.ops.quote_name(model._meta.db_table)}")
        return sorted(map(repr, cursor.fetchall()))


def _made(
    model: type[models.Model], given: Mapping[str, Any], people: Sequence[Person], chance: random.Random
) -> models.Model:
    own = OWN.get(model._meta.label_lower)
    said = {name: value for name, value in (own(chance) if own else {}).items() if f"{name}_id" not in given}
    pointing = {name: value for name, value in said.items() if isinstance(value, type)}
    values = {**said, **given}
    values |= {name: _pointed_at(value, people, chance) for name, value in pointing.items()}
    for field in model._meta.local_concrete_fields:
        if field.attname in values or field.name in values or field.null or field.has_default():
            continue
        if not isinstance(field, models.AutoField):
            values[field.attname] = _value(field, people, chance)
    return model(**values)


def _value(field: models.Field[Any, Any], people: Sequence[Person], chance: random.Random) -> Any:
    if isinstance(field, models.ForeignKey):
        return _pointed_at(field.related_model, people, chance).pk
    if field.choices:
        return chance.choice([value for value, _ in field.choices])
    for kind, make in _BY_KIND.items():
        if isinstance(field, kind):
            value = make(chance)
            return value[: field.max_length] if isinstance(value, str) else value
    raise AssertionError(f"say in OWN what {field} may hold")


def _pointed_at(model: type[models.Model], people: Sequence[Person], chance: random.Random) -> models.Model:
    if issubclass(Person, model):
        return chance.choice(people)
    if model is Tenant:
        return people[0].tenant
    row = _made(model, {}, people, chance)
    row.save(force_insert=True)
    return row


def _text(chance: random.Random) -> str:
    return f"{chance.getrandbits(60):x}"


_BY_KIND: dict[type[models.Field[Any, Any]], Callable[[random.Random], Any]] = {
    models.UUIDField: lambda chance: uuid.UUID(int=chance.getrandbits(128)),
    models.DateTimeField: lambda chance: NOON,
    models.DateField: lambda chance: NOON.date() - timedelta(days=chance.randrange(9999)),
    models.BooleanField: lambda chance: chance.random() < 0.5,
    models.JSONField: lambda chance: {},
    models.FloatField: lambda chance: chance.random(),
    models.IntegerField: lambda chance: chance.randrange(1, 1000),
    models.BinaryField: lambda chance: chance.randbytes(32),
    models.EmailField: lambda chance: f"{_text(chance)}@example.com",
    models.CharField: _text,
    models.TextField: _text,
}

# A model in the place of a value stands for a row of it.
OWN: dict[str, Callable[[random.Random], Mapping[str, Any]]] = {
    "assisting.assistance": lambda chance: {"ended_at": NOON, "end_reason": "stopped"},
    "assisting.staffgrant": lambda chance: {"valid_from": NOON, "valid_until": NOON + timedelta(days=1)},
    "interactions.interaction": lambda chance: {"state": "closed", "ended_at": NOON},
    "people.programtoken": lambda chance: {"expires_at": NOON + timedelta(days=1)},
    "people.hold": lambda chance: {"reason": "a claim", "lifted_at": chance.choice([None, NOON, NOON])},
    "calls.call": lambda chance: {"end_reason": ""},
    "calls.invitation": lambda chance: {"request": ServiceRequest},
    "calls.report": lambda chance: {"deleted_at": NOON},
    "calls.media": lambda chance: {"deleted_at": NOON},
    "calls.participant": lambda chance: {"kind": "regular", "person": Person},
    "cases.casetask": lambda chance: {"state": "done", "settled_at": NOON, "actor": Person},
    "cases.typechoice": lambda chance: {"kind": "stage", "phase": ""},
    "desk.answer": lambda chance: {"state": "proposed"},
    "desk.question": lambda chance: {"state": "resolved", "resolved_at": NOON, "resolution": "answered"},
    "jobs.job": lambda chance: {"state": "done", "ended_at": NOON},
    "mailings.subscription": lambda chance: {"state": "ended"},
}
