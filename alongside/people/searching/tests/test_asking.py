"""What a question finds, on one person's keys alone; the database is in test_queries."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.people.fields import STANDARD_FIELDS, Field, Values
from alongside.people.searching import asking
from alongside.people.searching.keys import Keys, grouped, keys_of

FIELDS = (*STANDARD_FIELDS, Field("badge", "Blue badge"), Field("diet", "Diet", searchable=False))
ANN: Values = {
    "title": "Ms",
    "given_name": "Ann-Marie",
    "middle_names": "Louise",
    "family_name": "O'Brien",
    "email": "ann.obrien80@example.com",
    "date_of_birth": date(1980, 3, 12),
    "telephone": "01632 960123",
    "mobile": "+44 7700 900456",
    "address": "Flat 2, 12 Acacia Avenue, Stoke-on-Trent",
    "postcode": "PL4 8AA",
    "account_number": "412345678",
    "badge": "BB-1234",
    "diet": "vegan",
}


def met(query: str, only_field: str | None = None) -> tuple[str, ...]:
    return _fields(asking.plan(query, FIELDS, only_field))


def _fields(plan: asking.Plan) -> tuple[str, ...]:
    return tuple(one.field for one in plan.met_by(Keys(grouped(FIELDS), ANN)))


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("ann", ("given_name",)),
        ("brien", ("family_name",)),
        ("obri", ("family_name",)),
        ("o'brien", ("family_name",)),
        ("o brien", ("family_name",)),
        ("O’BRIEN ANN", ("family_name", "given_name")),
        ("ann obrien", ("given_name", "family_name")),
        ("marie obrien", ("given_name", "family_name")),
        ("anne-marie", ()),
        ("ann-marie obrien", ("given_name", "family_name")),
        ("ann marie obrien", ("given_name", "family_name")),
        ("annmarie", ("given_name",)),
        ("louise obrien", ("middle_names", "family_name")),
        ("a o'brien", ("given_name", "family_name")),
        ("dr ann o'brien", ("given_name", "family_name")),
        ("ann brien pl4", ("given_name", "family_name", "postcode")),
        ("pl4", ("postcode",)),
        ("pl4 8aa", ("postcode",)),
        ("PL48AA", ("postcode",)),
        ("pl4 8", ("postcode",)),
        ("pl5", ()),
        ("01632 960123", ("telephone",)),
        ("+44 1632 960123", ("telephone",)),
        ("(01632) 960-123", ("telephone",)),
        ("441632960123", ("telephone",)),
        ("01632", ("telephone",)),
        ("960123", ("telephone",)),
        ("900 456", ("mobile",)),
        ("07700900456 obrien", ("mobile", "family_name")),
        ("960124", ()),
        ("ann.obrien80@example.com", ("email",)),
        ("ann.obrien", ("email",)),
        ("obrien80@ex", ("email",)),
        ("@example.com", ("email",)),
        ("example.com", ("email",)),
        ("obrien 12/3/1980", ("family_name", "date_of_birth")),
        ("12 mar 1980", ("date_of_birth",)),
        ("1980-03-12", ("date_of_birth",)),
        ("12.03.80", ("date_of_birth",)),
        ("12031980", ("date_of_birth",)),
        ("3/1980", ("date_of_birth",)),
        ("1980", ("date_of_birth",)),
        ("12/4/1980", ()),
        ("412345678", ("account_number",)),
        ("4123", ("account_number",)),
        ("5678", ("account_number",)),
        ("acacia avenue", ("address",)),
        ("12 acacia av", ("address",)),
        ("13 acacia", ()),
        ("flat 2 12 acacia avenue", ("address",)),
        ("stoke-on-trent", ("address",)),
        ("obrien stoke", ("family_name", "address")),
        ("bb1234", ("badge",)),
        ("1234", ("badge",)),
        ("vegan", ()),
        ("ms", ()),
        ("ann smith", ()),
        ("ann%", ("given_name",)),
    ],
)
def test_a_question_is_met_by_these_fields(query: str, fields: tuple[str, ...]) -> None:
    assert met(query) == fields


@pytest.mark.parametrize(
    ("field", "query", "found"),
    [
        ("family_name", "o'brien", True),
        ("family_name", "ann", False),
        ("given_name", "louise", False),
        ("middle_names", "louise", True),
        ("telephone", "01632 960123", True),
        ("telephone", "07700 900456", False),
        ("mobile", "07700 900456", True),
        ("account_number", "4123 45678", True),
        ("account_number", "01632960123", False),
        ("badge", "BB 1234", True),
        ("address", "acacia avenue", True),
        ("date_of_birth", "12 March 1980", True),
        ("postcode", "pl4", True),
        ("diet", "vegan", False),
        ("shoe_size", "44", False),
    ],
)
def test_one_field_is_asked_by_its_name(field: str, query: str, found: bool) -> None:
    assert met(query, only_field=field) == ((field,) if found else ())


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"telephone": "01632 960123", "family_name": "O'Brien"}, ("telephone", "family_name")),
        ({"telephone": "01632 960123", "family_name": "Smith"}, ()),
        ({"date_of_birth": "12/3/1980", "postcode": "PL4 8AA"}, ("date_of_birth", "postcode")),
        ({"given_name": "Ann", "badge": "1234"}, ("given_name", "badge")),
        ({"telephone": "07700 900456"}, ()),
        ({"family_name": "O'Brien", "diet": "vegan"}, ()),
        ({"family_name": "O'Brien", "shoe_size": "44"}, ()),
        ({"family_name": "O'Brien", "given_name": ""}, ()),
        ({}, ()),
    ],
)  # fmt: skip
def test_named_fields_must_all_be_met(values: Mapping[str, str], fields: tuple[str, ...]) -> None:
    assert _fields(asking.plan_fields(values, FIELDS)) == fields


def _direct(query: str) -> list[str]:
    return [read.range.lower for read in asking.plan(query, FIELDS).tiers[0].reads if read.rank == 0]


def test_common_questions_are_answered_by_one_range_of_keys() -> None:
    assert _direct("smith") == ["ssmith", "gsmith"]
    assert "ssmith ann" in _direct("ann smith")
    assert "gann smith" in _direct("ann smith")
    assert "opl4 smith ann" in _direct("ann smith pl4")
    assert _direct("smith 12/3/1980") == ["d19800312 smith", "d19800312"]
    assert "aplymouth smith" in _direct("smith plymouth")
    assert _direct("12 acacia") == ["a12 acacia"]


def test_whoever_meets_a_question_of_one_or_two_terms_is_in_one_of_its_ranges() -> None:
    stored = keys_of(FIELDS, ANN)
    for query in ("ann", "obrien ann", "ann obrien", "960123", "pl4", "obrien pl4", "ann pl4", "bb1234 ann"):
        reads = [read for tier in asking.plan(query, FIELDS).tiers for read in tier.reads]
        assert any(read.range.lower <= key < read.range.upper for read in reads for key in stored), query


@given(st.text(max_size=300))
def test_any_query_has_a_plan_of_a_bounded_number_of_bounded_reads(query: str) -> None:
    plan = asking.plan(query, FIELDS)
    plan.met_by(Keys(grouped(FIELDS), ANN))
    for tier in plan.tiers:
        assert 0 < len(tier.reads) <= 60
        for read in tier.reads:
            assert len(read.range.lower) > 1
            assert read.range.lower < read.range.upper
            assert 0 < read.limit <= asking.DEEP
            read.range.upper.encode()


_TYPED = st.text("abdnorst' -.,@/0123é", max_size=24)


@given(_TYPED, _TYPED, _TYPED, st.sampled_from(["rd", "st. ann's", "12 ct-x rd", "a@b.co", "roa"]), st.data())
def test_nobody_is_missed_for_a_word_that_is_not_written_of_them(
    family: str, given_name: str, badge: str, address: str, data: st.DataObject
) -> None:
    values = {"family_name": family, "given_name": given_name, "badge": badge, "address": address}
    start = data.draw(st.sampled_from([*values.values(), f"{given_name} {family}", "road", "lane x"]))
    plan = asking.plan(start[: data.draw(st.integers(0, 24))], FIELDS)
    known, unknown = Keys(grouped(FIELDS), values), Keys(grouped(FIELDS), values)
    unknown.__dict__["text"] = ""  # as of somebody whose names are of another script
    assert plan.met_by(known) == plan.met_by(unknown)


@pytest.mark.parametrize("query", ["", "a", "%%%", "\x00" * 50, "'", "\ud800\udfff"])
def test_a_query_without_anything_to_look_for_has_no_reads(query: str) -> None:
    assert asking.plan(query, FIELDS) == asking.NOTHING


def test_a_hostile_query_is_read_like_any_other() -> None:
    assert met("x" * 10_000) == ()
    assert met("ann " * 2_500) == ("given_name",)
    assert met("ann\x00\x07\u202e") == ("given_name",)
    assert met("ann'; DROP TABLE people; --") == ()
