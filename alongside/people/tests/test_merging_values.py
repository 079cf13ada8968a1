from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.people.merging.values import Side, chosen, differ, undone


@pytest.mark.parametrize(
    ("kept", "absorbed", "side", "stays"),
    [
        ("a", "b", None, "a"),
        ("a", "b", Side.KEPT, "a"),
        ("a", "b", Side.ABSORBED, "b"),
        ("", "b", None, "b"),
        (None, "b", None, "b"),
        ([], ["b"], None, ["b"]),
        ("", "b", Side.KEPT, ""),
        ("a", "", None, "a"),
        ("a", "", Side.ABSORBED, ""),
        (0, 5, None, 0),
        (["a", "b"], ["b", "c"], Side.BOTH, ["a", "b", "c"]),
        (None, ["b"], Side.BOTH, ["b"]),
        (["a"], "b", Side.BOTH, ["a", "b"]),
    ],
)
def test_which_value_stays(kept: object, absorbed: object, side: Side | None, stays: object) -> None:
    assert chosen(kept, absorbed, side) == stays


@pytest.mark.parametrize(
    ("before", "after", "now", "then"),
    [
        ("a", "b", "b", "a"),
        ("a", "b", "c", "c"),
        (None, "b", "b", None),
        ("a", None, "", "a"),
        (["a"], ["a", "b"], ["a", "b"], ["a"]),
        (["a"], ["a", "b"], ["a", "b", "c"], ["a", "c"]),
        (["a"], ["a", "b"], ["b", "c"], ["c"]),
        (["a"], ["b"], ["b", "c"], ["a", "c"]),
        (["a", "b"], ["b", "c"], ["c"], ["a"]),
        (None, ["b"], ["b", "c"], ["c"]),
    ],
)
def test_what_undoing_gives_back(before: object, after: object, now: object, then: object) -> None:
    assert undone(before, after, now) == then


one = st.one_of(st.none(), st.text(max_size=3), st.integers(0, 9))
several = st.lists(st.text(min_size=1, max_size=2), max_size=4, unique=True)
value = st.one_of(one, several)


@given(value, value, st.sampled_from([None, *Side]))
def test_undoing_at_once_is_as_if_nothing_had_been(kept: object, absorbed: object, side: Side | None) -> None:
    after = chosen(kept, absorbed, side)
    assert undone(kept, after, after) == kept


@given(several, several, several)
def test_what_was_added_to_several_since_stays_and_nothing_of_the_merge_does(
    kept: list[str], absorbed: list[str], added: list[str]
) -> None:
    after = chosen(kept, absorbed, Side.BOTH)
    assert isinstance(after, list)
    new = [text for text in added if text not in after]
    assert undone(kept, after, [*after, *new]) == [*kept, *new]


@pytest.mark.parametrize("empty", [None, "", []])
def test_an_empty_value_is_no_value(empty: object) -> None:
    assert not differ(empty, None)
    assert differ(empty, 0)
