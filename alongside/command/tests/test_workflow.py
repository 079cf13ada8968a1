"""`alongside workflow check` says whether diagrams would run here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alongside.command.main import parser
from alongside.workflow.tests.drawn import drawn, line


def asked(*arguments: str) -> int:
    options = parser(load="workflow").parse_args(["workflow", "check", *arguments])
    code: int = options.run(options)
    return code


def test_each_file_has_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.bpmn", tmp_path / "bad.bpmn"
    good.write_bytes(drawn(line("startEvent", "task", "endEvent")))
    bad.write_bytes(b"<!DOCTYPE x><x/>")
    assert asked(str(good), str(bad), "--json") == 1
    first, second = json.loads(capsys.readouterr().out)
    assert first == {
        "file": str(good),
        "parsed": True,
        "startable": True,
        "serialisable": True,
        "finished": True,
        "processes": ["P"],
        "problem": "",
        "element": "",
        "changes": [
            {
                "element": "n1",
                "kind": "userTask",
                "what": "Made a task for a person.",
                "why": "It does not say who or what does it.",
                "meaning": True,
            }
        ],
        "unsupported": [],
    }
    assert (second["parsed"], second["problem"][:43]) == (
        False,
        "The file has a document type declaration (D",
    )


def test_the_exit_code_says_whether_all_is_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = tmp_path / "good.bpmn"
    good.write_bytes(drawn(line("startEvent", "complexGateway", "endEvent")))
    assert asked(str(good)) == 1
    assert "n1: cannot run. Complex gateways are not run." in capsys.readouterr().out
    good.write_bytes(drawn(line("startEvent", "userTask", "endEvent")))
    assert (asked(str(good)), asked(str(tmp_path / "none.bpmn"))) == (0, 2)


def test_files_given_together_call_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    caller, called = tmp_path / "caller.bpmn", tmp_path / "called.bpmn"
    text = drawn('<startEvent id="s"/><callActivity id="c" calledElement="Q"/>').replace(b"</process>", b"")
    flow = b'<sequenceFlow id="f" sourceRef="s" targetRef="c"/></process>'
    caller.write_bytes(text.replace(b"</definitions>", flow + b"</definitions>"))
    called.write_bytes(drawn(line("startEvent", "userTask", "endEvent")).replace(b'id="P"', b'id="Q"'))
    assert asked("--together", str(caller), str(called)) == 0
    assert "(changes the meaning)" not in capsys.readouterr().out
