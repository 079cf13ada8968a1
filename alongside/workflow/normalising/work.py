"""Tasks: what a person does, what is done by itself, and what nobody has said how to do."""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml import etree

from alongside.workflow import expressions
from alongside.workflow.normalising.drawing import (
    OURS,
    Drawing,
    become,
    child,
    follows_event_gateway,
    kind_of,
    remove,
    tag,
)
from alongside.workflow.reading import Element
from alongside.workflow.translating import PRINTS, translated_script

_BY_PERSON = "Made a task for a person."


def put_in_order(
    drawing: Drawing, *, handlers: Collection[str], processes: Collection[str], decisions: Collection[str]
) -> None:
    here = {process.get("id") for process in drawing.every("process")}
    for task in drawing.every("task"):
        become(task, "userTask")
        drawing.changed(task, _BY_PERSON, "It does not say who or what does it.", meaning=True)
    for task in drawing.every("serviceTask"):
        _service(drawing, task, handlers)
    for task in drawing.every("scriptTask"):
        _script(drawing, task)
    for task in drawing.every("businessRuleTask"):
        _decision(drawing, task, handlers, decisions)
    for task in drawing.every("sendTask", "receiveTask"):
        _message_task(drawing, task, handlers)
    for task in drawing.every("callActivity"):
        _call(drawing, task, here, processes)


def _by_person(drawing: Drawing, task: Element, why: str) -> None:
    drawing.changed(task, _BY_PERSON, why, meaning=True)
    for name in (
        "operationRef",
        "messageRef",
        "calledElement",
        "scriptFormat",
        "implementation",
        "instantiate",
    ):
        task.attrib.pop(name, None)
    script = child(task, "script")
    if script is not None:
        remove([script])
    become(task, "userTask")


def handler_of(task: Element) -> str:
    """What a service task does, by `alongside:handler="mail"` or `implementation="alongside:mail"`."""
    named: str = task.get(f"{{{OURS}}}handler") or ""
    implementation: str = task.get("implementation") or ""
    return named or implementation.removeprefix("alongside:") * implementation.startswith("alongside:")


def _service(drawing: Drawing, task: Element, handlers: Collection[str]) -> None:
    name = handler_of(task)
    if name in handlers:
        return
    foreign = next((value for key, value in task.attrib.items() if key.startswith("{")), None)
    if name:
        why = f"There is no handler “{name}” here."
    elif foreign:
        why = f"What it does, “{foreign[:80]}”, belongs to another engine."
    else:
        why = "It does not say what it does by itself."
    _by_person(drawing, task, why)


def _script(drawing: Drawing, task: Element) -> None:
    script = child(task, "script")
    text = "" if script is None else (script.text or "")
    if script is None:
        text = _elsewhere(task)
        script = etree.SubElement(task, tag("script"))
        script.text = text
    try:
        if not text.strip():
            raise expressions.Wrong("There is no script in it.")
        expressions.statements(text)
    except expressions.Wrong as problem:
        ours = translated_script(text)
        if ours is None:
            _by_person(drawing, task, f"Its script is not one that runs here. {problem}")
            return
        script.text = ours
        drawing.changed(
            task, "Written anew: " + "; ".join(ours.splitlines())[:200], "It is another language."
        )
        if any(PRINTS.match(line.strip()) for line in re.split(r";|\n", text)):
            drawing.changed(task, "Prints nothing.", "There is no log that it could write to.")


def _elsewhere(task: Element) -> str:
    """The script of a task that has it in its vendor's vocabulary (Zeebe)."""
    for one in task.iter("*"):
        if one.tag.endswith("}script") and one.get("expression") and one.get("resultVariable"):
            return f"{one.get('resultVariable')} = {one.get('expression').lstrip('=').strip()}"
    return ""


def _decision(drawing: Drawing, task: Element, handlers: Collection[str], decisions: Collection[str]) -> None:
    if handler_of(task) in handlers and handler_of(task):
        become(task, "serviceTask")
        return
    name = decision_of(task)
    if name in decisions and name:
        task.set(f"{{{OURS}}}decision", name)
        return
    why = f"The decision “{name}” is not here." if name else "It does not name a decision."
    _by_person(drawing, task, why)


def decision_of(task: Element) -> str:
    """The decision that a business rule task asks for, whichever vendor's attribute names it."""
    for element in task.iter("*"):
        for key, value in element.attrib.items():
            name = key.rpartition("}")[2]
            if key.startswith("{") and name in ("decision", "decisionRef"):
                return str(value)
            if name == "decisionId" and "zeebe" in element.tag:
                return str(value)
            if element.get("name") == "decisionTableReferenceKey" and element.text:
                return str(element.text).strip()
    return ""


def _message_task(drawing: Drawing, task: Element, handlers: Collection[str]) -> None:
    if handler_of(task) in handlers and handler_of(task):
        become(task, "serviceTask")
        return
    messages = {message.get("id") for message in drawing.every("message")}
    if task.get("messageRef") in messages:
        return
    sent = kind_of(task) == "sendTask"
    if not sent and follows_event_gateway(task):
        name = task.get("name") or task.get("id")
        task.set("messageRef", drawing.add(drawing.root, "message", name=name).get("id"))
        drawing.changed(task, f"Goes by the name “{name}”.", "It names no message.")
        return
    _by_person(drawing, task, f"It does not name the message that it {'sends' if sent else 'waits for'}.")


def _call(drawing: Drawing, task: Element, here: Collection[str | None], processes: Collection[str]) -> None:
    name = task.get("calledElement") or ""
    for element in task.iter("*"):
        if element.tag.endswith("}calledElement") and element.get("processId"):
            name = element.get("processId").lstrip("=").strip("\"' ")
    if name and (name in here or name in processes):
        task.set("calledElement", name)
        return
    why = f"The process “{name}” that it calls is not here." if name else "It does not say what it calls."
    _by_person(drawing, task, why)
