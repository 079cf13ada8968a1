"""J8: the same form opened while helping, not helping, and with assistance switched off (spec G29–G31)."""

from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting
from alongside.forms.context import variables
from alongside.forms.placeholders import filled, unknown
from alongside.forms.tests.samples import published
from alongside.people.models import Person
from tests.cast import helping


@pytest.mark.django_db
def test_the_four_variables(bob: Person, ann: Person) -> None:
    alone = {
        "SITEUSERID": str(bob.pk),
        "SITEUSERNAME": "Bob Helper",
        "PROXYUSERID": "",
        "PROXYUSERNAME": "",
    }
    assert variables(Acting.alone(bob)) == alone

    acting = helping(bob, ann)
    assert variables(acting) == {
        "SITEUSERID": str(ann.pk),
        "SITEUSERNAME": "Ann Example",
        "PROXYUSERID": str(bob.pk),
        "PROXYUSERNAME": "Bob Helper",
    }
    assert variables(published(assist_enabled=False).form.opened_by(acting)) == alone


def test_only_the_four_names_are_replaced_and_only_once() -> None:
    values = {"SITEUSERID": "7", "SITEUSERNAME": "{PROXYUSERNAME}", "PROXYUSERID": "", "PROXYUSERNAME": "Bob"}

    assert filled("{SITEUSERNAME} {PROXYUSERNAME} {OTHER} {}", values) == "{PROXYUSERNAME} Bob {OTHER} {}"
    assert unknown("{SITEUSERNAME} {OTHER}") == ["OTHER"]
