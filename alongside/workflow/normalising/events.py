"""Events: what is awaited, thrown and caught; times; links."""

from __future__ import annotations

from lxml import etree

from alongside.workflow.normalising.drawing import (
    ACTIVITIES,
    Drawing,
    arriving,
    become,
    child,
    definitions_of,
    flows,
    follows_event_gateway,
    kind_of,
    leaving,
    nodes,
    remove,
    tag,
)
from alongside.workflow.reading import Element
from alongside.workflow.translating import is_plain_length, spoken_length, time_of, translated

_REFERRED = {
    "messageEventDefinition": ("message", "messageRef"),
    "signalEventDefinition": ("signal", "signalRef"),
    "errorEventDefinition": ("error", "errorRef"),
    "escalationEventDefinition": ("escalation", "escalationRef"),
}
_CODES = {"error": "errorCode", "escalation": "escalationCode"}


def put_in_order(drawing: Drawing) -> None:
    _compensation(drawing)
    for scope in list(drawing.scopes()):
        _links(drawing, scope)
    _named(drawing)
    for event in drawing.every(
        "intermediateCatchEvent", "boundaryEvent", "startEvent", "intermediateThrowEvent"
    ):
        _times(drawing, event)
        _conditions(drawing, event)
    for event in drawing.every("boundaryEvent"):
        _boundary(drawing, event)
    for event in drawing.every("intermediateCatchEvent"):
        if not definitions_of(event):
            become(event, "intermediateThrowEvent")
            drawing.changed(event, "Passed through.", "It does not say what is awaited.", meaning=True)
    for event in drawing.every("endEvent"):
        _thrown_at_the_end(drawing, event)
    for event in drawing.every("intermediateThrowEvent"):
        for one in definitions_of(event):
            if kind_of(one) not in (
                "messageEventDefinition",
                "signalEventDefinition",
                "escalationEventDefinition",
            ):
                event.remove(one)
    for gateway in drawing.every("eventBasedGateway"):
        _event_gateway(drawing, gateway)


def _compensation(drawing: Drawing) -> None:
    why = "Nothing is undone by compensation here."
    for definition in drawing.every("compensateEventDefinition"):
        event = definition.getparent()
        drawing.cannot(event, why)
        drawing.changed(event, "Compensates nothing.", why, meaning=True)
        event.remove(definition)
        if kind_of(event) == "boundaryEvent":
            remove([event])
        elif kind_of(event) == "startEvent":
            remove([event.getparent()])
    handlers = [one for one in drawing.root.iter("*") if one.get("isForCompensation") == "true"]
    remove(handlers)
    gone = {one.get("id") for one in handlers}
    remove(
        flow
        for flow in drawing.every("sequenceFlow")
        if {flow.get("sourceRef"), flow.get("targetRef")} & gone
    )


def _links(drawing: Drawing, scope: Element) -> None:
    """What goes into a link comes out of the link of the same name."""
    targets: dict[str, Element] = {}
    sources: list[tuple[str, Element]] = []
    for event in nodes(scope):
        link = child(event, "linkEventDefinition")
        if link is None:
            continue
        name = (link.get("name") or event.get("name") or "").strip()
        event.remove(link)
        if kind_of(event) == "intermediateCatchEvent":
            targets[name] = event
            become(event, "intermediateThrowEvent")
        else:
            sources.append((name, event))
    for name, event in sources:
        target = targets.get(name)
        if target is None:
            drawing.changed(event, "Ends here.", f"No link “{name}” goes on.", meaning=True)
        elif not leaving(scope, event):
            drawing.join(scope, event, target)


def _named(drawing: Drawing) -> None:
    """Give messages, signals, errors and escalations the names by which they are matched."""
    for kind, (thing, attribute) in _REFERRED.items():
        known = {one.get("id"): one for one in drawing.every(thing)}
        for definition in drawing.every(kind):
            if definition.get(attribute) in known:
                continue
            event = definition.getparent()
            if thing in _CODES and definition.get(attribute) is None and kind_of(event) == "boundaryEvent":
                continue  # catches every error
            name = definition.get(attribute) or event.get("name") or event.get("id")
            made = drawing.add(drawing.root, thing, name=name)
            if thing in _CODES:
                made.set(_CODES[thing], name)
            known[made.get("id")] = made
            definition.set(attribute, made.get("id"))
            drawing.changed(event, f"Goes by the name “{name}”.", f"It names no {thing}.")
        for one in known.values():
            if not one.get("name"):
                one.set("name", one.get("id"))
            if thing in _CODES and not one.get(_CODES[thing]):
                one.set(_CODES[thing], one.get("name"))


def _times(drawing: Drawing, event: Element) -> None:
    for definition in event.findall(tag("timerEventDefinition")):
        found = next(
            (one for one in definition if kind_of(one) in ("timeDate", "timeDuration", "timeCycle")), None
        )
        when = None if found is None else time_of(kind_of(found), found.text)
        if when is not None and found is not None:
            found.text = when
            for other in definition:
                if other is not found:
                    definition.remove(other)
            continue
        if _spoken(drawing, event, definition, found):
            continue
        said = "" if found is None or not found.text else f" (“{found.text.strip()[:60]}”)"
        why = f"It gives no time in a form known here{said}."
        event.remove(definition)
        if definitions_of(event):
            drawing.changed(event, "Waits for no time.", why, meaning=True)
        elif kind_of(event) == "boundaryEvent":
            drawing.changed(event, "Left out.", why, meaning=True)
        elif kind_of(event) == "intermediateCatchEvent" and follows_event_gateway(event):
            name = event.get("name") or event.get("id")
            message = drawing.add(drawing.root, "message", name=name)
            definition = etree.SubElement(event, tag("messageEventDefinition"))
            definition.set("messageRef", message.get("id"))
            drawing.changed(event, f"Waits until it is told “{name}”.", why, meaning=True)
        elif kind_of(event) == "intermediateCatchEvent":
            become(event, "userTask")
            drawing.changed(event, "Somebody says when it goes on.", why, meaning=True)


def _spoken(drawing: Drawing, event: Element, definition: Element, found: Element | None) -> bool:
    """Take a time as people say it, in the diagram or as the name of the event; whether there was one."""
    written = "" if found is None else (found.text or "").strip()
    length = spoken_length(written or event.get("name") or "")
    if length is None or (written and found is not None and kind_of(found) != "timeDuration"):
        return False
    for other in list(definition):
        definition.remove(other)
    etree.SubElement(definition, tag("timeDuration")).text = length
    said = written or event.get("name")
    why = f"It says “{said}”." if written else f"It gives no time, and is called “{said}”."
    drawing.changed(event, f"Waits {length}.", why, meaning=not written or not is_plain_length(written))
    return True


def _conditions(drawing: Drawing, event: Element) -> None:
    for definition in event.findall(tag("conditionalEventDefinition")):
        condition = child(definition, "condition")
        ours = None if condition is None else translated(condition.text)
        if ours is not None and condition is not None:
            condition.text = ours
            continue
        event.remove(definition)
        why = "Its condition cannot be read here."
        if kind_of(event) == "intermediateCatchEvent" and not definitions_of(event):
            become(event, "userTask")
            drawing.changed(event, "Somebody says when it goes on.", why, meaning=True)
        else:
            drawing.changed(event, "Waits for no condition.", why, meaning=True)


def _boundary(drawing: Drawing, event: Element) -> None:
    scope = event.getparent()
    if scope is None:
        return
    attached = {one.get("id"): one for one in nodes(scope) if kind_of(one) in ACTIVITIES}
    host = attached.get(event.get("attachedToRef"))
    why = ""
    if host is None:
        why = "It is attached to nothing."
    elif not definitions_of(event):
        why = "It does not say what it waits for."
    elif child(event, "cancelEventDefinition") is not None and kind_of(host) != "transaction":
        why = "Only a transaction can be cancelled."
    if why:
        if not any(change.element == event.get("id") for change in drawing.changes):
            drawing.changed(event, "Left out.", why, meaning=True)
        remove(leaving(scope, event))
        remove([event])


def _thrown_at_the_end(drawing: Drawing, event: Element) -> None:
    """The engine throws no signal at an end: it is thrown just before, which is the same."""
    signal = child(event, "signalEventDefinition")
    if signal is None:
        return
    scope = event.getparent()
    thrown = drawing.add(scope, "intermediateThrowEvent", name=event.get("name") or "")
    event.remove(signal)
    thrown.append(signal)
    for flow in arriving(scope, event):
        flow.set("targetRef", thrown.get("id"))
    drawing.join(scope, thrown, event)


_AWAITED = frozenset(
    ("messageEventDefinition", "signalEventDefinition", "timerEventDefinition", "conditionalEventDefinition")
)


def _event_gateway(drawing: Drawing, gateway: Element) -> None:
    """Each way out of it begins with something that is awaited."""
    scope = gateway.getparent()
    by_id = {one.get("id"): one for one in nodes(scope)}
    for flow in leaving(scope, gateway):
        target = by_id.get(flow.get("targetRef"))
        if target is not None and kind_of(target) == "receiveTask":
            become(target, "intermediateCatchEvent")
            definition = etree.SubElement(target, tag("messageEventDefinition"))
            definition.set("messageRef", target.attrib.pop("messageRef", ""))
        kinds = {kind_of(one) for one in definitions_of(target)} if target is not None else set()
        if target is None or kind_of(target) != "intermediateCatchEvent" or not kinds <= _AWAITED:
            drawing.changed(flow, "Never taken.", "What it leads to awaits nothing.", meaning=True)
            flow.getparent().remove(flow)
    if not leaving(scope, gateway):
        become(gateway, "exclusiveGateway")
    remove(flow for flow in flows(scope) if flow.get("targetRef") not in by_id)
