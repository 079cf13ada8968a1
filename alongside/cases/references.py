"""How cases of a type are called: `MB-{year}-{number}`, `BLUE-{random}`.

A reference is for the telephone and for finding; it opens nothing by itself.
"""

from __future__ import annotations

import re
import secrets
import string

DEFAULT = "{random}"
LONGEST = 40

# Nothing that is heard or read as something else: no I, L, O, U, no 0, no 1.
SIGNS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
RANDOM = 8  # signs, in two groups of four: one of 650 thousand million

_TOKEN = re.compile(r"\{([^{}]*)\}")
_FIXED = frozenset(string.ascii_uppercase + string.digits + "-/.")


def problem(pattern: str) -> str | None:
    """Why a pattern cannot be used, in a sentence; None for one that can."""
    tokens = _TOKEN.findall(pattern)
    fixed = _TOKEN.sub("", pattern)
    if unknown := sorted(set(tokens) - {"year", "number", "random"}):
        return f"{{{unknown[0]}}} stands for nothing; known are {{year}}, {{number}} and {{random}}."
    if not {"number", "random"} & set(tokens):
        return "A pattern needs {number} or {random}, so that no two cases are called the same."
    if not set(fixed) <= _FIXED:
        return "Beside {year}, {number} and {random}, use capital letters, digits, hyphens, dots and slashes."
    if len(drawn(pattern, year=9999, number=10**9)) > LONGEST:
        return f"References of this pattern would be longer than {LONGEST} characters."
    return None


def drawn(pattern: str, *, year: int, number: int) -> str:
    """The reference of the next case. One with {random} is unique only once the database has said so."""
    return pattern.format(year=year, number=f"{number:05}", random=_random())


def folded(typed: str) -> str:
    """A reference as people type it, in the spelling it is kept in."""
    return re.sub(r"\s+", "", typed).upper()[:LONGEST]


def _random() -> str:
    signs = "".join(secrets.choice(SIGNS) for _ in range(RANDOM))
    return f"{signs[:4]}-{signs[4:]}"
