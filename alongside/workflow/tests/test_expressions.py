"""Expressions are worked out by ours alone, and those of others are translated."""

from __future__ import annotations

import pytest

from alongside.workflow import expressions
from alongside.workflow.expressions import Wrong, work_out
from alongside.workflow.translating import time_of, translated, translated_script


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("amount > 100 and not urgent", True),
        ("person.age >= 65", True),
        ("person.height > 3", False),
        ("unknown.age", None),
        ("unknown[0]", None),
        ("person['height']", None),
        ("unknown", None),
        ("unknown > 3", False),
        ("'x' in unknown", False),
        ("len(items) == 2", True),
        ("items[1]", "b"),
        ("'yes' if urgent else 'no'", "no"),
    ],
)
def test_an_expression_has_a_value(text: str, value: object) -> None:
    known = {"amount": 101, "urgent": False, "person": {"age": 70}, "items": ["a", "b"]}
    assert work_out(text, known) == value


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "().__class__.__bases__[0].__subclasses__()",
        "open('/etc/passwd').read()",
        "'{0.__class__}'.format(1)",
        "9 ** 9 ** 9",
        "'a' * 10 ** 9",
        "(lambda: 1)()",
        "[x for x in range(10 ** 9)]",
        "eval('1')",
        "exec('1')",
        "x := 3",
        "1 +",
        "(" * 500 + ")" * 500,
        "a" * 3_000,
    ],
)
def test_nothing_escapes(text: str) -> None:
    with pytest.raises(Wrong):
        work_out(text, {"x": 1})


def test_a_script_gives_values_to_names_and_does_nothing_else() -> None:
    known = {"price": 3}
    expressions.carry_out("total = price * 2\ntotal += 1", known)
    assert known == {"price": 3, "total": 7}
    for script in ("import os", "while True: pass", "x.y = 1", "print(1)", "def f(): pass", "a = b = 1"):
        with pytest.raises(Wrong):
            expressions.carry_out(script, known)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("${amount > 3 && !paid}", "amount > 3 and not paid"),
        ("#{status eq 'new' or empty}", "status == 'new' or empty"),
        ('=amount >= 10 and kind = "a"', 'amount >= 10 and kind == "a"'),
        ("${approved == true}", "approved == true"),
        ("a || b", "a or b"),
        (" return  approved == true ; ", "approved == True"),
        ("return KieFunctions.isFalse(approved);", "approved == False"),
        ("${clarified.equals('yes')}", "clarified == 'yes'"),
        ("${days.intValue() > 30}", "days > 30"),
        ('${var:eq(outcome, "approve")}', 'outcome == "approve"'),
        ("${!vars:isEmpty(name) && name.toLowerCase() == 'x'}", "not empty(name) and lower(name) == 'x'"),
        ("${!clarified.equals('yes')}", "not clarified == 'yes'"),
        ("#{'yes'.equals(clarified)}", "clarified == 'yes'"),
        ("${empty name || name.length() > 3}", "empty(name) or len(name) > 3"),
        ("=if x = 1 then true else false", "(True) if (x == 1) else (False)"),
        ("status === 'new'", "status == 'new'"),
        ("${execution.getVariable('amount') > 3}", "amount > 3"),
        ("x <> null", "x != None"),
        ("${service.check(order)}", None),
        ("Is it approved?", None),
        ("${execution.getVariable('a')}", "a"),
        ("${execution.getVariables()}", None),
        ("", None),
    ],
)
def test_expressions_of_other_tools_are_translated(theirs: str, ours: str | None) -> None:
    assert translated(theirs) == ours


@pytest.mark.parametrize(
    ("kind", "theirs", "ours"),
    [
        ("timeDuration", "PT5M", "PT5M"),
        ("timeDuration", '"P1D"', "P1D"),
        ("timeDuration", "=duration", "duration"),
        ("timeDuration", "R3/PT10S", None),
        ("timeDuration", "5 minutes", None),
        ("timeDate", "2026-01-05T10:00:00Z", "2026-01-05T10:00:00Z"),
        ("timeCycle", "R3/PT10S", "R3/PT10S"),
        ("timeDuration", '=duration("PT5M")', "PT5M"),
        ("timeDate", '=date and time("2026-01-05T10:00:00Z")', "2026-01-05T10:00:00Z"),
        ("timeCycle", '=cycle(3, duration("PT1H"))', "R3/PT1H"),
        ("timeCycle", "0 0 12 * * ?", None),
        ("timeDuration", "", None),
    ],
)
def test_times_of_other_tools_are_read(kind: str, theirs: str, ours: str | None) -> None:
    assert time_of(kind, theirs) == ours


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("def x = 1; execution.setVariable('total', price * 2);", "x = 1\ntotal = price * 2"),
        ('// of jBPM\nkcontext.setVariable("done", true);', "done = true"),
        ("System.out.println(1);", None),
        ("for (var i = 0; i < 3; i++) {}", None),
        ("", None),
    ],
)
def test_scripts_that_give_values_are_translated(theirs: str, ours: str | None) -> None:
    assert translated_script(theirs) == ours
