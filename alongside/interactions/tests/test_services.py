from __future__ import annotations

from typing import Any

import pytest

from alongside.interactions.models import Channel
from alongside.interactions.services import USUAL, Service, choices, label_of, services


def test_the_channels_are_those_of_the_reference() -> None:
    assert Channel.choices == [
        ("phone", "Phone"),
        ("email", "Email"),
        ("face", "Face to Face"),
        ("letter", "Letter"),
        ("social", "Social Media"),
        ("chat", "Live chat"),
        ("other", "Other"),
    ]


def test_the_usual_services_are_those_of_the_reference() -> None:
    assert [service.label for service in services({})] == [
        "To be decided",
        "Benefits",
        "Council Tax",
        "Waste and recycling",
        "Roads and Highways",
    ]


def test_a_tenant_lists_its_own_services() -> None:
    options = {"services": [{"value": "trees", "label": "Trees", "group": "Green"}, {"value": "dogs"}]}

    assert services(options) == (Service("trees", "Trees", "Green"), Service("dogs", "dogs"))


@pytest.mark.parametrize(
    "listed",
    [None, "trees", 7, {}, [], [None], ["trees"], [{}], [{"label": "Trees"}], [{"value": "x" * 65}]],
)
def test_a_list_that_cannot_be_used_means_the_usual_services(listed: Any) -> None:
    assert services({"services": listed}) == USUAL


def test_of_two_services_with_one_value_the_first_counts() -> None:
    twice = [{"value": "trees", "label": "Trees"}, {"value": "dogs"}, {"value": "trees", "label": "Wood"}]

    assert services({"services": twice}) == (Service("trees", "Trees"), Service("dogs", "dogs"))


def test_a_service_that_was_taken_off_the_list_keeps_its_value_as_its_name() -> None:
    assert (label_of("benefits", {}), label_of("trees", {})) == ("Benefits", "trees")


def test_a_select_offers_the_ungrouped_first_and_then_group_by_group() -> None:
    assert choices({}) == [
        ("undecided", "To be decided"),
        ("Money", [("benefits", "Benefits"), ("council-tax", "Council Tax")]),
        ("Streets", [("waste", "Waste and recycling"), ("roads", "Roads and Highways")]),
    ]
