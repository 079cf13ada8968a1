from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import get_script_prefix, set_script_prefix

from alongside.ui.jinja import own_url, url

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


@pytest.mark.usefixtures("at")
def test_ones_own_address_lies_outside_every_assistance() -> None:
    own = own_url("account_logout")
    set_script_prefix(f"/for/{ASSISTANCE}/")
    assert own_url("account_logout") == own
    assert get_script_prefix() == f"/for/{ASSISTANCE}/"


@pytest.mark.usefixtures("at")
def test_ones_own_address_keeps_the_place_where_the_house_is_mounted() -> None:
    own = own_url("account_logout")
    set_script_prefix(f"/alongside/for/{ASSISTANCE}/")
    assert own_url("account_logout") == "/alongside" + own
