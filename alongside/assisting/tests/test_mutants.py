"""Every small mistake in the rules changes an answer.

Each mutant of `rules.py` (a condition turned round, a return swapped, a constant changed, a
statement left out) is run over every question. One that answers like the original everywhere
would be a line that decides nothing, so none may survive.
"""

from __future__ import annotations

import ast
import sys
import types
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path

from alongside.assisting import rules
from alongside.assisting.tests import tables

DECIDERS = {"decide": rules.Facts, "may_act": rules.MayActFacts, "decide_start": rules.StartFacts}
SOURCE = Path(rules.__file__).read_text()
RULE_FUNCTIONS = {"decide", "_staff", "_own", "may_act", "decide_start"}


def test_every_mutant_of_the_rules_is_killed() -> None:
    questions = {name: list(tables.every(kind)) for name, kind in DECIDERS.items()}  # type: ignore[var-annotated]
    answers = {name: [getattr(rules, name)(facts) for facts in asked] for name, asked in questions.items()}
    survivors = [
        label
        for label, mutant in mutants()
        if all(_same(getattr(mutant, name), questions[name], answers[name]) for name in DECIDERS)
    ]
    assert survivors == []
    assert sum(1 for _ in mutants()) > 100


def _same(
    decider: Callable[[object], rules.Verdict], asked: list[object], answers: list[rules.Verdict]
) -> bool:
    try:
        return all(
            (verdict.allowed, verdict.rule) == (answer.allowed, answer.rule)
            for verdict, answer in zip(map(decider, asked), answers, strict=True)
        )
    except (AttributeError, TypeError):  # answered with nothing at all
        return False


def mutants() -> Iterator[tuple[str, types.ModuleType]]:
    tree = ast.parse(SOURCE)
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        if function.name not in RULE_FUNCTIONS:
            continue
        for index, changed in enumerate(_changes(function)):
            copy = deepcopy(tree)
            copy.body[tree.body.index(function)] = changed
            yield f"{function.name}#{index}: {ast.unparse(changed)}", _load(copy)


def _load(tree: ast.Module) -> types.ModuleType:
    """The mutant as a module whose enums and records are the original's, so that facts compare equal."""
    module = types.ModuleType("mutant")
    kept = [node for node in tree.body if not isinstance(node, ast.ClassDef)]
    module.__dict__.update({name: value for name, value in vars(rules).items() if isinstance(value, type)})
    sys.modules["mutant"] = module
    exec(compile(ast.fix_missing_locations(ast.Module(kept, [])), "mutant", "exec"), module.__dict__)  # noqa: S102 (our own source)
    return module


def _changes(function: ast.FunctionDef) -> Iterator[ast.FunctionDef]:
    """Each copy of the function with one thing changed."""
    for position, node in enumerate(ast.walk(function)):
        for change in _changed(node):
            copy = deepcopy(function)
            target = list(ast.walk(copy))[position]
            _put(copy, target, change)
            yield copy


def _changed(node: ast.AST) -> Iterator[ast.stmt | ast.expr | None]:
    """What may stand in a node's place; None leaves a statement out."""
    if isinstance(node, ast.If):
        yield ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
        yield ast.If(ast.Constant(True), node.body, node.orelse)
        yield None
    elif isinstance(node, ast.IfExp):
        yield ast.IfExp(node.test, node.orelse, node.body)
        yield node.body
        yield node.orelse
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("allow", "deny"):
        yield ast.Call(ast.Name("deny" if node.func.id == "allow" else "allow", ast.Load()), node.args, [])
        yield ast.Call(node.func, [ast.Constant("another-rule")], [])
    elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Is | ast.IsNot):
        opposite = ast.IsNot() if isinstance(node.ops[0], ast.Is) else ast.Is()
        yield ast.Compare(node.left, [opposite], node.comparators)
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and _is_enum(node):
        yield from _neighbours(node)


def _is_enum(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in ("Kind", "Mode", "Target")


def _neighbours(node: ast.Attribute) -> Iterator[ast.expr]:
    """The other members of the same enum."""
    assert isinstance(node.value, ast.Name)
    for member in getattr(rules, node.value.id):
        if member.name != node.attr:
            yield ast.Attribute(node.value, member.name, ast.Load())


def _put(function: ast.FunctionDef, target: ast.AST, change: ast.stmt | ast.expr | None) -> None:
    class Put(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST | None:
            if node is target:
                return ast.Pass() if change is None else change
            return self.generic_visit(node)

    Put().visit(function)
