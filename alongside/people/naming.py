"""How a person is called."""

from __future__ import annotations

ERASED = "An erased person"


def spoken(given_name: str, family_name: str, username: str | None) -> str:
    """A name as people say it; never empty."""
    return f"{given_name} {family_name}".strip() or username or "Anonymous user"
