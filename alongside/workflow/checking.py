"""Whether diagrams would run here, without keeping anything: what `alongside workflow check` reports."""

from __future__ import annotations

import ast
import json
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from alongside.workflow import engine
from alongside.workflow.normalising import Drawing, normalise
from alongside.workflow.normalising.drawing import kind_of
from alongside.workflow.reading import Element, Unreadable, read

_DECISIONS = "dmn"


@dataclass
class Report:
    """Of one file. `problem` says why it could not be parsed, started or kept."""

    file: str
    parsed: bool = False
    startable: bool = False
    serialisable: bool = False
    finished: bool = False  # with every task done, every time come and every message delivered
    processes: list[str] = field(default_factory=list)
    problem: str = ""
    element: str = ""  # where
    drawing: Drawing | None = None

    def told(self) -> dict[str, Any]:
        drawn = self.drawing
        return {
            "file": self.file,
            "parsed": self.parsed,
            "startable": self.startable,
            "serialisable": self.serialisable,
            "finished": self.finished,
            "processes": self.processes,
            "problem": self.problem,
            "element": self.element,
            "changes": [one.told() for one in drawn.changes] if drawn else [],
            "unsupported": [one.told() for one in drawn.unsupported] if drawn else [],
        }


def check(files: Sequence[tuple[str, BinaryIO]], *, handlers: Collection[str] = ()) -> list[Report]:
    """A report for each file, in their order. Files that are given together may call each other's processes
    and ask each other's decisions."""
    read_in = [_read(name, source) for name, source in files]
    decisions = [root for _, root in read_in if root is not None and is_decision(root)]
    tables = decisions_of(decisions)
    elsewhere = [process for _, root in read_in if root is not None for process in engine.processes_of(root)]
    for report, root in read_in:
        if root is None:
            continue
        if is_decision(root):
            report.parsed = report.startable = report.serialisable = True
            continue
        report.drawing = normalise(root, handlers=handlers, processes=elsewhere, decisions=tables)
    drawings = {report.file: report.drawing.root for report, _ in read_in if report.drawing is not None}
    for report, _ in read_in:
        if report.drawing is not None:
            _try(report, drawings, decisions)
    return [report for report, _ in read_in]


def is_decision(root: Element) -> bool:
    return _DECISIONS in root.tag.lower()


def decisions_of(roots: Sequence[Element]) -> list[str]:
    """The ids of the decisions in these files."""
    return [
        one.get("id")
        for root in roots
        for one in root.iter("*")
        if one.tag.endswith("}decision") and one.get("id")
    ]


def _read(name: str, source: BinaryIO) -> tuple[Report, Element | None]:
    report = Report(name)
    try:
        root = read(source)
    except Unreadable as problem:
        report.problem = str(problem)
        return report, None
    if is_decision(root) or root.tag.rpartition("}")[2] == "definitions":
        return report, root
    report.problem = f"It is XML, but no BPMN: it begins with “{root.tag.rpartition('}')[2]}”."
    return report, None


def _try(report: Report, drawings: dict[str, Element], decisions: Sequence[Element]) -> None:
    """Parse every process of a file, and begin the one that begins."""
    assert report.drawing is not None  # noqa: S101 (the caller looked)
    own = report.drawing.root
    report.processes = engine.processes_of(own)
    if not report.processes:
        report.problem = "There is no process in it that could be run."
        return
    called = {one.get("calledElement") for one in own.iter("*") if kind_of(one) == "callActivity"}
    together = [
        root
        for name, root in drawings.items()
        if name != report.file and called & set(engine.processes_of(root))
    ]
    first = sorted(report.processes, key=lambda name: name in called)
    try:
        parsed = [engine.parse([own, *together], decisions, main=name) for name in first]
        report.parsed = True
        begun = [_begun(one, own) for one in parsed if one.main not in called] or [_begun(parsed[0], own)]
        report.startable = True
        again = [engine.Running.restore(kept, running.tokens()) for kept, running in begun]
        report.serialisable = [_places(one) for one in again] == [_places(one) for _, one in begun]
        report.finished = report.serialisable and all(walk(one) for one in again)
    except (engine.Unfit, engine.Stopped) as problem:
        report.problem, report.element = str(problem), problem.element


def _begun(parsed: engine.Parsed, root: Element) -> tuple[engine.Kept, engine.Running]:
    """An instance of a process, from what would be kept of it."""
    kept = json.loads(json.dumps(parsed.kept()))
    running = engine.Running.begin(kept, plausible(root))
    running.go_on()
    return kept, running


def _places(running: engine.Running) -> list[tuple[str, str]]:
    return sorted((one.element, one.kind) for one in running.waiting())


def plausible(root: Element) -> dict[str, Any]:
    """Values to try a process with: two items for whatever is done for each of several, and for every
    gateway what its first conditions ask for."""
    values: dict[str, Any] = {}
    for element in root.iter("*"):
        kind, text = kind_of(element), (element.text or "").strip()
        if kind == "loopDataInputRef" and text:
            values.setdefault(text, [1, 2])
        elif kind in ("conditionExpression", "condition") and text:
            values = _with(_asked_for(text), values)
        elif kind == "script" and text:
            values = _with(dict.fromkeys(_counted_with(text), 1), values)
    return values


def _counted_with(script: str) -> set[str]:
    """The names that a script calculates with."""
    try:
        sums = [one for one in ast.walk(ast.parse(script)) if isinstance(one, ast.BinOp)]
    except SyntaxError:
        return set()
    return {part.id for one in sums for part in (one.left, one.right) if isinstance(part, ast.Name)}


def _with(more: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Both; of what both say, the second, but for what is nested, of which all is said."""
    found = more | values
    for name in more.keys() & values.keys():
        if isinstance(more[name], dict) and isinstance(values[name], dict):
            found[name] = _with(more[name], values[name])
    return found


def _asked_for(condition: str) -> dict[str, Any]:
    """What makes a simple condition hold: {"amount": 101} for `amount > 100`."""
    try:
        node = ast.parse(condition, mode="eval").body
    except SyntaxError:
        return {}
    if isinstance(node, ast.Name):
        return {node.id: True}
    if isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Name):
        return {node.operand.id: False}
    if isinstance(node, ast.BoolOp):
        together: dict[str, Any] = {}
        for part in node.values if isinstance(node.op, ast.And) else node.values[:1]:
            together = _with(_asked_for(ast.unparse(part)), together)
        return together
    if isinstance(node, ast.Call):
        return _contained(node)
    if not isinstance(node, ast.Compare):
        return {}
    wanted = node.comparators[0]
    if not isinstance(wanted, ast.Constant):
        return {}
    value: Any = wanted.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        value += 1 if isinstance(node.ops[0], ast.Gt) else -1 if isinstance(node.ops[0], ast.Lt) else 0
    return _nested(node.left, value)


def _contained(call: ast.Call) -> dict[str, Any]:
    """What makes `contains(tags, "vip")` hold."""
    named = isinstance(call.func, ast.Name) and call.func.id == "contains" and len(call.args) == 2
    if not named or not isinstance(call.args[1], ast.Constant):
        return {}
    return _nested(call.args[0], [call.args[1].value])


_MADE = {"int", "float", "str", "upper", "lower"}  # of one value another that is as good to try with


def _nested(node: ast.expr, value: Any) -> dict[str, Any]:
    """`order.total` with 5 is {"order": {"total": 5}}, and so is `int(order.total)`; nothing for what is no
    path."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1:
        node = node.args[0] if node.func.id in _MADE else node
    while isinstance(node, ast.Attribute):
        value, node = {node.attr: value}, node.value
    return {node.id: value} if isinstance(node, ast.Name) else {}


MOST_MOVES = 300
LONGEST_WALK = 2.0  # seconds
_ORDER = ("person", "service", "message", "signal", "timer", "event")


def walk(running: engine.Running) -> bool:
    """Do every task, let every time come and deliver every message; whether it came to its end.

    Tasks come first, then messages, then times: so a reminder does not end what is still being done. Each
    task puts all the loops it may be in to an end by being done often enough.
    """
    until = time.monotonic() + LONGEST_WALK
    for move in range(MOST_MOVES):
        if move % 50 == 49:
            running.tokens()  # what is kept leaves the past of a loop behind
        if running.finished:
            return True
        if time.monotonic() > until:
            return False
        waiting = running.waiting()
        ranked = sorted(waiting, key=lambda one: _ORDER.index(one.kind))
        if not any(_move(running, one) for one in ranked):
            return running.finished
    return running.finished


def _move(running: engine.Running, one: engine.Waiting) -> bool:
    if one.kind in ("person", "service"):
        running.complete(one.id, {})
        return True
    if one.kind in ("message", "signal"):
        return running.tell(one.kind, one.event)
    return one.kind == "timer" and running.fire(one.id)
