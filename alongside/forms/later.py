"""What the house does after a submission, when it is committed and nobody waits: writing to people, asking
other machines. Each is registered by the package that can do it, by the key of the definition for it.

    later.register("receipt", send_receipt)      # from an app's ready()

It is given the submission and answers what came of it. What it raises is tried again; `Impossible` is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from alongside.forms.schema import Definition

if TYPE_CHECKING:
    from alongside.forms.models import Submission

Do = Callable[["Submission"], str]


class Impossible(Exception):
    """Trying again would not help; the message says why."""


_all: dict[str, Do] = {}


def register(key: str, do: Do) -> None:
    if key in _all:
        raise ValueError(f"the key {key} is done twice")
    _all[key] = do


def named(key: str) -> Do:
    """Raises `Impossible` where nobody does it any more."""
    if key not in _all:
        raise Impossible("Nothing here does that.")
    return _all[key]


def of(definition: Definition) -> Iterator[str]:
    """The keys of what a definition asks for."""
    return (key for key in _all if getattr(definition, key))
