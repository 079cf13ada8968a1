"""Files that are something else than they seem, known by how they begin."""

from __future__ import annotations

AS_CSV = "Save it as CSV (UTF-8) and send that."
UNPACK = "Unpack it and send the file that is in it."

_ZIPPED = {
    b"xl/": f"This is an Excel workbook. {AS_CSV}",
    b"opendocument.spreadsheet": f"This is a LibreOffice spreadsheet. {AS_CSV}",
    b"word/": f"This is a Word document. Put its table into a spreadsheet. {AS_CSV}",
}
_OFFICE = b"[Content_Types].xml"
_BEGINNINGS = {
    b"\xd0\xcf\x11\xe0": f"This is an old Excel workbook. {AS_CSV}",
    b"%PDF": "This is a PDF. Ask for the list as CSV (UTF-8) and send that.",
    b"\x1f\x8b": f"This is a compressed file (gzip). {UNPACK}",
    b"BZh": f"This is a compressed file (bzip2). {UNPACK}",
    b"\xfd7zXZ": f"This is a compressed file (xz). {UNPACK}",
    b"\x28\xb5\x2f\xfd": f"This is a compressed file (Zstandard). {UNPACK}",
    b"7z\xbc\xaf": f"This is an archive (7z). {UNPACK}",
    b"Rar!": f"This is an archive (RAR). {UNPACK}",
    b"\x89PNG": "This is a picture. Send the list itself, as CSV (UTF-8).",
    b"\xff\xd8\xff": "This is a picture. Send the list itself, as CSV (UTF-8).",
    b"GIF8": "This is a picture. Send the list itself, as CSV (UTF-8).",
    b"SQLite format 3\x00": "This is a database file. Export the list as CSV (UTF-8) and send that.",
    b"{\\rtf": "This is a text document (RTF). Send the list itself, as CSV (UTF-8).",
}
_MARKUP = (b"<!doctype", b"<html", b"<?xml")


def unmasked(beginning: bytes) -> str:
    """What a file is that begins like this, and what to do; empty when it may be text."""
    if beginning.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(beginning)
    for start, said in _BEGINNINGS.items():
        if beginning.startswith(start):
            return said
    if beginning.lstrip().lower().startswith(_MARKUP):
        return f"This is a web page or XML, even if it opens as a table. {AS_CSV}"
    return ""


def _zipped(beginning: bytes) -> str:
    for part, said in _ZIPPED.items():
        if part in beginning:
            return said
    if _OFFICE in beginning:  # what kind is only said further on; nearly always it is a workbook
        return _ZIPPED[b"xl/"]
    return f"This is a zip archive. {UNPACK}"
