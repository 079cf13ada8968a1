"""A layout for diagrams that bring none: from left to right, each node a column after what leads to it.

Sub-processes are laid out by themselves and drawn around what is in them; what waits at a task's edge stands
at its lower edge, and what follows from it below.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from alongside.workflow.normalising.drawing import ACTIVITIES, GATEWAYS, SCOPES, flows, kind_of, nodes
from alongside.workflow.picture.elements import defaults, in_order, line, name_of, shape
from alongside.workflow.picture.shapes import Box, Line, Picture, Point, Shape
from alongside.workflow.reading import Element

TASK = (110.0, 80.0)
EVENT = 36.0
GATEWAY = 50.0
BETWEEN = 70.0  # columns
APART = 50.0  # rows
AROUND = 40.0  # what is in a sub-process
_INWARDS = 20  # sub-processes within each other; deeper ones are drawn closed


@dataclass
class _Plan:
    """What stands where in one scope."""

    boxes: dict[str, Box] = field(default_factory=dict)
    within: dict[str, Picture] = field(default_factory=dict)
    at_edge: set[str] = field(default_factory=set)
    default: set[str] = field(default_factory=set)


def laid_out(scope: Element, depth: int = 0) -> Picture:
    """A process or sub-process, from (0, 0)."""
    every = [one for one in nodes(scope) if one.get("id")]
    attached = [one for one in every if kind_of(one) == "boundaryEvent"]
    standing = [one for one in every if kind_of(one) != "boundaryEvent"]
    plan = _Plan(at_edge={one.get("id") for one in attached}, default=defaults(scope))
    for one in standing:
        if kind_of(one) in SCOPES and depth < _INWARDS and (inner := laid_out(one, depth + 1)).shapes:
            plan.within[one.get("id")] = inner
    ways = _ways(scope, every)
    _place(standing, _columns(standing, ways), plan)
    _attach(attached, plan)
    shapes = [shape for one in every if one.get("id") in plan.boxes for shape in _shapes(one, plan)]
    lines = [made for flow in flows(scope) if (made := _line(flow, plan)) is not None]
    for name, inner in plan.within.items():
        lines += [_moved(one, _offset(plan.boxes[name], inner)) for one in inner.lines]
    name = name_of(scope) if depth == 0 else ""
    return Picture(tuple(shapes), tuple(lines), name)


def _ways(scope: Element, every: list[Element]) -> list[tuple[str, str]]:
    """From node to node; what leaves an event at a node's edge leaves that node."""
    hosts = {one.get("id"): one.get("attachedToRef") or one.get("id") for one in every}
    known = {one.get("id") for one in every}
    pairs = [(flow.get("sourceRef"), flow.get("targetRef")) for flow in flows(scope)]
    return [(hosts[source], target) for source, target in pairs if source in known and target in known]


def _columns(standing: list[Element], ways: list[tuple[str, str]]) -> dict[str, int]:
    """The longest way to each node, not counting ways back."""
    following: dict[str, list[str]] = defaultdict(list)
    for source, target in ways:
        following[source].append(target)
    names = [one.get("id") for one in standing]
    arrived = {target for _, target in ways}
    first = [name for name in names if name not in arrived]
    order = in_order([*first, *names], following)
    place = {name: number for number, name in enumerate(order)}
    columns = dict.fromkeys(order, 0)
    for name in order:
        for target in following[name]:
            if target in place and place[target] > place[name]:
                columns[target] = max(columns[target], columns[name] + 1)
    return columns


def _place(standing: list[Element], columns: dict[str, int], plan: _Plan) -> None:
    """Columns beside each other, the nodes of one below each other; all of one row are level."""
    by_column: dict[int, list[Element]] = defaultdict(list)
    for one in standing:
        by_column[columns[one.get("id")]].append(one)
    x = 0.0
    for _, column in sorted(by_column.items()):
        sizes = [_size(one, plan) for one in column]
        wide = max(width for width, _ in sizes)
        y = 0.0
        for one, (width, height) in zip(column, sizes, strict=True):
            row = max(height, TASK[1])
            plan.boxes[one.get("id")] = Box(x + (wide - width) / 2, y + (row - height) / 2, width, height)
            y += row + APART
        x += wide + BETWEEN


def _size(element: Element, plan: _Plan) -> tuple[float, float]:
    inner = plan.within.get(element.get("id"))
    if inner is not None:
        bounds = inner.bounds
        return bounds.width + AROUND, bounds.height + AROUND
    kind = kind_of(element)
    if kind in ACTIVITIES:
        return TASK
    return (GATEWAY, GATEWAY) if kind in GATEWAYS else (EVENT, EVENT)


def _attach(attached: list[Element], plan: _Plan) -> None:
    """At the lower edge of what it is attached to, from the right."""
    taken: dict[str, int] = defaultdict(int)
    for one in attached:
        host = one.get("attachedToRef")
        box = plan.boxes.get(host)
        if box is None:
            continue
        x = box.right - EVENT * (1.25 * taken[host] + 1.2)
        plan.boxes[one.get("id")] = Box(max(x, box.x), box.bottom - EVENT / 2, EVENT, EVENT)
        taken[host] += 1


def _shapes(element: Element, plan: _Plan) -> list[Shape]:
    name = element.get("id")
    inner = plan.within.get(name)
    box = plan.boxes[name]
    own = replace(shape(element, box), open=inner is not None)
    if own.kind == "boundaryEvent":  # what follows leaves it below
        own = replace(own, label=Box(box.right + 2, box.bottom, 80, 14))
    if inner is None:
        return [own]
    across, down = _offset(box, inner)
    return [own, *(replace(one, box=one.box.moved(across, down)) for one in inner.shapes)]


def _offset(box: Box, inner: Picture) -> Point:
    return box.x + AROUND / 2 - inner.bounds.x, box.y + AROUND / 2 - inner.bounds.y


def _moved(line: Line, by: Point) -> Line:
    return replace(line, points=tuple((x + by[0], y + by[1]) for x, y in line.points))


def _line(flow: Element, plan: _Plan) -> Line | None:
    source, target = plan.boxes.get(flow.get("sourceRef")), plan.boxes.get(flow.get("targetRef"))
    if source is None or target is None or not flow.get("id"):
        return None
    at_edge = flow.get("sourceRef") in plan.at_edge
    goal = (target.x, target.middle[1])
    if not at_edge and target.x > source.right and _is_blocked(source, target, plan):
        return line(flow, _around(source, goal), plan.default)
    return line(flow, _bent(source, target, below=at_edge), plan.default)


def _is_blocked(source: Box, target: Box, plan: _Plan) -> bool:
    """Whether something stands on the straight way."""
    level = source.middle[1]
    return level == target.middle[1] and any(
        source.right < box.x < target.x and box.y < level < box.bottom for box in plan.boxes.values()
    )


def _around(source: Box, goal: Point) -> tuple[Point, ...]:
    """Above everything in its row."""
    x, over, before = source.middle[0], source.middle[1] - TASK[1] / 2 - APART / 3, goal[0] - BETWEEN / 3
    return (x, source.y), (x, over), (before, over), (before, goal[1]), goal


def _bent(source: Box, target: Box, *, below: bool) -> tuple[Point, ...]:
    """From the right of one to the left of the other with square corners; back again it goes below both."""
    goal = (target.x, target.middle[1])
    if below:
        start = (source.middle[0], source.bottom)
        return (start, (start[0], max(goal[1], start[1] + 20)), (goal[0] - 20, max(goal[1], start[1] + 20)),
                (goal[0] - 20, goal[1]), goal)  # fmt: skip
    start = (source.right, source.middle[1])
    if target.x > source.right:
        between = (
            target.x - BETWEEN / 2 if target.x - source.right > BETWEEN else (source.right + target.x) / 2
        )
        if start[1] == goal[1]:
            return start, goal
        return start, (between, start[1]), (between, goal[1]), goal
    under = max(source.bottom, target.bottom) + APART / 2
    return (source.middle[0], source.bottom), (source.middle[0], under), (target.middle[0], under), (
        target.middle[0], target.bottom)  # fmt: skip
