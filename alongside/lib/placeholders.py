"""What stands in braces in a text, and what it becomes."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

_PLACE = re.compile(r"\{(\w+)\}")


def unknown(text: str, known: Collection[str]) -> list[str]:
    """What stands in braces and means nothing, each once, in the order of the text."""
    return list(dict.fromkeys(name for name in _PLACE.findall(text) if name not in known))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with what is known in the place of its placeholders; braces in a value stay as they are."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)
