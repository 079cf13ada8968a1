from __future__ import annotations

from django.apps import apps
from django.db import models

from alongside.people import custody
from alongside.people.models import Person


def references() -> set[str]:
    """Every field of every model that points to a person."""
    return {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model is Person
        and not model._meta.app_label.startswith("tests")
    }


def test_whatever_points_to_a_person_is_in_somebodys_custody() -> None:
    """A new model is not forgotten when people are erased, nor when they ask what is held of them."""
    named = [reference for one in custody.registered() for reference in one.references]

    assert sorted(named) == sorted(references() | {"people.SearchKey.person_id"})


def test_each_kind_of_thing_says_what_becomes_of_it() -> None:
    assert [one.name for one in custody.registered() if not one.sentence.endswith(".")] == []
