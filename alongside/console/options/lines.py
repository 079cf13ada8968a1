"""Lists that administrators write a line for each: what a line says, and how it is written. Pure.

    Streets: Waste and recycling [waste]

The group before the colon and the code in brackets may be left out; the code is what records keep, so it
stays when a label is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.text import slugify

LONGEST_CODE, LONGEST_LABEL, MOST = 64, 100, 300
_LINE = re.compile(r"(?:(?P<group>[^:\[\]]{1,100}):)?\s*(?P<label>[^\[\]]*?)\s*(?:\[(?P<code>[^\[\]]*)\])?")


class Line(NamedTuple):
    code: str
    label: str
    group: str = ""


class Illegible(ValueError):
    """A line that says nothing that could be kept; the message names it."""


def read(text: str) -> list[Line]:
    """The lines, in their order. Raises `Illegible`."""
    found: dict[str, Line] = {}
    for number, written in enumerate(text.splitlines(), start=1):
        if not written.strip():
            continue
        said = _LINE.fullmatch(written.strip())
        label = said["label"] if said else ""
        if said is None or not label:
            raise Illegible(f"Line {number} cannot be read: write “Group: Label [code]”.")
        code = (said["code"] or slugify(label)).strip()
        if not code or len(code) > LONGEST_CODE or len(label) > LONGEST_LABEL:
            raise Illegible(f"Line {number} is too long, or has no letter that could make a code.")
        if code in found:
            raise Illegible(f"Line {number} has the code [{code}] of another line.")
        found[code] = Line(code, label, (said["group"] or "").strip())
    if len(found) > MOST:
        raise Illegible(f"These are {len(found)}; {MOST} are the most.")
    return list(found.values())


def written(lines: Iterable[Line]) -> str:
    return "\n".join(f"{one.group + ': ' if one.group else ''}{one.label} [{one.code}]" for one in lines)
