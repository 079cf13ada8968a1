"""Small mistakes in rules: each copy of a module of pure rules with one thing in it changed.

A condition turned round, a return swapped, one of several conditions left out, a member taken out of a set,
another member of an enum, a statement left out.
"""

from __future__ import annotations

import ast
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any

from alongside.assisting.rules import Verdict

Questions = Mapping[str, list[Any]]  # for each deciding function, everything it can be asked
Answers = Mapping[str, list[Verdict]]


def survivors(rules: types.ModuleType, questions: Questions) -> tuple[list[str], int]:
    """The mutants that answer every question as the original does, and how many there are of all."""
    answers = {name: [getattr(rules, name)(facts) for facts in asked] for name, asked in questions.items()}
    alike, count = [], 0
    for label, mutant in mutants(rules):
        count += 1
        changed = label.partition("#")[0]
        order = sorted(questions, key=lambda name: name != changed)  # where it is noticed soonest
        if all(_same(getattr(mutant, name), questions[name], answers[name]) for name in order):
            alike.append(label)
    return alike, count


def mutants(rules: types.ModuleType) -> Iterator[tuple[str, types.ModuleType]]:
    tree = ast.parse(Path(str(rules.__file__)).read_text())
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    read = {node.id for function in functions for node in ast.walk(function) if isinstance(node, ast.Name)}
    for place, node in enumerate(tree.body):
        name = _name(node)
        if name not in read | {function.name for function in functions}:
            continue
        for index, changed in enumerate(_changes(node, rules)):
            copy = deepcopy(tree)
            copy.body[place] = changed
            yield f"{name}#{index}: {ast.unparse(changed)}", _load(copy, rules)


def _name(node: ast.stmt) -> str:
    """Of a function, or of a value that functions may read."""
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0])
    return node.name if isinstance(node, ast.FunctionDef) else ""


def _same(decider: Callable[[object], Verdict], asked: list[object], answers: list[Verdict]) -> bool:
    try:
        return all(
            (verdict.allowed, verdict.rule) == (answer.allowed, answer.rule)
            for verdict, answer in zip(map(decider, asked), answers, strict=True)
        )
    except (AttributeError, TypeError, NameError):  # answered with nothing at all
        return False


def _load(tree: ast.Module, rules: types.ModuleType) -> types.ModuleType:
    """The mutant as a module whose enums and records are the original's, so that facts compare equal."""
    module = types.ModuleType("mutant")
    kept = [node for node in tree.body if not isinstance(node, ast.ClassDef)]
    module.__dict__.update({name: value for name, value in vars(rules).items() if isinstance(value, type)})
    sys.modules["mutant"] = module
    exec(compile(ast.fix_missing_locations(ast.Module(kept, [])), "mutant", "exec"), module.__dict__)  # noqa: S102 (our own source)
    return module


def _changes(statement: ast.stmt, rules: types.ModuleType) -> Iterator[ast.stmt]:
    """Each copy of the statement with one thing changed."""
    for position, node in enumerate(ast.walk(statement)):
        for change in _changed(node, rules):
            copy = deepcopy(statement)
            target = list(ast.walk(copy))[position]
            _put(copy, target, change)
            yield copy


def _changed(node: ast.AST, rules: types.ModuleType) -> Iterator[ast.stmt | ast.expr | None]:
    """What may stand in a node's place; None leaves a statement out."""
    match node:
        case ast.If():
            yield ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
            yield ast.If(ast.Constant(True), node.body, node.orelse)
            yield None
        case ast.IfExp():
            yield ast.IfExp(node.test, node.orelse, node.body)
            yield node.body
            yield node.orelse
        case ast.Call(func=ast.Name(id="allow" | "deny" as name)):
            yield ast.Call(ast.Name("deny" if name == "allow" else "allow", ast.Load()), node.args, [])
            yield ast.Call(node.func, [ast.Constant("another-rule")], [])
        case ast.Compare(ops=[operator]) if type(operator) in OPPOSITES:
            yield ast.Compare(node.left, [OPPOSITES[type(operator)]()], node.comparators)
        case ast.BoolOp():
            yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
            yield from _without_one(node.values, partial(_joined, node.op))
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.Set() | ast.Tuple():
            yield from _without_one(node.elts, ast.Set)
        case ast.Attribute(value=ast.Name(id=name), ctx=ast.Load()):
            yield from _neighbours(name, node.attr, getattr(rules, name, None))


OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}


def _without_one(parts: list[ast.expr], whole: Callable[[list[ast.expr]], ast.expr]) -> Iterator[ast.expr]:
    if len(parts) > 1:
        for index in range(len(parts)):
            yield whole([*parts[:index], *parts[index + 1 :]])


def _joined(operator: ast.boolop, conditions: list[ast.expr]) -> ast.expr:
    return ast.BoolOp(operator, conditions) if len(conditions) > 1 else conditions[0]


def _neighbours(name: str, member: str, kind: object) -> Iterator[ast.expr]:
    """The other members of the same enum."""
    if isinstance(kind, type) and issubclass(kind, Enum):
        for other in kind:
            if other.name != member:
                yield ast.Attribute(ast.Name(name, ast.Load()), other.name, ast.Load())


def _put(statement: ast.stmt, target: ast.AST, change: ast.stmt | ast.expr | None) -> None:
    class Put(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST | None:
            if node is target:
                return ast.Pass() if change is None else change
            return self.generic_visit(node)

    Put().visit(statement)
