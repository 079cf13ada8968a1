from __future__ import annotations

import json

import pytest

from alongside.forms import examples, parsing
from alongside.forms.models import Form
from alongside.forms.tests.samples import staff
from alongside.people.models import Tenant


def test_every_file_is_an_example() -> None:
    assert {path.stem for path in examples.HERE.glob("*.json")} == set(examples.NAMES)


@pytest.mark.parametrize("name", examples.NAMES)
def test_every_example_can_be_used(name: str) -> None:
    definition = parsing.parse(examples.example(name).definition)

    assert len(definition.pages) >= 1


def test_the_two_forms_that_show_the_context_ask_the_same() -> None:
    with_help, without = (
        json.loads((examples.HERE / f"{name}.json").read_text())
        for name in ("form-context", "form-context-alone")
    )

    assert with_help["definition"] == without["definition"]
    assert ("assist_enabled" in with_help, without["assist_enabled"]) == (False, False)


@pytest.mark.django_db
def test_examples_are_published(tenant: Tenant) -> None:
    acting = staff()
    for name in examples.NAMES:
        examples.publish(acting, name)

    assert {form.slug for form in Form.objects.all()} == set(examples.NAMES)
