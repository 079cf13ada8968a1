"""Where signed checkpoints go, so that they lie where whoever owns the database cannot reach them."""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from pathlib import Path
from typing import Protocol

SECONDS = 5  # that a sink may take


class Sink(Protocol):
    @property
    def name(self) -> str: ...

    def has(self, tenant_id: int, size: int) -> bool:
        """Whether the checkpoint of this size was taken, as far as this process knows."""
        ...

    def take(self, tenant_id: int, size: int, note: str) -> None:
        """Keep it. Raises OSError when that is not possible now; it will be given again."""
        ...


def named(address: str) -> Sink:
    """A folder, or an address that begins with https:// (or http://). Raises ValueError."""
    if address.startswith(("https://", "http://")):
        return Web(address)
    if "://" in address or not address.strip():
        raise ValueError(f"“{address}” is no place for checkpoints: say a folder, or an https:// address")
    return Folder(Path(address))


class Folder:
    """A file for each checkpoint, written once: `1/000000000109.checkpoint`. On a write-once store, or one
    that belongs to somebody else, nobody can take it back."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def name(self) -> str:
        return str(self.path)

    def has(self, tenant_id: int, size: int) -> bool:
        return self._file(tenant_id, size).exists()

    def take(self, tenant_id: int, size: int, note: str) -> None:
        file = self._file(tenant_id, size)
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(f".{os.getpid()}.new")
        fresh.write_text(note, encoding="utf-8")
        fresh.chmod(0o444)
        # A link, not a rename: what is there already is never written over.
        try:
            os.link(fresh, file)
        except FileExistsError:
            if file.read_text(encoding="utf-8") != note:
                raise OSError(f"{file} holds another checkpoint") from None
        finally:
            fresh.unlink()

    def _file(self, tenant_id: int, size: int) -> Path:
        return self.path / str(tenant_id) / f"{size:012}.checkpoint"


class Web:
    """Posts the note to an address; whatever is not answered by 2xx is posted again."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._taken: dict[int, int] = {}

    @property
    def name(self) -> str:
        return self.address

    def has(self, tenant_id: int, size: int) -> bool:
        return self._taken.get(tenant_id) == size

    def take(self, tenant_id: int, size: int, note: str) -> None:
        request = urllib.request.Request(  # noqa: S310 (http or https: `named`)
            self.address, note.encode(), {"Content-Type": "text/plain; charset=utf-8"}, method="POST"
        )
        try:
            with _opener.open(request, timeout=SECONDS):
                pass
        except urllib.error.HTTPError as answer:
            raise OSError(f"it answered {answer.code}") from None
        self._taken[tenant_id] = size


class _Straight(urllib.request.HTTPRedirectHandler):
    """Follows nothing: what another address answers to a GET does not say that the note was kept."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


_opener = urllib.request.build_opener(_Straight)
