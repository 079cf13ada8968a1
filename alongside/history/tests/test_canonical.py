import json
import uuid
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.history import canonical
from alongside.history.canonical import NotCanonical, Plain

VECTORS = json.loads(Path(__file__).with_name("canonical_vectors.json").read_text())
SPELT = [
    pytest.param(each["text"], each["canonical"], id=each["name"]) for each in VECTORS if "canonical" in each
]
REFUSED = [pytest.param(each["text"], id=each["name"]) for each in VECTORS if "refused" in each]


@pytest.mark.parametrize(("text", "spelling"), SPELT)
def test_a_value_has_one_spelling(text: str, spelling: str) -> None:
    assert canonical.encode(canonical.read(text)) == spelling
    assert canonical.decode(spelling) == canonical.read(text)


@pytest.mark.parametrize("text", REFUSED)
def test_what_has_no_canonical_spelling_is_refused(text: str) -> None:
    with pytest.raises(NotCanonical):
        canonical.encode(canonical.read(text))


def test_there_are_enough_vectors() -> None:
    assert len(VECTORS) >= 40


@pytest.mark.parametrize("text", ['{"b":1,"a":2}', "[1, 2]", '"\\u00e9"', '"e\u0301"', " null", "-0"])
def test_another_spelling_is_not_read_as_canonical(text: str) -> None:
    with pytest.raises(NotCanonical):
        canonical.decode(text)


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), {1: 2}, {"a": 2**60}, {"é": 1, "e\u0301": 2}, b"a", {3}, object()]
)
def test_a_value_that_json_does_not_keep_exactly_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical.encode(value)


def test_dates_times_and_ids_become_text() -> None:
    summer = timezone(timedelta(hours=1))
    assert canonical.plain(datetime(2026, 7, 1, 9, 30, tzinfo=summer)) == "2026-07-01T08:30:00.000000Z"
    assert canonical.plain(datetime(2026, 7, 1, 9, 30, 1, 5, tzinfo=UTC)) == "2026-07-01T09:30:01.000005Z"
    assert canonical.plain(date(2026, 7, 1)) == "2026-07-01"
    assert canonical.plain(uuid.UUID(int=1)) == "00000000-0000-0000-0000-000000000001"


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(NotCanonical):
        canonical.plain(datetime(2026, 7, 1))  # noqa: DTZ001 (that is the point)


values: st.SearchStrategy[Plain] = st.recursive(
    st.none() | st.booleans() | st.integers(-canonical.LARGEST, canonical.LARGEST) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@settings(deadline=None, max_examples=50)  # a busy machine is no failure
@given(values)
def test_what_was_spelt_reads_back_and_is_spelt_the_same(value: Plain) -> None:
    try:
        spelling = canonical.encode(value)
    except NotCanonical:  # two keys that compose to the same one
        return
    assert canonical.decode(spelling) == canonical.plain(value)
    assert canonical.encode(canonical.decode(spelling)) == spelling
