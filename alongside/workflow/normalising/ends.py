"""Where scopes begin and end."""

from __future__ import annotations

from alongside.workflow.normalising.drawing import (
    NODES,
    Drawing,
    arriving,
    become,
    child,
    definitions_of,
    kind_of,
    leaving,
    nodes,
    remove,
    tag,
)
from alongside.workflow.reading import Element


def put_in_order(drawing: Drawing) -> None:
    for scope in list(drawing.scopes()):
        if kind_of(scope) == "adHocSubProcess":
            become(scope, "subProcess")
            condition = child(scope, "completionCondition")
            if condition is not None:
                remove([condition])
            drawing.cannot(scope, "Nothing is done in any order and as often as one likes.")
            drawing.changed(
                scope, "Everything in it is done once, side by side.", "It is ad hoc.", meaning=True
            )
    for scope in list(drawing.scopes()):
        if not nodes(scope) and kind_of(scope) != "process":
            become(scope, "userTask")
            scope.attrib.pop("triggeredByEvent", None)
            drawing.changed(scope, "Made a task for a person.", "There is nothing in it.", meaning=True)
            continue
        _starts(drawing, scope)
        _ends(drawing, scope)


def _starts(drawing: Drawing, scope: Element) -> None:
    starts = scope.findall(tag("startEvent"))
    if scope.get("triggeredByEvent") == "true":
        if any(definitions_of(one) for one in starts):
            remove(starts[1:])
            return
        scope.attrib.pop("triggeredByEvent")
        drawing.changed(scope, "Never done.", "It does not say what event begins it.", meaning=True)
        remove([scope])
        return
    unreached = [one for one in nodes(scope) if _begins_nothing(scope, one)]
    if not starts:
        _implicit(drawing, scope, unreached)
    elif len(starts) > 1:
        _one_of(drawing, scope, starts)
    for start in scope.findall(tag("startEvent")):
        for definition in definitions_of(start):
            start.remove(definition)
            what = "Begins when somebody or something starts it."
            drawing.changed(start, what, "It was drawn to begin with an event.", meaning=True)
    loose = [one for one in unreached if kind_of(one) not in ("startEvent",)]
    if starts and loose:
        for one in loose:
            drawing.changed(one, "Never reached.", "Nothing leads to it.", meaning=True)


def _begins_nothing(scope: Element, node: Element) -> bool:
    """A node that no flow leads to, and that no event begins."""
    by_itself = kind_of(node) in ("boundaryEvent",) or node.get("triggeredByEvent") == "true"
    return not by_itself and not arriving(scope, node)


def _implicit(drawing: Drawing, scope: Element, unreached: list[Element]) -> None:
    first = unreached or [one for one in nodes(scope) if kind_of(one) != "boundaryEvent"][:1]
    if not first:
        return
    start = drawing.add(scope, "startEvent")
    for one in first:
        drawing.join(scope, start, one)
        drawing.changed(one, "Done first.", "Nothing is drawn before it.")


def _one_of(drawing: Drawing, scope: Element, starts: list[Element]) -> None:
    """Of several ways in, the one that nothing needs to happen for. Plain starts beside it begin with it."""
    plain = [one for one in starts if not definitions_of(one)] or starts[:1]
    for other in starts:
        if other in plain[1:] and len(plain) > 1:
            for flow in leaving(scope, other):
                flow.set("sourceRef", plain[0].get("id"))
            drawing.changed(
                other,
                f"Begins together with {plain[0].get('id')}.",
                "There are several starts.",
                meaning=True,
            )
            remove([other])
        elif other is not plain[0]:
            drawing.changed(
                other, "Not a way in.", f"The process begins at {plain[0].get('id')}.", meaning=True
            )
            remove(leaving(scope, other))
            remove([other])


def _ends(drawing: Drawing, scope: Element) -> None:
    for node in nodes(scope):
        if kind_of(node) in NODES - {"endEvent"} and not leaving(scope, node):
            if node.get("triggeredByEvent") == "true":
                continue
            drawing.join(scope, node, drawing.add(scope, "endEvent"))
    if scope.find(tag("endEvent")) is None:
        drawing.add(scope, "endEvent")  # it goes round for ever, but the engine asks for an end
