"""What is kept between two steps: everything that the next ones need, and little else."""

from __future__ import annotations

import json

import pytest

from alongside.workflow import keeping
from alongside.workflow.engine import Kept, Running, Stopped
from alongside.workflow.tests.drawn import at, begun, drawn, flows

LOOP = drawn(
    '<startEvent id="s"/><userTask id="ask"/><exclusiveGateway id="enough" default="again"/>'
    '<userTask id="end"/><sequenceFlow id="again" sourceRef="enough" targetRef="ask"/>'
    '<sequenceFlow id="ready" sourceRef="enough" targetRef="end">'
    "<conditionExpression>ready</conditionExpression></sequenceFlow>" + flows("s>ask>enough")
)
FORK = drawn(
    '<startEvent id="s"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/>'
    '<userTask id="back"/><parallelGateway id="join"/><userTask id="after"/><endEvent id="e"/>'
    '<exclusiveGateway id="g" default="out"/><sequenceFlow id="out" sourceRef="g" targetRef="e"/>'
    '<sequenceFlow id="round" sourceRef="g" targetRef="fork">'
    "<conditionExpression>more</conditionExpression></sequenceFlow>"
    '<exclusiveGateway id="h" default="on"/><sequenceFlow id="on" sourceRef="h" targetRef="join"/>'
    '<sequenceFlow id="b_again" sourceRef="h" targetRef="back">'
    "<conditionExpression>slow</conditionExpression></sequenceFlow>"
    + flows("s>fork>a>join>after>g", "fork>b>h", "back>b")
)
INNER = drawn(
    '<startEvent id="s"/><subProcess id="sub"><startEvent id="s2"/><userTask id="inside"/><endEvent id="e2"/>'
    + flows("s2>inside>e2")
    + '</subProcess><userTask id="outside"/>'
    + flows("s>sub>outside")
)


def step(kept: Kept, tokens: Kept, element: str, **values: object) -> tuple[Running, Kept]:
    """Read as another process would, one task done, and kept again."""
    running = Running.restore(kept, json.loads(json.dumps(tokens)))
    running.complete(next(one.id for one in running.waiting() if one.element == element), values)
    return running, running.tokens()


def test_a_long_loop_does_not_grow_and_ends_as_it_should() -> None:
    kept, running = begun(LOOP, name="Ann", ready=False)
    tokens, sizes = running.tokens(), []
    for number in range(400):
        running, tokens = step(kept, tokens, "ask", number=number)
        sizes.append(len(json.dumps(tokens)))
    assert max(sizes) < 3_000  # bytes
    running, tokens = step(kept, tokens, "ask", ready=True)
    assert (at(running), {"s", "ask", "enough"} <= running.been()) == (["end"], True)
    running, tokens = step(kept, tokens, "end")
    again = Running.restore(kept, tokens)
    assert (again.finished, again.values) == (True, {"name": "Ann", "ready": True, "number": 399})
    assert again.been() >= {"s", "ask", "enough", "end"}


def test_what_waits_at_a_join_is_kept_through_many_rounds() -> None:
    """One branch arrives and waits, with what it found, while the other goes round a hundred times."""
    kept, running = begun(FORK, slow=True, more=True)
    tokens = running.tokens()
    for number in range(3):
        running, tokens = step(kept, tokens, "a", **{f"found_{number}": True})
        for _ in range(40):
            running, tokens = step(kept, tokens, "b", slow=True)
            running, tokens = step(kept, tokens, "back")
        assert at(running) == ["b"]
        running, tokens = step(kept, tokens, "b", slow=False)
        (after,) = running.waiting()
        assert (after.element, f"found_{number}" in running.values_at(after.id)) == ("after", True)
        running, tokens = step(kept, tokens, "after", more=number < 2)
    assert Running.restore(kept, tokens).finished


def test_a_sub_process_that_is_over_is_not_kept_but_that_it_was() -> None:
    kept, running = begun(INNER, name="Ann")
    tokens = running.tokens()
    assert (at(Running.restore(kept, tokens)), Running.restore(kept, tokens).now_at()) == (
        ["inside"],
        {"sub", "inside"},
    )
    running, tokens = step(kept, tokens, "inside", found=True)
    again = Running.restore(kept, tokens)
    assert (tokens["subs"], at(again)) == ([], ["outside"])
    assert again.been() >= {"s", "sub", "s2", "inside", "e2"}
    assert again.values_at(again.waiting()[0].id) == {"name": "Ann", "found": True}


def test_one_branch_does_not_change_what_another_knows() -> None:
    kept, running = begun(FORK, slow=False, more=False, streets=["High St"])
    again = Running.restore(kept, json.loads(json.dumps(running.tokens())))
    one, other = again.waiting()
    again.values_at(one.id)["streets"].append("Low Rd")
    assert again.values_at(other.id)["streets"] == ["High St"]


def test_values_are_told_once_each_the_last_of_a_name() -> None:
    kept, running = begun(LOOP, name="Ann", ready=False)
    _, tokens = step(kept, running.tokens(), "ask", name="Anna", age=70)
    assert keeping.values(tokens) == {"name": "Anna", "ready": False, "age": 70}
    assert keeping.values({}) == {}


def test_what_is_the_same_to_python_but_not_to_json_is_kept() -> None:
    kept, running = begun(LOOP, ready=False, number=1, list=[1])
    running, tokens = step(kept, running.tokens(), "ask", number=True, list=[1.0])
    (waiting,) = Running.restore(kept, tokens).waiting()
    known = Running.restore(kept, tokens).values_at(waiting.id)
    assert json.dumps([known["number"], known["list"]]) == "[true, [1.0]]"


def test_what_no_database_keeps_stops_with_a_sentence() -> None:
    for value in (float("nan"), {1, 2}, "a\0b", "\ud800", {"deep": ["\udfff x"]}):
        kept, running = begun(LOOP, ready=False, value=value)
        with pytest.raises(Stopped, match="cannot be kept"):
            running.tokens()
    for value in ("\\u0000", "\\ud800", "😀", "a\\"):
        kept, running = begun(LOOP, ready=False, value=value)
        assert Running.restore(kept, json.loads(json.dumps(running.tokens()))).waiting()
