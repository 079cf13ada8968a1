"""Places are read as people write them, and drawn where they lie."""

from __future__ import annotations

import itertools
import math

import pytest

from alongside.cases import places
from alongside.cases.places import EARTH, HEIGHT, WIDTH, Place, laid_out, read

PLYMOUTH, DEVONPORT, EXETER = Place(50.3755, -4.1427), Place(50.378, -4.176), Place(50.7184, -3.5339)


def test_a_place_is_read_as_it_is_written() -> None:
    for text, place in (
        ("50.3755, -4.1427", PLYMOUTH),
        (" 50.3755,-4.1427 ", PLYMOUTH),
        ("50.3755 N, 4.1427 W", PLYMOUTH),
        ("50.3755° n , 4.1427° w", PLYMOUTH),
        ("-33, 151", Place(-33, 151)),
        ("0 S, -0.0000001", Place(0, 0)),
        (str(EXETER), EXETER),
    ):
        assert read(text) == place, text
    for text in (
        "",
        "50",
        "50,4,1",
        "91, 0",
        "0, 181",
        "50 W, 4 N",
        "-50 N, 4 W",
        "a, b",
        "nan, 0",
        "1e1, 0",
    ):
        with pytest.raises(ValueError, match=r".*"):
            read(text)


def test_places_are_drawn_where_they_lie_and_as_far_apart_as_the_bar_says() -> None:
    sheet = laid_out([PLYMOUTH, EXETER, PLYMOUTH, DEVONPORT])
    assert [(one.number, one.places) for one in sheet.marks] == [(1, [0, 2, 3]), (2, [1])]
    near, far = sheet.marks
    assert (near.x < far.x, near.y > far.y) == (True, True)  # Exeter is north-east

    metres = float(sheet.far.split()[0]) * 1000
    apart = math.hypot(near.x - far.x, near.y - far.y) / sheet.bar * metres
    assert apart == pytest.approx(_haversine(PLYMOUTH, EXETER), rel=0.01)
    assert [one.label for one in sheet.parallels] == ["50.4° N", "50.5° N", "50.6° N", "50.7° N"]


def test_everything_lies_on_the_picture_wherever_it_is() -> None:
    for some in (
        [PLYMOUTH],
        [Place(-89.9, 0), Place(89.9, 180), Place(0, -180)],
        [Place(0, 0), Place(0, 0.00001)],
        [Place(x / 7, y / 3) for x, y in itertools.product(range(-9, 9), repeat=2)],
    ):
        sheet = laid_out(some)
        assert sorted(place for mark in sheet.marks for place in mark.places) == list(range(len(some)))
        assert all(0 <= one.x <= WIDTH and 0 <= one.y <= HEIGHT for one in sheet.marks)
        assert all(0 <= one.at <= WIDTH for one in sheet.meridians)
        assert all(0 <= one.at <= HEIGHT for one in sheet.parallels)
        assert 0 < sheet.bar <= WIDTH / 4
        apart = [math.hypot(a.x - b.x, a.y - b.y) for a, b in itertools.combinations(sheet.marks, 2)]
        assert all(far >= places.TOGETHER for far in apart)


def _haversine(a: Place, b: Place) -> float:
    """Metres on the great circle, by the formula of the books."""
    north, south = math.radians(a.latitude), math.radians(b.latitude)
    across = math.radians(b.longitude - a.longitude)
    half = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))
