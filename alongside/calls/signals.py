"""What may be said through the socket of a call: typed, bounded, and nothing else (security.md T-29).

Pure. A message is one JSON object; `type` says which members it has. Whom it is from is never read from it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

LARGEST = 65_536  # characters of a message; a description of a session is a few thousand
MOST_POINTS = 500  # of a stroke
COLOURS = ("red", "yellow", "green", "blue")


class Malformed(ValueError):
    """The message is none that is known; says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Signal:
    type: str
    to: str | None  # a seat of the room; None for everybody else in it
    body: Mapping[str, Any]  # the members as they were sent, checked


Check = Callable[[Any], bool]


def _text(most: int, least: int = 0) -> Check:
    return lambda value: isinstance(value, str) and least <= len(value) <= most and "\x00" not in value


def _whole(most: int) -> Check:
    return lambda value: type(value) is int and 0 <= value <= most


def _share(value: Any) -> bool:
    """A place in a picture, from 0 to 1 of its width or height."""
    return type(value) in (int, float) and 0 <= value <= 1


def _points(value: Any) -> bool:
    return (
        isinstance(value, list)
        and 1 <= len(value) <= MOST_POINTS
        and all(isinstance(one, list) and len(one) == 2 and all(map(_share, one)) for one in value)
    )


def _switch(value: Any) -> bool:
    return isinstance(value, bool)


def _or_none(check: Check) -> Check:
    return lambda value: value is None or check(value)


_SEAT = _text(40, 1)
_EPOCH = _whole(1_000_000)
_DESCRIPTION = {"to": _SEAT, "epoch": _EPOCH, "sdp": _text(60_000, 1)}
SHAPES: Mapping[str, Mapping[str, Check]] = {
    "offer": _DESCRIPTION,
    "answer": _DESCRIPTION,
    "candidate": {
        "to": _SEAT,
        "epoch": _EPOCH,
        "candidate": _text(2_000),
        "mid": _or_none(_text(64)),
        "line": _or_none(_whole(64)),
    },
    "again": {"to": _SEAT},  # asks whoever offers to begin anew
    "status": {"camera": _switch, "microphone": _switch, "screen": _switch},
    "pointer": {"on": _SEAT, "x": _share, "y": _share},
    "stroke": {"on": _SEAT, "id": _text(40, 1), "colour": COLOURS.__contains__, "points": _points},
    "undo": {"on": _SEAT},
    "clear": {"on": _SEAT},
    "freeze": {"on": _SEAT, "frozen": _switch},
    "board": {"on": _SEAT, "media": _text(36, 36)},  # what is drawn on while it is frozen
    "caption": {"text": _text(300, 1)},
    "look": {},  # something was done by a page: everybody looks again
    "ping": {},
}
CONNECTING = frozenset({"offer", "answer", "candidate", "again"})
DRAWING = frozenset({"pointer", "stroke", "undo", "clear", "freeze", "board"})


def read(text: object) -> Signal:
    """Raises `Malformed` for everything that is not exactly one known message."""
    if not isinstance(text, str):
        raise Malformed("not text")
    if len(text) > LARGEST:
        raise Malformed("too large")
    try:
        said = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Malformed("not JSON") from None
    if not isinstance(said, dict) or not isinstance(said.get("type"), str):
        raise Malformed("no type")
    kind = said.pop("type")
    if kind not in SHAPES:
        raise Malformed("unknown type")
    return _fitting(kind, said, SHAPES[kind])


def _fitting(kind: str, said: dict[str, Any], shape: Mapping[str, Check]) -> Signal:
    if said.keys() != shape.keys():
        raise Malformed("other members than it has")
    for name, check in shape.items():
        try:
            fits = check(said[name])
        except TypeError:  # lists and objects are in no list of words
            fits = False
        if not fits:
            raise Malformed(f"{name} does not fit")
    return Signal(kind, said.pop("to", None), said)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a member twice")
    return made


def _no_constant(name: str) -> Any:
    raise ValueError(name)
