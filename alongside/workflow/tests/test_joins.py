"""Where ways meet: what is waited for, and what the process knows afterwards."""

from __future__ import annotations

import json
from typing import Any

from alongside.workflow.engine import Running
from alongside.workflow.joins import merged
from alongside.workflow.tests.drawn import at, begun, drawn, flows

MERGED: list[tuple[dict[str, Any], list[dict[str, Any]], dict[str, Any]]] = [
    ({"x": 0}, [{"x": 5}, {"x": 0}], {"x": 5}),  # what nobody touched does not win
    ({"x": 0}, [{"x": 5}, {"x": 6}], {"x": 6}),
    ({}, [{"a": 1}, {"b": 2}], {"a": 1, "b": 2}),
    ({"a": 1, "b": 2}, [{"b": 2}, {"a": 1, "b": 2}], {"b": 2}),
    ({"d": {"x": 1}}, [{"d": {"x": 1, "y": 2}}, {"d": {"x": 3}}], {"d": {"x": 3, "y": 2}}),
    ({"n": 1}, [{"n": True}, {"n": 1}], {"n": True}),
    ({"l": [1]}, [{"l": [1, 2]}, {"l": [1]}], {"l": [1, 2]}),
]


def test_each_way_brings_what_it_changed() -> None:
    assert [json.dumps(merged(before, known)) for before, known, _ in MERGED] == [
        json.dumps(after) for _, _, after in MERGED
    ]


def both(first: str, second: str) -> Running:
    """A fork of two tasks that both know x, done in this order; the first changes it."""
    text = drawn(
        '<startEvent id="s"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/>'
        '<parallelGateway id="join"/><userTask id="after"/>' + flows("s>fork>a>join>after", "fork>b>join")
    )
    kept, running = begun(text, x=0)
    for place, element in enumerate((first, second)):
        running = Running.restore(kept, json.loads(json.dumps(running.tokens())))
        id = next(one.id for one in running.waiting() if one.element == element)
        running.complete(id, {"x": 5} if place == 0 else {})
    return running


def test_what_one_way_changed_is_known_after_the_join_whoever_comes_last() -> None:
    for first, second in (("a", "b"), ("b", "a")):
        running = both(first, second)
        (waiting,) = running.waiting()
        assert (waiting.element, running.values_at(waiting.id)["x"]) == ("after", 5)


def test_many_forks_one_after_the_other_are_foreseen_once_each() -> None:
    inside = '<startEvent id="s"/><userTask id="u0"/>' + flows("s>u0")
    for n in range(20):
        inside += (
            f'<parallelGateway id="g{n}"/><userTask id="a{n}"/><userTask id="b{n}"/>'
            f'<parallelGateway id="m{n}"/><userTask id="u{n + 1}"/>'
        ) + flows(f"u{n}>g{n}>a{n}>m{n}>u{n + 1}", f"g{n}>b{n}>m{n}")
    running = begun(drawn(inside))[1]
    assert len(running.tokens()["main"]["tasks"]) < 200
    for _ in range(100):
        if waiting := running.waiting():
            running.complete(waiting[0].id)
    assert (running.finished, len(running.been() & {f"b{n}" for n in range(20)})) == (True, 20)


def test_a_join_in_a_loop_waits_for_what_can_come_again_and_for_nothing_else() -> None:
    text = drawn(
        '<startEvent id="s"/><parallelGateway id="in"/><userTask id="a"/><userTask id="end"/>'
        '<exclusiveGateway id="g" default="out"/><sequenceFlow id="out" sourceRef="g" targetRef="end"/>'
        '<sequenceFlow id="back" sourceRef="g" targetRef="in"><conditionExpression>more</conditionExpression>'
        "</sequenceFlow>" + flows("s>in>a>g")
    )
    running = begun(text, more=True)[1]
    for more in (True, True, False):
        assert at(running) == ["a"]
        running.complete(running.waiting()[0].id, {"more": more})
    assert at(running) == ["end"]
