"""Plausible names and places of the United Kingdom, compiled for trying the product out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

Item = TypeVar("Item")

# Everything is drawn from tables of this size, in which the common stands more often.
SIZE = 4096


def lines(file: str) -> Iterator[str]:
    """The lines of one of the files beside this one, without comments and empty ones."""
    for line in Path(__file__).with_name(file).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def words(text: str) -> list[str]:
    """Names in a line; `_` stands for a space within one."""
    return [word.replace("_", " ") for word in text.split()]


def by_rank(items: Sequence[str]) -> tuple[str, ...]:
    """A table in which the first item is the commonest, falling off as names do."""
    return by_weight(items, [1 / (rank + 10) for rank in range(len(items))])


def by_weight(items: Sequence[Item], weights: Sequence[float]) -> tuple[Item, ...]:
    """A table in which each item stands as often as its weight says, and at least once."""
    share = (SIZE - len(items)) / sum(weights)
    counts = [1 + int(weight * share) for weight in weights]
    counts[0] += SIZE - sum(counts)
    return tuple(item for item, count in zip(items, counts, strict=True) for _ in range(count))
