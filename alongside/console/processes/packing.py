"""A diagram between being looked at and being agreed to: it travels in the page, packed."""

from __future__ import annotations

import base64
import binascii
import zlib

from alongside.workflow.reading import LARGEST

MOST = 2_000_000  # characters: forms without files may be 2.5 MB


def pack(text: bytes) -> str:
    return base64.b64encode(zlib.compress(text, 9)).decode()


def unpack(packed: str) -> bytes:
    """Raises `ValueError` for what nobody packed, and for what would be larger than a diagram may be."""
    try:
        opened = zlib.decompressobj()
        text = opened.decompress(base64.b64decode(packed, validate=True), LARGEST)
    except (binascii.Error, zlib.error) as problem:
        raise ValueError("this is no packed diagram") from problem
    if not opened.eof:
        raise ValueError("this is more than a diagram may be")
    return text
