"""A diagram under normalisation: its tree, its elements by id, and what was done to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from alongside.workflow.normalising.changes import Change, Unsupported
from alongside.workflow.reading import Element

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
OURS = "urn:alongside:bpmn"

TASKS = frozenset(
    [
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "scriptTask",
        "businessRuleTask",
        "sendTask",
        "receiveTask",
        "callActivity",
    ]
)
SCOPES = frozenset(("process", "subProcess", "transaction", "adHocSubProcess"))
ACTIVITIES = TASKS | {"subProcess", "transaction", "adHocSubProcess"}
GATEWAYS = frozenset(
    ["exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway"]
)
EVENTS = frozenset(
    ["startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"]
)
NODES = ACTIVITIES | GATEWAYS | EVENTS


def tag(name: str) -> str:
    return f"{{{MODEL}}}{name}"


def kind_of(element: Element) -> str:
    """The element's name in BPMN; empty for one of another vocabulary."""
    found = element.tag
    return found[len(MODEL) + 2 :] if isinstance(found, str) and found.startswith(f"{{{MODEL}}}") else ""


class Drawing:
    """The tree that is changed, and the list of changes."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.changes: list[Change] = []
        self.unsupported: list[Unsupported] = []
        self.made: set[str] = set()  # ids of what was not drawn
        self._fresh = 0

    def changed(self, element: Element, what: str, why: str, *, meaning: bool = False) -> None:
        self.changes.append(Change(name_of(element), kind_of(element), what, why, meaning))

    def cannot(self, element: Element, why: str) -> None:
        self.unsupported.append(Unsupported(name_of(element), kind_of(element), why))

    def every(self, *kinds: str) -> list[Element]:
        """The elements of these kinds, in the order of the file; those of a list, for they may be moved."""
        return list(self.root.iter(*(tag(kind) for kind in kinds)))

    def scopes(self) -> Iterator[Element]:
        yield from self.every(*SCOPES)

    def new_id(self, stem: str) -> str:
        taken = {element.get("id") for element in self.root.iter(tag="*")}
        while True:
            self._fresh += 1
            name = f"{stem}_{self._fresh}"
            if name not in taken:
                return name

    def add(self, scope: Element, kind: str, **attributes: str) -> Element:
        attributes.setdefault("id", self.new_id(kind))
        self.made.add(attributes["id"])
        return etree.SubElement(scope, tag(kind), attributes)

    def join(self, scope: Element, source: Element, target: Element) -> Element:
        return self.add(scope, "sequenceFlow", sourceRef=source.get("id"), targetRef=target.get("id"))


def name_of(element: Element) -> str:
    return element.get("id") or element.get("name") or kind_of(element)


def child(element: Element, kind: str) -> Element | None:
    return element.find(tag(kind))


def nodes(scope: Element) -> list[Element]:
    """The flow nodes directly in a scope."""
    return [one for one in scope if kind_of(one) in NODES]


def flows(scope: Element) -> list[Element]:
    return list(scope.findall(tag("sequenceFlow")))


def leaving(scope: Element, node: Element) -> list[Element]:
    return [flow for flow in flows(scope) if flow.get("sourceRef") == node.get("id")]


def arriving(scope: Element, node: Element) -> list[Element]:
    return [flow for flow in flows(scope) if flow.get("targetRef") == node.get("id")]


def follows_event_gateway(node: Element) -> bool:
    """Whether it is one of several things that are awaited, of which the first decides."""
    scope = node.getparent()
    gateways = {one.get("id") for one in scope.findall(tag("eventBasedGateway"))}
    return any(flow.get("sourceRef") in gateways for flow in arriving(scope, node))


def remove(elements: Iterable[Element]) -> None:
    for element in elements:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def become(element: Element, kind: str) -> None:
    element.tag = tag(kind)


def definitions_of(event: Element) -> list[Element]:
    """The event definitions of an event."""
    return [one for one in event if kind_of(one).endswith("EventDefinition")]
