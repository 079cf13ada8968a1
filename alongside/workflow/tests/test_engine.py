"""Running within bounds, and keeping."""

from __future__ import annotations

import builtins
import json

import pytest

from alongside.workflow.engine import Running, Stopped
from alongside.workflow.tests.drawn import at, begun, drawn, flows, line


def again(kept: dict, running: Running) -> Running:  # type: ignore[type-arg]
    """The instance as another process would read it."""
    return Running.restore(kept, json.loads(json.dumps(running.tokens())))


def done(running: Running, element: str, **values: object) -> None:
    running.complete(next(one.id for one in running.waiting() if one.element == element), values)


def test_an_instance_is_kept_and_goes_on_where_it_was() -> None:
    kept, running = begun(drawn(line("startEvent", "userTask", "manualTask", "endEvent")), name="Ann")
    running = again(json.loads(json.dumps(kept)), running)
    done(running, "n1", age=70)
    running = again(kept, running)
    done(running, "n2")
    assert (running.finished, running.values) == (True, {"name": "Ann", "age": 70})


def test_a_service_task_waits_for_its_handler() -> None:
    text = drawn('<startEvent id="s"/><serviceTask id="a" alongside:handler="mail"/>' + flows("s>a"))
    kept, running = begun(text, handlers=("mail",))
    assert [(one.element, one.kind) for one in again(kept, running).waiting()] == [("a", "service")]


def test_many_instances_are_done_side_by_side_each_with_its_item() -> None:
    several = (
        '<userTask id="a"><multiInstanceLoopCharacteristics camunda:collection="streets"'
        ' camunda:elementVariable="street"/></userTask>'
    )
    kept, running = begun(
        drawn(f'<startEvent id="s"/>{several}' + flows("s>a")), streets=["High St", "Low Rd"]
    )
    running = again(kept, running)
    found = [running.values_at(one.id)["street"] for one in running.waiting()]
    done(running, "a")
    running = again(kept, running)
    done(running, "a")
    assert (found, running.finished) == (["High St", "Low Rd"], True)


def test_a_timer_says_when_it_is_due_and_goes_on_then() -> None:
    timer = '<intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>P3D</timeDuration></timerEventDefinition></intermediateCatchEvent>'  # noqa: E501
    kept, running = begun(drawn(f'<startEvent id="s"/>{timer}<userTask id="a"/>' + flows("s>t>a")))
    running = again(kept, running)
    (waiting,) = running.waiting()
    assert waiting.due_at is not None
    assert (waiting.kind, running.fire(waiting.id), at(running)) == ("timer", True, ["a"])
    assert not again(kept, running).fire(waiting.id)


def test_a_message_is_delivered_to_whoever_awaits_it() -> None:
    caught = (
        '<intermediateCatchEvent id="m"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>'
    )
    text = drawn(f'<startEvent id="s"/>{caught}' + flows("s>m"), beside='<message id="M" name="paid"/>')
    kept, running = begun(text)
    running = again(kept, running)
    assert (running.tell("message", "other"), running.tell("message", "paid"), running.finished) == (
        False,
        True,
        True,
    )


def test_going_round_without_waiting_is_stopped() -> None:
    text = drawn(
        '<startEvent id="s"/><scriptTask id="a"><script>x = 1</script></scriptTask>' + flows("s>a>a")
    )
    with pytest.raises(Stopped):
        begun(text)


def test_what_cannot_be_worked_out_stops_with_its_element() -> None:
    text = drawn(
        '<startEvent id="s"/><scriptTask id="a"><script>x = 1 / 0</script></scriptTask>' + flows("s>a")
    )
    with pytest.raises(Stopped) as stopped:
        begun(text)
    assert stopped.value.element == "a"


def test_python_itself_evaluates_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[object] = []
    monkeypatch.setattr(builtins, "eval", called.append)
    monkeypatch.setattr(builtins, "exec", called.append)
    text = drawn(
        '<startEvent id="s"/><scriptTask id="a"><script>x = 4</script></scriptTask><exclusiveGateway id="g"/>'
        '<userTask id="b"/><userTask id="c"/><sequenceFlow id="f" sourceRef="g" targetRef="c">'
        "<conditionExpression>x &gt; 3</conditionExpression></sequenceFlow>" + flows("s>a>g>b")
    )
    assert (at(begun(text)[1]), called) == (["c"], [])
