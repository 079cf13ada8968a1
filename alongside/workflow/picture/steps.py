"""The steps of a diagram as a list, each with its name, what it is, and whether the process is there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from alongside.workflow.normalising.drawing import GATEWAYS, SCOPES, flows, kind_of, nodes, tag
from alongside.workflow.picture.elements import detail_of, in_order, name_of
from alongside.workflow.reading import Element


class Place(StrEnum):
    NOW = "now"
    BEEN = "been"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Step:
    """`what` says in words what kind of step it is; `depth` counts the sub-processes around it."""

    element: str
    name: str
    what: str
    place: Place
    depth: int = 0


def steps(root: Element, *, now: Collection[str] = (), been: Collection[str] = ()) -> list[Step]:
    """Every step but gateways without a name, in the order in which a process comes to them."""
    found: list[Step] = []
    for process in root.iter(tag("process")):
        inwards = [_in_order(process)]  # no recursion: files may be nested deep
        while inwards:
            node = next(inwards[-1], None)
            if node is None:
                inwards.pop()
                continue
            if _is_told(node):
                found.append(_step(node, len(inwards) - 1, now, been))
            if kind_of(node) in SCOPES:
                inwards.append(_in_order(node))
    return found


def _step(node: Element, depth: int, now: Collection[str], been: Collection[str]) -> Step:
    name = node.get("id") or ""
    place = Place.NOW if name in now else Place.BEEN if name in been else Place.AHEAD
    return Step(name, name_of(node) or said(node), said(node), place, depth)


def _is_told(node: Element) -> bool:
    return kind_of(node) not in GATEWAYS or bool(name_of(node))


def _in_order(scope: Element) -> Iterator[Element]:
    """The nodes of a scope, each after whatever leads to it, ways back left aside."""
    every = {one.get("id"): one for one in nodes(scope)}
    following: dict[str, list[str]] = {name: [] for name in every}
    for flow in flows(scope):
        if flow.get("sourceRef") in every and flow.get("targetRef") in every:
            following[flow.get("sourceRef")].append(flow.get("targetRef"))
    for name, node in every.items():
        if kind_of(node) == "boundaryEvent" and node.get("attachedToRef") in every:
            following[node.get("attachedToRef")].append(name)
    starts = [name for name, node in every.items() if kind_of(node) == "startEvent"]
    backwards = {name: ways[::-1] for name, ways in following.items()}  # so that the first way is told first
    ordered = in_order([*starts, *every], backwards)
    reached = _reached(starts, following)
    for name in sorted(ordered, key=lambda name: name not in reached):
        yield every[name]


def _reached(starts: list[str], following: dict[str, list[str]]) -> set[str]:
    found, todo = set(starts), list(starts)
    while todo:
        onwards = set(following[todo.pop()]) - found
        found |= onwards
        todo += onwards
    return found


_WHAT = {
    "startEvent": "start",
    "endEvent": "end",
    "task": "task for somebody",
    "userTask": "task for somebody",
    "manualTask": "task for somebody",
    "serviceTask": "done by itself",
    "sendTask": "sends a message",
    "receiveTask": "waits for a message",
    "scriptTask": "worked out by itself",
    "businessRuleTask": "decided by a table",
    "callActivity": "another process",
    "subProcess": "part of the process",
    "transaction": "part of the process, done as a whole or not at all",
    "adHocSubProcess": "part of the process, in any order",
    "exclusiveGateway": "one of several ways",
    "inclusiveGateway": "some of several ways",
    "parallelGateway": "several ways at once",
    "eventBasedGateway": "whatever happens first",
    "complexGateway": "several ways",
}
_CAUGHT = {
    "timer": "waits for a time",
    "message": "waits for a message",
    "signal": "waits for a signal",
    "conditional": "waits until something holds",
    "error": "when it goes wrong",
    "escalation": "when it is escalated",
    "compensate": "when it is taken back",
    "cancel": "when it is called off",
    "link": "goes on from elsewhere",
}
_THROWN = {
    "message": "sends a message",
    "signal": "sends a signal",
    "escalation": "escalates it",
    "error": "ends with an error",
    "terminate": "ends everything",
    "link": "goes on elsewhere",
}
_AT_EDGE = {
    "timer": "when it takes too long",
    "message": "when a message comes",
    "signal": "when a signal comes",
}


def said(node: Element) -> str:
    """What an element is, in words."""
    kind, detail = kind_of(node), detail_of(node) if kind_of(node).endswith("Event") else ""
    if kind == "boundaryEvent":
        return _AT_EDGE.get(detail) or _CAUGHT.get(detail, "when something happens")
    if kind == "intermediateCatchEvent":
        return _CAUGHT.get(detail, "waits for something to happen")
    if kind == "intermediateThrowEvent":
        return _THROWN.get(detail, "a step on the way")
    if kind == "startEvent" and detail:
        return f"start: {_CAUGHT.get(detail, 'waits for something to happen')}"
    if kind == "endEvent" and detail:
        return f"end: {_THROWN.get(detail, 'tells that it ended')}"
    return _WHAT.get(kind, "step")
