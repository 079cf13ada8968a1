"""Fail-at-k: every action of the house is run with the database failing at its first, second, … last call.

    make faults                      # every action that any test calls, on both databases
    pytest -p tests.faults PATH…     # the same for some tests

The scenarios are the tests there are. Where a test calls an action, the action is first run as often as
it has calls to the database, each time with another of them failing (an error, a deadlock, a connection
that is gone), and everything that is stored must then be as it was before. Then the test's own call is
made: the retry, whose outcome the test asserts. At the end each power must have been used so: a new one
without a test is named, and fails the run.
"""

from __future__ import annotations

import copy
import hashlib
import inspect
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from types import FunctionType, ModuleType
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import InterfaceError, OperationalError, connection, transaction

MOST_CALLS = int(os.environ.get("ALONGSIDE_FAULTS_CALLS", "3"))  # of one action, in one test process
MOST_STATEMENTS = 150  # of one call: what has more is long work

TRANSACTIONS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")


class Broken(OperationalError):
    """The database gave up."""


class Deadlocked(OperationalError):
    """Another transaction was in the way."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.__cause__ = psycopg.errors.DeadlockDetected(said)


class Gone(InterfaceError):
    """The connection is gone."""


KINDS: tuple[type[Exception], ...] = (Broken, Deadlocked, Gone)


class Fault:
    """Lets `after` statements through and fails the next one; those of transactions are not counted.
    With None it only counts."""

    def __init__(self, after: int | None, kind: type[Exception] = Broken) -> None:
        self.after, self.kind, self.seen, self.fired = after, kind, 0, False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(TRANSACTIONS):
            return execute(sql, params, many, context)
        self.seen += 1
        if self.after is not None and self.seen > self.after and not self.fired:
            self.fired = True
            raise self.kind(sql)
        return execute(sql, params, many, context)


class Undone(Exception):
    """Ends an attempt whose outcome is not wanted."""


def everything() -> str:
    """All that is stored, in short."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = sorted(repr(row) for row in cursor.fetchall())
            digest.update(f"{table}\n{rows}\n".encode())
    return digest.hexdigest()


def _tables() -> list[str]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("alongside.")]
    return sorted({model._meta.db_table for model in ours if model._meta.managed})


def sweep(action: Callable[..., Any], arguments: Callable[[], tuple[Any, Any]]) -> tuple[int, list[str]]:
    """Run an action with each of its calls failing; how many calls it has, and what was left half done.
    `arguments` gives fresh ones. An action that refuses by itself has none."""
    count = Fault(None)
    if not _attempt(action, arguments, count) or count.seen > MOST_STATEMENTS:
        return 0, []
    before, wrong = everything(), []
    for after in range(count.seen):
        fault = Fault(after, KINDS[after % len(KINDS)])
        with transaction.atomic():
            try:
                with connection.execute_wrapper(fault):
                    words, named = arguments()
                    action(*words, **named)
            except Exception:
                # Where Django itself insists on undoing it all, nothing can be left.
                if not connection.needs_rollback and everything() != before:
                    kind = fault.kind.__name__
                    wrong.append(f"call {after + 1} of {count.seen} ({kind}) left something behind")
            transaction.set_rollback(True)
    return count.seen, wrong


def _attempt(action: Callable[..., Any], arguments: Callable[[], tuple[Any, Any]], count: Fault) -> bool:
    """Whether it does something, all of which is undone."""
    try:
        with transaction.atomic(), connection.execute_wrapper(count):
            words, named = arguments()
            action(*words, **named)
            raise Undone
    except Undone:
        return True
    except Exception:
        return False


_within: ContextVar[bool] = ContextVar("within_an_action", default=False)
_calls: Counter[str] = Counter()
_swept: Counter[str] = Counter()  # statements that failed, by action
_powers: set[str] = set()
_wrong: list[str] = []


def failing(action: FunctionType) -> Callable[..., Any]:
    """The action, swept before it is done."""
    name = f"{action.__module__}.{action.__qualname__}"

    @wraps(action)
    def called(*words: Any, **named: Any) -> Any:
        if _within.get() or connection.force_debug_cursor or _calls[name] >= MOST_CALLS:
            return action(*words, **named)
        token = _within.set(True)
        try:
            with _as_it_was():
                statements, wrong = sweep(action, lambda: copy.deepcopy((words, named)))
            if statements:
                _calls[name] += 1
                _swept[name] += statements
                _wrong.extend(f"{name}: {line}" for line in wrong)
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
            _powers.add(deed.power.name)
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


def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    if hasattr(config, "workerinput"):
        config.workeroutput["faults"] = (dict(_swept), sorted(_powers), _wrong)  # type: ignore[attr-defined]  # xdist's
        return
    from alongside.assisting import powers  # noqa: PLC0415 (after Django is set up)

    every = {name for name in powers.declared() if not name.startswith("tests")}
    missing = sorted(every - _powers)
    lines = [
        f"{len(_swept)} actions, {sum(_swept.values())} calls to the database failed,"
        f" {len(_wrong)} half done, {len(every) - len(missing)} of {len(every)} powers.",
        *_wrong,
    ]
    print("\n" + "\n".join(lines))
    if _wrong:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    if missing and config.args_source is pytest.Config.ArgsSource.TESTPATHS and not config.option.keyword:
        print(f"No test uses these powers through an action that takes `acting` first: {', '.join(missing)}.")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    swept, used, wrong = getattr(node, "workeroutput", {}).get("faults", ({}, (), ()))
    _swept.update(swept)
    _powers.update(used)
    _wrong.extend(wrong)
