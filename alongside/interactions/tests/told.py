"""What the tests read back."""

from __future__ import annotations

from typing import Any

from alongside.history.models import Entry
from alongside.interactions.models import Interaction


def happened(*ignored: str) -> list[str]:
    """The kinds of everything recorded in the open tenant, in order."""
    kinds = Entry.objects.order_by("number").values_list("kind", flat=True)
    return [kind for kind in kinds if kind not in ignored]


def last() -> tuple[Entry, dict[str, Any]]:
    """The last entry, and what its sealed part says of the deed."""
    entry = Entry.objects.order_by("-number")[0]
    contents = entry.open()
    assert contents
    return entry, contents.data


def again(interaction: Interaction) -> Interaction:
    """The interaction as it now stands in the database."""
    found: Interaction = Interaction.objects.get(pk=interaction.pk)
    return found
