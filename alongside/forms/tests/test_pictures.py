"""Pictures are drawn anew, and what is none is told apart by its content."""

from __future__ import annotations

import io
import zlib

import pytest
from PIL import Image

from alongside.forms import filetypes
from alongside.forms.pictures import Unreadable, redrawn


def picture(format_: str, **said: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "navy").save(out, format_, **said)
    return out.getvalue()


@pytest.mark.parametrize("name", ["jpeg", "png", "webp", "gif"])
def test_a_picture_stays_a_picture_of_its_type(name: str) -> None:
    again = redrawn(picture(name.upper()), name)

    assert filetypes.of(again) == filetypes.TYPES[name]
    assert Image.open(io.BytesIO(again)).size == (40, 20)


def test_what_is_not_picture_stays_behind() -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at 14 Quay Street"
    sent = picture("JPEG", exif=exif) + b"<script>alert(1)</script>"

    again = redrawn(sent, "jpeg")

    assert b"Quay Street" in sent
    assert b"Quay Street" not in again
    assert b"<script>" not in again


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    png = picture("PNG")
    size = (50_000).to_bytes(4, "big") * 2
    head = b"IHDR" + size + png[24:29]
    bomb = png[:12] + head + zlib.crc32(head).to_bytes(4, "big") + png[33:]

    with pytest.raises(Unreadable, match="too many pixels"):
        redrawn(bomb, "png")


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff junk", picture("PNG")[:60]])
def test_what_cannot_be_read_is_said(content: bytes) -> None:
    with pytest.raises(Unreadable, match="cannot be read"):
        redrawn(content, "png")


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"%PDF-1.7", "pdf"), (b"RIFF\x00\x00\x00\x00WEBP", "webp"), (b"RIFF\x00\x00\x00\x00WAVE", None),
        (b"<svg xmlns=", None), (b"<html>", None), (b"PK\x03\x04", None), (b"MZ\x90", None), (b"", None),
    ],
)  # fmt: skip
def test_a_type_is_told_by_content(head: bytes, name: str | None) -> None:
    found = filetypes.of(head)

    assert (found and found.name) == name
