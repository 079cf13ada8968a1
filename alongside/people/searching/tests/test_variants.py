"""Numbers, days and addresses that are one mistake away from what was typed."""

import pytest

from alongside.people.searching import variants


@pytest.mark.parametrize(
    ("typed", "meant", "cost"),
    [
        ("1632960132", "1632960123", 0.6),
        ("163296023", "1632960123", 0.9),
        ("16329601123", "1632960123", 0.7),
        ("16329601923", "1632960123", 0.9),
        ("1632960124", "1632960123", 1.0),
    ],
)
def test_a_number_is_one_mistake_away(typed: str, meant: str, cost: float) -> None:
    assert variants.of_number(typed)[meant] == cost


def test_a_number_of_ten_digits_has_few_neighbours() -> None:
    found = variants.of_number("1632960123")
    assert len(found) == 209
    assert "1632960123" not in found
    assert "1632960999" not in found


def test_days_are_days_that_exist() -> None:
    found = variants.of_day("19800312")
    assert found["19801203"] == 0.6
    assert found["19800321"] == 0.6
    assert found["19900312"] == 1.0
    assert "19801312" not in found
    assert "19800312" not in found
    assert all(len(day) == 8 for day in found)


def test_an_address_is_one_mistake_away() -> None:
    found = variants.of_local_part("davdi.smith34")
    assert found["david.smith34"] == 0.6
    assert {"davdismith34", "davdi.smith3", "davdi.smith344", "davdi_smith34"} <= found.keys()


def test_a_code_is_one_mistake_away() -> None:
    assert {"pl48ab", "pl58aa", "p48aa", "pl84aa"} <= variants.of_code("pl48aa").keys()
