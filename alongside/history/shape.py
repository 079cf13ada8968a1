"""The exact shape of a leaf, read by one expression: fast enough to check every entry of a long log,
and stricter than a JSON reader, which would let other spellings, orders and repeated keys pass."""

from __future__ import annotations

import re

_TEXT = r'"([ !#-\[\]-~]*)"'
_TEXT_OR_NULL = r'(?:null|"([ !#-\[\]-~]*)")'
_UUID = r'"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"'
_WHOLE = r"(0|[1-9][0-9]*)"

FIELDS = {
    "about": _TEXT_OR_NULL,
    "actor": _UUID,
    "address": _TEXT,
    "assistance": f"(?:null|{_UUID})",
    "at": r'"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6})Z"',
    "external": r'(?:null|"([0-9a-f]{64})")',
    "key": r'"([0-9a-f]{16})"',
    "kind": _TEXT,
    "mode": r'"(none|anon|user)"',
    "number": _WHOLE,
    "outcome": _TEXT,
    "person": _UUID,
    "power": _TEXT,
    "private": "(true|false)",
    "request": _TEXT,
    "rule": _TEXT,
    "session": _TEXT,
    "tenant": _WHOLE,
    "v": "(1)",
}


def _header(names: list[str]) -> str:
    return r"\{" + ",".join(f'"{name}":{FIELDS[name]}' for name in names) + r"\}"


# A header before it has its number; and a whole leaf, as bytes, with its groups in the order of `FIELDS`.
HEADER = re.compile(_header([name for name in FIELDS if name != "number"]))
LEAF = re.compile((_header(list(FIELDS)) + r"\n[A-Za-z0-9+/]+={0,2}").encode())
