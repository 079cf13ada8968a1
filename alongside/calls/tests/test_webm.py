"""Recordings of browsers say how long they are once it is known."""

from __future__ import annotations

import io
from itertools import pairwise

from alongside.calls import webm

OPEN = b"\x01" + b"\xff" * 7


def element(name: bytes, content: bytes) -> bytes:
    return name + (len(content) | 1 << 56).to_bytes(8) + content


def recorded(*moments: int, scale: int = 1_000_000) -> bytes:
    """As a browser writes it: a cluster for each two moments, of which the second is in a group."""
    info = element(webm.INFO, element(b"\x2a\xd7\xb1", scale.to_bytes(3)) + element(b"\x4d\x80", b"Chrome"))
    clusters = b""
    for first, second in list(pairwise(moments))[::2]:
        block = b"\x81" + (second - first).to_bytes(2) + b"\x80picture"
        clusters += webm.CLUSTER + OPEN + element(b"\xe7", first.to_bytes(4))
        clusters += element(b"\xa3", b"\x81\x00\x00\x80picture") + element(b"\xa0", element(b"\xa1", block))
    return element(b"\x1a\x45\xdf\xa3", b"webm") + webm.SEGMENT + OPEN + info + clusters


def seconds(content: bytes) -> float | None:
    return webm.seconds(io.BytesIO(content), len(content))


def test_a_recording_is_as_long_as_its_last_moment() -> None:
    whole = recorded(0, 900, 1000, 1950)
    assert seconds(whole) == 1.95
    assert seconds(recorded(0, 900, 1000, 1950, scale=500_000)) == 0.975
    assert seconds(whole[:-30]) == 1.0  # cut off within its last group, as by a browser that died
    for odd in (b"", b"\x1a\x45\xdf\xa3", whole[:60], b"\x00" * 100, b"ftypisom" * 20):
        assert seconds(odd) is None


def test_its_length_is_put_into_its_beginning_once() -> None:
    whole = recorded(0, 900)
    told = webm.with_length(whole, 0.9)
    assert (len(told) - len(whole), seconds(told)) == (11, 0.9)
    assert told[told.index(b"\x44\x89\x88") + 3 :][:8] == b"\x40\x8c\x20" + b"\x00" * 5  # 900.0
    assert webm.with_length(told, 0.9) == told
    for odd in (b"", b"\x00" * 100, whole.replace(OPEN, (200 | 1 << 56).to_bytes(8), 1)):
        assert webm.with_length(odd, 0.9) == odd
