"""How far two people agree, by a table of what agents meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.people.fields import STANDARD_FIELDS, Field
from alongside.people.matching.comparing import Aspect, Level, compare
from alongside.people.matching.records import Record

SAME, CLOSE, SHORT, LIKE, DIFFERENT, UNKNOWN = Level
FIELDS = (*STANDARD_FIELDS, Field("identity_number", "Identity number"))


def record(**values: str) -> Record:
    return Record.of(FIELDS, dict(values))


def level(aspect: Aspect, one: dict[str, str], other: dict[str, str]) -> Level:
    return compare(record(**one), record(**other)).levels[aspect]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Smith", "SMITH", SAME),
        ("O\u2019Brien", "OBrien", SAME),
        ("Smith", "Smyth", CLOSE),
        ("Smith", "Smiht", CLOSE),
        ("Shelagh", "Sheila", CLOSE),
        ("Smith", "Smith-Jones", SHORT),
        ("Johnson", "Johnstone", CLOSE),
        ("Martin", "Marten", CLOSE),
        ("Smith", "Baker", DIFFERENT),
        ("Smith", "", UNKNOWN),
    ],
)
def test_family_names(one: str, other: str, expected: Level) -> None:
    names = {"given_name": "Ann"}
    assert level(Aspect.FAMILY, {**names, "family_name": one}, {**names, "family_name": other}) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("William", "Bill", SHORT),
        ("William", "W", SHORT),
        ("Elizabeth", "Betty", SHORT),
        ("Mary Ann", "Ann", SHORT),
        ("Jon", "John", CLOSE),
        ("Catherine", "Kathryn", CLOSE),
        ("Ann", "Paul", DIFFERENT),
    ],
)
def test_given_names(one: str, other: str, expected: Level) -> None:
    assert level(Aspect.GIVEN, {"given_name": one}, {"given_name": other}) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("12/3/1980", "1980-03-12", SAME),
        ("12/3/1980", "19800312", SAME),
        ("12/3/1980", "3/12/1980", CLOSE),
        ("12/3/1980", "12/3/1981", CLOSE),
        ("12/3/1980", "21/3/1980", CLOSE),
        ("12/3/1980", "12/3/1968", LIKE),
        ("12/3/1980", "1/7/1951", DIFFERENT),
        ("12/3/1980", "", UNKNOWN),
        ("12/3/1980", "19801312", CLOSE),  # no day, but one digit from one
    ],
)
def test_days_of_birth(one: str, other: str, expected: Level) -> None:
    assert level(Aspect.BORN, {"date_of_birth": one}, {"date_of_birth": other}) == expected


@pytest.mark.parametrize(
    ("field", "aspect", "one", "other", "expected"),
    [
        ("telephone", Aspect.TELEPHONE, "01632 960123", "+44 1632 960 123", SAME),
        ("telephone", Aspect.TELEPHONE, "01632 960123", "01632 960132", CLOSE),
        ("email", Aspect.EMAIL, "Ann@Example.org", "ann@example.org", SAME),
        ("email", Aspect.EMAIL, "ann.smith@example.org", "ann.smith@other.net", LIKE),
        ("postcode", Aspect.POSTCODE, "PL4 8AA", "pl48aa", SAME),
        ("postcode", Aspect.POSTCODE, "PL4 8AA", "PL4 8AB", CLOSE),
        ("postcode", Aspect.POSTCODE, "PL4 8AA", "PL4 7QQ", LIKE),
        ("address", Aspect.ADDRESS, "12 Acacia Avenue, Plymouth", "12 Acacia Ave Plymouth", SAME),
        ("address", Aspect.ADDRESS, "12 Acacia Avenue, Plymouth", "14 Acacia Avenue, Plymouth", CLOSE),
        ("address", Aspect.ADDRESS, "12 Acacia Avenue, Plymouth", "3 Elm Road, Exeter", DIFFERENT),
        ("identity_number", Aspect.NUMBER, "QQ 12 34 56 C", "qq123456c", SAME),
        ("identity_number", Aspect.NUMBER, "QQ123456C", "QQ123465C", CLOSE),
        ("account_number", Aspect.NUMBER, "12", "12", UNKNOWN),  # too short to be one person's alone
    ],
)
def test_other_fields(field: str, aspect: Aspect, one: str, other: str, expected: Level) -> None:
    assert level(aspect, {field: one}, {field: other}) == expected


def test_names_in_each_others_place_agree_nearly() -> None:
    found = compare(
        record(given_name="Ann", family_name="Smith"), record(given_name="Smith", family_name="Ann")
    )
    assert found.swapped
    assert (found.levels[Aspect.FAMILY], found.levels[Aspect.GIVEN]) == (CLOSE, CLOSE)


@given(
    st.dictionaries(st.sampled_from([field.name for field in FIELDS]), st.text(max_size=40)),
    st.dictionaries(st.sampled_from([field.name for field in FIELDS]), st.text(max_size=40)),
)
def test_whatever_is_compared_agrees_the_same_in_both_directions(
    one: dict[str, str], other: dict[str, str]
) -> None:
    there, back = compare(record(**one), record(**other)), compare(record(**other), record(**one))
    assert there == back
    assert all(level in (SAME, UNKNOWN) for level in compare(record(**one), record(**one)).levels.values())
