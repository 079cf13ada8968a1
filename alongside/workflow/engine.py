"""SpiffWorkflow behind our own door: parsing, running within bounds, and keeping.

A definition's spec is kept once; of an instance only its tokens and values are kept. Expressions are ours
(`expressions`): the library's own would be run by Python's `eval`. Service tasks wait, as tasks of persons
do, until whoever runs the process has done them, so that they can be tried again.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.task_parsers import ConditionalGatewayParser, GatewayParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default.task_spec import (
    BpmnTaskSpecConverter,
    ConditionalGatewayConverter,
    MultiInstanceTaskConverter,
    ParallelGatewayConverter,
)
from SpiffWorkflow.bpmn.specs.defaults import SequentialMultiInstanceTask as LibrarysSequential
from SpiffWorkflow.bpmn.specs.defaults import ServiceTask
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import SignalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.dmn.parser.BpmnDmnParser import BpmnDmnParser
from SpiffWorkflow.dmn.serializer.task_spec import BaseBusinessRuleTaskConverter
from SpiffWorkflow.dmn.specs.business_rule_task_mixin import BusinessRuleTaskMixin
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.util.task import TaskState

from alongside.workflow import expressions, keeping, migrating
from alongside.workflow.joins import InclusiveJoin, ParallelJoin
from alongside.workflow.migrating import Difference
from alongside.workflow.normalising.drawing import OURS
from alongside.workflow.reading import Element
from alongside.workflow.translating import is_time

MOST_STEPS = 1_000  # of the engine at one go: a loop in which nobody is waited for ends here
MOST_TASKS = 5_000  # of an instance: loops are never pruned
LONGEST_STEP = 2.0  # seconds
_CIRCLES = "It goes round in circles without waiting for anybody."
_TOO_MANY = f"It has done more than {MOST_TASKS:,} steps, which is all that an instance may do."

Kept = dict[str, Any]


class Unfit(Exception):
    """The engine cannot run this diagram; `element` names where, as far as it is known."""

    def __init__(self, why: str, element: str = "") -> None:
        super().__init__(why)
        self.element = element


class Stopped(Exception):
    """A process cannot go on by itself; the message says why, `element` where."""

    def __init__(self, why: str, element: str = "") -> None:
        super().__init__(why)
        self.element = element


class _Expressions(PythonScriptEngine):  # type: ignore[misc]  # the library has no types
    """Ours in place of Python's eval and exec, for conditions, times, scripts and decisions alike."""

    def __init__(self) -> None:
        super().__init__(environment=object())  # nothing that could evaluate by itself

    def validate(self, expression: str) -> None:
        expressions.check(expression)

    def evaluate(self, task: Any, expression: str, external_context: Mapping[str, Any] | None = None) -> Any:
        if is_time(expression):
            return expression
        more = {**(external_context or {}), **_counted(task, expression)}
        try:
            return expressions.work_out(expression, task.data, more)
        except expressions.Wrong as problem:
            raise Stopped(str(problem), _element(task.task_spec)) from None

    def execute(self, task: Any, script: str, external_context: object = None) -> bool:
        try:
            expressions.carry_out(script, task.data)
        except expressions.Wrong as problem:
            raise Stopped(str(problem), _element(task.task_spec)) from None
        return True

    def call_service(self, task: Any, **given: Any) -> Any:
        raise Stopped("Service tasks are done by their handlers.")


def _counted(task: Any, expression: str) -> dict[str, int]:
    """What a condition that ends several instances may count, by the names of the standard and of Camunda's
    kin; nothing for any other expression."""
    whole = task.parent
    if whole is None or getattr(whole.task_spec, "condition", None) != expression:
        return {}
    done = len(whole.internal_data.get("merged", ()))
    going = sum(not one.has_state(TaskState.FINISHED_MASK) for one in whole.children if one.triggered)
    left = len(whole.internal_data.get("remaining", ()))
    if "cardinality" in whole.internal_data:
        left = whole.internal_data["cardinality"] - whole.internal_data.get("current", 0)
    known = {"Instances": done + going + left, "CompletedInstances": done, "ActiveInstances": going}
    return {f"{begins}{name}": many for name, many in known.items() for begins in ("nrOf", "numberOf")}


class HandledTask(ServiceTask):  # type: ignore[misc]
    """A service task, which waits until its handler has done it."""

    def __init__(self, wf_spec: Any, bpmn_id: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.manual = True

    def _execute(self, task: Any) -> bool:
        return True  # the handler has done it, or it would not be run


class SequentialMultiInstanceTask(LibrarysSequential):  # type: ignore[misc]
    """One after the other. The library merges what each has done into the whole, the item that it was done
    for with it, and then says of the next that there is an item already."""

    def create_child(self, my_task: Any, item: Any, key_or_index: Any = None) -> None:
        if my_task.internal_data.get("merged") and self.input_item is not None:
            my_task.data.pop(self.input_item.bpmn_id, None)
        super().create_child(my_task, item, key_or_index)


# Each of the library's parsers asks its own class for it.
TaskParser.SEQUENTIAL_MI_CLASS = SequentialMultiInstanceTask


class DecisionTask(BusinessRuleTaskMixin, BpmnSpecMixin):  # type: ignore[misc]
    pass


class _DecisionParser(TaskParser):  # type: ignore[misc]
    @staticmethod
    def get_decision_ref(node: Element) -> str:
        return str(node.get(f"{{{OURS}}}decision") or "")

    def create_task(self) -> Any:
        table = self.process_parser.parser.get_engine(self.get_decision_ref(self.node), self.node)
        return self.spec_class(self.spec, self.bpmn_id, dmnEngine=table, **self.bpmn_attributes)


class _Parser(BpmnDmnParser):  # type: ignore[misc]
    PARSER_CLASSES = {
        **BpmnParser.PARSER_CLASSES,
        full_tag("serviceTask"): (TaskParser, HandledTask),
        full_tag("parallelGateway"): (GatewayParser, ParallelJoin),
        full_tag("inclusiveGateway"): (ConditionalGatewayParser, InclusiveJoin),
        full_tag("businessRuleTask"): (_DecisionParser, DecisionTask),
    }


serializer = BpmnWorkflowSerializer(
    BpmnWorkflowSerializer.configure(
        {
            **{kind: how for kind, how in DEFAULT_CONFIG.items() if kind is not LibrarysSequential},
            SequentialMultiInstanceTask: MultiInstanceTaskConverter,
            HandledTask: BpmnTaskSpecConverter,
            DecisionTask: BaseBusinessRuleTaskConverter,
            ParallelJoin: ParallelGatewayConverter,
            InclusiveJoin: ConditionalGatewayConverter,
        }
    )
)
_engine = _Expressions()


@dataclass
class Parsed:
    """What a file's processes are to the engine; `main` begins, the others are called by it."""

    main: str
    specs: dict[str, Any]

    def kept(self) -> Kept:
        """As JSON, for the definition."""
        return {
            "main": self.main,
            "specs": {name: serializer.to_dict(spec) for name, spec in self.specs.items()},
        }


def parse(drawings: Iterable[Element], decisions: Iterable[Element] = (), *, main: str = "") -> Parsed:
    """Read normalised diagrams. Raises `Unfit`, naming the element where the engine knows it.

    `main` is the process to begin with; without one it is the first that no other calls.
    """
    parser = _Parser()
    try:
        for table in decisions:
            parser.add_dmn_xml(table)
        for drawing in drawings:
            parser.add_bpmn_xml(drawing)
        names = parser.get_process_ids()
        if not names:
            raise Unfit("There is no process in it.")
        called = parser.get_process_dependencies()
        chosen = main or next((name for name in names if name not in called), names[0])
        return Parsed(chosen, {chosen: parser.get_spec(chosen), **parser.get_subprocess_specs(chosen)})
    except ValidationException as problem:
        raise Unfit(_told(problem), getattr(problem, "id", None) or "") from None
    except RecursionError:
        raise Unfit("It is longer, or nested deeper, than the engine can read.") from None
    except (
        SpiffWorkflowException,
        KeyError,
        AttributeError,
        TypeError,
        ValueError,
        SyntaxError,
        IndexError,
    ) as problem:
        raise Unfit(f"The engine cannot read it: {problem!r}.") from None


def processes_of(drawing: Element) -> list[str]:
    """The ids of a diagram's processes."""
    return [one.get("id") for one in drawing.iter(full_tag("process"))]


_programs: dict[object, Parsed] = {}


def program_of(kept: Kept | Callable[[], Kept], known_as: object = None) -> Parsed:
    """What a definition's instances run. It never changes, so that of one that is `known_as` something is
    read once in the life of a process, and `kept` asked for only then."""
    found = _programs.get(known_as) if known_as is not None else None
    if found is None:
        told = kept() if callable(kept) else kept
        specs = {name: serializer.from_dict(copy.deepcopy(spec)) for name, spec in told["specs"].items()}
        found = Parsed(told["main"], specs)
        if known_as is not None:
            if len(_programs) > 200:
                _programs.clear()
            _programs[known_as] = found
    return found


@dataclass(frozen=True)
class Waiting:
    """A token that waits: for a person or a handler (`kind` is the task's), for a time, or for an event."""

    id: str
    element: str
    name: str
    kind: str  # "person", "service", "timer", "message", "signal", "event"
    due_at: datetime | None = None
    event: str = ""
    lane: str = ""


class Running:
    """An instance in the engine's memory."""

    def __init__(self, workflow: Any) -> None:
        self._workflow = workflow
        self.waited = self.waiting()  # before anything moved
        self.done: set[str] = set()  # the tasks that were done since

    @classmethod
    def begin(
        cls, kept: Kept | Callable[[], Kept], values: Mapping[str, Any], known_as: object = None
    ) -> Running:
        """A new instance, with what it knows from the start; nothing has been done yet."""
        program = program_of(kept, known_as)
        with _stopping():
            workflow = BpmnWorkflow(program.specs[program.main], program.specs, script_engine=_engine)
        workflow.task_tree.data.update(copy.deepcopy(dict(values)))
        return cls(workflow)

    @classmethod
    def restore(cls, kept: Kept | Callable[[], Kept], tokens: Kept, known_as: object = None) -> Running:
        """An instance as `tokens()` left it."""
        program = program_of(kept, known_as)
        workflow = BpmnWorkflow(
            program.specs[program.main], program.specs, script_engine=_engine, deserializing=True
        )
        keeping.restore(workflow, tokens, serializer.registry)
        return cls(workflow)

    def difference(self, kept: Kept | Callable[[], Kept], known_as: object = None) -> Difference:
        """What it would mean to go on by another version of what it runs."""
        program = program_of(kept, known_as)
        return migrating.compare(self._workflow, program.specs[program.main], program.specs, _element)

    def moved(self, kept: Kept | Callable[[], Kept], known_as: object = None) -> Running:
        """The same going on by another version, where `difference` found that possible; this one is of no
        use any more. Raises `Stopped`."""
        program = program_of(kept, known_as)
        migrating.move(self._workflow, program.specs[program.main], program.specs, _element)
        return Running.restore(kept, self.tokens(), known_as)

    def tokens(self) -> Kept:
        """What to keep of it, as JSON. Raises `Stopped` for values that cannot be kept."""
        try:
            return keeping.keep(self._workflow, serializer.registry, _element)
        except keeping.NotKeepable as problem:
            raise Stopped(f"Its values cannot be kept: {problem}.") from None

    def go_on(self) -> None:
        """Do whatever the engine does by itself, until somebody is waited for. Raises `Stopped`."""
        steps, began = 0, time.monotonic()

        def counted(task: Any) -> None:
            nonlocal steps
            steps += 1
            if steps > MOST_STEPS:
                raise Stopped(_CIRCLES, task.task_spec.name)
            if time.monotonic() - began > LONGEST_STEP:
                raise Stopped("One step of it takes too long.", task.task_spec.name)
            if len(self._workflow.tasks) > MOST_TASKS:
                raise Stopped(_TOO_MANY)
            if not steps % 100:  # going round is dear with all the past along
                keeping.forget(self._workflow, _element)

        with _stopping():
            self._workflow.do_engine_steps(did_complete_task=counted)
            if self._workflow.event_manager.tasks:  # times that came meanwhile were looked at last
                self._workflow.do_engine_steps(did_complete_task=counted)
        if len(self._workflow.tasks) > MOST_TASKS:
            raise Stopped(_TOO_MANY)
        left = next((one for one in self._in(TaskState.READY) if not one.task_spec.manual), None)
        if left is not None:  # the engine does not see what is too deep
            raise Stopped(_CIRCLES, _element(left.task_spec))

    def complete(self, id: str, values: Mapping[str, Any] | None = None) -> None:
        """Do a task that waits, with what it adds to the values; then go on."""
        task = self._task(id)
        with _stopping(task):
            task.data.update(copy.deepcopy(dict(values or {})))
            task.run()
        self.done.add(id)
        self.go_on()

    def tell(self, kind: str, name: str, values: Mapping[str, Any] | None = None) -> bool:
        """Deliver a message or signal; whether it was awaited."""
        definition = (MessageEventDefinition if kind == "message" else SignalEventDefinition)(name)
        with _stopping():
            caught = self._workflow.event_manager.catch(
                BpmnEvent(definition, dict(values or {})), internal=False
            )
        if caught:
            self.go_on()
        return bool(caught)

    def fire(self, id: str) -> bool:
        """The time of a timer has come; whether it was still awaited."""
        task = next((one for one in self._in(TaskState.WAITING) if str(one.id) == id), None)
        if task is None:
            return False
        kept = task.internal_data.get("event_value")
        past = "2000-01-01T00:00:00+00:00"
        if isinstance(kept, dict):
            task.internal_data["event_value"] = {**kept, "next": past}
        else:
            task.internal_data["event_value"] = past
        with _stopping(task):
            task.task_spec._update(task)
        self._set_rhythm(task, kept)
        self.go_on()
        return True

    @staticmethod
    def _set_rhythm(task: Any, before: object) -> None:
        """What comes round again is due one length after it was due, not after the past it was given."""
        after = task.internal_data.get("event_value")
        if isinstance(after, dict) and isinstance(before, dict):
            due = datetime.fromisoformat(before["next"]) + timedelta(seconds=before["duration"])
            task.internal_data["event_value"] = {**after, "next": due.isoformat()}

    def thrown(self) -> list[tuple[str, str, Any]]:
        """What it has thrown that nothing in it awaits: kind, name and values."""
        return [
            (_event_kind(event.event_definition), event.event_definition.name or "", event.payload)
            for event in self._workflow.get_events()
        ]

    def cancel(self) -> None:
        self._workflow.cancel()

    @property
    def finished(self) -> bool:
        return bool(self._workflow.completed) or not any(self._in(TaskState.NOT_FINISHED_MASK))

    @property
    def values(self) -> dict[str, Any]:
        """What the process knows at its end, or at the last token that moved."""
        last = self._workflow.last_task
        known: dict[str, Any] = (
            self._workflow.data if self._workflow.completed else (last.data if last else {})
        )
        return known

    def values_at(self, id: str) -> dict[str, Any]:
        known: dict[str, Any] = self._task(id).data
        return known

    def waiting(self) -> list[Waiting]:
        """Every token that waits: for persons and handlers first, then for times and events."""
        tasks: list[Waiting] = []
        events: list[Waiting] = []
        for task in self._in(TaskState.READY | TaskState.WAITING):
            if task.has_state(TaskState.WAITING):
                events.extend(_awaited(task))
            elif task.task_spec.manual:
                kind = "service" if isinstance(task.task_spec, HandledTask) else "person"
                tasks.append(_waiting(task, kind))
        return tasks + events

    def been(self) -> set[str]:
        """The elements it has been at."""
        past = set().union(*(getattr(part, "been", ()) for part in self._parts()))
        return past | {_element(task.task_spec) for task in self._in(TaskState.COMPLETED)}

    def now_at(self, waiting: Iterable[Waiting] | None = None) -> set[str]:
        """The elements where its tokens are, with the sub-processes around them; `waiting` where whoever asks
        knows it already."""
        around = {_element(task.task_spec) for task in self._in(TaskState.STARTED)}
        return around | {one.element for one in (self.waiting() if waiting is None else waiting)}

    def _parts(self) -> Iterator[Any]:
        yield self._workflow
        yield from self._workflow.subprocesses.values()

    def _in(self, state: int) -> Iterator[Any]:
        """The tokens in a state, each branch before the next; the engine's own iterator is slower, and ends
        at a depth of 1,000."""
        inner = self._workflow.subprocesses
        todo = [self._workflow.task_tree]
        while todo:
            task = todo.pop()
            if task._state & state:
                yield task
            tasks = task.workflow.tasks
            todo.extend(tasks[id] for id in reversed(task._children))
            if task.id in inner:
                todo.append(inner[task.id].task_tree)

    def _task(self, id: str) -> Any:
        for task in self._in(TaskState.READY):
            if str(task.id) == id:
                return task
        raise Stopped("That task is not to be done any more.")


class _stopping:
    """Whatever the engine raises, said in a sentence with the element where it happened."""

    def __init__(self, task: Any = None) -> None:
        self._task = task

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        if problem is None or isinstance(problem, Stopped) or not isinstance(problem, Exception):
            return
        task = getattr(problem, "task", None) or self._task
        element = _element(task.task_spec) if task is not None else ""
        raise Stopped(_told(problem), element) from problem


def _told(problem: BaseException) -> str:
    if isinstance(problem, RecursionError):
        return "It is nested too deep, or goes round in circles without waiting for anybody."
    said = str(problem)
    cause = getattr(problem, "exception", None)
    return f"{said.rstrip('.')}: {cause}" if cause else said


def _element(spec: Any) -> str:
    """The id in the diagram: instances of a loop, and the engine's own helpers, belong to their element."""
    name: str = getattr(spec, "bpmn_id", None) or spec.name
    return name.removesuffix(" [child]")


def _waiting(task: Any, kind: str, due_at: datetime | None = None, event: str = "") -> Waiting:
    spec = task.task_spec
    return Waiting(str(task.id), _element(spec), spec.bpmn_name or "", kind, due_at, event, spec.lane or "")


def _awaited(task: Any) -> Iterator[Waiting]:
    """What a waiting token waits for: of an event gateway, each of its events."""
    definition = getattr(task.task_spec, "event_definition", None)
    if definition is None:
        return
    parts = getattr(definition, "event_definitions", None) or [definition]
    for one in [part.details(task) for part in parts]:
        kind = one.event_type.removesuffix("EventDefinition").lower()
        if "timer" in kind or kind == "timedate":
            yield _waiting(task, "timer", _moment(one.value), one.name or "")
        elif kind in ("message", "signal"):
            yield _waiting(task, kind, None, one.name or "")
        else:
            yield _waiting(task, "event", None, one.name or kind)


def _moment(value: object) -> datetime | None:
    """When a timer is due; None for one that has not been worked out."""
    from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition  # noqa: PLC0415

    if isinstance(value, Mapping):
        value = value.get("next")
    try:
        return TimerEventDefinition.get_datetime(value)  # type: ignore[no-any-return]
    except (TypeError, ValueError):
        return None


def _event_kind(definition: Any) -> str:
    return str(type(definition).__name__.removesuffix("EventDefinition").lower())
