"""Each change is said with its element, and what was changed runs."""

# ruff: noqa: E501 (a diagram is read best on one line)

from __future__ import annotations

import pytest

from alongside.workflow.tests.drawn import at, begun, changes, drawn, flows, line, report

PERSON = "Made a task for a person."
TWO = '<task id="a"/><task id="b"/>'

CASES: dict[str, tuple[bytes, set[tuple[str, str, bool]]]] = {
    "nothing to change": (drawn(line("startEvent", "userTask", "endEvent")), set()),
    "not executable": (
        drawn(line("startEvent", "userTask", "endEvent"), executable=False),
        {("P", "Made executable.", True)},
    ),
    "no start, no end": (drawn(line("userTask", "userTask")), {("n0", "Done first.", False)}),
    "an abstract task": (drawn(line("startEvent", "task", "endEvent")), {("n1", PERSON, True)}),
    "a service of another engine": (
        drawn('<serviceTask id="s" camunda:class="a.B"/><startEvent id="b"/>' + flows("b>s")),
        {("s", PERSON, True)},
    ),
    "a call of what is not here": (
        drawn('<startEvent id="b"/><callActivity id="c" calledElement="Other"/>' + flows("b>c")),
        {("c", PERSON, True)},
    ),
    "a gateway without conditions": (
        drawn(TWO.replace("task", "userTask") + '<startEvent id="s"/><exclusiveGateway id="g"/>' + flows("s>g>a", "g>b")),
        {("g", "Goes to g_a, unless the variable way_g names another way.", True)},
    ),
    "several ways out of a task": (
        drawn(line("startEvent", "userTask") + '<userTask id="a"/>' + flows("n1>a") + '<userTask id="b"/>' + flows("n1>b")),
        {("n1", "Split by a gateway behind it.", False)},
    ),
    "a complex gateway": (
        drawn(line("startEvent", "complexGateway", "endEvent")),
        {("n1", "Goes every way whose condition holds.", True)},
    ),
    "data stores": (
        drawn(line("startEvent", "userTask", "endEvent") + '<dataStoreReference id="d"/>'),
        {("d", "Not connected.", True)},
    ),
    "a start by a message": (
        drawn('<startEvent id="s"><messageEventDefinition/></startEvent><userTask id="a"/>' + flows("s>a")),
        {
            ("s", "Goes by the name “s”.", False),
            ("s", "Begins when somebody or something starts it.", True),
        },
    ),
    "a timer without a time": (
        drawn('<startEvent id="s"/><intermediateCatchEvent id="t"><timerEventDefinition/></intermediateCatchEvent>' + flows("s>t")),
        {("t", "Somebody says when it goes on.", True)},
    ),
    "a loop without an end": (
        drawn('<startEvent id="s"/><userTask id="a"><standardLoopCharacteristics/></userTask>' + flows("s>a")),
        {("a", "Done once.", True)},
    ),
    "a flow to nowhere": (
        drawn(line("startEvent", "userTask", "endEvent") + flows("n1>zzz")),
        {("n1_zzz", "Left out.", True)},
    ),
    "ad hoc": (
        drawn(f'<startEvent id="s"/><adHocSubProcess id="h">{TWO.replace("task", "userTask")}</adHocSubProcess>' + flows("s>h")),
        {
            ("h", "Everything in it is done once, side by side.", True),
            ("a", "Done first.", False),
            ("b", "Done first.", False),
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_every_change_is_said_and_the_process_then_runs(name: str) -> None:
    text, expected = CASES[name]
    assert (changes(text), report(text).finished) == (expected, True)


def test_links_lead_on() -> None:
    link = '<{0} id="{1}"><linkEventDefinition name="L"/></{0}>'
    out, back = link.format("intermediateThrowEvent", "o"), link.format("intermediateCatchEvent", "i")
    text = drawn(f'<startEvent id="s"/>{out}{back}<userTask id="a"/>' + flows("s>o", "i>a"))
    assert (changes(text), at(begun(text)[1])) == (set(), ["a"])


def test_compensation_is_named_and_left_out() -> None:
    undone = '<boundaryEvent id="u" attachedToRef="n1"><compensateEventDefinition/></boundaryEvent>'
    found = report(drawn(line("startEvent", "userTask", "endEvent") + undone))
    assert found.finished
    assert found.drawing is not None
    assert [(one.element, one.kind) for one in found.drawing.unsupported] == [("u", "boundaryEvent")]


def test_pools_without_a_process_are_left_outside() -> None:
    pools = '<collaboration id="c"><participant id="p" processRef="P"/><participant id="q" name="Bank"/></collaboration>'
    text = drawn(line("startEvent", "userTask", "endEvent"), beside=pools)
    assert changes(text) == {("q", "Left outside: “Bank” sends and receives messages.", False)}


def test_conditions_decide_and_a_variable_does_where_none_are_drawn() -> None:
    _, running = begun(CASES["a gateway without conditions"][0])
    assert at(running) == ["a"]
    _, running = begun(CASES["a gateway without conditions"][0], way_g="g_b")
    assert at(running) == ["b"]


def test_two_elements_of_one_id_are_told_apart() -> None:
    text = drawn('<startEvent id="s"/><userTask id="a"/><userTask id="a"/>' + flows("s>a"))
    assert ("a_1", "Given the id a_1.", False) in changes(text)
