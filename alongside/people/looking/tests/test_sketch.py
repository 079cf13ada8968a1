from __future__ import annotations

from random import Random

import pytest

from alongside.lib.ids import LARGEST_NUMBER
from alongside.people.looking.sketch import BITS, EMPTY, about, with_people


@pytest.mark.parametrize("people", [0, 1, 20, 300, 3_000, 10_000])
def test_different_people_are_counted_within_a_few_per_cent(people: int) -> None:
    draw = Random(people)
    ids = [draw.randint(1, LARGEST_NUMBER) for _ in range(people)]
    sketch = with_people(EMPTY, ids)
    assert about(sketch) == pytest.approx(people, rel=0.04, abs=1)
    assert len(sketch) == BITS // 8


def test_the_same_people_again_change_nothing() -> None:
    sketch = with_people(EMPTY, range(1, 500))
    assert with_people(sketch, range(100, 400)) == sketch


def test_a_full_sketch_still_answers() -> None:
    assert about(b"\xff" * (BITS // 8)) > 50_000
