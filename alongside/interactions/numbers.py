"""Telephone numbers as softphones write them (spec G20). Pure.

A template has one `#`, which stands for the number, and may have `*` for anything: `9#` for a digit that
gets a line, `sip:#@*`, `0044#`. What a template adds is taken off, so that the number is found however
the telephone wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

USUAL = ("tel:#", "sip:#@*", "sips:#@*", "callto:#")
LONGEST = 60
_NUMBER = r"(\+?[\d][\d\s()./\-]{2,30})"


def is_template(text: str) -> bool:
    return 0 < len(text) <= LONGEST and text.count("#") == 1 and text.isprintable()


def formats(options: Mapping[str, Any]) -> tuple[str, ...]:
    """The tenant's templates, `options["number_formats"]`, before those that every softphone may write."""
    own = options.get("number_formats")
    given = [one for one in own if isinstance(one, str) and is_template(one)] if isinstance(own, list) else []
    return (*given, *USUAL)


def number_in(text: str, templates: Iterable[str]) -> str:
    """The number in what a telephone wrote; the text itself where it fits no template."""
    text = text.strip()
    for template in templates:
        match = _pattern(template).fullmatch(text)
        if match is not None:
            return match[1].strip()
    return text


def _pattern(template: str) -> re.Pattern[str]:
    before, _, after = template.partition("#")
    parts = [re.escape(part).replace(r"\*", ".*") for part in (before, after)]
    return re.compile(parts[0] + _NUMBER + parts[1], re.IGNORECASE)
