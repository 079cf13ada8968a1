"""What is different between two definitions, in words that people who do not read JSON understand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from alongside.forms.designing import called

Part: TypeAlias = Mapping[str, Any]


class How(StrEnum):
    ADDED = "Added"
    REMOVED = "Removed"
    CHANGED = "Changed"
    MOVED = "Moved"


@dataclass(frozen=True, slots=True)
class Difference:
    """One page or item: what became of it, what it is called, where it stands (or stood), and what is said
    differently: names of keys, each with the text before and after."""

    how: How
    called: str
    where: str
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """A page or an item; `before` is the key of the one it follows among those of its page."""

    part: Part
    page: str
    key: str
    holder: str


def compare(before: Part, after: Part) -> list[Difference]:
    """Pages are the same by their titles, questions by their names, informations by what they say. In the
    order of the newer definition; what is gone comes last."""
    old = {one.key: one for one in _parts(before)}
    new = {one.key: one for one in _parts(after)}
    moved = _moved(list(old.values()), list(new.values()))
    differences = list(_whole(before, after))
    for key, one in new.items():
        if key not in old:
            differences.append(Difference(How.ADDED, called(dict(one.part)), one.page))
            continue
        if key in moved:
            differences.append(Difference(How.MOVED, called(dict(one.part)), one.page))
        if changes := tuple(_changes(old[key].part, one.part)):
            differences.append(Difference(How.CHANGED, called(dict(one.part)), one.page, changes))
    gone = [one for key, one in old.items() if key not in new]
    return [*differences, *(Difference(How.REMOVED, called(dict(one.part)), one.page) for one in gone)]


def in_words(differences: list[Difference]) -> str:
    """A sentence that can stand beside a version, for example `Added Colour. Removed Zone.`"""
    said = []
    for how in How:
        names = [one.called for one in differences if one.how is how]
        if names:
            more = f" and {len(names) - 3} more" if len(names) > 3 else ""
            said.append(f"{how} {', '.join(names[:3])}{more}.")
    return " ".join(said)


def _parts(definition: Part) -> Iterator[_Found]:
    seen: dict[str, int] = {}

    def key(text: str) -> str:
        """What cannot be told apart is told apart by its order."""
        seen[text] = seen.get(text, 0) + 1
        return f"{text}#{seen[text]}"

    for page in definition.get("pages", []):
        title = called(page)
        name = key(f"page:{title}")
        yield _Found(page, "", name, "")
        yield from _items(page, title, name, key)


def _items(holder: Part, page: str, within: str, key: Any) -> Iterator[_Found]:
    for item in holder.get("items") or []:
        name = key(f"question:{item['name']}" if item.get("name") else f"said:{called(item)}")
        yield _Found(item, page, name, within)
        yield from _items(item, page, name, key)


def _moved(old: list[_Found], new: list[_Found]) -> set[str]:
    """Those that are on another page, or in another order than their neighbours that stayed."""
    holders = {one.key: one.holder for one in old}
    moved = {one.key for one in new if one.key in holders and holders[one.key] != one.holder}
    for holder in {one.holder for one in new}:
        before = [one.key for one in old if one.holder == holder and one.key not in moved]
        after = [one.key for one in new if one.holder == holder and one.key not in moved]
        both = set(before) & set(after)
        moved |= both - _staying(
            [key for key in before if key in both], [key for key in after if key in both]
        )
    return moved


def _staying(before: list[str], after: list[str]) -> set[str]:
    """The most that can be said to have stayed where they are: a longest increasing run of places."""
    place = {key: index for index, key in enumerate(before)}
    best: list[list[str]] = []
    for key in after:
        earlier = [run for run in best if place[run[-1]] < place[key]]
        longest = max(earlier, key=len) if earlier else []
        best.append([*longest, key])
    return {key for run in sorted(best, key=len)[-1:] for key in run}


def _whole(before: Part, after: Part) -> Iterator[Difference]:
    """What belongs to no page."""
    for name in sorted((before.keys() | after.keys()) - {"pages"}):
        old, new = before.get(name, ""), after.get(name, "")
        if old == new:
            continue
        if isinstance(old or new, dict):
            changes = tuple(_changes(old or {}, new or {}))
        else:
            changes = ((name, text(old), text(new)),)
        yield Difference(How.CHANGED, name.replace("_", " ").capitalize(), "", changes)


def _changes(old: Part, new: Part) -> Iterator[tuple[str, str, str]]:
    for name in [*new, *(name for name in old if name not in new)]:
        if name not in ("items", "id") and old.get(name) != new.get(name):
            yield name, text(old.get(name)), text(new.get(name))


def text(value: object) -> str:
    """A JSON value as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(text(one) for one in value)
    if isinstance(value, dict):
        return str(value.get("label") or ", ".join(f"{name} {text(one)}" for name, one in value.items()))
    return str(value)
