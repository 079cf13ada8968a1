"""Taking a file that somebody sends: told by its first bytes, of a size that is allowed, scanned, and drawn
anew where it is a picture. What it is called or said to be is never believed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from alongside.forms import filetypes, pictures, scanning
from alongside.forms.filetypes import FileType

_UNSAFE = re.compile(r"[^\w .,()+-]+")


class Untaken(Exception):
    """Why a file is not taken, in a sentence."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that may be kept, as it is kept."""

    name: str
    type: FileType
    content: bytes = field(repr=False)

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)


def taken(upload: UploadedFile[bytes], *, most: int, types: Collection[str] = ()) -> Taken:
    """A file of at most so many bytes, of one of these types or of any that is known. Raises `Untaken`."""
    if not upload.size:
        raise Untaken("This file is empty.")
    if upload.size > most:
        raise Untaken(f"This file is too large: send at most {_megabytes(most)} MB.")
    content = upload.read()
    of = tuple(types) or filetypes.ALL
    type_ = filetypes.of(content[: filetypes.ENOUGH])
    if type_ is None or type_.name not in of:
        raise Untaken(f"This file cannot be taken: send a {filetypes.said(of)}.")
    _demand_clean(content)
    if type_.picture:
        try:
            content = pictures.redrawn(content, type_.name)
        except pictures.Unreadable as problem:
            raise Untaken(str(problem)) from None
    return Taken(safe_name(upload.name or "", type_), type_, content)


def safe_name(name: str, type_: FileType) -> str:
    """What a file is called, without folders and signs that mean something, with the ending of its type."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    stem = _UNSAFE.sub("_", last.rpartition(".")[0] or last).strip(" ._")[:80]
    return f"{stem or 'file'}{type_.ending}"


def _megabytes(most: int) -> int:
    """As people count them; forms count in powers of two, which is a little more."""
    return most // 2**20 if most % 2**20 == 0 else most // 1_000_000


def _demand_clean(content: bytes) -> None:
    """Nothing is kept that the scanner, where there is one, did not call clean."""
    if not settings.SCANNER:
        return
    try:
        scanning.look(content, settings.SCANNER)
    except scanning.Infected:
        raise Untaken("This file holds harmful software and was not kept.") from None
    except scanning.Unanswered:
        raise Untaken(
            "Files cannot be checked at the moment, so this one was not kept: try again later."
        ) from None
