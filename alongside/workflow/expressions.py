"""The expressions in processes: conditions, times, decisions, and scripts of assignments.

    amount > 100 and not urgent        applicant.age >= 65        len(items) == 3        status in ["a", "b"]

They are read and evaluated by simpleeval, never by Python itself: no attributes of objects, no imports, no
loops without bound. As in FEEL, what is not known is None, and a comparison that cannot be made is false.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, MutableMapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import simpleeval

from alongside.lib import clock

LONGEST = 2_000  # characters
MOST_STATEMENTS = 50


class Wrong(Exception):
    """An expression cannot be read or worked out; the message says why."""


def check(text: str) -> None:
    """Raises `SyntaxError` for what is no expression, as the engine expects of us."""
    _read(text)


def work_out(text: str, names: Mapping[str, Any], more: Mapping[str, Any] | None = None) -> Any:
    """The value of an expression. Raises `Wrong`."""
    try:
        node = _read(text)
    except SyntaxError as problem:
        raise Wrong(f"“{text[:80]}” cannot be read: {problem.msg}.") from None
    return _evaluated(text, node, names if not more else {**names, **more})


def carry_out(script: str, names: MutableMapping[str, Any]) -> None:
    """Do the assignments of a script, one after the other. Raises `Wrong`."""
    for target, node in statements(script):
        names[target] = _evaluated(target, node, names)


@lru_cache(maxsize=2_000)
def statements(script: str) -> tuple[tuple[str, ast.expr], ...]:
    """The names a script gives values to, with their expressions; raises `Wrong` for any other script."""
    import textwrap  # noqa: PLC0415 (rarely needed)

    if len(script) > LONGEST:
        raise Wrong(f"The script is longer than {LONGEST:,} characters.")
    try:
        lines = ast.parse(textwrap.dedent(script).strip()).body
    except (SyntaxError, ValueError) as problem:
        raise Wrong(f"The script cannot be read: {problem}.") from None
    if len(lines) > MOST_STATEMENTS:
        raise Wrong(f"The script has more than {MOST_STATEMENTS} lines.")
    return tuple(_statement(line) for line in lines)


def _statement(line: ast.stmt) -> tuple[str, ast.expr]:
    if isinstance(line, ast.Assign) and len(line.targets) == 1 and isinstance(line.targets[0], ast.Name):
        return line.targets[0].id, line.value
    if isinstance(line, ast.AugAssign) and isinstance(line.target, ast.Name):
        before = ast.Name(line.target.id, ast.Load())
        return line.target.id, ast.BinOp(before, line.op, line.value)
    raise Wrong("A script gives values to names, each on a line of its own: total = price * 2")


@lru_cache(maxsize=5_000)
def _read(text: str) -> ast.expr:
    if len(text) > LONGEST:
        raise SyntaxError(f"it is longer than {LONGEST:,} characters")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (ValueError, RecursionError, MemoryError) as problem:
        raise SyntaxError(str(problem)) from None


class _Evaluator(simpleeval.EvalWithCompoundTypes):  # type: ignore[misc]  # the library has no types
    """As in FEEL, what is within something that is not known, or is not in it, is not known either."""

    def _eval_attribute(self, node: ast.Attribute) -> Any:
        try:
            return super()._eval_attribute(node)
        except simpleeval.AttributeDoesNotExist:
            if self._is_open(node.value):
                return None
            raise

    def _eval_subscript(self, node: ast.Subscript) -> Any:
        try:
            return super()._eval_subscript(node)
        except (KeyError, TypeError):
            if self._is_open(node.value):
                return None
            raise

    def _is_open(self, node: ast.expr) -> bool:
        """Whether something is not known, or has parts by name."""
        within = self._eval(node)
        return within is None or isinstance(within, dict)


def _evaluated(text: str, node: ast.expr, names: Mapping[str, Any]) -> Any:
    evaluator = _Evaluator(
        operators=_OPERATORS, functions=_FUNCTIONS, names=lambda name: _known(name.id, names)
    )
    try:
        return evaluator.eval(text, previously_parsed=node)
    except RecursionError:
        raise Wrong(f"“{text[:80]}” is nested too deep.") from None
    except Exception as problem:  # whatever the values make of it: the process stops there, not the house
        raise Wrong(f"“{text[:80]}” cannot be worked out: {problem}.") from None


_CONSTANTS = {"true": True, "false": False, "null": None}


def _known(name: str, names: Mapping[str, Any]) -> Any:
    if name in names:
        return names[name]
    return _CONSTANTS.get(name)


def _or_false(compare: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def compared(one: Any, other: Any) -> Any:
        try:
            return compare(one, other)
        except TypeError:
            return False

    return compared


_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    **simpleeval.DEFAULT_OPERATORS,
    **{
        kind: _or_false(compare)
        for kind, compare in (
            (ast.Gt, operator.gt),
            (ast.Lt, operator.lt),
            (ast.GtE, operator.ge),
            (ast.LtE, operator.le),
            (ast.In, lambda one, other: one in other),
            (ast.NotIn, lambda one, other: one not in other),
        )
    },
}


def _days_from_now(days: float) -> str:
    return (clock.now() + timedelta(days=float(days))).isoformat()


def _years_since(day: str) -> int:
    born, today = date.fromisoformat(day[:10]), clock.now().date()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "bool": bool,
    "contains": lambda whole, part: part in (whole or ()),
    "days_from_now": _days_from_now,
    "empty": lambda value: not value,
    "float": float,
    "int": int,
    "len": lambda value: len(value or ()),
    "lower": lambda text: str(text or "").lower(),
    "max": max,
    "min": min,
    "now": lambda: clock.now().isoformat(),
    "round": round,
    "str": str,
    "sum": sum,
    "today": lambda: clock.now().date().isoformat(),
    "upper": lambda text: str(text or "").upper(),
    "years_since": _years_since,
}
