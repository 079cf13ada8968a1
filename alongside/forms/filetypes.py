"""Which files people may send, and how the first bytes tell them apart.

What a file is called or said to be is never believed: `of` looks at what it begins with. Only types
that can be told so, and that browsers do not run when they are opened by themselves, are here: no SVG, no
HTML.
"""

from __future__ import annotations

from dataclasses import dataclass

LARGEST_MEGABYTES = 50
USUAL_MEGABYTES = 10
ENOUGH = 64  # bytes from the beginning that `of` needs


@dataclass(frozen=True, slots=True)
class FileType:
    """`ending` is the one that a stored file gets, whatever it was called. `picture` is drawn anew."""

    name: str
    label: str
    media_type: str
    endings: tuple[str, ...]
    begins: tuple[bytes, ...]
    picture: bool = False

    @property
    def ending(self) -> str:
        return self.endings[0]


TYPES = {
    one.name: one
    for one in (
        FileType("pdf", "PDF", "application/pdf", (".pdf",), (b"%PDF-",)),
        FileType("jpeg", "JPEG picture", "image/jpeg", (".jpg", ".jpeg"), (b"\xff\xd8\xff",), picture=True),
        FileType("png", "PNG picture", "image/png", (".png",), (b"\x89PNG\r\n\x1a\n",), picture=True),
        FileType("webp", "WebP picture", "image/webp", (".webp",), (b"RIFF",), picture=True),
        FileType("gif", "GIF picture", "image/gif", (".gif",), (b"GIF87a", b"GIF89a"), picture=True),
    )
}
KNOWN = tuple((one.name, one.label) for one in TYPES.values())
ALL = tuple(TYPES)


def of(head: bytes) -> FileType | None:
    """The type of a file that begins with these bytes, `ENOUGH` of them if there are as many."""
    for one in TYPES.values():
        if head.startswith(one.begins) and (one.name != "webp" or head[8:12] == b"WEBP"):
            return one
    return None


def accept(names: tuple[str, ...]) -> str:
    """What a browser's file dialog offers: `.pdf,.jpg,application/pdf,image/jpeg`."""
    chosen = [TYPES[name] for name in names]
    endings = [ending for one in chosen for ending in one.endings]
    return ",".join([*endings, *(one.media_type for one in chosen)])


def said(names: tuple[str, ...]) -> str:
    """The types in words: `PDF, JPEG picture or PNG picture`."""
    labels = [TYPES[name].label for name in names]
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} or {labels[-1]}"
