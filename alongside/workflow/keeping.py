"""Tokens as JSON: what is kept of an instance between two steps, without the spec.

The engine gives every task a copy of all values; of these only what a task changed is kept. Whatever lies
wholly in the past – a sub-process that is over, the earlier rounds of a long loop – is not kept, but that it
was there is. What was kept is made again without copying more than the living tasks may change.

    {"form": 2, "main": PART, "subs": [[whose, spec, PART], …], "events": […]}
    PART = {"tasks": [ROW, …], "specs": [name, …], "last": n, "been": [element, …], …}
    ROW = [spec, state, parent, id, changed values, values gone, internal, moment, triggered], ends left off
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

Kept = dict[str, Any]

FORM: Final = 2
LONG = 80  # tasks of a part from which on its past is left behind
_ALL_GONE = 1  # in place of the names of values that are gone
_MISSING = object()
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # PostgreSQL has no place for it in JSON


class NotKeepable(Exception):
    """A value is nothing that could be kept; the message says what."""


def keep(workflow: Any, registry: Any, been_at: Callable[[Any], str]) -> Kept:
    """What to keep of a workflow. Raises `NotKeepable`.

    `been_at` names the element of a spec. The workflow is as it was afterwards, but for the past of a long
    one, which it does without from now on.
    """
    forget(workflow, been_at)
    found = {
        "form": FORM,
        "main": _part(workflow, registry, over=workflow.completed),
        "subs": [
            [str(id), part.spec.name, _part(part, registry)] for id, part in workflow.subprocesses.items()
        ],
    }
    if workflow.bpmn_events:
        found["events"] = registry.convert(workflow.bpmn_events)
    try:
        text = json.dumps(found, allow_nan=False, ensure_ascii=False)
        text.encode()  # half a character is no text
    except (TypeError, ValueError, RecursionError) as problem:
        raise NotKeepable(str(problem)) from None
    if "\\u0000" in text and _NUL.search(text):
        raise NotKeepable("there is a character in them that is no text")
    return found


def restore(workflow: Any, kept: Kept, registry: Any) -> None:
    """Fill a workflow, made for this and empty, with what `keep` gave."""
    _fill(workflow, workflow, kept["main"], registry)
    for whose, spec, part in kept["subs"]:
        task = workflow.get_task_from_id(UUID(whose))
        inner = BpmnSubWorkflow(workflow.subprocess_specs[spec], task.id, workflow, deserializing=True)
        workflow.subprocesses[task.id] = inner
        _fill(workflow, inner, part, registry)
        inner.completed_event.connect(task.task_spec._on_subworkflow_completed, task)
    workflow.bpmn_events = registry.restore(kept.get("events", []))


def values(kept: Kept) -> dict[str, Any]:
    """Every value that a task was given, the last one of each name."""
    found: dict[str, Any] = {}
    for part in (kept["main"], *(part for _, _, part in kept["subs"])) if kept else ():
        for row in part["tasks"]:
            found |= (row[4] if len(row) > 4 else None) or {}
        found |= part.get("data") or {}
    return found


# ── keeping ─────────────────────────────────────────────────────────────────────────────────────────


def _part(workflow: Any, registry: Any, *, over: bool = False) -> Kept:
    """`over` where nothing goes on in it: then its own values are all that anybody asks for."""
    rows: list[list[Any]] = []
    places: dict[UUID, int] = {}
    specs: dict[str, int] = {}
    todo: list[tuple[Any, Any]] = [(workflow.task_tree, None)]
    tasks = workflow.tasks
    while todo:
        task, parent = todo.pop()
        places[task.id] = len(rows)
        rows.append(_row(task, parent, places, specs, registry, bare=over))
        todo.extend((tasks[child], task) for child in reversed(task._children))
    found: Kept = {"tasks": rows, "specs": list(specs)}
    if workflow.last_task is not None:
        found["last"] = places.get(workflow.last_task.id, 0)
    if workflow.data:
        found["data"] = registry.convert(registry.clean(workflow.data))
    if workflow.correlations:
        found["correlations"] = workflow.correlations
    if not workflow.success:
        found["success"] = False
    if workflow.completed:
        found["completed"] = True
    if been := getattr(workflow, "been", None):
        found["been"] = sorted(been)
    return found


def _row(
    task: Any, parent: Any, places: Mapping[UUID, int], specs: dict[str, int], registry: Any, *, bare: bool
) -> list[Any]:
    state = task._state
    # Nobody asks by its id for what is over or only foreseen, but a loop for its rounds.
    named = TaskState.WAITING <= state < TaskState.COMPLETED or task.internal_data
    named = named or (parent is not None and parent.internal_data)
    changed, gone = ({}, []) if bare else _change({} if parent is None else parent.data, task.data)
    # The engine merges what arrived at a join in the order in which it did.
    arrived = state >= TaskState.COMPLETED and isinstance(task.task_spec, UnstructuredJoin)
    row = [
        specs.setdefault(task.task_spec.name, len(specs)),
        state,
        -1 if parent is None else places[parent.id],
        task.id.hex if named else 0,
        changed or 0,
        gone or 0,
        registry.convert(task.internal_data) if task.internal_data else 0,
        round(task.last_state_change * 1e6) if arrived else 0,
        1 if task.triggered else 0,
    ]
    while not row[-1]:
        row.pop()
    return row


def _change(before: dict[str, Any], now: dict[str, Any]) -> tuple[dict[str, Any], list[str] | int]:
    if now is before:
        return {}, []
    if not now:
        return {}, _ALL_GONE if before else []
    changed = {name: value for name, value in now.items() if not is_same(before.get(name, _MISSING), value)}
    if len(before) + len(changed) == len(now) and before.keys() <= now.keys():
        return changed, []
    return changed, [name for name in before if name not in now]


def is_same(one: Any, other: Any) -> bool:
    """Whether they are the same to JSON: unlike `==`, 1 is neither 1.0 nor True."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(is_same(value, other[name]) for name, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    return bool(one == other)


# ── making it again ─────────────────────────────────────────────────────────────────────────────────


def _fill(top: Any, workflow: Any, part: Kept, registry: Any) -> None:
    made: list[Any] = []
    specs = [workflow.spec.task_specs[name] for name in part["specs"]]
    for row in part["tasks"]:
        made.append(_task(top, workflow, specs, row, made, registry))
    workflow.task_tree = made[0]
    workflow.last_task = made[part["last"]] if "last" in part else None
    workflow.data = registry.restore(part.get("data", {}))
    workflow.correlations = dict(part.get("correlations", {}))
    workflow.success = part.get("success", True)
    workflow.completed = part.get("completed", False)
    workflow.been = set(part.get("been", ()))


def _task(top: Any, workflow: Any, specs: list[Any], row: list[Any], made: list[Any], registry: Any) -> Any:
    spec, state, above, id, changed, gone, internal, moment, triggered = row + [0] * (9 - len(row))
    spec = specs[spec]
    task = Task(workflow, spec, state=state, id=UUID(id) if id else None)
    parent = None
    if above >= 0:
        parent = made[above]
        task._parent = parent.id
        parent._children.append(task.id)
    task.data = _values({} if parent is None else parent.data, changed, gone, state)
    if internal:
        task.internal_data = registry.restore(internal)
    if moment:
        task.last_state_change = moment / 1e6
    task.triggered = bool(triggered)
    if state == TaskState.WAITING and isinstance(spec, CatchingEvent):
        top.event_manager.add_task(task)
    return task


def _values(before: dict[str, Any], changed: Any, gone: Any, state: int) -> dict[str, Any]:
    """A task's values. The past is not changed any more, so its values may be the same objects; those of a
    task that still lives are its own."""
    if gone == _ALL_GONE:
        return {}
    if state >= TaskState.COMPLETED and not changed and not gone:
        return before
    found = {**before, **changed} if changed else dict(before)
    for name in gone or ():
        del found[name]
    return found if state >= TaskState.COMPLETED else {name: copied(value) for name, value in found.items()}


def copied(value: Any) -> Any:
    """A copy of what JSON can say, all the way down."""
    if isinstance(value, dict):
        return {name: copied(one) for name, one in value.items()}
    if isinstance(value, list):
        return [copied(one) for one in value]
    return value


# ── leaving the past behind ─────────────────────────────────────────────────────────────────────────


def forget(workflow: Any, been_at: Callable[[Any], str]) -> None:
    """Drop what lies wholly in the past: sub-processes that are over, the trunk of a long part."""
    parts = (workflow, *workflow.subprocesses.values())
    for part in parts:
        if part.completed or len(part.tasks) > LONG:
            _shorten(part, been_at)
    over = [id for id, part in workflow.subprocesses.items() if _is_over(workflow, part, id)]
    _drop(workflow, over, been_at)


def _is_over(workflow: Any, part: Any, id: UUID) -> bool:
    """Whether the task that a sub-process belongs to is done, or is not there any more."""
    others = (one for one in (workflow, *workflow.subprocesses.values()) if one is not part)
    owner = next((one.tasks[id] for one in others if id in one.tasks), None)
    return owner is None or owner.has_state(TaskState.FINISHED_MASK)


def _drop(workflow: Any, gone: Iterable[UUID], been_at: Callable[[Any], str]) -> None:
    for id in gone:
        part = workflow.subprocesses.pop(id, None)
        if part is not None:
            _note(workflow, part.tasks.values(), been_at)
            workflow.been |= getattr(part, "been", set())
            _drop(workflow, [one for one in part.tasks if one in workflow.subprocesses], been_at)


def _note(part: Any, tasks: Iterable[Any], been_at: Callable[[Any], str]) -> None:
    been = part.been = getattr(part, "been", None) or set()
    been |= {been_at(task.task_spec) for task in tasks if task.has_state(TaskState.COMPLETED)}


def _shorten(part: Any, been_at: Callable[[Any], str]) -> None:
    """Hang what still lives below a short trunk: each element once, where it was last. A join that comes
    again looks for its ways in among what came before it."""
    trunk = _trunk(part)
    ways = {task.id for task in trunk}
    last = {task.task_spec: task for task in trunk[1:]}
    left = [task for task in trunk[1:-1] if part.completed or last[task.task_spec] is not task]
    gone = [one for task in left for one in (task, *_beside(part, task, ways))]
    if part.last_task in gone:
        return  # what the process knows is asked of it
    _note(part, gone, been_at)
    for task in gone:
        del part.tasks[task.id]
    way = [task for task in trunk if task.id in part.tasks]
    for above, task in itertools.pairwise(way):
        above._children = [task.id if id in ways else id for id in above._children]
        task._parent = above.id


def _beside(part: Any, task: Any, ways: set[UUID]) -> Iterator[Any]:
    """What hangs on a task of the trunk beside the trunk."""
    for id in task._children:
        if id not in ways:
            yield from _below(part, part.tasks[id])


def _trunk(part: Any) -> list[Any]:
    """The tasks from the root to where everything that lives is below, and nothing asks for what is above."""
    living = {id for id, task in part.tasks.items() if not task.has_state(TaskState.FINISHED_MASK)}
    alive = set(living)  # those with something living at or below them
    for id in living:
        above = part.tasks[id]._parent
        while above is not None and above not in alive:
            alive.add(above)
            above = part.tasks[above]._parent
    if not living:
        return _way_to(part, part.last_task)
    trunk = [part.task_tree]
    while True:
        ahead = [id for id in trunk[-1]._children if id in alive]
        if len(ahead) != 1 or ahead[0] in living:
            break
        trunk.append(part.tasks[ahead[0]])
    return trunk[: _first_asked_for(part, trunk, living) + 1]


def _first_asked_for(part: Any, trunk: list[Any], living: Iterable[UUID]) -> int:
    """The place on the trunk from which on everything stays: a join that has not come yet asks for its
    split, and for what has arrived at it beside the trunk."""
    splits = {getattr(part.tasks[id].task_spec, "split_task", None) for id in living} - {None}
    ways = {task.id for task in trunk}
    first = len(trunk) - 1
    joined = {trunk[-1].task_spec}  # on the trunk further down, with what had arrived
    for place in range(len(trunk) - 2, -1, -1):
        task = trunk[place]
        beside = {one.task_spec for one in _beside(part, task, ways)}
        arrived = {spec for spec in beside if isinstance(spec, UnstructuredJoin)}
        if task.task_spec.name in splits or arrived - joined:
            first = place
        joined.add(task.task_spec)
    return first


def _way_to(part: Any, task: Any) -> list[Any]:
    way: list[Any] = []
    while task is not None:
        way.append(task)
        task = part.tasks.get(task._parent)
    return way[::-1]


def _below(part: Any, top: Any) -> Iterator[Any]:
    todo = [top]
    while todo:
        task = todo.pop()
        yield task
        todo.extend(part.tasks[id] for id in task._children)
