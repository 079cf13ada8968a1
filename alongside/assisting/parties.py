"""What the kernel asks of the people it deals with; `people.Person` is all of it."""

from __future__ import annotations

import uuid
from typing import Protocol


class Standing(Protocol):
    """What somebody may do and belongs to."""

    @property
    def rights(self) -> frozenset[str]: ...
    @property
    def groups(self) -> frozenset[int]: ...
    @property
    def segments(self) -> frozenset[int]: ...
    @property
    def privileges(self) -> frozenset[str]: ...


class Party(Protocol):
    """A person as author of a deed, or as the one it is done for."""

    @property
    def id(self) -> int: ...
    @property
    def ref(self) -> uuid.UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def tenant_id(self) -> int | None:
        """Never None in a row that was stored."""
        ...

    @property
    def is_active(self) -> bool: ...
    @property
    def is_anonymous_user(self) -> bool: ...
    @property
    def standing(self) -> Standing: ...
