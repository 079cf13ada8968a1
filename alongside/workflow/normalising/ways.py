"""Flows and gateways: which way it goes."""

from __future__ import annotations

from lxml import etree

from alongside.workflow.normalising.drawing import (
    ACTIVITIES,
    EVENTS,
    Drawing,
    arriving,
    become,
    child,
    kind_of,
    leaving,
    nodes,
    tag,
)
from alongside.workflow.reading import Element
from alongside.workflow.translating import translated


def put_in_order(drawing: Drawing) -> None:
    for scope in list(drawing.scopes()):
        for node in nodes(scope):
            if kind_of(node) == "complexGateway":
                _complex(drawing, scope, node)
            if kind_of(node) in ACTIVITIES | EVENTS:
                _split(drawing, scope, node)
        for node in nodes(scope):
            if kind_of(node) in ("exclusiveGateway", "inclusiveGateway"):
                _choice(drawing, scope, node)


def variable_of(gateway: str) -> str:
    """The variable that says which way a gateway goes that has no conditions of its own."""
    return "way_" + "".join(sign if sign.isalnum() else "_" for sign in gateway)


def _complex(drawing: Drawing, scope: Element, node: Element) -> None:
    why = "Complex gateways are not run."
    drawing.cannot(node, why)
    become(node, "inclusiveGateway")
    joined = len(arriving(scope, node)) > 1
    what = "Waits for everything that is on its way." if joined else "Goes every way whose condition holds."
    drawing.changed(node, what, why, meaning=True)
    for one in list(node):
        if one.tag == tag("activationCondition"):
            node.remove(one)


def _condition(flow: Element) -> str | None:
    """What a flow's condition says; None for a flow without one."""
    found = child(flow, "conditionExpression")
    return None if found is None or not (found.text or "").strip() else found.text.strip()


def _set_condition(flow: Element, text: str) -> None:
    for old in flow.findall(tag("conditionExpression")):
        flow.remove(old)
    etree.SubElement(flow, tag("conditionExpression")).text = text


def _split(drawing: Drawing, scope: Element, node: Element) -> None:
    """Several flows leave a task: all of them are taken, but for those whose condition does not hold."""
    out = leaving(scope, node)
    conditioned = [
        flow for flow in out if _condition(flow) is not None and flow.get("id") != node.get("default")
    ]
    if len(out) < 2 and not conditioned:
        return
    gateway = drawing.add(scope, "inclusiveGateway" if conditioned else "parallelGateway")
    for flow in out:
        flow.set("sourceRef", gateway.get("id"))
        if conditioned and _condition(flow) is None and flow.get("id") != node.get("default"):
            _set_condition(flow, "True")
    if node.get("default"):
        gateway.set("default", node.attrib.pop("default"))
    elif conditioned and len(conditioned) == len(out):
        last = drawing.join(scope, gateway, drawing.add(scope, "endEvent"))
        gateway.set("default", last.get("id"))
    drawing.join(scope, node, gateway)
    if node.get("id") not in drawing.made:
        drawing.changed(
            node, "Split by a gateway behind it.", "Several ways, or ways with conditions, leave it."
        )


def _choice(drawing: Drawing, scope: Element, node: Element) -> None:
    out = leaving(scope, node)
    if len(out) < 2:
        for flow in out:
            for condition in flow.findall(tag("conditionExpression")):
                flow.remove(condition)  # there is no other way
        node.attrib.pop("default", None)
        return
    default = node.get("default")
    open_ways = []
    for flow in out:
        said = _condition(flow)
        if flow.get("id") == default:
            for condition in flow.findall(tag("conditionExpression")):
                flow.remove(condition)
            continue
        ours = translated(said)
        if ours is not None:
            _set_condition(flow, ours)
            continue
        if said is not None:
            why = f"Its condition “{said[:60]}” cannot be read here."
            drawing.changed(flow, _told_way(node, flow), why, meaning=True)
        open_ways.append(flow)
    _decide(drawing, node, open_ways, default)


def _told_way(node: Element, flow: Element) -> str:
    return f"Taken when the variable {variable_of(node.get('id'))} is “{_label(flow)}”."


def _label(flow: Element) -> str:
    return " ".join((flow.get("name") or flow.get("id")).split())


def _decide(drawing: Drawing, node: Element, open_ways: list[Element], default: str | None) -> None:
    """Of ways without a condition the only one is the default; of several, a variable names one, and unless
    it does the first is taken."""
    if not open_ways:
        return
    if default is None:
        default = open_ways[0].get("id")
        node.set("default", default)
        if len(open_ways) == 1:
            drawing.changed(node, f"Goes to {default} otherwise.", "That way has no condition.")
        else:
            what = f"Goes to {default}, unless the variable {variable_of(node.get('id'))} names another way."
            drawing.changed(node, what, "Its ways have no conditions.", meaning=True)
    for flow in open_ways:
        if flow.get("id") == default:
            for condition in flow.findall(tag("conditionExpression")):
                flow.remove(condition)
        else:
            label = _label(flow)
            _set_condition(flow, f"{variable_of(node.get('id'))} in {(label, flow.get('id'))!r}")
