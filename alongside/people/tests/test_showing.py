from __future__ import annotations

from datetime import date

import pytest

from alongside.people.showing import read_as, typed_as


@pytest.mark.parametrize(
    ("value", "type", "typed", "read"),
    [
        (date(1984, 3, 27), "date", "27/3/1984", "27 March 1984"),
        ("1984-03-27", "date", "27/3/1984", "27 March 1984"),
        ("2026-11-22T14:05", "datetime", "22/11/2026 14:05", "22 November 2026, 14:05"),
        ("soon", "date", "soon", "soon"),
        ("1984-03-27", "text", "1984-03-27", "1984-03-27"),
        (1.7, "number", "1.7", "1.7"),
        (7, "integer", 7, "7"),
        ("12 Acacia Avenue\nPlymouth", "address", "12 Acacia Avenue\nPlymouth", "12 Acacia Avenue, Plymouth"),
        (["1984-03-27", "1985-03-27"], "date", ["27/3/1984", "27/3/1985"], "27 March 1984, 27 March 1985"),
        (None, "text", None, ""),
        ([], "text", [], ""),
    ],
)
def test_a_value_as_it_is_typed_and_as_it_is_read(value: object, type: str, typed: object, read: str) -> None:
    assert (typed_as(value, type), read_as(value, type)) == (typed, read)
