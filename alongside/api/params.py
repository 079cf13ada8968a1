"""What programs send, read with care: each reader raises `Unfit` with the parameter that does not fit."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

Params = Mapping[str, Any]


class Impossible(Exception):
    """What was asked for cannot be done now, or is about nothing that is there; the message says so."""


class Unfit(ValueError):
    """A parameter that is missing or of another kind; the message says which."""


def text(params: Params, name: str = "text", usual: str | None = None) -> str:
    """A text; one that may be missing has a `usual` one."""
    said = params.get(name, usual)
    if not isinstance(said, str):
        raise Unfit(f"{name} must be a text")
    return said


def texts(params: Params, name: str) -> dict[str, str]:
    """An object of texts; an empty one where nothing was sent."""
    said = params.get(name, {})
    if not isinstance(said, dict) or not all(isinstance(value, str) for value in said.values()):
        raise Unfit(f"{name} must be an object of texts")
    return said


def whole(params: Params, name: str) -> int:
    said = params.get(name)
    if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said < 2**63:
        raise Unfit(f"{name} must be a whole number")
    return said


def yes(params: Params, name: str) -> bool:
    """Whether it was said; not where nothing was sent."""
    said = params.get(name, False)
    if not isinstance(said, bool):
        raise Unfit(f"{name} must be true or false")
    return said


def number(params: Params, name: str, of: str) -> uuid.UUID:
    """The id of something."""
    try:
        return uuid.UUID(str(params.get(name)))
    except ValueError:
        raise Unfit(f"{name} must be the id of {of}") from None
