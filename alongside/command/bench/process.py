"""`alongside bench process`: a step of a kept process, beside the same step in the engine's own memory."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from SpiffWorkflow.util.task import TaskState as EngineState

from alongside.assisting.acting import Acting
from alongside.command.bench import houses
from alongside.command.bench.figures import Series, machine, rounded, timed, versions
from alongside.command.bench.place import Place
from alongside.command.bench.report import show
from alongside.lib import clock, tenancy
from alongside.people import actions as people
from alongside.people.models import Tenant
from alongside.workflow import actions as workflow
from alongside.workflow.actions.moving import keep, locked, running
from alongside.workflow.engine import Running, serializer
from alongside.workflow.models import Instance, State, Task, TaskState, Version

METHOD = (
    "A process of {tasks} tasks with a decision, a reminder and a script, with {values} values from its form,"
    " done {rounds} times to its end, its steps in turns. `engine`: the library alone, an instance that stays"
    " in memory: the task is run, and what follows by itself. `step`: the same step of an instance that is"
    " kept: its row is locked and read, the step done, tokens, tasks and times stored, committed."
    " `engine_ratio` is the one median over the other. `memory`: reading, doing and giving the tokens without"
    " the database. `own`: the library's way of keeping, with its serialiser to JSON and back, without the"
    " database. `action`: the whole deed, allowed and sealed in the history. Bytes are those of the tokens"
    " as JSON."
)
VALUES = {f"answer_{number}": f"what was said to question {number}" for number in range(20)}
TASKS = ("look", "visit", "say", "close")
READY = EngineState.READY
_MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = f"""<definitions xmlns="{_MODEL}" targetNamespace="urn:bench"><process id="P" isExecutable="true">
  <startEvent id="start"/>
  <userTask id="look" name="Look"/>
  <exclusiveGateway id="large" default="no"/>
  <userTask id="visit" name="Visit"/>
  <userTask id="write" name="Write"/>
  <boundaryEvent id="late" attachedToRef="visit">
    <timerEventDefinition><timeDuration>P3D</timeDuration></timerEventDefinition>
  </boundaryEvent>
  <userTask id="chase" name="Chase"/>
  <scriptTask id="sum"><script>total = amount * 2</script></scriptTask>
  <userTask id="say" name="Say"/>
  <userTask id="close" name="Close"/>
  <endEvent id="end"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="look"/>
  <sequenceFlow id="f2" sourceRef="look" targetRef="large"/>
  <sequenceFlow id="yes" sourceRef="large" targetRef="visit">
    <conditionExpression>amount &gt; 3</conditionExpression>
  </sequenceFlow>
  <sequenceFlow id="no" sourceRef="large" targetRef="write"/>
  <sequenceFlow id="f3" sourceRef="write" targetRef="sum"/>
  <sequenceFlow id="f4" sourceRef="visit" targetRef="sum"/>
  <sequenceFlow id="f5" sourceRef="late" targetRef="chase"/>
  <sequenceFlow id="f6" sourceRef="chase" targetRef="sum"/>
  <sequenceFlow id="f7" sourceRef="sum" targetRef="say"/>
  <sequenceFlow id="f8" sourceRef="say" targetRef="close"/>
  <sequenceFlow id="f9" sourceRef="close" targetRef="end"/>
</process></definitions>""".encode()


def run(place: Place, options: argparse.Namespace) -> None:
    house = houses.build(place, people=options.people)
    with tenancy.within(house.tenant.pk):
        acting = Acting.alone(house.agent)
        deployed()
        for _ in _all(acting):  # what is read once in the life of a process
            pass
        series: dict[str, Series] = {}
        for _ in range(options.rounds):
            for name, one in _all(acting):
                into = series.setdefault(name, Series())
                into.times += one.times
                into.cpu += one.cpu
        finished, going = (
            len(json.dumps(Instance.objects.filter(state=state).latest("started_at").tokens))
            for state in (State.FINISHED, State.RUNNING)
        )
    engine, step = series["engine"], series["step"]
    show(
        {
            "bench": "process",
            "step_ms": rounded(step.percentile(0.5)),
            "engine_ratio": rounded(step.percentile(0.5) / engine.percentile(0.5)),
            "cpu_ratio": rounded(step.cpu_each / engine.cpu_each),
            "memory_ratio": rounded(series["memory"].percentile(0.5) / engine.percentile(0.5)),
            "own_ratio": rounded(step.percentile(0.5) / series["own"].percentile(0.5)),
            "bytes_per_instance": going,
            "bytes_when_finished": finished,
            **{
                name: {
                    "p50_ms": rounded(one.percentile(0.5)),
                    "p95_ms": rounded(one.percentile(0.95)),
                    "cpu_ms": rounded(one.cpu_each),
                }
                for name, one in series.items()
            },
            "database": place.vendor,
            "versions": versions(),
            "machine": machine(),
            "method": METHOD.format(tasks=len(TASKS), values=len(VALUES) + 1, rounds=options.rounds),
        },
        as_json=options.json,
    )


def deployed() -> Version:
    """The process, put into use by the house itself."""
    plan = workflow.look_at(DIAGRAM)
    house = Acting.alone(people.system(Tenant.objects.get(pk=tenancy.current())))
    return workflow.deploy(house, slug="bench", title="Bench", plan=plan, agreed=plan.mark)


def _all(acting: Acting) -> Iterator[tuple[str, Series]]:
    """One instance each way."""
    version = Version.objects.newest_of("bench").get()
    kept, known_as = version.spec, version.known_as
    yield "engine", _engine(kept, known_as)
    yield "memory", _memory(kept, known_as)
    yield "own", _own(kept, known_as)
    yield "step", _steps(acting)
    yield "action", _actions(acting)


def _begun(kept: Any, known_as: object) -> Running:
    running = Running.begin(kept, {**VALUES, "amount": 5}, known_as)
    running.go_on()
    return running


def _engine(kept: Any, known_as: object) -> Series:
    series = Series()
    workflow = _begun(kept, known_as)._workflow
    for name in TASKS:
        task = workflow.get_next_task(state=READY, spec_name=name)
        with timed(series):
            task.data.update({f"done_{name}": True})
            task.run()
            workflow.do_engine_steps()
    return series


def _memory(kept: Any, known_as: object) -> Series:
    series = Series()
    running = _begun(kept, known_as)
    text = json.dumps(running.tokens())
    for name in TASKS:
        id = next(one.id for one in running.waiting() if one.element == name)
        with timed(series):
            running = Running.restore(kept, json.loads(text), known_as)
            running.complete(id, {f"done_{name}": True})
            text = json.dumps(running.tokens())
    return series


def _own(kept: Any, known_as: object) -> Series:
    series = Series()
    begun = _begun(kept, known_as)._workflow
    text = serializer.serialize_json(begun)
    engine = begun.script_engine
    for name in TASKS:
        with timed(series):
            workflow = serializer.deserialize_json(text)
            workflow.script_engine = engine
            task = workflow.get_next_task(state=READY, spec_name=name)
            task.data.update({f"done_{name}": True})
            task.run()
            workflow.do_engine_steps()
            text = serializer.serialize_json(workflow)
    return series


def _started(acting: Acting) -> Instance:
    return workflow.start(acting, "bench", {**VALUES, "amount": 5})


def _steps(acting: Acting) -> Series:
    series = Series()
    number = _started(acting).pk
    for name in TASKS:
        task = Task.objects.get(instance=number, element=name, state=TaskState.OPEN)
        with timed(series), transaction.atomic():
            instance = locked(number)
            now = running(instance)
            now.complete(str(task.pk), {f"done_{name}": True})
            keep(acting, instance, now, clock.now())
        task.state = TaskState.DONE
        task.save(update_fields=["state"])
    return series


def _actions(acting: Acting) -> Series:
    series = Series()
    instance = _started(acting)
    for name in TASKS[:-1]:  # one instance stays on its way, to be weighed
        task = Task.objects.get(instance=instance, element=name, state=TaskState.OPEN)
        with timed(series):
            workflow.complete(acting, task, {f"done_{name}": True})
    return series
