"""What stands in braces in a stock answer, and what it becomes. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

# What each is, as those are told who write stock answers.
MEANINGS = {
    "given_name": "given name of whoever asks",
    "name": "their whole name",
    "reference": "reference of the conversation",
    "topic": "topic of the question",
    "agent": "name of whoever answers",
}
_PLACE = re.compile(r"\{(\w+)\}")


def unknown(text: str) -> list[str]:
    """What stands in braces and means nothing, each once, in the order of the text."""
    return list(dict.fromkeys(name for name in _PLACE.findall(text) if name not in MEANINGS))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with what is known in the place of its placeholders; braces in a value stay as they are."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)
