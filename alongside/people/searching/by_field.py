"""Fields that are asked by name within a question: `smith postcode:PL4 telephone: "960 123"`.

A field is named by its name or its label, in any case, and a colon. What follows is asked of that
field alone, up to the next field or, in quotation marks, to their end. What stands before the first
field or behind the marks is asked everywhere, and so is a name that no field has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from alongside.people.fields import Field

_LOOKED_AT = 400  # characters of a question
_QUOTED = re.compile(r"\s*[\"“”]([^\"“”]*)[\"“”]?")


def split(query: str, fields: Iterable[Field]) -> tuple[str, dict[str, str]]:
    """What is asked everywhere, and what is asked of single fields by their names.

    >>> split("smith postcode:PL4", STANDARD_FIELDS)
    ('smith', {'postcode': 'PL4'})
    """
    if ":" not in query[:_LOOKED_AT]:
        return query, {}
    query = query[:_LOOKED_AT]
    called = {spelling.casefold(): field.name for field in fields for spelling in (field.name, field.label)}
    named = list(_pattern(tuple(called)).finditer(query)) if called else []
    if not named:
        return query, {}
    everywhere = [query[: named[0].start()]]
    by_field: dict[str, str] = {}
    ends = [*(one.start() for one in named[1:]), len(query)]
    for one, end in zip(named, ends, strict=True):
        value = query[one.end() : end]
        if quoted := _QUOTED.match(value):
            everywhere.append(value[quoted.end() :])
            value = quoted[1]
        name = called[one[1].casefold()]
        by_field[name] = f"{by_field.get(name, '')} {value.strip()}".strip()
    return " ".join(filter(None, map(str.strip, everywhere))), by_field


@lru_cache(maxsize=64)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """The longest first, so that `given name` is not taken for a field called `name`."""
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![^\s\"“”])[\"“”]?({either})[\"“”]?\s*:", re.IGNORECASE)
