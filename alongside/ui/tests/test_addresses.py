from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import get_script_prefix, set_script_prefix

from alongside.ui.jinja import url

ASSISTANCE = "7c0f3f0e-5a50-4b7a-9d0b-3f6f6c1d2e3f"


@pytest.fixture
def at() -> Iterator[None]:
    before = get_script_prefix()
    yield
    set_script_prefix(before)


@pytest.mark.usefixtures("at")
def test_an_address_stays_within_the_assistance_it_was_asked_in() -> None:
    set_script_prefix(f"/for/{ASSISTANCE}/")
    assert url("ui:parts").startswith(f"/for/{ASSISTANCE}/")
