"""The small drawings within shapes, as paths in a square of 16 units, and the names of classes."""

from __future__ import annotations

from alongside.workflow.normalising.drawing import GATEWAYS as _GATEWAYS
from alongside.workflow.picture.shapes import Box, Shape

PARTS = frozenset(("subProcess", "transaction", "adHocSubProcess"))

_LETTER = "M1 3.5h14v9H1zM1 3.5l7 5 7-5"
TASKS = {
    "userTask": "M8 7.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 15c0-4 2.5-6 6-6s6 2 6 6z",
    "manualTask": "M3 14V7.5C3 6 5 6 5 7.5V3c0-1.5 2-1.5 2 0v-.5c0-1.5 2-1.5 2 0V4c0-1.5 2-1.5 2 0v6l1-1.5"
    "c1-1.2 2.3-.2 1.5 1.2L11 14z",
    "serviceTask": "M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1v2.2M8 12.8V15M1 8h2.2M12.8 8H15"
    "M3 3l1.6 1.6M11.4 11.4L13 13M13 3l-1.6 1.6M4.6 11.4L3 13",
    "scriptTask": "M4 1.5h9c-4 4 1 9-3 13H1.5c4-4-1.5-9 2.5-13zM5.5 5h4M5 8h4M5.5 11h4",
    "businessRuleTask": "M1.5 3h13v10.500h-13zM1.5 6.500h13M6 6.500v7M1.5 10h13",
    "sendTask": _LETTER,
    "receiveTask": _LETTER,
}
EVENTS = {
    "timer": "M8 1.500a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM8 4v4l3 2",
    "message": "M2 4h12v8H2zM2 4l6 4.500L14 4",
    "signal": "M8 2.500l6 10H2z",
    "error": "M2.5 13.500L6 3l4 7 3.5-7.500L10.5 13 6.5 7z",
    "escalation": "M8 2l4.5 11.500L8 9.5 3.5 13.500z",
    "conditional": "M3.5 2h9v12h-9zM5.5 5h5M5.5 8h5M5.5 11h5",
    "link": "M2 6h6V3l6 5-6 5v-3H2z",
    "compensate": "M8 3.500v9L2 8zM14 3.500v9L8 8z",
    "cancel": "M3 4.500L4.5 3 8 6.5 11.5 3 13 4.5 9.5 8l3.5 3.5-1.5 1.500L8 9.5 4.5 13 3 11.5 6.5 8z",
    "terminate": "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z",
    "multiple": "M8 2l6 4.5-2.3 7H4.300l-2.3-7z",
}
GATEWAYS = {
    "exclusiveGateway": "M4 4l8 8M12 4l-8 8",
    "parallelGateway": "M8 2v12M2 8h12",
    "inclusiveGateway": "M8 2.500a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z",
    "eventBasedGateway": "M8 2l6 4.5-2.3 7H4.300l-2.3-7z",
    "complexGateway": "M8 2v12M2 8h12M3.8 3.800l8.4 8.400M12.2 3.800l-8.4 8.4",
}
REPEATED = {
    "loop": "M6.5 13.500A5.5 5.5 0 1 1 10 13.400M4 13.500h3v-3",
    "parallel": "M4 3v10M8 3v10M12 3v10",
    "sequential": "M3 4h10M3 8h10M3 12h10",
    "more": "M2.5 2.500h11v11h-11zM8 5v6M5 8h6",
}
HERE = "M5.5 3.500l7 4.5-7 4.500z"
DONE = "M4.5 8.200l2.5 2.5 4.5-5"

_CLASSES = {"startEvent": "event", "endEvent": "event end", "callActivity": "task called"}


def class_of(shape: Shape) -> str:
    if shape.kind in _CLASSES:
        name = _CLASSES[shape.kind]
    elif shape.kind.endswith("Event"):
        name = "event"
    elif shape.kind in _GATEWAYS:
        name = "gateway"
    elif shape.kind in ("participant", "lane", "group"):
        name = f"frame {shape.kind}"
    elif shape.kind in PARTS:
        name = "frame part" if shape.open else "task"
    elif shape.kind == "textAnnotation":
        name = "note"
    else:
        name = "data" if shape.kind.startswith("data") else "task"
    return f"{name} soft" if shape.soft else name


def flow(kind: str) -> str:
    return {"sequenceFlow": "way", "messageFlow": "message"}.get(kind, "tie")


def sheet(box: Box) -> str:
    """A document with a folded corner."""
    fold = min(12.0, box.width / 3)
    return (
        f"M{box.x:g} {box.y:g}h{box.width - fold:g}l{fold:g} {fold:g}v{box.height - fold:g}"
        f"h{-box.width:g}zM{box.right - fold:g} {box.y:g}v{fold:g}h{fold:g}"
    )


def drum(box: Box) -> str:
    """A store: a standing cylinder."""
    bend, across = box.height / 8, box.width / 2
    top, wide = box.y + bend, f"{across:g} {bend:g}"
    return (
        f"M{box.x:g} {top:g}a{wide} 0 0 1 {box.width:g} 0v{box.height - 2 * bend:g}"
        f"a{wide} 0 0 1 {-box.width:g} 0zM{box.x:g} {top:g}a{wide} 0 0 0 {box.width:g} 0"
    )
