"""What a picture is made of. All lengths are units of the diagram, which are pixels on the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def moved(self, x: float, y: float) -> Box:
        return Box(self.x + x, self.y + y, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Shape:
    """A node, pool, lane or note. `kind` is the element's name in BPMN, `detail` that of its event definition
    ("timer", "message" …); `marks` are "loop", "parallel" and "sequential" for what is done several times."""

    id: str
    kind: str
    name: str
    box: Box
    detail: str = ""
    label: Box | None = None  # where the diagram puts its name; None leaves that to us
    open: bool = True  # of a sub-process: whether what is in it is drawn in it
    upright: bool = False  # of a pool or lane: its name stands above it, not at its side
    soft: bool = False  # of an event: it does not interrupt
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A flow. `kind` is its name in BPMN."""

    id: str
    kind: str
    source: str
    target: str
    points: tuple[Point, ...]
    name: str = ""
    label: Box | None = None
    default: bool = False  # the way it goes when no other is


@dataclass(frozen=True, slots=True)
class Picture:
    """One page of a diagram; `shapes` from the back to the front."""

    shapes: tuple[Shape, ...]
    lines: tuple[Line, ...]
    name: str = ""

    @property
    def bounds(self) -> Box:
        """The smallest box around everything, and what names and marks need beside it."""
        boxes = [shape.box for shape in self.shapes]
        boxes += [
            Box(shape.box.middle[0] - 50, shape.box.bottom, 100, BELOW)
            for shape in self.shapes
            if shape.name and shape.label is None and shape.box.width < 60
        ]
        labels = [*(shape.label for shape in self.shapes), *(line.label for line in self.lines)]
        boxes += [one for one in labels if one is not None]
        points: Iterable[Point] = chain(
            ((box.x, box.y) for box in boxes),
            ((box.right, box.bottom) for box in boxes),
            (point for line in self.lines for point in line.points),
        )
        across, down = zip(*points, strict=True)
        left, top = min(across) - MARGIN, min(down) - MARGIN
        return Box(left, top, max(across) - left + MARGIN, max(down) - top + MARGIN)


MARGIN = 20.0
BELOW = 30.0  # names of events stand below them
