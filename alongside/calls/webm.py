"""How long a recording is, as browsers take them (WebM): they do not know its length as they begin to write,
and players that are not told show none. Pure; what cannot be read has no length.

A file is elements: an id, a size, a content. Those that are open at the end, as browsers write the segment
and its clusters, have a size of ones.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

SEGMENT, INFO, CLUSTER = b"\x18\x53\x80\x67", b"\x15\x49\xa9\x66", b"\x1f\x43\xb6\x75"
_SCALE, _DURATION, _TIME = b"\x2a\xd7\xb1", b"\x44\x89", b"\xe7"
_BLOCK, _GROUP, _BLOCK_IN_GROUP = b"\xa3", b"\xa0", b"\xa1"
HEAD = 4096  # bytes, within which a browser has described what it records
TAIL = 8 * 2**20  # bytes, within which the last cluster begins
_MILLISECOND = 1_000_000  # nanoseconds: the unit, where no other is said


class _Odd(ValueError):
    """No file as browsers write them."""


def seconds(file: BinaryIO, size: int) -> float | None:
    """The moment of the last picture or sound, of a file of that many bytes; None for what cannot be read."""
    try:
        head = file.read(HEAD)
        at, end = _info(head)
        unit = _number(_within(head, at, end, _SCALE)) or _MILLISECOND
        file.seek(max(0, size - TAIL))
        tail = file.read(TAIL)
        begin = tail.rfind(CLUSTER)
        if begin < 0:
            return None
        return _last(tail, begin) * unit / 1e9
    except _Odd:
        return None


def with_length(head: bytes, length: float) -> bytes:
    """The first bytes of a file, of which it says its length now. As they are where that is said already, or
    where bytes cannot be put in between."""
    try:
        at, end = _info(head)
        if end > len(head) or _within(head, at, end, _DURATION):
            return head
        _, _, opened = _element(head, head.index(SEGMENT))
        if opened is not None:
            return head
        unit = _number(_within(head, at, end, _SCALE)) or _MILLISECOND
    except (_Odd, ValueError):
        return head
    content = head[at:end] + _DURATION + b"\x88" + struct.pack(">d", length * 1e9 / unit)
    info = head.index(INFO)
    return head[:info] + INFO + struct.pack(">Q", len(content) | 1 << 56) + content + head[end:]


def _info(head: bytes) -> tuple[int, int]:
    """Where the content of the description begins and ends."""
    found = head.find(INFO)
    if found < 0 or SEGMENT not in head[:found]:
        raise _Odd
    _, at, size = _element(head, found)
    if size is None:
        raise _Odd
    return at, at + size


def _within(data: bytes, at: int, end: int, wanted: bytes) -> bytes:
    """The content of an element, or nothing."""
    while at < min(end, len(data)):
        name, at, size = _element(data, at)
        if size is None:
            raise _Odd
        if name == wanted:
            return data[at : at + size]
        at += size
    return b""


def _last(data: bytes, begin: int) -> int:
    """The latest moment in a cluster that may be cut off, in units."""
    name, at, size = _element(data, begin)
    end = len(data) if size is None else min(len(data), at + size)
    start, latest = 0, 0
    while at < end:
        try:
            name, at, size = _element(data, at)
        except _Odd:  # the last second was cut off within an element
            break
        if size is None or name == CLUSTER:
            break
        if name == _TIME:
            start = _number(data[at : at + size])
        elif name == _BLOCK:
            latest = max(latest, _moment(data, at))
        elif name == _GROUP and data[at : at + 1] == _BLOCK_IN_GROUP:
            latest = max(latest, _moment(data, _element(data, at)[1]))
        at += size
    return start + latest


def _moment(data: bytes, at: int) -> int:
    """Of a block, after the number of its track; from the beginning of its cluster."""
    at += 9 - _first(data, at).bit_length()
    found = data[at : at + 2]
    return int.from_bytes(found, signed=True) if len(found) == 2 else 0


def _element(data: bytes, at: int) -> tuple[bytes, int, int | None]:
    """Its id, where its content begins, and how long that is; None for one that is open."""
    wide = 9 - _first(data, at).bit_length()
    name, at = data[at : at + wide], at + wide
    first = _first(data, at)
    wide = 9 - first.bit_length()
    said = int.from_bytes(data[at : at + wide]) & ((1 << 7 * wide) - 1)
    if len(data) < at + wide:
        raise _Odd
    return name, at + wide, None if said == (1 << 7 * wide) - 1 else said


def _first(data: bytes, at: int) -> int:
    """The byte whose leading zeros say how many there are."""
    if at >= len(data) or not data[at]:
        raise _Odd
    return data[at]


def _number(content: bytes) -> int:
    return int.from_bytes(content)
