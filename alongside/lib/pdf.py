"""Documents to keep and to print: headings, facts, paragraphs and pictures, one below the other.

document = Document("Service report", language="en")
document.heading("What was done")
document.text("The valve was changed.")
document.bytes()
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path

from PIL import Image

# Letters of every alphabet that Europe writes; Debian: fonts-dejavu-core, fonts-liberation.
_FONTS = (
    (
        "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
        "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
    ),
    (
        "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
        "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf",
    ),
)
_BODY, _TITLE, _HEADING, _SMALL = 11, 20, 14, 9  # points
_LINE = 6  # millimetres
_PLAIN = str.maketrans("–—‘’“”…", "--''\"\".")
_WIDEST, _HIGHEST = 170, 110  # of a picture, in millimetres


class Document:
    """An A4 document with a title, a language, an outline of its headings and a text for each picture."""

    def __init__(self, title: str, *, language: str = "en", made_at: datetime | None = None) -> None:
        # It brings all of fontTools along: a fifth of what a process computes before it answers.
        from fpdf import FPDF  # noqa: PLC0415

        self._pdf = FPDF(format="A4")
        self._family, self._every_letter = "Helvetica", False
        if (font := _font()) is not None:
            regular, bold = font
            self._pdf.add_font("Text", "", regular)
            self._pdf.add_font("Text", "B", bold)
            self._family, self._every_letter = "Text", True
        self._pdf.set_title(title)
        self._pdf.set_lang(language)
        self._pdf.set_creator("Alongside")
        if made_at is not None:
            self._pdf.set_creation_date(made_at)
        self._pdf.set_margins(20, 20)
        self._pdf.set_auto_page_break(True, 20)
        self._pdf.add_page()
        self._write(title, size=_TITLE, bold=True, line=10)

    def heading(self, text: str) -> None:
        self._pdf.ln(4)
        self._pdf.start_section(self._letters(text))
        self._write(text, size=_HEADING, bold=True, line=8)

    def text(self, text: str) -> None:
        self._write(text)
        self._pdf.ln(2)

    def small(self, text: str) -> None:
        self._write(text, size=_SMALL)

    def facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """What is called so, and what it is; those that say nothing are left out."""
        for label, said in facts:
            if said:
                self._write(label, size=_SMALL, bold=True, line=5)
                self._write(said)

    def picture(self, content: bytes, text: str, *, highest: float = _HIGHEST) -> None:
        """A picture as large as fits, with what it shows said below it and to whoever cannot see it."""
        with Image.open(io.BytesIO(content)) as picture:
            wide, high = picture.size
            scale = min(_WIDEST / wide, highest / high)
            width, height = wide * scale, high * scale
            if self._pdf.get_y() + height + 12 > self._pdf.h - 20:
                self._pdf.add_page()
            self._pdf.image(picture.convert("RGB"), w=width, h=height, alt_text=self._letters(text))
        self._pdf.ln(1)
        self._write(text, size=_SMALL)
        self._pdf.ln(3)

    def bytes(self) -> bytes:
        return bytes(self._pdf.output())

    def _write(self, text: str, *, size: int = _BODY, bold: bool = False, line: int = _LINE) -> None:
        self._pdf.set_font(self._family, "B" if bold else "", size)
        self._pdf.multi_cell(0, line, self._letters(text), new_x="LMARGIN", new_y="NEXT", align="L")

    def _letters(self, text: str) -> str:
        """What the font can write: without one of the system's, only Western letters."""
        text = "".join(one for one in text if one in "\n\t" or one.isprintable())
        return (
            text
            if self._every_letter
            else text.translate(_PLAIN).encode("latin-1", "replace").decode("latin-1")
        )


@cache
def _font() -> tuple[str, str] | None:
    return next((pair for pair in _FONTS if all(Path(one).exists() for one in pair)), None)
