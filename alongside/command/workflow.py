"""`alongside workflow check`: whether diagrams would run here, and what would have to change."""

from __future__ import annotations

import argparse
import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from alongside.workflow.checking import Report, check

_EPILOG = """\
Each file is looked at by itself; with --together they may call each other's processes and ask each other's
decisions (DMN). With --json it prints one list with an object for each file: "file"; "parsed", "startable",
"serialisable", "finished" (true or false: the last with every task done, every time come and every message
delivered); "processes"; "problem" and "element", why and where it goes no further; "changes", each with
"element", "kind", "what", "why" and "meaning" (whether the process then means something else than was drawn);
"unsupported", each element that cannot run here, with "element", "kind" and "why". Nothing is kept.

Exit code 0: every file can be started and kept, and nothing is unsupported; 1: some cannot, or something
is; 2: a file cannot be opened.
"""


def add_to(commands: Any) -> None:
    top = commands.add_parser("workflow", help="say whether diagrams of processes would run here")
    verbs = top.add_subparsers(metavar="VERB", required=True)
    checking = verbs.add_parser(
        "check",
        help="say of BPMN files whether they would run here, and what would have to change",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    checking.add_argument("files", nargs="+", type=Path, metavar="FILE")
    checking.add_argument("--together", action="store_true", help="let the files call each other's processes")
    checking.add_argument("--json", action="store_true", help="print one list of objects")
    checking.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    reports: list[Report] = []
    with ExitStack() as opened:
        try:
            if options.together:
                reports = check(
                    [(str(path), opened.enter_context(path.open("rb"))) for path in options.files]
                )
            else:
                for path in options.files:
                    with path.open("rb") as source:
                        reports += check([(str(path), source)])
        except OSError as problem:
            print(f"{problem.filename}: {problem.strerror}")
            return 2
    print(json.dumps([report.told() for report in reports], indent=2) if options.json else _told(reports))
    return 0 if all(report.serialisable and not _unsupported(report) for report in reports) else 1


def _unsupported(report: Report) -> bool:
    return bool(report.drawing and report.drawing.unsupported)


def _told(reports: list[Report]) -> str:
    return "\n\n".join("\n".join(_lines(report)) for report in reports)


def _lines(report: Report) -> list[str]:
    states = {
        "can be started": report.startable,
        "can be kept": report.serialisable,
        "comes to an end": report.finished,
    }
    lines = [
        f"{report.file}: "
        + ", ".join(f"{name}: {'yes' if holds else 'no'}" for name, holds in states.items())
    ]
    if report.problem:
        lines.append(f"  {report.element or 'Problem'}: {report.problem}")
    if report.drawing is not None:
        lines += [f"  {one.element}: cannot run. {one.why}" for one in report.drawing.unsupported]
        lines += [
            f"  {one.element}: {one.what} {one.why}{' (changes the meaning)' if one.meaning else ''}"
            for one in report.drawing.changes
        ]
    return lines
