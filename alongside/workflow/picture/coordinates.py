"""The coordinates that a tool wrote into its diagram (BPMN DI)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

from alongside.workflow.normalising.drawing import NODES
from alongside.workflow.picture.elements import defaults, line, shape
from alongside.workflow.picture.shapes import Box, Line, Picture, Point, Shape
from alongside.workflow.reading import Element

_FARTHEST = 100_000.0  # units from the origin: what stands farther away is a mistake, and would be all paper
_BEHIND = {"participant": 0, "lane": 1, "group": 2, "subProcess": 3, "transaction": 3, "adHocSubProcess": 3}


def pages(root: Element, elements: Mapping[str, Element]) -> list[Picture]:
    """A picture for each page that shows a node; empty where the diagram has no coordinates."""
    found = [_page(one, elements) for one in root.iter("*") if _local(one) == "BPMNDiagram"]
    return [one for one in found if any(shape.kind in NODES for shape in one.shapes)]


def _page(diagram: Element, elements: Mapping[str, Element]) -> Picture:
    shapes: dict[str, Shape] = {}
    lines: list[Line] = []
    default = defaults(diagram.getroottree().getroot())
    for one in diagram.iter("*"):
        element = elements.get((one.get("bpmnElement") or "").rpartition(":")[2])
        if element is None:
            continue
        if _local(one) == "BPMNShape" and (made := _shape(one, element)) is not None:
            shapes.setdefault(made.id, made)
        elif _local(one) == "BPMNEdge" and (drawn := _line(one, element, default)) is not None:
            lines.append(drawn)
    ordered = sorted(shapes.values(), key=_from_the_back)
    return Picture(tuple(ordered), tuple(lines), " ".join((diagram.get("name") or "").split()))


def _from_the_back(shape: Shape) -> tuple[int, float]:
    return _BEHIND.get(shape.kind, 9 if shape.kind == "boundaryEvent" else 5), -shape.box.width


def _shape(drawn: Element, element: Element) -> Shape | None:
    box = _box(drawn)
    if box is None:
        return None
    opened = drawn.get("isExpanded") != "false"
    upright = drawn.get("isHorizontal") == "false"
    return replace(shape(element, box), label=_label(drawn), open=opened, upright=upright)


def _line(drawn: Element, element: Element, default: set[str]) -> Line | None:
    points = [_point(one) for one in drawn if _local(one) == "waypoint"]
    kept = tuple(one for one in points if one is not None)
    if len(kept) < 2:
        return None
    return replace(line(element, kept, default), label=_label(drawn))


def _label(drawn: Element) -> Box | None:
    found = next((one for one in drawn if _local(one) == "BPMNLabel"), None)
    return None if found is None else _box(found)


def _box(drawn: Element) -> Box | None:
    bounds = next((one for one in drawn if _local(one) == "Bounds"), None)
    if bounds is None:
        return None
    sides = list(_numbers(bounds, "x", "y", "width", "height"))
    return Box(*sides) if len(sides) == 4 and sides[2] > 0 and sides[3] > 0 else None


def _point(waypoint: Element) -> Point | None:
    place = list(_numbers(waypoint, "x", "y"))
    return (place[0], place[1]) if len(place) == 2 else None


def _numbers(element: Element, *names: str) -> Iterator[float]:
    for name in names:
        try:
            number = float(element.get(name, ""))
        except ValueError:
            continue
        if math.isfinite(number) and abs(number) <= _FARTHEST:
            yield number


def _local(element: Element) -> str:
    """Tools disagree on the vocabulary of coordinates, not on its words."""
    return str(element.tag).rpartition("}")[2]
