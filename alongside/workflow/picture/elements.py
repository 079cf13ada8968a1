"""What a picture needs to know of an element, wherever it stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from alongside.workflow.normalising.drawing import child, definitions_of, kind_of
from alongside.workflow.picture.shapes import Box, Line, Point, Shape
from alongside.workflow.reading import Element


def name_of(element: Element) -> str:
    text = element.get("name") or ""
    if kind_of(element) == "textAnnotation":
        note = child(element, "text")
        text = (note.text or "") if note is not None else ""
    return " ".join(text.split())


def detail_of(element: Element) -> str:
    """Of an event, what it waits for or tells: "timer", "message" …; "multiple" for several."""
    found = {kind_of(one).removesuffix("EventDefinition") for one in definitions_of(element)}
    return found.pop() if len(found) == 1 else "multiple" if found else ""


def shape(element: Element, box: Box) -> Shape:
    kind = kind_of(element)
    soft = element.get("cancelActivity") == "false" or element.get("isInterrupting") == "false"
    detail = detail_of(element) if kind.endswith("Event") else ""
    return Shape(
        element.get("id"), kind, name_of(element), box, detail=detail, soft=soft, marks=_marks(element)
    )


def line(element: Element, points: tuple[Point, ...], default: Collection[str] = ()) -> Line:
    source, target = element.get("sourceRef") or "", element.get("targetRef") or ""
    name = element.get("id")
    return Line(name, kind_of(element), source, target, points, name_of(element), default=name in default)


def defaults(within: Element) -> set[str]:
    """The flows that are gone when no other is."""
    return {one.get("default") for one in within.iter("*") if one.get("default")}


def _marks(element: Element) -> tuple[str, ...]:
    found = []
    if child(element, "standardLoopCharacteristics") is not None:
        found.append("loop")
    several = child(element, "multiInstanceLoopCharacteristics")
    if several is not None:
        found.append("sequential" if several.get("isSequential") == "true" else "parallel")
    return tuple(found)


def in_order(names: Sequence[str], following: Mapping[str, Sequence[str]]) -> list[str]:
    """Each before what follows from it, ways back left aside; without recursion, for chains are long."""
    done: list[str] = []
    seen: set[str] = set()
    for name in names:
        if name in seen:
            continue
        seen.add(name)
        stack = [(name, iter(following[name]))]
        while stack:
            here, rest = stack[-1]
            onwards = next((one for one in rest if one not in seen), None)
            if onwards is None:
                done.append(here)
                stack.pop()
            else:
                seen.add(onwards)
                stack.append((onwards, iter(following[onwards])))
    known = set(names)
    return [name for name in reversed(done) if name in known]
