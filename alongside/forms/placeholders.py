"""The names that texts of a form may hold in braces (spec G29)."""

from __future__ import annotations

import re
from collections.abc import Mapping

VARIABLES = ("SITEUSERID", "SITEUSERNAME", "PROXYUSERID", "PROXYUSERNAME")

_KNOWN = re.compile("|".join(rf"\{{{name}\}}" for name in VARIABLES))
_ANY = re.compile(r"\{([A-Z_]+)\}")


def unknown(text: str) -> list[str]:
    """Names in braces that stand for nothing."""
    return [name for name in _ANY.findall(text) if name not in VARIABLES]


def known(text: str) -> bool:
    """Whether there are placeholders in it."""
    return _KNOWN.search(text) is not None


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders, such as {SITEUSERNAME}, replaced once: a name that looks like a
    placeholder stays as it is."""
    return _KNOWN.sub(lambda found: values[found.group()[1:-1]], text)
