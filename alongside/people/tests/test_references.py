"""Every column of the house that may name a person is known: moved, or left for a stated reason."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.apps import apps
from django.db import models

from alongside.people.references import every, moving, staying

# Whatever is called like this may hold somebody's id or ref.
_CALLED = re.compile(r"person|actor|agent|user|owner|absorbed|kept|whose|(^|_)(by|ref)(_id)?$")
# What is called like this and is no reference that merging moves, and why.
NO_REFERENCES = {
    "history.entry.actor_ref": "history is never changed: `Person.refs()` reads both streams",
    "history.entry.person_ref": "history is never changed",
    "history.key.ref": "it opens what history holds of that ref",
    "calls.media.kept_at": "it is a moment",
    "calls.nearby.person_id": "it says who is there, for less than a minute",
    "desk.sentfile.kept_at": "it is a moment",
    "desk.mailbox.checked_by": "it is the name of a mail server",
    "desk.mailbox.username": "it is the mailbox's own",
    "forms.file.kept_at": "it is a path",
    "interactions.callpop.ref": "it is the call's own",
    "people.signin.person_id": "a sign-in belongs to the account that it opens",
    "people.alikerow.person_id": "it reports who was registered from a row, for thirty days",
    "people.person.ref": "it is the person's own",
    "people.person.username": "it is the account's own, and stays with it",
    "people.searchkey.person_id": "written anew with the person (`actions/search_keys.py`)",
}


def columns() -> Iterator[tuple[str, models.Field[object, object]]]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            yield f"{model._meta.label_lower}.{field.attname}", field


def test_every_column_that_may_name_a_person_is_a_known_reference() -> None:
    """A new one that is no foreign key: say `references.also(…)` in your `ready()`, or here why not."""
    known = {reference.name for reference in every()}
    suspects = {
        name
        for name, field in columns()
        if _CALLED.search(field.attname) and not isinstance(field, models.BooleanField | models.JSONField)
    }
    assert suspects - known == set(NO_REFERENCES)


def test_every_reference_of_the_sign_in_library_stays_where_it_is() -> None:
    """Or the credentials of one account would open another."""
    foreign = {one.name for one in every() if not one.model.__module__.startswith("alongside.")}
    assert foreign == {"account.emailaddress.user_id", "mfa.authenticator.user_id"}
    assert foreign <= set(staying()) - {reference.name for reference, _ in moving()}


def test_what_stays_is_there_and_has_a_reason() -> None:
    names = {reference.name for reference in every()}
    assert set(staying()) - names == set()
    assert all(why.endswith(".") for why in staying().values())


def test_the_rows_of_every_reference_that_moves_are_found_by_an_index() -> None:
    def led_by(model: type[models.Model], column: str) -> bool:
        meta = model._meta
        (field,) = (field for field in meta.local_concrete_fields if field.attname == column)
        leading = {index.fields[0] for index in meta.indexes if index.fields}
        for one in meta.constraints:
            if isinstance(one, models.UniqueConstraint) and one.condition is None:
                first = [*one.fields, *(repr(expression) for expression in one.expressions)][0]
                leading |= {first.removeprefix("F(").removesuffix(")")}
        foreign = isinstance(field, models.ForeignKey) and vars(field)["db_index"]
        return bool(foreign) or field.unique or field.name in leading

    slow = [reference.name for reference, _ in moving() if not led_by(reference.model, reference.column)]
    assert slow == []


def test_no_reference_is_part_of_a_primary_key() -> None:
    """Its rows would have other keys after moving, and undoing would not find them: write it anew instead."""
    within = [
        reference.name
        for reference, _ in moving()
        if reference.column in {field.attname for field in reference.model._meta.pk_fields}
    ]
    assert within == []
