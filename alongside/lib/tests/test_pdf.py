"""Documents hold what was put into them, whatever letters it is written in."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from alongside.lib import pdf
from alongside.lib.pdf import Document


@pytest.mark.parametrize("font", ["of the system", "none"])
def test_a_document_has_title_language_outline_and_pictures(
    font: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if font == "none":
        monkeypatch.setattr(pdf, "_font", lambda: None)
    out = io.BytesIO()
    Image.new("RGB", (400, 3000), "red").save(out, "PNG")
    document = Document("Report – Жанна", language="en")
    document.heading("What was done")
    document.text("Line one.\nLine two. \x00\ud83d" + "Long. " * 2000)
    document.facts([("By", "Żaneta"), ("Empty", "")])
    document.picture(out.getvalue(), "The boiler")
    content = document.bytes()
    assert content.startswith(b"%PDF-")
    assert (b"/Outlines" in content, b"/Lang" in content, b"/Alt" in content) == (True, True, True)
