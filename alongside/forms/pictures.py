"""Pictures are drawn anew before they are kept: what is not picture (places, names, programs) stays out."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

MOST_PIXELS = 40_000_000  # a picture of a telephone has 12 to 24 million
_FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}


class Unreadable(ValueError):
    """The message is for whoever sent the picture."""


def redrawn(content: bytes, type_: str) -> bytes:
    """The same picture of the same type, upright, without anything else; of moving ones the first. Raises
    `Unreadable` for what is none, or larger than anybody needs."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[_FORMATS[type_]]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Unreadable("This picture has too many pixels: make it smaller, then send it again.")
                upright = ImageOps.exif_transpose(picture)
                clean = Image.frombytes(upright.mode, upright.size, upright.tobytes())
                if upright.mode == "P" and (palette := upright.getpalette()):
                    clean.putpalette(palette)
                out = io.BytesIO()
                clean.save(out, _FORMATS[type_])
                return out.getvalue()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Unreadable("This picture has too many pixels: make it smaller, then send it again.") from None
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as problem:
        if isinstance(problem, Unreadable):
            raise
        raise Unreadable("This picture cannot be read. Take or save it again, then send it.") from None
