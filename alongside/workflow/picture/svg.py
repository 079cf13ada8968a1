"""A picture as SVG: no script, no style of its own, no address. Classes are styled by `ui.css`.

now     a thick outline and an arrow in a disc at the upper edge
been    a tick in a disc at the upper edge
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Collection

from lxml import etree
from markupsafe import Markup

from alongside.workflow.normalising.drawing import GATEWAYS
from alongside.workflow.picture import marks
from alongside.workflow.picture.shapes import Box, Line, Picture, Point, Shape
from alongside.workflow.reading import Element

_LETTER = 6.4  # units that a letter takes on average
_LEADING = 14.0
_FRAMES = frozenset(("participant", "lane", "group"))
_HEAD = 30.0  # the strip of a pool or lane that bears its name


def svg(
    picture: Picture, *, now: Collection[str] = (), been: Collection[str] = (), title: str = ""
) -> Markup:
    """The picture in its natural size; `title` is its text for whoever does not see it."""
    bounds = picture.bounds
    root = etree.Element(
        "svg",
        {
            "class": "diagram-picture",
            "viewBox": f"{_n(bounds.x)} {_n(bounds.y)} {_n(bounds.width)} {_n(bounds.height)}",
            "width": _n(bounds.width),
            "height": _n(bounds.height),
            "role": "img",
            "aria-label": _plain(title or picture.name or "Diagram"),
        },
    )
    passed = set(been) | set(now)
    frames = [one for one in picture.shapes if _is_behind(one)]
    for shape in frames:
        _frame(root, shape, now, been)
    for line in picture.lines:
        _flow(root, line, went=line.source in been and line.target in passed)
    for shape in picture.shapes:
        if not _is_behind(shape):
            _node(root, shape, now, been)
    for shape in picture.shapes:
        _state(root, shape, now, been)
    return Markup(etree.tostring(root, encoding="unicode"))  # noqa: S704 (lxml escaped every name)


def _is_behind(shape: Shape) -> bool:
    return shape.kind in _FRAMES or (shape.kind in marks.PARTS and shape.open)


def _classes(shape: Shape, now: Collection[str], been: Collection[str]) -> str:
    state = " now" if shape.id in now else " been" if shape.id in been else ""
    return f"{marks.class_of(shape)}{state}"


def _frame(root: Element, shape: Shape, now: Collection[str], been: Collection[str]) -> None:
    group = etree.SubElement(root, "g", {"class": _classes(shape, now, been)})
    box = shape.box
    _rectangle(group, box, 10 if shape.kind not in ("participant", "lane") else 0)
    if shape.kind not in ("participant", "lane"):
        _text(group, shape.name, (box.x + 10, box.y + 18), int(box.width / _LETTER), 1, start=True)
    elif shape.upright:
        _text(group, shape.name, (box.x + box.width / 2, box.y + 18), int(box.width / _LETTER), 1)
    else:
        words = _text(group, shape.name, (0, 0), int(box.height / _LETTER), 1)
        if words is not None:
            middle = box.y + box.height / 2
            words.set("transform", f"translate({_n(box.x + _HEAD / 2 + 4)} {_n(middle)}) rotate(-90)")


def _node(root: Element, shape: Shape, now: Collection[str], been: Collection[str]) -> None:
    group = etree.SubElement(root, "g", {"class": _classes(shape, now, been)})
    box = shape.box
    if shape.kind.endswith("Event"):
        _event(group, shape)
        _beside(group, shape)
    elif shape.kind in GATEWAYS:
        _gateway(group, shape)
        _beside(group, shape)
    elif shape.kind == "textAnnotation":
        edge = f"M{_n(box.x + 12)} {_n(box.y)}H{_n(box.x)}V{_n(box.bottom)}h12"
        _path(group, edge, "line")
        lines = max(int(box.height / _LEADING), 1)
        _text(group, shape.name, (box.x + 8, box.y + 16), _letters(box.width - 12), lines, start=True)
    elif shape.kind.startswith("data"):
        _path(group, marks.sheet(box) if shape.kind != "dataStoreReference" else marks.drum(box))
        _beside(group, shape)
    else:
        _rectangle(group, box, 10)
        _mark(group, marks.TASKS.get(shape.kind, ""), (box.x + 6, box.y + 6))
        below = [marks.REPEATED[one] for one in shape.marks]
        below += [marks.REPEATED["more"]] if shape.kind in marks.PARTS | {"callActivity"} else []
        for number, one in enumerate(below):
            place = box.middle[0] - 8 * len(below) + 16 * number + 1
            _mark(group, one, (place, box.bottom - 17))
        lines = max(int((box.height - (18 if below else 4)) / _LEADING), 1)
        _text(group, shape.name, box.middle, _letters(box.width - 10), lines)


def _event(group: Element, shape: Shape) -> None:
    (x, y), radius = shape.box.middle, min(shape.box.width, shape.box.height) / 2
    _circle(group, x, y, radius)
    if shape.kind.startswith(("intermediate", "boundary")):
        _circle(group, x, y, radius - 3)
    if detail := marks.EVENTS.get(shape.detail, ""):
        filled = "mark filled" if shape.kind in ("endEvent", "intermediateThrowEvent") else "mark"
        _mark(group, detail, (x - 8, y - 8), filled)


def _gateway(group: Element, shape: Shape) -> None:
    box, (x, y) = shape.box, shape.box.middle
    _path(
        group, f"M{_n(x)} {_n(box.y)}L{_n(box.right)} {_n(y)}L{_n(x)} {_n(box.bottom)}L{_n(box.x)} {_n(y)}Z"
    )
    _mark(group, marks.GATEWAYS[shape.kind], (x - 8, y - 8))


def _beside(group: Element, shape: Shape) -> None:
    """A name that does not fit into its shape: where the diagram has it, or else below."""
    box, label = shape.box, shape.label
    if label is not None and label.width > 0:
        wide = max(_letters(label.width), 6)
        _text(group, shape.name, (label.middle[0], label.y + 11), wide, 4, top=True)
    else:
        _text(group, shape.name, (box.middle[0], box.bottom + 14), 16, 3, top=True)


def _flow(root: Element, line: Line, *, went: bool) -> None:
    group = etree.SubElement(
        root, "g", {"class": f"flow flow-{marks.flow(line.kind)}{' been' if went else ''}"}
    )
    path = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in line.points)
    _path(group, path, "line")
    if line.kind in ("sequenceFlow", "messageFlow"):
        _path(group, _head(line.points[-2], line.points[-1]), "tip")
    if line.default:
        _path(group, _slash(line.points[0], line.points[1]), "line")
    if line.name:
        _flow_name(group, line)


def _flow_name(group: Element, line: Line) -> None:
    if line.label is not None:
        place = (line.label.middle[0], line.label.y + 11)
        _text(group, line.name, place, max(_letters(line.label.width), 8), 3, top=True)
        return
    (x1, y1), (x2, y2) = line.points[0], line.points[1]
    level = abs(y1 - y2) < abs(x1 - x2)
    place = ((x1 + x2) / 2, min(y1, y2) - 6) if level else ((x1 + x2) / 2 + 6, (y1 + y2) / 2)
    _text(group, line.name, place, 18, 2, top=True, start=not level)


def _head(before: Point, tip: Point) -> str:
    """A triangle at the end of a flow."""
    turned = math.atan2(tip[1] - before[1], tip[0] - before[0])
    left, right = (
        (tip[0] - 10 * math.cos(turned + side), tip[1] - 10 * math.sin(turned + side)) for side in (0.4, -0.4)
    )
    return f"M{_n(tip[0])} {_n(tip[1])}L{_n(left[0])} {_n(left[1])}L{_n(right[0])} {_n(right[1])}Z"


def _slash(start: Point, after: Point) -> str:
    turned = math.atan2(after[1] - start[1], after[0] - start[0])
    x, y = start[0] + 10 * math.cos(turned), start[1] + 10 * math.sin(turned)
    across, down = 5 * math.cos(turned + 2.1), 5 * math.sin(turned + 2.1)
    return f"M{_n(x - across)} {_n(y - down)}L{_n(x + across)} {_n(y + down)}"


def _state(root: Element, shape: Shape, now: Collection[str], been: Collection[str]) -> None:
    """The disc at the upper edge: an arrow where the process is, a tick where it has been."""
    if shape.id not in now and shape.id not in been:
        return
    here = shape.id in now
    group = etree.SubElement(root, "g", {"class": "state state-now" if here else "state state-been"})
    box = shape.box
    small = box.width < 60
    x, y = box.right - (2 if small else 12), box.y + (2 if small else 0)
    _circle(group, x, y, 10 if here else 7)
    _mark(group, marks.HERE if here else marks.DONE, (x - 8, y - 8), "mark")


def _rectangle(group: Element, box: Box, rounded: float) -> None:
    sides = {"x": box.x, "y": box.y, "width": box.width, "height": box.height, "rx": rounded}
    etree.SubElement(group, "rect", {name: _n(value) for name, value in sides.items()})


def _circle(group: Element, x: float, y: float, radius: float) -> None:
    etree.SubElement(group, "circle", {"cx": _n(x), "cy": _n(y), "r": _n(max(radius, 1))})


def _path(group: Element, path: str, name: str = "") -> None:
    etree.SubElement(group, "path", {"d": path} | ({"class": name} if name else {}))


def _mark(group: Element, path: str, at: Point, name: str = "mark") -> None:
    """A mark of 16 by 16 units."""
    if path:
        place = f"translate({_n(at[0])} {_n(at[1])})"
        etree.SubElement(group, "path", {"d": path, "class": name, "transform": place})


def _text(
    group: Element, text: str, at: Point, letters: int, lines: int, *, start: bool = False, top: bool = False
) -> Element | None:
    """A name in as many lines as there is room for, around `at`, or from there downwards (`top`)."""
    wrapped = _wrapped(_plain(text), max(letters, 3), lines)
    if not wrapped:
        return None
    element = etree.SubElement(group, "text", {"class": "start"} if start else {})
    y = at[1] if top or start else at[1] - _LEADING * (len(wrapped) - 1) / 2 + 4
    for number, words in enumerate(wrapped):
        piece = etree.SubElement(element, "tspan", {"x": _n(at[0]), "y": _n(y + number * _LEADING)})
        piece.text = words
    return element


def _wrapped(text: str, letters: int, lines: int) -> list[str]:
    wrapped = textwrap.wrap(text, letters)
    if len(wrapped) > lines:
        wrapped = [*wrapped[: lines - 1], wrapped[lines - 1][: max(letters - 1, 1)] + "…"]
    return wrapped


def _letters(width: float) -> int:
    return int(width / _LETTER)


def _plain(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(sign for sign in text if sign >= " ")


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
