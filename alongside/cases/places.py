"""Places on a map: read from text, and laid out as a picture that needs nothing from elsewhere. Pure.

There is no map below it: a net of degrees, the north at the top, and a bar that says how far is how far. That
is enough to see what lies together, and no place of anybody is told to a server of maps.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

EARTH = 6_371_008.8  # metres: the mean radius
WIDTH, HEIGHT, MARGIN = 640.0, 440.0, 40.0
TOGETHER = 40.0  # marks that would lie closer are one
LEAST = 0.002  # degrees that a picture shows at least, about 200 m: one place alone is not the whole world
DECIMALS = 6  # about 0.1 m

_DEGREES = re.compile(r"\s*([+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*([NSEW]?)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Degrees, as WGS 84 has them: north and east of nought are positive."""

    latitude: float
    longitude: float

    def __str__(self) -> str:
        return f"{self.latitude:.{DECIMALS}f}, {self.longitude:.{DECIMALS}f}"


def read(text: str) -> Place:
    """The place that a text like “50.3755, -4.1427” or “50.3755 N, 4.1427 W” says. Raises `ValueError`."""
    parts = text.split(",")
    if len(parts) != 2:
        raise ValueError(text)
    return Place(_degrees(parts[0], "NS", 90), _degrees(parts[1], "EW", 180))


def _degrees(text: str, letters: str, most: int) -> float:
    found = _DEGREES.fullmatch(text)
    letter = found[2].upper() if found else ""
    if found is None or (letter and (letter not in letters or found[1][0] in "+-")):
        raise ValueError(text)
    degrees = round(float(found[1]) * (-1 if letter and letter == letters[1] else 1), DECIMALS)
    if abs(degrees) > most:
        raise ValueError(text)
    return degrees + 0.0  # never minus nought


@dataclass(slots=True)
class Mark:
    """Some places that lie together, by their positions in the order given; x and y are of the picture."""

    number: int
    x: float
    y: float
    places: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the net: at x from top to bottom, or at y from left to right."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture `WIDTH` wide and `HEIGHT` high. `bar` is so long, and means `far`."""

    marks: list[Mark]
    meridians: list[Line]
    parallels: list[Line]
    bar: float
    far: str


def laid_out(places: Sequence[Place]) -> Sheet:
    """Every place on a picture that just holds them, true to distances in its middle. Of at least one."""
    south, north = _spread([one.latitude for one in places])
    middle = math.cos(math.radians(min(89.0, abs(north + south) / 2)))
    west, east = _spread([one.longitude for one in places])
    scale = min((WIDTH - 2 * MARGIN) / ((east - west) * middle), (HEIGHT - 2 * MARGIN) / (north - south))

    def x_of(longitude: float) -> float:
        return round(WIDTH / 2 + (longitude - (west + east) / 2) * middle * scale, 1)

    def y_of(latitude: float) -> float:
        return round(HEIGHT / 2 - (latitude - (south + north) / 2) * scale, 1)

    shown_high, shown_wide = HEIGHT / scale, WIDTH / (scale * middle)
    high, wide = _handsome(shown_high / 4), _handsome(shown_wide / 3)  # so that what they say has room
    bar, far = _bar(scale)
    return Sheet(
        _marks([(x_of(one.longitude), y_of(one.latitude)) for one in places]),
        [Line(x_of(at), _said(at, wide, "EW")) for at in _net((west + east) / 2, shown_wide, wide)],
        [Line(y_of(at), _said(at, high, "NS")) for at in _net((south + north) / 2, shown_high, high)],
        bar,
        far,
    )


def _spread(degrees: Sequence[float]) -> tuple[float, float]:
    least, most = min(degrees), max(degrees)
    lacking = max(0.0, LEAST - (most - least)) / 2
    return least - lacking, most + lacking


def _marks(points: Sequence[tuple[float, float]]) -> list[Mark]:
    marks: list[Mark] = []
    for place, (x, y) in enumerate(points):
        near = next((one for one in marks if math.hypot(one.x - x, one.y - y) < TOGETHER), None)
        if near is None:
            near = Mark(len(marks) + 1, x, y)
            marks.append(near)
        near.places.append(place)
    return marks


def _net(middle: float, shown: float, step: float) -> list[float]:
    first, last = math.ceil((middle - shown / 2) / step), math.floor((middle + shown / 2) / step)
    return [number * step for number in range(first, last + 1)]


def _said(degrees: float, step: float, letters: str) -> str:
    decimals = max(0, -math.floor(math.log10(step)))
    said = f"{abs(degrees):.{decimals}f}°"
    return said if not float(said[:-1]) else f"{said} {letters[degrees < 0]}"


def _handsome(most: float) -> float:
    """The longest of 1, 2, 5 and their tens that is not longer."""
    ten: float = 10.0 ** math.floor(math.log10(most))
    return max(ten * one for one in (1, 2, 5) if ten * one <= most)


def _bar(scale: float) -> tuple[float, str]:
    metres = _handsome(WIDTH / 4 / scale * math.radians(1) * EARTH)
    far = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    return round(scale * metres / (math.radians(1) * EARTH), 1), far
