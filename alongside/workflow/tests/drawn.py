"""Diagrams for the tests, written briefly."""

from __future__ import annotations

import io

from alongside.workflow import engine
from alongside.workflow.checking import Report, check
from alongside.workflow.normalising import normalise
from alongside.workflow.reading import parse

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:alongside="urn:alongside:bpmn"'
    ' targetNamespace="http://example.com">'
)


def drawn(inside: str, *, beside: str = "", executable: bool = True) -> bytes:
    """A file with one process of these elements."""
    said = "true" if executable else "false"
    return f'{HEAD}{beside}<process id="P" isExecutable="{said}">{inside}</process></definitions>'.encode()


def flows(*pairs: str) -> str:
    """`a>b>c` as sequence flows."""
    joined = [pair for line in pairs for pair in zip(line.split(">"), line.split(">")[1:], strict=False)]
    return "".join(
        f'<sequenceFlow id="{one}_{other}" sourceRef="{one}" targetRef="{other}"/>' for one, other in joined
    )


def line(*kinds: str) -> str:
    """Elements one after the other, each called by its place: n0, n1, …"""
    made = "".join(f'<{kind} id="n{place}"/>' for place, kind in enumerate(kinds))
    return made + flows(">".join(f"n{place}" for place in range(len(kinds))))


def report(text: bytes) -> Report:
    return check([("drawn.bpmn", io.BytesIO(text))])[0]


def changes(text: bytes) -> set[tuple[str, str, bool]]:
    """What normalising says it changed: element, what, whether it changes the meaning."""
    return {(one.element, one.what, one.meaning) for one in normalise(parse(text)).changes}


def begun(
    text: bytes, *, handlers: tuple[str, ...] = (), **values: object
) -> tuple[engine.Kept, engine.Running]:
    """An instance of a process, at where it waits first."""
    kept = engine.parse([normalise(parse(text), handlers=handlers).root]).kept()
    running = engine.Running.begin(kept, values)
    running.go_on()
    return kept, running


def at(running: engine.Running) -> list[str]:
    return sorted(one.element for one in running.waiting())
