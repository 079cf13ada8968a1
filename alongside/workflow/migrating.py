"""Taking an instance over to another version of what it runs: its tokens stay where they are, and go on as
the new diagram says.

It is done only where every token that waits finds its place again: an element of the same id, of the same
kind, with the same events attached. What lies in the past and is in the diagram no more is left behind, and
said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.util.task import TaskState

_LIVING = TaskState.WAITING | TaskState.READY | TaskState.STARTED
_FORESEEN = TaskState.PREDICTED_MASK | TaskState.FUTURE


@dataclass(frozen=True)
class Difference:
    """What taking over would mean: elements by their ids."""

    missing: dict[str, str] = field(default_factory=dict)  # where it waits, and why it cannot wait there
    lost: tuple[str, ...] = ()  # where it has been, and the new diagram has nothing

    @property
    def possible(self) -> bool:
        return not self.missing


def compare(workflow: Any, main: Any, specs: dict[str, Any], element_of: Any) -> Difference:
    """How a workflow would fit another program; `element_of` names the element of an engine's spec."""
    missing: dict[str, str] = {}
    lost: set[str] = set()
    known: set[str] = set()
    for part, spec in _parts(workflow, main, specs):
        for task in part.tasks.values():
            element = element_of(task.task_spec)
            if spec is None or element in _elements(spec, element_of):
                known.add(element)
            if task.has_state(_FORESEEN):
                continue
            if task.has_state(_LIVING):
                why = "The sub-process is not there." if spec is None else _misfit(task, spec)
                if why:
                    missing.setdefault(element, why)
            elif spec is not None and not _fits(task, spec):
                lost.add(element)
        for element in getattr(part, "been", ()):
            if spec is not None and element not in _elements(spec, element_of):
                lost.add(element)
    return Difference(missing, tuple(sorted(lost - known - set(missing))))


def move(workflow: Any, main: Any, specs: dict[str, Any], element_of: Any) -> None:
    """Take it over, after `compare` found that possible. It is kept and made again before it goes on."""
    for part, spec in list(_parts(workflow, main, specs)):
        _note_past(part, spec, element_of)
        _drop_foreseen(part)
        _splice(part, spec)
        for task in part.tasks.values():
            task.task_spec = spec.task_specs[task.task_spec.name]
        part.spec = spec
        for task in [one for one in part.tasks.values() if one.has_state(_LIVING)]:
            _foresee(task)


def _parts(workflow: Any, main: Any, specs: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Each part with what it would run, or None."""
    yield workflow, main
    for part in workflow.subprocesses.values():
        yield part, specs.get(part.spec.name)


def _elements(spec: Any, element_of: Any) -> set[str]:
    return {element_of(one) for one in spec.task_specs.values()}


def _fits(task: Any, spec: Any) -> bool:
    other = spec.task_specs.get(task.task_spec.name)
    return other is not None and _alike(task.task_spec, other)


def _alike(one: Any, other: Any) -> bool:
    """Of the same kind: what people do may be drawn as any of the tasks for people."""
    if type(one) is type(other):
        return True
    kinds = {type(one).__name__, type(other).__name__}
    return kinds <= {"UserTask", "ManualTask", "NoneTask"}


def _misfit(task: Any, spec: Any) -> str:
    """Why a token cannot wait where it does; nothing where it can."""
    here = task.task_spec
    other = spec.task_specs.get(here.name)
    if other is None:
        return "There is nothing of this id."
    if not _alike(here, other):
        return "It is of another kind."
    if _attached(here) != _attached(other):
        return "Other events are attached to it."
    if isinstance(here, CatchingEvent) and type(here.event_definition) is not type(other.event_definition):
        return "It waits for something else."
    split = getattr(other, "split_task", None)
    if split and split != getattr(here, "split_task", None):
        return "Other ways meet there."
    return ""


def _attached(spec: Any) -> set[str]:
    """The boundary events beside a task: they begin to be waited for together with it."""
    around = [one for one in spec.inputs if type(one).__name__ == "BoundaryEventSplit"]
    return {other.name for one in around for other in one.outputs}


def _note_past(part: Any, spec: Any, element_of: Any) -> None:
    """Where it has been stays known, also where the diagram has it no more."""
    gone = {
        element_of(task.task_spec)
        for task in part.tasks.values()
        if task.has_state(TaskState.COMPLETED) and not _fits(task, spec)
    }
    if gone:
        part.been = (getattr(part, "been", None) or set()) | gone


def _drop_foreseen(part: Any) -> None:
    for task in [one for one in part.tasks.values() if one.has_state(_FORESEEN)]:
        del part.tasks[task.id]
    for task in part.tasks.values():
        task._children = [id for id in task._children if id in part.tasks]


def _splice(part: Any, spec: Any) -> None:
    """Take what is not in the diagram any more out of the past, and hang what came after it where it hung."""
    for task in [one for one in part.tasks.values() if not _fits(one, spec)]:
        above = part.tasks[task._parent]
        place = above._children.index(task.id)
        above._children[place : place + 1] = task._children
        for id in task._children:
            part.tasks[id]._parent = above.id
        if part.last_task is task:
            part.last_task = above
        del part.tasks[task.id]


def _foresee(task: Any) -> None:
    """What may come after a token, as the engine foresees it when the token arrives."""
    there = {child.task_spec for child in task.children}
    if there:
        for spec in task.task_spec.outputs:
            if spec not in there:
                child = task._add_child(spec, TaskState.FUTURE)
                spec._predict(child, mask=_FORESEEN)
        return
    state, moment = task._state, task.last_state_change
    task._state = TaskState.FUTURE
    task.task_spec._predict(task, mask=_FORESEEN)
    task._state, task.last_state_change = state, moment
