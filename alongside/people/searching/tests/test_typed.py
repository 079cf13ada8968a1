import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.people.searching.typed import DATE, EMAIL, MIXED, MOST_PIECES, NUMBER, POSTCODE, WORD, readings


@pytest.mark.parametrize(
    ("query", "pieces"),
    [
        ("ann smith pl4", [(WORD, "ann"), (WORD, "smith"), (MIXED, "pl4")]),
        ("smith 12/3/1980", [(WORD, "smith"), (DATE, "12/3/1980")]),
        ("12 mar 1980 smith", [(DATE, "12 mar 1980"), (WORD, "smith")]),
        ("01752 123 456", [(NUMBER, "01752123456")]),
        ("(01752) 123-456 smith", [(NUMBER, "(01752)123-456"), (WORD, "smith")]),
        ("+44 (0)1752 123456", [(NUMBER, "+441752123456")]),
        ("tel:+441752123456", [(NUMBER, "+441752123456")]),
        ("412345678 01752123456", [(NUMBER, "412345678"), (NUMBER, "01752123456")]),
        ("PL4 8AA", [(POSTCODE, "pl48aa")]),
        ("pl48aa smith", [(POSTCODE, "pl48aa"), (WORD, "smith")]),
        ("pl4 8", [(POSTCODE, "pl48")]),
        ("Smith, Ann", [(WORD, "Smith"), (WORD, "Ann")]),
        ("ann.smith@example.com", [(EMAIL, "ann.smith@example.com")]),
        ("April Smith", [(WORD, "April"), (WORD, "Smith")]),
        ("smith%*?_", [(WORD, "smith")]),
        ("smi\x00th", [(WORD, "smi"), (WORD, "th")]),
        ("王", [(WORD, "王")]),
    ],
)
def test_a_query_is_taken_apart(query: str, pieces: list[tuple[str, str]]) -> None:
    assert [tuple(piece) for piece in readings(query)[0]] == pieces


@pytest.mark.parametrize(
    ("query", "reading"),
    [
        ("mac donald", ["macdonald"]),
        ("smith-jones", ["smith", "jones"]),
        ("ann.smith", ["ann", "smith"]),
        ("Dr Ann Smith", ["Ann", "Smith"]),
        ("flat 2 12 acacia", ["flat", "2", "12", "acacia"]),
    ],
)
def test_a_query_is_read_in_other_ways_too(query: str, reading: list[str]) -> None:
    assert reading in [[piece.text for piece in other] for other in readings(query)[1:]]


@pytest.mark.parametrize("query", ["", " ", "a", "%", "%%%%", "\x00\x01", "@", "--", "\ud800", "!?", "'"])
def test_too_little_to_look_for_is_no_question(query: str) -> None:
    assert readings(query) == []


@given(st.text(max_size=300))
def test_any_query_is_read_as_a_few_short_pieces(query: str) -> None:
    found = readings(query)
    assert len(found) <= 6
    assert all(0 < len(reading) <= MOST_PIECES for reading in found)


def test_a_query_of_ten_kilobytes_is_cut() -> None:
    assert sum(len(piece.text) for piece in readings("smith " * 2000)[0]) == 5 * MOST_PIECES
