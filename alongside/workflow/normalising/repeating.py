"""Loops and multiple instances: how often, and for what."""

from __future__ import annotations

from lxml import etree

from alongside.workflow.normalising.drawing import Drawing, child, remove, tag
from alongside.workflow.reading import Element
from alongside.workflow.translating import translated


def put_in_order(drawing: Drawing) -> None:
    for loop in drawing.every("standardLoopCharacteristics"):
        _loop(drawing, loop)
    for several in drawing.every("multiInstanceLoopCharacteristics"):
        _several(drawing, several)


def _loop(drawing: Drawing, loop: Element) -> None:
    task = loop.getparent()
    condition = child(loop, "loopCondition")
    if condition is not None:
        ours = translated(condition.text)
        if ours is None:
            remove([condition])
            condition = None
        else:
            condition.text = ours
    most = loop.get("loopMaximum")
    if most is not None and not most.strip().isdigit():
        del loop.attrib["loopMaximum"]
        most = None
    if condition is None and most is None:
        drawing.changed(
            task, "Done once.", "Its loop does not say, in a form known here, how often.", meaning=True
        )
        remove([loop])


def _several(drawing: Drawing, several: Element) -> None:
    task = several.getparent()
    _vendors(several)
    number, source = child(several, "loopCardinality"), child(several, "loopDataInputRef")
    for kind in ("completionCondition",):
        condition = child(several, kind)
        if condition is not None:
            ours = translated(condition.text)
            if ours is None:
                drawing.changed(
                    task, "Every instance is awaited.", "Its condition cannot be read here.", meaning=True
                )
                remove([condition])
            else:
                condition.text = ours
    if source is not None and not (source.text or "").strip().isidentifier():
        ours = translated(source.text)
        remove([source])
        source = None
        if ours is not None and number is None:
            number = etree.SubElement(several, tag("loopCardinality"))
            number.text = f"len({ours})"
            drawing.changed(
                task, "Done as often as the list is long.", "Its list is an expression.", meaning=True
            )
    if number is not None:
        ours = translated(number.text)
        remove([number])
        number = None
        if ours is not None:
            number = _first(several, "loopCardinality", ours)
    if number is not None and source is not None:
        remove([number])
        number = None
    if number is None and source is None:
        remove([several])
        drawing.changed(
            task, "Done once.", "It does not say, in a form known here, for how many.", meaning=True
        )
        return
    if source is None:
        remove(
            one
            for one in several
            if one.tag in (tag("inputDataItem"), tag("outputDataItem"), tag("loopDataOutputRef"))
        )
    elif child(several, "loopDataOutputRef") is None or child(several, "outputDataItem") is None:
        remove(one for one in several if one.tag in (tag("outputDataItem"), tag("loopDataOutputRef")))
    for kind in ("inputDataItem", "outputDataItem"):
        item = child(several, kind)
        if item is not None:
            item.set("id", item.get("name") or item.get("id") or "item")


def _first(parent: Element, kind: str, text: str) -> Element:
    found = etree.Element(tag(kind))
    found.text = text
    parent.insert(0, found)
    return found


def _vendors(several: Element) -> None:
    """What Camunda, Flowable, Activiti and Zeebe write instead of BPMN's own elements."""
    found = {}
    for element in several.iter("*"):
        for key, value in element.attrib.items():
            if key.startswith("{") or "zeebe" in str(element.tag):
                found[key.rpartition("}")[2]] = value
    collection = found.get("collection") or (found.get("inputCollection") or "").lstrip("= ")
    item = found.get("elementVariable") or found.get("inputElement")
    collection = collection.strip().removeprefix("${").removeprefix("#{").removesuffix("}").strip()
    if (
        collection
        and child(several, "loopDataInputRef") is None
        and child(several, "loopCardinality") is None
    ):
        _first(several, "loopDataInputRef", collection)
        if item and item.isidentifier() and child(several, "inputDataItem") is None:
            etree.SubElement(several, tag("inputDataItem"), {"id": item, "name": item})
