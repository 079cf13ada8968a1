"""Fail-at-k for every action of the house: it is run with the database failing at its first, second, … call.

    make faults                      # every action that any test calls, on both databases
    make faults FRESH=yes            # forgetting what an earlier run that was cut short had done
    pytest -p tests.faults PATH…     # the same for some tests

The scenarios are the tests there are. Where a test calls an action, the action is first swept
(`tests/sweeps.py`), and then the test's own call is made: the retry, whose outcome the test asserts. At the
end each power must have been used so: a new one without a test is named, and fails the run.

A run ends after so many minutes. What each test did is kept as it goes (`var/faults.jsonl`), and the next run
does the rest; when all is done, the actions and their failed calls are in `var/faults.txt`.
"""

from __future__ import annotations

import copy
import inspect
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest
from django.db import connection

from tests.sweeps import sweep

MOST_CALLS = int(
    os.environ.get("ALONGSIDE_FAULTS_CALLS", "2")
)  # of one action, on one database, in one process
MINUTES = float(os.environ.get("ALONGSIDE_FAULTS_MINUTES", "28"))
UNTIL = "ALONGSIDE_FAULTS_UNTIL"
OWN = "test_faults.py"  # sweeps actions by itself
LOG = Path(os.environ.get("ALONGSIDE_FAULTS_LOG", "var/faults.jsonl"))

_within: ContextVar[bool] = ContextVar("within_an_action", default=False)
_calls: Counter[tuple[str, str]] = Counter()  # by action and database
_known: set[str] = set()  # tests that an earlier run did


class Done:
    """What one test did: actions and how many of their statements failed, powers, what was half done."""

    def __init__(self, test: str) -> None:
        self.test, self.failed = test, False
        self.swept: Counter[str] = Counter()
        self.powers: set[str] = set()
        self.wrong: list[str] = []

    def line(self) -> str:
        said = vars(self) | {"powers": sorted(self.powers)}
        return json.dumps(said) + "\n"


_now: Done = Done("")


def failing(action: FunctionType) -> Callable[..., Any]:
    """The action, swept before it is done."""
    name = f"{action.__module__}.{action.__qualname__}"

    @wraps(action)
    def called(*words: Any, **named: Any) -> Any:
        if _within.get() or connection.force_debug_cursor or _calls[name, connection.vendor] >= MOST_CALLS:
            return action(*words, **named)
        token = _within.set(True)
        try:
            with _as_it_was():
                statements, wrong = sweep(action, lambda: copy.deepcopy((words, named)))
            if statements:
                _calls[name, connection.vendor] += 1
                _now.swept[name] += statements
                _now.wrong.extend(f"{name}: {line} ({connection.vendor}, {_now.test})" for line in wrong)
        except (TypeError, copy.Error):  # it was given what cannot be copied, such as an open file
            pass
        finally:
            _within.reset(token)
        return action(*words, **named)

    return called


@contextmanager
def _as_it_was() -> Iterator[None]:
    """Forget what the process learnt in attempts that were undone."""
    from alongside.assisting import acting  # noqa: PLC0415 (Django must be set up)
    from alongside.history.actions import keyring  # noqa: PLC0415

    refused = dict(acting._lately)
    yield
    acting._lately.clear()
    acting._lately.update(refused)
    keyring.forget_all()


def pytest_configure(config: pytest.Config) -> None:
    """Once, before the test processes are begun: when to end, and what was done already."""
    if not hasattr(config, "workerinput"):
        LOG.parent.mkdir(exist_ok=True)
        os.environ[UNTIL] = str(time.time() + MINUTES * 60)
    for done in _log():
        _known.add(done["test"])
        vendor = "sqlite" if "sqlite" in done["test"] else "postgresql"
        _calls.update({(name, vendor): 1 for name in done["swept"]})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Only what has a database, and was not done yet."""
    kept = [
        item
        for item in items
        if any(item.iter_markers("django_db")) or any(item.iter_markers("committed"))
        if item.nodeid not in _known and item.path.name != OWN
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def pytest_sessionstart(session: pytest.Session) -> None:
    """Before any test module takes its actions."""
    from alongside.assisting.acting import Deed  # noqa: PLC0415 (Django must be set up)
    from alongside.people.explanations import load_actions  # noqa: PLC0415

    load_actions()
    replaced = {action: failing(action) for action in _actions()}
    for module in [one for name, one in sys.modules.items() if name.startswith(("alongside", "tests"))]:
        for name, value in list(vars(module).items()):
            if isinstance(value, FunctionType) and value in replaced:
                setattr(module, name, replaced[value])
    record = Deed.record

    def noting(deed: Deed, *words: Any, **named: Any) -> None:
        if _within.get():
            _now.powers.add(deed.power.name)
        record(deed, *words, **named)

    Deed.record = noting  # type: ignore[method-assign, assignment]  # that is the point


def _actions() -> list[FunctionType]:
    """Every function of a module of actions that takes an `acting` first."""
    modules: list[ModuleType] = [
        module
        for name, module in list(sys.modules.items())
        if name.startswith("alongside.") and "actions" in name.split(".") and "tests" not in name.split(".")
    ]
    return [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, FunctionType)
        and value.__module__ == module.__name__
        and not inspect.isgeneratorfunction(inspect.unwrap(value))
        and next(iter(inspect.signature(value).parameters), "") == "acting"
        and not value.__name__.startswith("_")
    ]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if time.time() > float(os.environ[UNTIL]):
        pytest.skip("the time of this run is over")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    global _now
    _now = Done(item.nodeid)
    in_time = time.time() <= float(os.environ[UNTIL])
    result = yield
    if in_time:
        with LOG.open("a") as log:
            log.write(_now.line())
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: object
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _now.failed |= report.failed
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    if hasattr(config, "workerinput"):
        return
    from alongside.assisting import powers  # noqa: PLC0415 (after Django is set up)

    swept, used, wrong, failed = _sums()
    every = {name for name in powers.declared() if not name.startswith("tests")}
    missing = sorted(every - used)
    skipped = time.time() > float(os.environ[UNTIL])
    print(
        f"\n{len(swept)} actions, {sum(swept.values())} calls to the database failed,"
        f" {len(wrong)} half done, {len(every) - len(missing)} of {len(every)} powers,"
        f" {len(failed)} tests failed.",
        *wrong,
        *(f"failed: {test}" for test in failed),
        sep="\n",
    )
    table = "".join(f"{number:6} {name}\n" for name, number in sorted(swept.items()))
    LOG.with_suffix(".txt").write_text(table)
    if wrong:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    if skipped:
        print("The time of this run is over, and not every test was run: run it again for the rest.")
        session.exitstatus = pytest.ExitCode.INTERRUPTED
    elif missing and config.args_source is pytest.Config.ArgsSource.TESTPATHS and not config.option.keyword:
        print(f"No test uses these powers through an action that takes `acting` first: {', '.join(missing)}.")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _sums() -> tuple[Counter[str], set[str], list[str], list[str]]:
    swept: Counter[str] = Counter()
    used, wrong, failed = set(), [], []
    for done in _log():
        swept.update(done["swept"])
        used.update(done["powers"])
        wrong.extend(done["wrong"])
        if done["failed"]:
            failed.append(done["test"])
    return swept, used, wrong, failed


def _log() -> list[dict[str, Any]]:
    return [json.loads(line) for line in LOG.read_text().splitlines()] if LOG.exists() else []
