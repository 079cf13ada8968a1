from __future__ import annotations

import pytest

from alongside.lib import keyset
from alongside.lib.keyset import Leaf
from alongside.people.models import Group, Tenant

pytestmark = pytest.mark.django_db

ORDER = ("-staff", "name", "pk")


def turned(address: str | None) -> dict[str, str]:
    """What the address of a page says."""
    assert address is not None
    name, _, place = address.removeprefix("?").partition("=")
    return {name: place}


def page(asked: dict[str, str]) -> Leaf[Group]:
    return keyset.leaf(Group.objects.all(), ORDER, size=2, asked=asked, name="groups")


def names(leaf: Leaf[Group]) -> list[str]:
    return [group.name for group in leaf.rows]


@pytest.fixture
def _groups(tenant: Tenant) -> None:
    for name in "CADBE":
        Group.objects.create(name=name, staff=name in "DE")


@pytest.mark.usefixtures("_groups")
def test_a_list_is_read_to_its_end_and_back() -> None:
    first = page({})
    second = page(turned(first.next))
    third = page(turned(second.next))
    assert [names(one) for one in (first, second, third)] == [["D", "E"], ["A", "B"], ["C"]]
    assert (first.previous, third.next) == (None, None)
    back = page(turned(third.previous))
    assert (names(back), names(page(turned(back.previous)))) == (["A", "B"], ["D", "E"])
    assert page(turned(back.previous)).previous is None


@pytest.mark.usefixtures("_groups")
def test_what_comes_or_goes_meanwhile_neither_repeats_nor_hides_others() -> None:
    first = page({})
    Group.objects.create(name="AA", staff=True)  # before what was shown
    Group.objects.filter(name="E").delete()  # where the page ended
    assert names(page(turned(first.next))) == ["A", "B"]


@pytest.mark.usefixtures("_groups")
@pytest.mark.parametrize(
    "place", ["", "x", "%%", "W10", "WyIxIl0", "W251bGwsMSwyXQ", "a" * 500, "eyJhIjoxfQ"]
)
def test_a_place_that_makes_no_sense_is_the_beginning(place: str) -> None:
    assert names(page({"groups-after": place})) == names(page({"groups-before": place})) == ["D", "E"]


@pytest.mark.usefixtures("_groups")
def test_before_the_first_page_there_is_the_first_page() -> None:
    Group.objects.create(name="AA", staff=True)
    later = page(turned(page({}).next))
    Group.objects.filter(name="AA").delete()
    assert names(page(turned(later.previous))) == ["D", "E"]
