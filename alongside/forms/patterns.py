"""Which regular expressions a definition may ask answers to fit.

Python's expressions can take exponential time, and a definition is written by people who should not
have to know that. So the ways in which an expression could match are counted beforehand: each open
repetition over the longest answer, each alternative, multiplied. What has too many is not accepted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 200  # characters of the expression, and of the answers it is put to
MOST_WAYS = 10_000_000  # a tenth of a second at the worst

_TOKEN = re.compile(
    r"""(?P<escape>\\.) | (?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])
      | (?P<open>\((?:\?:)?) | (?P<close>\)) | (?P<or>\|)
      | (?P<fixed>\{[0-9]+\}) | (?P<range>\{[0-9]*,[0-9]*\}) | (?P<maybe>\?) | (?P<many>[*+])
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_QUANTIFIERS = ("fixed", "range", "maybe", "many")


def trouble(pattern: str) -> str | None:
    """What is wrong with an expression, as the end of a sentence, or None."""
    if len(pattern) > LONGEST:
        return f"may have at most {LONGEST} characters."
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as problem:
        return f"is not a regular expression: {problem}."
    return _runs_away(pattern)


def for_browsers(pattern: str) -> str:
    """The same expression for a browser, which sees an answer before its space was put in order; empty where
    it could read it differently.

    Browsers compile with the `v` flag, for which some signs in sets mean something else, and Python's classes
    such as \\d hold the digits of every script.
    """
    if not _PORTABLE.fullmatch(pattern):
        return ""
    # Nothing but space is an empty answer, which is judged by whether there must be one.
    return rf"\s*(?:(?:{_spaced(_KELVINS.sub(_with_kelvin, pattern))})\s*)?"


# In one spelling of Unicode the sign for kelvin is a K, so the server takes it for one.
_KELVIN = "\N{KELVIN SIGN}"
_KELVINS = re.compile(r"\\.|\[[^\]]*\]|K")


def _with_kelvin(match: re.Match[str]) -> str:
    found = match.group()
    if found == "K":
        return f"[K{_KELVIN}]"
    return f"{found[:-1]}{_KELVIN}]" if found[0] == "[" and re.fullmatch(found, "K") else found


def _spaced(pattern: str) -> str:
    return pattern.replace(" ", r"(?:\s+)")


_PORTABLE = re.compile(
    r"""(?:[A-Za-z0-9'_:,#@]|[ ](?![*+{])|\\[.+*?()/]
    |\[(?:[A-Za-z0-9]-[A-Za-z0-9]|[A-Za-z0-9'_,.])+\]
    |\(\?:|[()?*+|]|\{[0-9]+(?:,[0-9]*)?\})*""",
    re.VERBOSE,
)


@lru_cache(maxsize=256)
def compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@dataclass
class _Group:
    """In how many ways a group, or the whole, can match."""

    ways: int = 1
    alternatives: int = 1

    @property
    def total(self) -> int:
        return self.ways * self.alternatives


def _runs_away(pattern: str) -> str | None:
    groups = [_Group()]
    ended: int | None = None  # the ways of the group that ended just before this token
    for token in _TOKEN.finditer(pattern):
        kind, text = token.lastgroup or "", token.group()
        if kind == "open" and pattern[token.end() : token.end() + 1] == "?":
            return "may not look ahead or behind, name groups or set flags."
        if kind == "escape" and text[1].isdigit():
            return "may not refer back to a group."
        if kind in _QUANTIFIERS and kind != "maybe" and (ended or 1) > 1:
            return "may not repeat a group that can match in several ways."
        if kind == "open":
            groups.append(_Group())
        elif kind == "or":
            groups[-1].alternatives += 1
        elif kind in _QUANTIFIERS:
            groups[-1].ways *= _ways(kind, text)
        ended = groups.pop().total if kind == "close" else None
        if ended is not None:
            groups[-1].ways *= ended
    return "can match in too many ways: use fewer of * + ? and |." if groups[0].total > MOST_WAYS else None


def _ways(kind: str, text: str) -> int:
    """In how many lengths something repeated can come."""
    if kind == "fixed":
        return 1
    if kind == "maybe":
        return 2
    if kind == "many":
        return LONGEST
    low, _, high = text[1:-1].partition(",")
    return int(high) - int(low or 0) + 1 if high else LONGEST
