"""Checkpoints: how long a log was and the root that stood for all of it, kept outside the database.

Whoever owns the database can rewrite entries and compute every hash anew, head included. A copy of an
earlier root, where they cannot reach it, is what shows it. Each tenant has one file of bodies in the
public format (C2SP tlog-checkpoint: origin, size, root), an empty line after each.
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from alongside.history import tree
from alongside.history.models import Head

MOST = 1000  # checkpoints in a file; a longer one keeps every second of the older ones


class Illegible(ValueError):
    """A file does not hold checkpoints of this log."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def origin(tenant_id: int) -> str:
    """What the log is called: the public format wants a name that no other house's log has."""
    return f"{settings.LOG_NAME}/history/{tenant_id}"


def folder() -> Path:
    return Path(settings.DATA) / "checkpoints"


def file_of(tenant_id: int) -> Path:
    return folder() / f"{tenant_id}.checkpoints"


def kept(tenant_id: int) -> list[Checkpoint]:
    """Those kept here, oldest first. Raises `Illegible`, and OSError when the file may not be read."""
    path = file_of(tenant_id)
    return read(path, tenant_id) if path.exists() else []


def tenants_kept() -> set[int]:
    """The tenants of whom checkpoints are kept."""
    return {int(path.stem) for path in folder().glob("*.checkpoints") if path.stem.isdecimal()}


def read(path: Path, tenant_id: int) -> list[Checkpoint]:
    """The checkpoints in a file. Raises `Illegible`, and OSError."""
    try:
        blocks = path.read_text(encoding="utf-8").strip("\n").split("\n\n")
    except UnicodeDecodeError:
        raise Illegible(f"{path} does not hold checkpoints") from None
    # The lines of a signature begin with a dash, and are a block of their own.
    return [parsed(block, path, tenant_id) for block in blocks if not block.startswith("\N{EM DASH}")]


def keep(tenant_id: int | None = None) -> list[Checkpoint]:
    """Write down where the logs are now, of one tenant or of all; gives those that have grown."""
    heads = Head.everywhere.filter(size__gt=0).order_by("tenant_id")
    if tenant_id is not None:
        heads = heads.filter(tenant_id=tenant_id)
    now = [
        (head.tenant_id, Checkpoint(origin(head.tenant_id), head.size, bytes(head.root))) for head in heads
    ]
    return [checkpoint for tenant, checkpoint in now if _keep(tenant, checkpoint)]


def _keep(tenant_id: int, checkpoint: Checkpoint) -> bool:
    so_far = kept(tenant_id)
    if so_far and so_far[-1] == checkpoint:
        return False
    if len(so_far) >= MOST:
        # Each stands for everything before it, so fewer lose only when, not whether.
        so_far = so_far[: MOST // 2 : 2] + so_far[MOST // 2 :]
    _write(file_of(tenant_id), [*so_far, checkpoint])
    return True


def _write(path: Path, checkpoints: Iterable[Checkpoint]) -> None:
    """All or nothing: a reader, or a crash, never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.new")
    with fresh.open("w", encoding="ascii") as file:
        file.write("".join(f"{each.body()}\n" for each in checkpoints))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def parsed(block: str, path: Path | str, tenant_id: int) -> Checkpoint:
    """The body of a checkpoint that stood in `path`. Raises `Illegible`."""
    lines = block.split("\n")
    if lines[0] != origin(tenant_id):
        raise Illegible(f"{path} holds a checkpoint of “{lines[0]}”, not of “{origin(tenant_id)}”")
    try:
        size, root = int(lines[1]), base64.b64decode(lines[2], validate=True)
    except (IndexError, ValueError, binascii.Error):
        raise Illegible(f"{path} holds a checkpoint that cannot be read") from None
    if size < 0 or len(root) != tree.WIDTH:
        raise Illegible(f"{path} holds a checkpoint that cannot be")
    return Checkpoint(lines[0], size, root)
