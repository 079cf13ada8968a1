"""Vocabularies, ids and references: which names mean what."""

from __future__ import annotations

from alongside.workflow.normalising.drawing import (
    MODEL,
    OURS,
    Drawing,
    child,
    kind_of,
    remove,
    tag,
)
from alongside.workflow.reading import Element

# Names of the vocabulary that tools wrote before it was settled, or write by mistake.
_OLD = (
    "http://schema.omg.org/spec/BPMN/2.0",
    "http://www.omg.org/spec/BPMN/2.0",
    "http://www.omg.org/spec/BPMN/20100501/MODEL",
    "http://www.omg.org/bpmn20",
    "http://www.omg.org/spec/BPMN/20100524/MODEL/",
    "",
)
_REFERENCES = frozenset(
    [
        "messageRef",
        "errorRef",
        "signalRef",
        "escalationRef",
        "calledElement",
        "processRef",
        "sourceRef",
        "targetRef",
        "attachedToRef",
        "default",
        "dataStoreRef",
        "dataObjectRef",
        "itemSubjectRef",
    ]
)
_TEXTS = frozenset(["flowNodeRef", "incoming", "outgoing", "loopDataInputRef", "loopDataOutputRef"])
_DATA = [
    "dataStore",
    "dataStoreReference",
    "dataObjectReference",
    "dataObject",
    "dataInputAssociation",
    "dataOutputAssociation",
    "property",
    "resourceRole",
]


def put_in_order(drawing: Drawing) -> None:
    _vocabulary(drawing)
    _ids(drawing)
    _references(drawing)
    _executable(drawing)
    _pools(drawing)
    _data(drawing)
    flows_in_order(drawing)


def _vocabulary(drawing: Drawing) -> None:
    root = drawing.root
    space, _, name = root.tag[1:].rpartition("}") if root.tag.startswith("{") else ("", "", root.tag)
    if name != "definitions" or space == MODEL or (space not in _OLD and "bpmn" not in space.lower()):
        return
    for element in root.iter("*"):
        here, _, local = (
            element.tag[1:].rpartition("}") if element.tag.startswith("{") else ("", "", element.tag)
        )
        if here == space:
            element.tag = tag(local)
    drawing.changed(root, "Read as BPMN 2.0.", f"It names the vocabulary “{space or 'none'}”.")


def _ids(drawing: Drawing) -> None:
    seen: set[str] = set()
    for element in drawing.root.iter("*"):
        kind, name = kind_of(element), element.get("id")
        if not kind or kind in ("definitions", "extensionElements", "documentation"):
            continue
        stripped = name.strip() if name else name
        if name and stripped != name:
            element.set("id", stripped)
        if stripped and stripped not in seen:
            seen.add(stripped)
        elif stripped and kind in {"sequenceFlow", "lane", "laneSet", "process"} | _NAMED:
            element.set("id", drawing.new_id(stripped))
            drawing.changed(
                element, f"Given the id {element.get('id')}.", f"There are two elements {stripped}."
            )
        elif not stripped and kind in _NAMED | {"sequenceFlow", "process"}:
            element.set("id", drawing.new_id(kind))
            drawing.changed(element, f"Given the id {element.get('id')}.", "It has none.")


_NAMED = frozenset(
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
        "subProcess",
        "transaction",
        "adHocSubProcess",
        "exclusiveGateway",
        "inclusiveGateway",
        "parallelGateway",
        "eventBasedGateway",
        "complexGateway",
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "message",
        "signal",
        "error",
        "escalation",
    ]
)


def _references(drawing: Drawing) -> None:
    """`tns:Message_1` means Message_1."""
    ids = {element.get("id") for element in drawing.root.iter("*")}
    for element in drawing.root.iter("*"):
        for name in _REFERENCES & set(element.attrib):
            value = element.get(name)
            if ":" in value and value not in ids:
                element.set(name, value.rpartition(":")[2])
        if kind_of(element) in _TEXTS and element.text:
            value = element.text.strip()
            element.text = value if value in ids else value.rpartition(":")[2]


def _executable(drawing: Drawing) -> None:
    for process in drawing.every("process"):
        if process.get("isExecutable", "true") != "true":
            drawing.changed(
                process, "Made executable.", "It was drawn to be read, not to be run.", meaning=True
            )
        process.set("isExecutable", "true")


def _pools(drawing: Drawing) -> None:
    processes = {process.get("id") for process in drawing.every("process")}
    for pool in drawing.every("participant"):
        if pool.get("processRef") not in processes:
            drawing.changed(
                pool,
                f"Left outside: “{pool.get('name') or 'a pool'}” sends and receives messages.",
                "It is drawn without a process.",
            )
    for process in drawing.every("process"):
        if not any(kind_of(one) in _NAMED for one in process):
            drawing.changed(process, "Left out.", "There is nothing in it.")
            remove([process])
    remove(drawing.every("collaboration", "choreography"))
    for choreography in drawing.every("globalChoreographyTask", "conversation"):
        drawing.cannot(choreography, "Choreographies and conversations are not run.")


def _data(drawing: Drawing) -> None:
    named = {
        one.get("id"): one.get("name")
        for one in drawing.every("dataInput", "dataOutput", "dataObjectReference", "dataObject")
    }
    for reference in drawing.every("loopDataInputRef", "loopDataOutputRef"):
        reference.text = named.get((reference.text or "").strip()) or reference.text
    for store in drawing.every("dataStoreReference"):
        drawing.changed(
            store,
            "Not connected.",
            "Processes keep no data stores; what they know are their variables.",
            meaning=True,
        )
    for item in drawing.every("dataObjectReference"):
        drawing.changed(item, "Drawn only.", "All of a process's values are known to all of its tasks.")
    for task in drawing.every("userTask"):
        _groups_of_jbpm(task)
    remove(drawing.every(*_DATA))
    for specification in drawing.every("ioSpecification"):
        remove([specification])


def flows_in_order(drawing: Drawing) -> None:
    """A flow leads from one node to another of the same scope."""
    nodes = {
        one.get("id"): one for one in drawing.every(*(_NAMED - {"message", "signal", "error", "escalation"}))
    }
    for flow in drawing.every("sequenceFlow"):
        source, target = nodes.get(flow.get("sourceRef")), nodes.get(flow.get("targetRef"))
        if source is None or target is None:
            drawing.changed(flow, "Left out.", "It does not lead from one element to another.", meaning=True)
            remove([flow])
        elif source.getparent() is not target.getparent():
            drawing.changed(flow, "Left out.", "It leads out of a sub-process or into one.", meaning=True)
            remove([flow])
        elif flow.getparent() is not source.getparent():
            source.getparent().append(flow)  # some tools keep all flows with the process
        elif kind_of(source) == "endEvent" or kind_of(target) in ("startEvent", "boundaryEvent"):
            drawing.changed(
                flow, "Left out.", "Nothing leaves an end, and nothing arrives at a start.", meaning=True
            )
            remove([flow])
    for node in nodes.values():
        default = node.get("default")
        if default is not None and not any(
            flow.get("id") == default and flow.get("sourceRef") == node.get("id")
            for flow in node.getparent().findall(tag("sequenceFlow"))
        ):
            del node.attrib["default"]
    for node in nodes.values():
        for reference in (*node.findall(tag("incoming")), *node.findall(tag("outgoing"))):
            node.remove(reference)


def documentation_of(element: Element) -> str:
    found = child(element, "documentation")
    return "" if found is None else (found.text or "").strip()


def _groups_of_jbpm(task: Element) -> None:
    """jBPM gives the groups of a task as data; they are kept as an attribute of ours."""
    inputs = {one.get("id") for one in task.iter(tag("dataInput")) if one.get("name") == "GroupId"}
    for association in task.findall(tag("dataInputAssociation")):
        target = child(association, "targetRef")
        if target is not None and (target.text or "").strip() in inputs:
            given = ",".join((one.text or "").strip() for one in association.iter(tag("from")))
            task.set(f"{{{OURS}}}candidateGroups", given)
