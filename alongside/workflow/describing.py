"""What a diagram says of its tasks beside what the engine needs: forms, groups, handlers. Pure."""

from __future__ import annotations

import re
from typing import Any

from alongside.workflow.normalising.drawing import NODES, Drawing, child, kind_of, tag
from alongside.workflow.normalising.work import handler_of
from alongside.workflow.reading import Element

Described = dict[str, dict[str, Any]]


def described(drawing: Drawing) -> Described:
    """For each node, by its id: "kind", "name", and of tasks "form", "groups", "assignee", "handler", "with".

    Groups are the diagram's candidate groups, whichever vendor's attribute names them, or else the name of
    the task's lane.
    """
    lanes = _lanes(drawing)
    return {
        node.get("id"): _one(node, lanes.get(node.get("id"), ""))
        for node in drawing.every(*NODES)
        if node.get("id") not in drawing.made
    }


def _one(node: Element, lane: str) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": kind_of(node), "name": " ".join((node.get("name") or "").split())}
    if "Task" not in told["kind"]:
        return told
    vendor = _vendor(node)
    groups = _names(vendor.get("candidateGroups", "")) or _owners(node)
    told |= {
        "form": (vendor.get("formKey") or vendor.get("form") or vendor.get("formId") or "").strip(),
        "groups": groups or ([lane] if lane else []),
        "assignee": vendor.get("assignee", "").strip(),
        "handler": handler_of(node),
        "with": _given(node),
    }
    return told


def _vendor(node: Element) -> dict[str, str]:
    """Attributes of other vocabularies, on the task or in its extensions (Zeebe)."""
    found = {key.rpartition("}")[2]: value for key, value in node.attrib.items() if key.startswith("{")}
    extensions = child(node, "extensionElements")
    for element in extensions.iter("*") if extensions is not None else ():
        if element.tag.endswith(("}assignmentDefinition", "}formDefinition")):
            found |= dict(element.attrib)
    return found


def _names(text: str) -> list[str]:
    """`crew, office`, or `=["crew", "office"]`; what would be worked out names nobody who is known."""
    plain = text.strip().removeprefix("=").strip().strip("[]")
    found = [name.strip().strip("\"'").strip() for name in plain.split(",")]
    worked_out = text.strip().startswith("=") and not re.search("[\"'\\[]", text)
    return [] if worked_out else [name for name in found if name and not name.startswith(("${", "#{"))]


def _owners(node: Element) -> list[str]:
    """Groups as the standard names them: `group(office)`, or the name alone."""
    found: list[str] = []
    for owner in node.findall(tag("potentialOwner")):
        text = " ".join(one.text or "" for one in owner.iter(tag("formalExpression")))
        named = re.findall(r"group\(([^)]*)\)", text)
        found += named or ([] if "user(" in text else _names(text))
    return [" ".join(name.split()) for name in found if name.strip()]


def _given(node: Element) -> dict[str, str]:
    """What a handler is given: `<alongside:with name="to" value="email"/>`, each an expression."""
    extensions = child(node, "extensionElements")
    if extensions is None:
        return {}
    return {one.get("name", ""): one.get("value", "") for one in extensions if str(one.tag).endswith("}with")}


def _lanes(drawing: Drawing) -> dict[str, str]:
    found: dict[str, str] = {}
    for lane in drawing.every("lane"):
        name = " ".join((lane.get("name") or "").split())
        for reference in lane:
            if kind_of(reference) == "flowNodeRef" and name:
                found[(reference.text or "").strip()] = name
    return found
